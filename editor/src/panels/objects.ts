import { bdi, html, put, setText, words } from '../dom';
import type { EvaluatorClient } from '../worker/client';
import { type Filter, type InventorySummary, NO_FILTER, type Row, type SelectionSummary } from '../worker/questions';
import { CLAIM_WORDS } from './claims';
import { VirtualList } from './virtual-list';

/** Number of objects that are asked for at once. */
const CHUNK = 1000;

export interface ObjectsOptions {
  onFilter: (filter: Filter) => void;
  /** Goes to an entry of the spec. */
  onEntry: (pointer: string) => void;
}

/** The objects that match a filter, each with its verdict and the reason. */
export class Objects {
  readonly element: HTMLElement;
  readonly #onFilter: (filter: Filter) => void;
  readonly #onEntry: (pointer: string) => void;
  readonly #evaluator: EvaluatorClient;
  readonly #list: VirtualList<Row | undefined>;
  readonly #count = html('p', { class: 'note count' });
  readonly #namespace = html('select', { 'aria-label': 'Namespace' });
  readonly #kind = html('select', { 'aria-label': 'Kind' });
  readonly #reason = html('select', { 'aria-label': 'Reason' });
  readonly #name = html('input', { type: 'search', placeholder: 'name', 'aria-label': 'Name', spellcheck: 'false' });
  #filter = NO_FILTER;
  #summary: InventorySummary | undefined;

  constructor(evaluator: EvaluatorClient, { onFilter, onEntry }: ObjectsOptions) {
    this.#evaluator = evaluator;
    this.#onFilter = onFilter;
    this.#onEntry = onEntry;
    this.#list = new VirtualList({
      label: 'List of objects',
      rowHeight: 42,
      load: (offset, limit) => this.#load(offset, limit),
      row: (row) => (row ? this.#row(row) : html('li', { class: 'none' }, 'No object matches.')),
    });
    const number = (value: string): number | undefined => (value === '' ? undefined : Number(value));
    this.#namespace.addEventListener('change', () => this.#change({ namespace: number(this.#namespace.value) }));
    this.#kind.addEventListener('change', () => this.#change({ kind: number(this.#kind.value) }));
    this.#reason.addEventListener('change', () => this.#change({ reason: this.#reason.value || undefined }));
    this.#name.addEventListener('input', () => this.#change({ name: this.#name.value.trim() }));
    this.element = html(
      'section',
      { class: 'objects', 'aria-label': 'Objects of the cluster' },
      html('div', { class: 'filters' }, this.#namespace, this.#kind, this.#reason, this.#name),
      this.#count,
      this.#list.element,
    );
  }

  show(summary: InventorySummary, reasons: SelectionSummary['reasons'], filter: Filter): void {
    const isOther = JSON.stringify(filter) !== JSON.stringify(this.#filter) || summary !== this.#summary;
    if (summary !== this.#summary) {
      options(
        this.#namespace,
        'all namespaces',
        summary.namespaces.map((name, at) => [String(at), name ?? '(cluster-scoped)']),
      );
      options(
        this.#kind,
        'all kinds',
        summary.kinds.map((kind, at) => [String(at), kind]),
      );
    }
    options(
      this.#reason,
      'all reasons',
      reasons.map(({ name, count }) => [name, `${readable(name)} (${count.toLocaleString('en')})`]),
    );
    this.#summary = summary;
    this.#filter = filter;
    this.#namespace.value = String(filter.namespace ?? '');
    this.#kind.value = String(filter.kind ?? '');
    this.#reason.value = filter.reason ?? '';
    this.#reason.hidden = filter.of === 'uncovered';
    if (this.#name.value.trim() !== filter.name) this.#name.value = filter.name;
    if (isOther) this.#list.restart();
    else this.#list.refresh();
  }

  /** Returns all objects of the list, or the first ones. */
  async rows(limit = Infinity): Promise<{ total: number; rows: Row[] }> {
    const filter = this.#filter;
    const rows: Row[] = [];
    for (;;) {
      const asked = { filter, offset: rows.length, limit: Math.min(CHUNK, limit - rows.length) };
      const page = await this.#evaluator.ask('page', asked);
      rows.push(...page.rows);
      if (page.rows.length === 0 || rows.length >= Math.min(page.total, limit)) return { total: page.total, rows };
    }
  }

  #change(part: Partial<Filter>): void {
    this.#onFilter({ ...this.#filter, ...part });
  }

  async #load(offset: number, limit: number): Promise<{ total: number; rows: readonly (Row | undefined)[] }> {
    const { total, rows } = await this.#evaluator.ask('page', { filter: this.#filter, offset, limit });
    const all = this.#summary?.objects ?? 0;
    setText(
      this.#count,
      total === all
        ? `${all.toLocaleString('en')} objects`
        : `${total.toLocaleString('en')} of ${all.toLocaleString('en')} objects`,
    );
    return total === 0 ? { total: 1, rows: [undefined] } : { total, rows };
  }

  #row({ groupResource, namespace, name, verdict, broughtBy, claim, isIncluded }: Row): HTMLElement {
    const reason = verdict ? readable(verdict.reason) : isIncluded ? 'covered' : 'not covered';
    const contents = claim && isIncluded ? [CLAIM_WORDS[claim.state], claim.why].filter(Boolean).join(': ') : '';
    const pointer = verdict?.pointer;
    return html(
      'li',
      { class: isIncluded ? 'in' : 'out' },
      html('span', { class: 'sign', 'aria-hidden': 'true' }, isIncluded ? '●' : '○'),
      html(
        'span',
        { class: 'object' },
        html('span', { class: 'name' }, ...(namespace === undefined ? [] : [bdi(namespace), '/']), bdi(name)),
        html('span', { class: 'kind-name' }, groupResource),
      ),
      html(
        'span',
        { class: 'reason' },
        reason,
        broughtBy !== undefined && html('span', { class: 'by' }, ' with ', bdi(broughtBy)),
        contents !== '' && html('span', { class: 'claim', title: contents }, ', ', words(contents)),
        pointer !== undefined &&
          html('button', { type: 'button', class: 'entry', onclick: () => this.#onEntry(pointer) }, pointer.slice(1)),
      ),
    );
  }
}

/** Returns the name of a reason in words: `namespace not included`. */
export const readable = (name: string): string => name.replaceAll('-', ' ');

function options(select: HTMLSelectElement, all: string, choices: readonly (readonly [string, string])[]): void {
  const value = select.value;
  put(select, html('option', { value: '' }, all), ...choices.map(([value, words]) => html('option', { value }, words)));
  select.value = value;
}
