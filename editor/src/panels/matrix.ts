import { html } from '../dom';
import { expect } from '../expect';
import type { InventorySummary } from '../worker/questions';

const ROW = 24;
/** Maximum number of rows on paper. */
const MAX_PRINTED = 500;

/** A namespace, a kind, or both, by their indices in the summary. */
export interface Cell {
  namespace: number | undefined;
  kind: number | undefined;
}

/**
 * Rows are namespaces, columns are kinds. Those with selected objects are first. Each cell shows the share of selected
 * objects, and each header the numbers.
 */
export class Matrix {
  readonly element: HTMLElement;
  readonly #onChoose: (cell: Cell) => void;
  readonly #head = html('div', { class: 'matrix-head', role: 'row', 'aria-rowindex': 1 });
  readonly #body = html('div', { class: 'matrix-body', role: 'presentation' });
  #summary: InventorySummary | undefined;
  #selected: Uint32Array = new Uint32Array();
  #chosen: Cell = { namespace: undefined, kind: undefined };
  /** The indices of namespaces and kinds, in the order of rows and columns, with their numbers. */
  #rows: Line[] = [];
  #columns: Line[] = [];
  #isPrinting = false;
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
    // Only visible rows are in the document, and paper has no scroll bars.
    const print = (isPrinting: boolean) => {
      this.#isPrinting = isPrinting;
      this.#draw(true);
    };
    addEventListener('beforeprint', () => print(true));
    addEventListener('afterprint', () => print(false));
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
    this.#order(summary, isOther);
    this.#drawHead();
    this.#draw(true);
  }

  /** Orders rows and columns. The active cell keeps its namespace and its kind. */
  #order({ namespaces, kinds, totals }: InventorySummary, isOther: boolean): void {
    const { row, column } = this.#active;
    const [namespace, kind] = [this.#rows[row - 1]?.index, this.#columns[column - 1]?.index];
    const width = kinds.length;
    const lines = (length: number, cellOf: (line: number, other: number) => number, others: number): Line[] =>
      Array.from({ length }, (_, index) => {
        const cells = Array.from({ length: others }, (_, other) => cellOf(index, other));
        return { index, selected: sum(this.#selected, cells), total: sum(totals, cells) };
      }).sort((one, other) => Number(other.selected > 0) - Number(one.selected > 0) || one.index - other.index);
    this.#rows = lines(namespaces.length, (line, other) => line * width + other, width);
    this.#columns = lines(width, (line, other) => other * width + line, namespaces.length);
    if (isOther) return;
    this.#active = {
      row: this.#rows.findIndex(({ index }) => index === namespace) + 1,
      column: this.#columns.findIndex(({ index }) => index === kind) + 1,
    };
    if (this.#active.row === 0 && this.#active.column === 0) this.#active.column = 1;
  }

  #drawHead(): void {
    const { kinds } = this.#summary ?? { kinds: [] };
    const heads = this.#columns.map((line, at) => {
      const kind = kinds[line.index]!;
      const label = labelOf(kind, line);
      const head = html(
        'div',
        { class: `kind${unused(line)}`, role: 'columnheader', title: label },
        html('span', { class: 'kind-of' }, kind),
        html('span', { class: 'unseen' }, ': '),
        html('span', { class: 'total' }, compact(line.selected)),
        html('span', { class: 'unseen' }, ' of '),
        html('span', { class: 'total of' }, compact(line.total)),
      );
      const isChosen = this.#chosen.namespace === undefined && this.#chosen.kind === line.index;
      return this.#prepare(head, 0, at + 1, isChosen);
    });
    const corner = html('span', { class: 'corner', role: 'columnheader' });
    corner.append(html('span', { class: 'name' }, 'namespace'), html('span', { class: 'total' }, 'selected of all'));
    this.#head.replaceChildren(corner, ...heads);
  }

  #draw(isOther = false): void {
    const summary = this.#summary;
    if (!summary) return;
    const { namespaces } = summary;
    const first = this.#isPrinting
      ? 0
      : Math.max(Math.floor((this.element.scrollTop - this.#head.offsetHeight) / ROW) - 4, 0);
    const visible = this.#isPrinting ? MAX_PRINTED : Math.ceil((this.element.clientHeight || 300) / ROW) + 8;
    const last = Math.min(first + visible, namespaces.length);
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
    const line = expect(this.#rows[at], `there is no row ${at}`);
    const { namespace, kind } = this.#chosen;
    const name = namespaces[line.index] ?? '(cluster-scoped)';
    const label = labelOf(name, line);
    const head = this.#prepare(
      html(
        'div',
        { class: 'namespace', role: 'rowheader', title: label },
        html('span', { class: 'name' }, name),
        html('span', { class: 'total' }, `${compact(line.selected)}/${compact(line.total)}`),
      ),
      at + 1,
      0,
      namespace === line.index && kind === undefined,
    );
    const cells = this.#columns.map((ofColumn, column) => {
      const ofKind = ofColumn.index;
      const cell = line.index * kinds.length + ofKind;
      const total = expect(totals[cell], `the summary has no cell ${cell}`);
      const selected = expect(this.#selected[cell], `the selection has no cell ${cell}`);
      const level = total === 0 ? 'none' : selected === 0 ? 'zero' : selected === total ? 'all' : 'some';
      const share = percent(selected, total);
      // The name contains what is shown.
      const counts = labelOf(`${name}, ${kinds[ofKind]}`, { selected, total });
      const cellLabel = share === '' ? counts : `${counts}, ${share}`;
      const attributes = {
        class: `cell ${level}${unused(ofColumn)}`,
        role: 'gridcell',
        title: cellLabel,
        'aria-label': cellLabel,
      };
      const element = html('div', attributes, html('span', {}, share));
      if (level === 'some') element.style.setProperty('--share', share);
      return this.#prepare(element, at + 1, column + 1, namespace === line.index && kind === ofKind);
    });
    const row = html(
      'div',
      { class: `matrix-row${unused(line)}`, role: 'row', 'aria-rowindex': at + 2 },
      head,
      ...cells,
    );
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
    const cell = { namespace: this.#rows[row - 1]?.index, kind: this.#columns[column - 1]?.index };
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
    this.#drawHead();
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

/** A namespace or a kind, by its index in the summary, and the numbers of its objects. */
interface Line {
  index: number;
  selected: number;
  total: number;
}

/** Returns the class of a row or a column without selected objects. */
const unused = ({ selected }: Line): string => (selected === 0 ? ' nothing' : '');

const sum = (counts: Uint32Array, cells: readonly number[]): number =>
  cells.reduce((total, cell) => total + counts[cell]!, 0);

const labelOf = (name: string, { selected, total }: Omit<Line, 'index'>): string =>
  `${name}: ${selected.toLocaleString('en')} of ${total.toLocaleString('en')}`;

/** Returns a share as text. Only all objects are 100%, and only none are 0%. */
function percent(selected: number, total: number): string {
  if (total === 0) return '';
  if (selected === 0 || selected === total) return selected === 0 ? '0%' : '100%';
  return `${clamp(Math.round((selected / total) * 100), 1, 99)}%`;
}

const compactFormat = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const compact = (count: number): string => compactFormat.format(count);

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
