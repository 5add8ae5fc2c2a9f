import { html, put } from '../dom';

export interface ChipsOptions {
  id: string;
  label: string;
  /** The suggestions. */
  list: HTMLDataListElement | undefined;
  placeholder: string;
  onAdd: (value: string) => void;
  onRemove: (at: number) => void;
}

/** A list of values that can be removed, and an input for the next value. */
export class Chips {
  readonly element: HTMLElement;
  readonly #options: ChipsOptions;
  readonly #chips = html('ul', { class: 'chip-list' });
  readonly #input: HTMLInputElement;
  #values: readonly string[] = [];

  constructor(options: ChipsOptions) {
    this.#options = options;
    this.#input = html('input', {
      id: options.id,
      type: 'text',
      list: options.list?.id,
      placeholder: options.placeholder,
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      'aria-describedby': `${options.id}-help`,
      onkeydown: (event: KeyboardEvent) => this.#key(event),
      onchange: () => this.#add(),
    });
    this.element = html(
      'div',
      { class: 'chips', onclick: (event: MouseEvent) => event.target === event.currentTarget && this.#input.focus() },
      this.#chips,
      this.#input,
    );
  }

  /** Shows the values, each with its note if there is one. */
  show(values: readonly string[], notes: readonly (string | undefined)[] = []): void {
    this.#values = values;
    const focused = this.#chips.contains(document.activeElement);
    put(this.#chips, ...values.map((value, at) => this.#chip(value, notes[at], at)));
    // The removed element had the focus.
    if (focused) this.#input.focus();
  }

  #chip(value: string, note: string | undefined, at: number): HTMLElement {
    return html(
      'li',
      { class: 'chip' },
      html('span', { class: 'chip-word', dir: 'auto' }, value === '' ? '""' : value),
      note !== undefined && html('span', { class: 'chip-note' }, note),
      html(
        'button',
        {
          type: 'button',
          'aria-label': `Remove ${value} from ${this.#options.label}`,
          onclick: () => this.#options.onRemove(at),
        },
        '×',
      ),
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      this.#add();
    } else if (event.key === 'Backspace' && this.#input.value === '' && this.#values.length > 0) {
      this.#options.onRemove(this.#values.length - 1);
    }
  }

  #add(): void {
    const value = this.#input.value.trim();
    if (value === '') return;
    this.#input.value = '';
    this.#options.onAdd(value);
  }
}
