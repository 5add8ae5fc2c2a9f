import { type Child, html, put } from './dom';

/** A message at the bottom of the page, with buttons for what can be done. */
export class Notice {
  readonly element: HTMLElement;
  #timer: number | undefined;

  constructor(name: string, label: string) {
    this.element = html('div', { class: `notice ${name}`, role: 'region', 'aria-label': label, hidden: true });
  }

  /** Shows a message for some seconds, or until a button is chosen. */
  show(message: Child, actions: readonly [name: string, onclick: () => void][] = []): void {
    const buttons = actions.map(([name, onclick]) => {
      const choose = () => {
        this.hide();
        onclick();
      };
      return html('button', { type: 'button', onclick: choose }, name);
    });
    put(this.element, html('span', {}, message), ...buttons);
    this.element.hidden = false;
    clearTimeout(this.#timer);
    if (actions.length === 0) this.#timer = setTimeout(() => this.hide(), 4000);
  }

  hide(): void {
    this.element.hidden = true;
  }

  get message(): string {
    return this.element.textContent;
  }
}
