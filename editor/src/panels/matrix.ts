import { html } from '../dom';
import { expect } from '../expect';
import type { InventorySummary } from '../worker/questions';

const ROW = 22;

/** A namespace, a kind, or both, by their indices in the summary. */
export interface Cell {
  namespace: number | undefined;
  kind: number | undefined;
}

/** Rows are namespaces, columns are kinds. Each cell is filled by the share of selected objects. */
export class Matrix {
  readonly element: HTMLElement;
  readonly #onChoose: (cell: Cell) => void;
  readonly #head = html('div', { class: 'matrix-head', role: 'row', 'aria-rowindex': 1 });
  readonly #body = html('div', { class: 'matrix-body', role: 'presentation' });
  #summary: InventorySummary | undefined;
  #selected: Uint32Array = new Uint32Array();
  #chosen: Cell = { namespace: undefined, kind: undefined };
  /** The rows that are in the document. */
  #drawn = { first: 0, last: 0 };
  /** The cell that the keyboard can focus. Row 0 and column 0 are the headers. */
  #active = { row: 0, column: 1 };

  constructor(onChoose: (cell: Cell) => void) {
    this.#onChoose = onChoose;
    this.element = html(
      'div',
      {
        class: 'matrix',
        role: 'grid',
        'aria-label': 'Objects by namespace and kind',
        onscroll: () => this.#draw(),
        onclick: (event: Event) => this.#click(event),
        onkeydown: (event: KeyboardEvent) => this.#key(event),
      },
      this.#head,
      this.#body,
    );
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(summary: InventorySummary, selected: Uint32Array, chosen: Cell): void {
    const isOther = this.#summary !== summary;
    const isChosenStill = chosen.namespace === this.#chosen.namespace && chosen.kind === this.#chosen.kind;
    // Do not replace a cell that may be pressed at this moment.
    if (!isOther && isChosenStill && selected.every((count, at) => count === this.#selected[at])) return;
    this.#summary = summary;
    this.#selected = selected;
    this.#chosen = chosen;
    if (isOther) {
      this.element.scrollTop = 0;
      this.element.setAttribute('aria-rowcount', String(summary.namespaces.length + 1));
      this.element.setAttribute('aria-colcount', String(summary.kinds.length + 1));
      this.#active = { row: 0, column: 1 };
    }
    this.#drawHead(summary);
    this.#draw(true);
  }

  #drawHead({ kinds }: InventorySummary): void {
    const heads = kinds.map((kind, at) =>
      this.#prepare(
        html('div', { class: 'kind', role: 'columnheader', title: kind }, html('span', {}, kind)),
        0,
        at + 1,
        this.#chosen.namespace === undefined && this.#chosen.kind === at,
      ),
    );
    this.#head.replaceChildren(
      html('span', { class: 'corner', role: 'columnheader' }, html('span', {}, 'namespace')),
      ...heads,
    );
  }

  #draw(isOther = false): void {
    const summary = this.#summary;
    if (!summary) return;
    const { namespaces } = summary;
    const first = Math.max(Math.floor((this.element.scrollTop - this.#head.offsetHeight) / ROW) - 4, 0);
    const last = Math.min(first + Math.ceil((this.element.clientHeight || 300) / ROW) + 8, namespaces.length);
    if (!isOther && first === this.#drawn.first && last === this.#drawn.last) return;
    this.#drawn = { first, last };
    const rows: HTMLElement[] = [];
    for (let row = first; row < last; row++) rows.push(this.#row(summary, row));
    this.#body.style.height = `${namespaces.length * ROW}px`;
    const focused = this.#focused();
    this.#body.replaceChildren(...rows);
    if (focused) this.#focus();
  }

  #row({ namespaces, kinds, totals }: InventorySummary, at: number): HTMLElement {
    const { namespace, kind } = this.#chosen;
    const name = namespaces[at] ?? '(cluster-scoped)';
    const head = this.#prepare(
      html('div', { class: 'namespace', role: 'rowheader', title: name }, name),
      at + 1,
      0,
      namespace === at && kind === undefined,
    );
    const cells = kinds.map((kindName, column) => {
      const cell = at * kinds.length + column;
      const total = expect(totals[cell], `the summary has no cell ${cell}`);
      const selected = expect(this.#selected[cell], `the selection has no cell ${cell}`);
      const label = `${name}, ${kindName}: ${selected} of ${total}`;
      const share = total === 0 ? 0 : selected / total;
      const level = total === 0 ? 'none' : share === 0 ? 'zero' : share === 1 ? 'all' : 'some';
      const element = html('div', {
        class: `cell ${level}`,
        role: 'gridcell',
        title: label,
        'aria-label': label,
      });
      if (level === 'some') element.style.setProperty('--share', `${Math.round(20 + share * 60)}%`);
      return this.#prepare(element, at + 1, column + 1, namespace === at && kind === column);
    });
    const row = html('div', { class: 'matrix-row', role: 'row', 'aria-rowindex': at + 2 }, head, ...cells);
    row.style.transform = `translateY(${at * ROW}px)`;
    return row;
  }

  /** Prepares a cell. Only one can be reached with the Tab key; the arrow keys move from there. */
  #prepare(element: HTMLElement, row: number, column: number, isChosen: boolean): HTMLElement {
    element.dataset['row'] = String(row);
    element.dataset['column'] = String(column);
    element.tabIndex = row === this.#active.row && column === this.#active.column ? 0 : -1;
    if (isChosen) element.setAttribute('aria-selected', 'true');
    return element;
  }

  #click({ target: clicked }: Event): void {
    const target = (clicked as Element).closest<HTMLElement>('[data-row]');
    if (!target) return;
    const [row, column] = [Number(target.dataset['row']), Number(target.dataset['column'])];
    this.#active = { row, column };
    const cell = { namespace: row === 0 ? undefined : row - 1, kind: column === 0 ? undefined : column - 1 };
    const again = cell.namespace === this.#chosen.namespace && cell.kind === this.#chosen.kind;
    this.#onChoose(again ? { namespace: undefined, kind: undefined } : cell);
  }

  #key(event: KeyboardEvent): void {
    const { namespaces, kinds } = this.#summary ?? { namespaces: [], kinds: [] };
    const { row, column } = this.#active;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.#click(event);
    }
    const moves: Record<string, [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, row === 0 ? 1 : 0],
      End: [row, kinds.length],
      PageUp: [row - 10, column],
      PageDown: [row + 10, column],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const to = { row: clamp(move[0], 0, namespaces.length), column: clamp(move[1], 0, kinds.length) };
    if (to.row === 0 && to.column === 0) return;
    this.#active = to;
    this.#reveal();
    this.#summary && this.#drawHead(this.#summary);
    this.#draw(true);
    this.#focus();
  }

  #reveal(): void {
    if (this.#active.row === 0) return;
    const head = this.#head.offsetHeight;
    const top = (this.#active.row - 1) * ROW;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + ROW + head > scrollTop + clientHeight) this.element.scrollTop = top + ROW + head - clientHeight;
  }

  #focused(): boolean {
    return this.#body.contains(document.activeElement);
  }

  #focus(): void {
    const { row, column } = this.#active;
    this.element.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`)?.focus();
  }
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
