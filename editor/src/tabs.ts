import { html, put } from './dom';
import { expect } from './expect';

export interface Tab<Id extends string> {
  id: Id;
  name: string;
  panel: HTMLElement;
}

/** Tabs, one of which is visible. The arrow keys select the next tab, Home the first and End the last. */
export class Tabs<Id extends string> {
  readonly list: HTMLElement;
  readonly panels: HTMLElement[];
  readonly #tabs: readonly Tab<Id>[];
  readonly #buttons: HTMLButtonElement[];
  readonly #notes: HTMLElement[];
  readonly #onChange: (id: Id) => void;
  #current: Id;

  constructor(label: string, tabs: readonly Tab<Id>[], onChange: (id: Id) => void) {
    this.#tabs = tabs;
    this.#onChange = onChange;
    this.#current = tabs[0]!.id;
    this.#notes = tabs.map(() => html('span', { class: 'tab-note' }));
    this.#buttons = tabs.map(({ id, name }, at) =>
      html(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${id}`,
          'aria-controls': `panel-${id}`,
          onclick: () => this.select(id),
        },
        name,
        this.#notes[at],
      ),
    );
    this.panels = tabs.map(({ id, panel }) => {
      panel.id = `panel-${id}`;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', `tab-${id}`);
      return panel;
    });
    this.list = html(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': label, onkeydown: (event: KeyboardEvent) => this.#key(event) },
      ...this.#buttons,
    );
    this.#draw();
  }

  get current(): Id {
    return this.#current;
  }

  select(id: Id): void {
    if (id === this.#current) return;
    this.#current = id;
    this.#draw();
    this.#onChange(id);
  }

  /** Shows a note after the name of a tab. */
  note(id: Id, ...note: (Node | string)[]): void {
    const at = this.#tabs.findIndex((tab) => tab.id === id);
    put(expect(this.#notes[at], `there is no tab ${id}`), ...note);
  }

  #draw(): void {
    this.#tabs.forEach(({ id, panel }, at) => {
      const isCurrent = id === this.#current;
      panel.hidden = !isCurrent;
      this.#buttons[at]!.setAttribute('aria-selected', String(isCurrent));
      this.#buttons[at]!.tabIndex = isCurrent ? 0 : -1;
    });
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    const at = this.#tabs.findIndex(({ id }) => id === this.#current);
    const count = this.#tabs.length;
    const targets: Record<string, number> = {
      ArrowLeft: (at - 1 + count) % count,
      ArrowRight: (at + 1) % count,
      Home: 0,
      End: count - 1,
    };
    const next = targets[key];
    if (next === undefined) return;
    event.preventDefault();
    this.select(this.#tabs[next]!.id);
    this.#buttons[next]!.focus();
  }
}
