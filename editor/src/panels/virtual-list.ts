import { html } from '../dom';

export interface VirtualListOptions<Row> {
  label: string;
  /** In pixels, the same for all rows. */
  rowHeight: number;
  load: (offset: number, limit: number) => Promise<{ total: number; rows: readonly Row[] }>;
  row: (row: Row) => HTMLElement;
}

/** A list of any length: only its visible rows are in the document. */
export class VirtualList<Row> {
  readonly element: HTMLElement;
  readonly #options: VirtualListOptions<Row>;
  readonly #window: HTMLElement;
  readonly #spacer: HTMLElement;
  #loading = false;
  #shown = '';
  #stale = false;

  constructor(options: VirtualListOptions<Row>) {
    this.#options = options;
    this.#window = html('ul', { class: 'window' });
    this.#spacer = html('div', { class: 'spacer' }, this.#window);
    this.element = html(
      'div',
      {
        class: 'virtual-list',
        tabindex: 0,
        role: 'region',
        'aria-label': options.label,
        onscroll: () => this.refresh(),
      },
      this.#spacer,
    );
    new ResizeObserver(() => this.refresh()).observe(this.element);
  }

  /** Shows other rows, from the first one. */
  restart(): void {
    this.element.scrollTop = 0;
    this.refresh();
  }

  /** Loads the visible rows, if the list is visible. Only the last of several simultaneous calls counts. */
  refresh(): void {
    if (this.element.clientHeight === 0) return;
    this.#stale = true;
    if (!this.#loading) void this.#load();
  }

  async #load(): Promise<void> {
    const { rowHeight, load } = this.#options;
    this.#loading = true;
    try {
      while (this.#stale) {
        this.#stale = false;
        const offset = Math.max(Math.floor(this.element.scrollTop / rowHeight) - 10, 0);
        const limit = Math.ceil(this.element.clientHeight / rowHeight) + 20;
        const { total, rows } = await load(offset, limit);
        const shown = JSON.stringify([total, offset, rows]);
        // Rows that did not change are not replaced, because the user may be about to click one.
        if (shown === this.#shown) continue;
        this.#shown = shown;
        const elements = rows.map((row, at) => {
          const element = this.#options.row(row);
          element.setAttribute('aria-setsize', String(total));
          element.setAttribute('aria-posinset', String(offset + at + 1));
          return element;
        });
        this.#spacer.style.height = `${total * rowHeight}px`;
        this.#window.style.transform = `translateY(${offset * rowHeight}px)`;
        this.#window.replaceChildren(...elements);
      }
    } finally {
      this.#loading = false;
    }
  }
}
