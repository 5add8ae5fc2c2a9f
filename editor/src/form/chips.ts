import { html, put, setText } from '../dom';

export interface ChipsOptions {
  id: string;
  label: string;
  /** The suggestions. */
  list: HTMLDataListElement | undefined;
  placeholder: string;
  /** Splits a text into values. Returns nothing if it is not valid. */
  parse: (text: string) => string[] | undefined;
  /** How to write a text that is valid. */
  hint: string;
  onAdd: (values: string[]) => void;
  /** Replaces a value by others. */
  onEdit: (at: number, values: string[]) => void;
  onRemove: (at: number) => void;
}

/** A list of values that can be edited and removed, and an input for the next values. */
export class Chips {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #options: ChipsOptions;
  readonly #chips = html('ul', { class: 'chip-list' });
  readonly #hint: HTMLElement;
  #hasError = false;
  #values: readonly string[] = [];
  #notes: readonly (string | undefined)[] = [];
  /** The chip that is being edited. */
  #editing: number | undefined;
  /** The chip that gets the focus after a change. */
  #next: number | undefined;

  constructor(options: ChipsOptions) {
    this.#options = options;
    this.#hint = html('p', { class: 'chip-hint', id: `${options.id}-hint`, role: 'alert' });
    this.input = html('input', {
      id: options.id,
      type: 'text',
      list: options.list?.id,
      placeholder: options.placeholder,
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      'aria-describedby': this.#hint.id,
      onkeydown: (event: KeyboardEvent) => this.#key(event),
      onpaste: (event: ClipboardEvent) => this.#paste(event),
      oninput: () => this.#accept(),
      onchange: () => this.#add(this.input.value),
    });
    this.element = html(
      'div',
      {},
      html(
        'div',
        { class: 'chips', onclick: (event: MouseEvent) => event.target === event.currentTarget && this.input.focus() },
        this.#chips,
        this.input,
      ),
      this.#hint,
    );
  }

  /** Shows the values, each with its note if there is one. */
  show(values: readonly string[], notes: readonly (string | undefined)[] = []): void {
    const isSame = (one: readonly unknown[], other: readonly unknown[]) =>
      one.length === other.length && one.every((item, at) => item === other[at]);
    if (isSame(values, this.#values) && isSame(notes, this.#notes)) return;
    // A note that arrives does not end the editing of a chip.
    const isEdited = this.#editing !== undefined && isSame(values, this.#values);
    this.#values = values;
    this.#notes = notes;
    if (!isEdited) this.#draw();
  }

  #draw(): void {
    this.#editing = undefined;
    const focused = this.#chips.contains(document.activeElement);
    put(this.#chips, ...this.#values.map((value, at) => this.#chip(value, this.#notes[at], at)));
    // The removed element had the focus.
    if (focused) (this.#words[this.#next ?? this.#values.length] ?? this.input).focus();
    this.#next = undefined;
  }

  get #words(): HTMLElement[] {
    return [...this.#chips.querySelectorAll<HTMLElement>('.chip-word')];
  }

  #chip(value: string, note: string | undefined, at: number): HTMLElement {
    const { label, onRemove } = this.#options;
    return html(
      'li',
      { class: 'chip' },
      html(
        'button',
        {
          type: 'button',
          class: 'chip-word',
          dir: 'auto',
          'aria-label': `Edit ${value} in ${label}`,
          // A key, a screen reader or a double click.
          onclick: ({ detail }: MouseEvent) => detail !== 1 && this.#edit(at),
          onkeydown: (event: KeyboardEvent) => this.#keyOfChip(event, at),
        },
        value === '' ? '""' : value,
      ),
      note !== undefined && html('span', { class: 'chip-note' }, note),
      html(
        'button',
        { type: 'button', 'aria-label': `Remove ${value} from ${label}`, onclick: () => onRemove(at) },
        '×',
      ),
    );
  }

  /** Shows an input instead of a chip. */
  #edit(at: number): void {
    const value = this.#values[at]!;
    const input = html('input', {
      type: 'text',
      class: 'chip-input',
      'aria-label': `New value of ${value} in ${this.#options.label}`,
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      value,
      size: Math.max(value.length, 8),
    });
    const end = (isKept: boolean) => {
      if (this.#editing !== at) return;
      const values = this.#options.parse(input.value);
      if (isKept && input.value.trim() !== '' && !values) return this.#refuse();
      this.#next = at;
      this.#draw();
      this.#accept();
      if (!isKept || input.value === value) return;
      // The chip keeps the focus after the change.
      this.#next = at;
      if (values && values.length > 0) this.#options.onEdit(at, values);
      else this.#options.onRemove(at);
    };
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      end(event.key === 'Enter');
    });
    input.addEventListener('blur', () => end(true));
    this.#chips.children[at]!.replaceChildren(input);
    this.#editing = at;
    input.select();
    input.focus();
  }

  #keyOfChip(event: KeyboardEvent, at: number): void {
    const { key } = event;
    if (key === 'Delete' || key === 'Backspace') {
      this.#next = at;
      this.#options.onRemove(at);
    } else if (key === 'ArrowLeft') this.#words[at - 1]?.focus();
    else if (key === 'ArrowRight') (this.#words[at + 1] ?? this.input).focus();
  }

  #key(event: KeyboardEvent): void {
    const isAtStart = this.input.selectionEnd === 0;
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      this.#add(this.input.value);
    } else if (event.key === 'Backspace' && this.input.value === '' && this.#values.length > 0) {
      this.#options.onRemove(this.#values.length - 1);
    } else if (event.key === 'ArrowLeft' && isAtStart) this.#words.at(-1)?.focus();
  }

  /** Several pasted values are added at once. One is left to be edited. */
  #paste(event: ClipboardEvent): void {
    const { value, selectionStart, selectionEnd } = this.input;
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const text = value.slice(0, selectionStart ?? 0) + pasted + value.slice(selectionEnd ?? 0);
    if ((this.#options.parse(text)?.length ?? 0) < 2) return;
    event.preventDefault();
    this.#add(text);
  }

  #add(text: string): void {
    if (text.trim() === '') return;
    const values = this.#options.parse(text);
    if (!values || values.length === 0) return this.#refuse();
    this.input.value = '';
    this.#accept();
    this.#options.onAdd(values);
  }

  #refuse(): void {
    setText(this.#hint, this.#options.hint);
    this.#markInvalid();
  }

  /** Marks the input for screen readers, if a value of the field or the text of the input is not valid. */
  set isInvalid(isInvalid: boolean) {
    this.#hasError = isInvalid;
    this.#markInvalid();
  }

  #markInvalid(): void {
    this.input.setAttribute('aria-invalid', String(this.#hasError || this.#hint.textContent !== ''));
  }

  #accept(): void {
    setText(this.#hint, '');
    this.#markInvalid();
  }
}
