import type { Backup, Diagnostic, Outcome, Target } from 'k8s-backup-target';
import { kindOf, titleOf } from '../backup';
import { type State, itemsOf, now, targetOf } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { bdi, capitalized, counted, html, put, setText, words } from '../dom';
import { expect } from '../expect';
import { severityIcon } from '../icons';
import { csv, markdown, MAX_LISTED, type Report } from '../keep/export';
import { choose, download } from '../keep/files';
import { Cancelled, type EvaluatorClient, type Watch } from '../worker/client';
import {
  type Answer,
  CLAIM_STATES,
  type ClusterSchedule,
  type CoverageSummary,
  type Difference,
  type Filter,
  type InventorySummary,
  NO_FILTER,
  type Question,
  type Row,
  type SelectionOf,
  type SelectionSummary,
} from '../worker/questions';
import { fateInWords, fatesOf, headlineOf } from '../verdict';
import { CLAIM_WORDS, Claims } from './claims';
import { Comparison, DIFFERENCES } from './comparison';
import { Matrix } from './matrix';
import { Objects } from './objects';

const COMMAND = 'kubectl get "$(kubectl api-resources --verbs=list -o name | paste -sd, -)" -A -o json > cluster.json';
const COMMANDS = `${COMMAND}
kubectl api-resources -o wide > kinds.txt`;
/** Maximum number of kinds in the note about skipped objects. */
const MAX_KINDS = 12;

/** Questions that can take long because of the cluster. */
const ABOUT_CLUSTER: ReadonlySet<Question> = new Set<Question>([
  'openInventory',
  'select',
  'compare',
  'cover',
  'page',
  'matches',
]);

/** The objects of a cluster, and the output of `kubectl api-resources`. */
interface Source {
  file: Blob;
  kinds: string | undefined;
}

export interface SelectionOptions {
  announce: (words: string) => void;
  /** Shows a message for a short time. */
  notify: (words: string) => void;
  onWhy: (code: string) => void;
  /** Goes to an entry of the selected spec. */
  onEntry: (pointer: string) => void;
  /** The user chose files. */
  onFiles: (files: File[]) => void;
  /** A cluster was opened or closed. */
  onCluster: (inventory: InventorySummary | undefined) => void;
}

/** The objects of a cluster that the spec selects, and those that no target covers. */
export class SelectionPanel {
  readonly element = html('div', { class: 'selection' });
  readonly #evaluator: EvaluatorClient;
  readonly #options: SelectionOptions;
  readonly #matrix = new Matrix((cell) => this.#setFilter({ ...this.#filter, ...cell }));
  readonly #objects: Objects;
  readonly #headline = html('p', { class: 'headline', tabindex: -1 });
  /** Screen readers read it out when it changes. */
  readonly #outcome = html('p', { class: 'outcome', role: 'status' });
  readonly #problems = html('details', { class: 'selection-problems' });
  readonly #targets = html('div', { class: 'coverage', tabindex: 0, role: 'region', 'aria-label': 'Targets' });
  /** What is wrong with the file of the cluster, before any number. */
  readonly #fileErrors = html('div', { class: 'file-errors' });
  readonly #comparison = new Comparison({
    onKeep: () => this.#compareWith(this.#selectionOf),
    onStop: () => this.#compareWith(undefined),
    onChoose: (difference) => this.#setFilter({ ...NO_FILTER, difference }),
  });
  readonly #claims = new Claims((claims) => this.#setFilter({ ...NO_FILTER, of: this.#filter.of, claims }));
  readonly #notes = html('div', { class: 'selection-notes' });
  readonly #scope: HTMLElement;
  readonly #ofSelection = html('span', {}, 'Selected by this spec');
  readonly #ofCluster: HTMLElement;
  /** What covers the objects of the cluster: the entries of the text, or the Schedules of the cluster. */
  #covers: 'text' | 'cluster' = 'text';
  readonly #loaded: HTMLElement;
  #inventory: InventorySummary | undefined;
  /** False while a new worker reads the objects. */
  #inWorker = false;
  /** What the inventory was read from. */
  #source: Source | undefined;
  #selection: SelectionSummary | undefined;
  #coverage: (CoverageSummary & { covering: readonly Covering[] }) | undefined;
  /** What the selection is of. */
  #selectionOf: SelectionOf | undefined;
  /** The selection to compare with. */
  #kept: SelectionOf | undefined;
  #filter = NO_FILTER;
  #state: State | undefined;
  #reading: AbortController | undefined;
  #working: AbortController | undefined;

  constructor(evaluator: EvaluatorClient, options: SelectionOptions) {
    this.#evaluator = evaluator;
    this.#options = options;
    this.#objects = new Objects(evaluator, { onFilter: (filter) => this.#setFilter(filter), onEntry: options.onEntry });
    const scope = (of: Filter['of'], words: HTMLElement, covers: 'text' | 'cluster' = 'text') => {
      const input = html('input', { type: 'radio', name: 'scope', value: of, checked: of === 'selection' });
      input.addEventListener('change', () => {
        this.#filter = { ...NO_FILTER, of };
        this.#covers = covers;
        void this.#evaluate();
      });
      return html('label', {}, input, words);
    };
    this.#ofCluster = scope('uncovered', html('span', {}, "Not covered by this cluster's Schedules"), 'cluster');
    this.#scope = html(
      'div',
      { class: 'scope segmented', role: 'radiogroup', 'aria-label': 'Objects to show' },
      scope('selection', this.#ofSelection),
      scope('uncovered', html('span', {}, 'Not covered by any target')),
      this.#ofCluster,
    );
    this.#loaded = html(
      'div',
      { class: 'loaded' },
      this.#fileErrors,
      html(
        'div',
        { class: 'bar' },
        this.#headline,
        html(
          'div',
          { class: 'buttons' },
          html('button', { type: 'button', onclick: () => void this.#export('md') }, 'Export Markdown'),
          html('button', { type: 'button', onclick: () => void this.#export('csv') }, 'Export CSV'),
          html('button', { type: 'button', onclick: () => void this.#close() }, 'Close cluster'),
        ),
      ),
      this.#outcome,
      this.#scope,
      this.#claims.element,
      this.#comparison.element,
      this.#targets,
      this.#problems,
      this.#notes,
      this.#matrix.element,
      legend(),
      this.#objects.element,
    );
    this.#showDropZone();
  }

  /** Whether a cluster is open. */
  get hasCluster(): boolean {
    return this.#inventory !== undefined;
  }

  show(state: State): void {
    this.#state = state;
    setText(this.#ofSelection, `Selected by this ${state.backup ? kindOf(state.backup.backup) : 'spec'}`);
    if (this.#inventory?.veleroVersion === state.work.veleroVersion) void this.#evaluate();
  }

  /** Reads the open cluster again if it was read for another version of Velero. */
  followVelero(version: string): void {
    if (!this.#inventory || !this.#source || this.#inventory.veleroVersion === version) return;
    // After a reading that was already started, there is a new state, which comes here again.
    if (this.#reading === undefined) void this.#readAgain(this.#source);
  }

  /** Reads the objects of a cluster, and the kinds that it serves if they are given. */
  async open(file: Blob, kinds?: string): Promise<void> {
    // The button that has the focus is removed.
    const hadFocus = this.element.contains(document.activeElement);
    const cancel = html('button', { type: 'button', onclick: () => this.#reading?.abort() }, 'Cancel');
    const bar = html('progress', { 'aria-label': 'Reading the objects of the cluster', max: 1, value: 0 });
    const note = html('p', { class: 'note' }, megabytes(0, file.size));
    put(
      this.element,
      html(
        'div',
        { class: 'reading', role: 'status' },
        html('p', {}, 'Reading the objects of the cluster'),
        bar,
        note,
        cancel,
      ),
    );
    if (hadFocus) cancel.focus();
    try {
      const read = await this.#read({ file, kinds }, (done) => {
        bar.value = done / Math.max(file.size, 1);
        setText(note, megabytes(done, file.size));
      });
      if (!read) return;
      if (!read.ok) return await this.#refuse(read.diagnostics);
      this.#inventory = read.value;
      this.#inWorker = true;
      this.#source = { file, kinds };
      this.#selection = this.#coverage = this.#kept = undefined;
      this.#filter = NO_FILTER;
      this.#covers = 'text';
      this.#ofCluster.hidden = read.value.schedules.length === 0;
      this.#scope.querySelector<HTMLInputElement>('input')!.checked = true;
      this.#options.onCluster(read.value);
      const errors = read.value.diagnostics.filter(({ severity }) => severity === 'error');
      this.#drawFileErrors(errors);
      const incomplete = errors.length > 0 ? 'The file has errors. ' : '';
      this.#options.announce(`${incomplete}${counted(read.value.objects, 'object')} read`);
      const wasFocused = this.element.contains(document.activeElement);
      put(this.element, this.#loaded);
      if (wasFocused) this.#headline.focus();
      await this.#evaluate();
    } catch (error) {
      await this.#refuse([]);
      if (!(error instanceof Cancelled)) throw error;
    }
  }

  async openExample(): Promise<void> {
    const { exampleCluster } = await import('../keep/example-cluster');
    const { objects, kinds } = await exampleCluster();
    await this.open(objects, kinds);
  }

  /** Goes to the first thing to do: to choose a file, or to read the result. */
  focus(): void {
    const first = this.#inventory ? this.#headline : this.element.querySelector<HTMLElement>('button');
    first?.focus();
  }

  /** The results are about an older text. */
  outdate(): void {
    if (this.#inventory) this.#loaded.setAttribute('aria-busy', 'true');
  }

  /** Refuses a file. A cluster that was open before stays open. */
  async #refuse(diagnostics: readonly Diagnostic[]): Promise<void> {
    const hadFocus = this.element.contains(document.activeElement);
    if (this.#source) {
      this.#drawFileErrors(diagnostics, 'The file was not opened: this is still the cluster from before.');
      put(this.element, this.#loaded);
    } else {
      this.#showDropZone(diagnostics);
    }
    if (hadFocus) this.element.querySelector('button')?.focus();
    if (!this.#source) return;
    // The worker forgot the kinds of this cluster.
    await this.#readAgain(this.#source);
  }

  #drawFileErrors(
    diagnostics: readonly Diagnostic[],
    note = 'The cluster can have more objects than were read.',
  ): void {
    const cards = diagnostics
      .slice(0, 5)
      .map((diagnostic) => diagnosticCard(diagnostic, { onWhy: this.#options.onWhy }));
    const rest = diagnostics.length - cards.length;
    if (cards.length === 0) return put(this.#fileErrors);
    put(
      this.#fileErrors,
      html('p', {}, html('strong', {}, note), ' This command writes the right file:'),
      html('pre', { tabindex: 0, 'aria-label': 'Command' }, COMMAND),
      ...cards,
      rest > 0 && html('p', { class: 'note' }, `and ${counted(rest, 'more error')}`),
    );
  }

  /**
   * Opens the cluster again in a new worker. If a question about the cluster was not answered, it may be the reason for the
   * new worker: then the cluster is closed.
   */
  restore(unanswered: readonly Question[], reason: string): void {
    if (!this.#inventory || !this.#source) return;
    if (unanswered.some((question) => ABOUT_CLUSTER.has(question))) {
      const closed = `The cluster is closed. ${capitalized(reason)}.`;
      return void this.#close().then(() => this.element.prepend(html('p', { role: 'alert' }, words(closed))));
    }
    this.#inWorker = false;
    void this.#readAgain(this.#source, false);
  }

  /** Reads a cluster. Returns nothing if another reading replaced this one. */
  async #read(source: Source, onProgress?: Watch['onProgress']): Promise<Answer<InventorySummary> | undefined> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const isReplaced = () => this.#reading !== reading;
    try {
      const read = await this.#evaluator.ask('openInventory', source, {
        signal: reading.signal,
        ...(onProgress && { onProgress }),
      });
      return isReplaced() ? undefined : read;
    } catch (error) {
      if (isReplaced()) return undefined;
      throw error;
    } finally {
      if (!isReplaced()) this.#reading = undefined;
    }
  }

  /**
   * Reads the open cluster again. The results and the filter stay visible meanwhile. The text is checked again only if
   * `isOther`, since the same text may be what took too long.
   */
  async #readAgain(source: Source, isOther = true): Promise<void> {
    this.#working?.abort();
    this.#loaded.setAttribute('aria-busy', 'true');
    let refused: readonly Diagnostic[] = [];
    try {
      const read = await this.#read(source);
      if (!read) return;
      if (read.ok) {
        this.#inventory = read.value;
        this.#inWorker = true;
        if (isOther) return this.#options.onCluster(read.value);
        return this.#state && this.show(this.#state);
      }
      refused = read.diagnostics;
    } catch (error) {
      // A file that changed on the disk cannot be read again.
      await this.#close();
      throw error;
    }
    await this.#close(refused);
  }

  async #close(refused: readonly Diagnostic[] = []): Promise<void> {
    this.#working?.abort();
    this.#reading?.abort();
    this.#reading = this.#source = undefined;
    this.#inventory = this.#selection = this.#coverage = undefined;
    await this.#evaluator.ask('closeInventory', null);
    this.#options.onCluster(undefined);
    this.#showDropZone(refused);
  }

  /** Evaluates the selection or the coverage. Cancels the evaluation before it. */
  async #evaluate(): Promise<void> {
    const state = this.#state;
    this.#working?.abort();
    this.#working = undefined;
    if (!this.#inventory || !this.#inWorker || !state) return;
    const { reading, work } = state;
    const of = selectionOf(state);
    if (!of && this.#covers === 'text') return this.#showNothing();
    const working = new AbortController();
    this.#working = working;
    this.#loaded.setAttribute('aria-busy', 'true');
    const { signal } = working;
    try {
      if (this.#filter.of === 'selection' && of) {
        const selection = await this.#evaluator.ask('select', { of, other: this.#kept }, { signal });
        if (this.#working === working) [this.#selection, this.#selectionOf] = [selection, of];
      } else {
        const isCluster = this.#covers === 'cluster';
        const covering = isCluster ? this.#inventory.schedules.map(ofSchedule) : coveringOf(state);
        const coverage = await this.#evaluator.ask(
          'cover',
          {
            sources: covering.flatMap(({ source }) => source ?? []),
            velero: work.velero,
            policies: isCluster ? [] : reading.policies,
            at: now(),
          },
          { signal },
        );
        if (this.#working === working) this.#coverage = { ...coverage, covering };
      }
      if (this.#working === working) this.#draw();
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    } finally {
      if (this.#working === working) this.#loaded.removeAttribute('aria-busy');
    }
  }

  /** Downloads the result as Markdown, or the list as CSV. */
  async #export(format: 'md' | 'csv'): Promise<void> {
    const shown = [this.#selection, this.#coverage, this.#filter];
    const { total, rows } = await this.#objects.rows(format === 'md' ? MAX_LISTED : Infinity);
    const isShown = [this.#selection, this.#coverage, this.#filter].every((part, at) => part === shown[at]);
    if (!isShown || this.#loaded.hasAttribute('aria-busy')) {
      return this.#options.notify('The result changed during the export. Export it again.');
    }
    download(`selection.${format}`, format === 'csv' ? csv(rows) : markdown(this.#report(total, rows)));
  }

  #report(total: number, objects: Row[]): Report {
    const inventory = expect(this.#inventory, 'a report without a cluster');
    const state = expect(this.#state, 'a report without a spec');
    const isSelection = this.#filter.of === 'selection';
    const { claims, selected } = expect(isSelection ? this.#selection : this.#coverage, 'a report without a result');
    const isOfText = this.#covers === 'text';
    const { lead, rest, contents } = headlineOf(state, fatesOf(state));
    const what = state.backup ? kindOf(state.backup.backup) : 'spec';
    const { differences, outcome } = (isSelection && this.#selection) || {};
    const found = (Object.keys(DIFFERENCES) as Difference[]).filter((name) => differences && differences[name] > 0);
    const compared = found.map((name) => DIFFERENCES[name](expect(differences, 'no differences')[name])).join(', ');
    const { kinds, namespaces, totals } = inventory;
    const rows = (names: readonly string[], indexOf: (cell: number) => number) => {
      const [saved, all] = [selected, totals].map((counts) => {
        const sums = new Uint32Array(names.length);
        counts.forEach((count, cell) => (sums[indexOf(cell)]! += count));
        return sums;
      });
      return names.map((name, at) => [name, saved![at]!, all![at]!] as const).filter(([, count]) => count > 0);
    };
    const heads = (name: string): string[] => [name, isSelection ? 'Saved' : 'Covered', 'All'];
    return {
      title: isSelection
        ? `Objects that the ${what} saves`
        : `Objects that no ${isOfText ? 'target' : 'Schedule of the cluster'} covers`,
      facts: [
        ...(isOfText ? [lead, rest, contents] : []),
        ...[this.#headline.textContent ?? '', outcome ? outcomeInWords(outcome) : ''],
        ...CLAIM_STATES.map((name) => `${counted(claims[name], 'volume claim')} ${CLAIM_WORDS[name]}`),
        differences ? `Compared with the kept selection: ${compared || 'the same objects'}` : '',
      ].filter(Boolean),
      tables: [
        {
          heads: heads('Namespace'),
          rows: rows(
            namespaces.map((name) => name ?? '(cluster-scoped)'),
            (cell) => Math.floor(cell / kinds.length),
          ),
        },
        { heads: heads('Kind'), rows: rows(kinds, (cell) => cell % kinds.length) },
      ],
      objects,
      total,
    };
  }

  /** Compares a spec with the Backup or the Schedule that it is made of. Nothing without an open cluster. */
  async compare(of: State, after: SelectionOf): Promise<Record<Difference, number> | undefined> {
    const before = selectionOf(of);
    if (!before || !this.#inventory || !this.#inWorker) return undefined;
    this.#kept = before;
    return this.#evaluator.ask('compare', { before, after });
  }

  #compareWith(kept: SelectionOf | undefined): void {
    this.#kept = kept;
    this.#filter = { ...this.#filter, difference: undefined };
    this.#options.announce(kept ? 'The selection is kept to compare with' : 'Nothing is compared');
    void this.#evaluate();
  }

  #setFilter(filter: Filter): void {
    this.#filter = filter;
    this.#draw();
  }

  #draw(): void {
    const { objects } = this.#inventory ?? {};
    const ofSelection = this.#filter.of === 'selection';
    const result = ofSelection ? this.#selection : this.#coverage;
    if (!this.#inventory || objects === undefined || !result) return;
    if (ofSelection && this.#selection) {
      setText(
        this.#headline,
        `${this.#selection.included.toLocaleString('en')} of ${counted(objects, 'object')} would be saved`,
      );
    } else if (this.#coverage) {
      const { uncovered } = this.#coverage;
      setText(this.#headline, `${uncovered.toLocaleString('en')} of ${counted(objects, 'object')} are not covered`);
    }
    this.#claims.show(result.claims, this.#filter.claims);
    this.#comparison.element.hidden = !ofSelection;
    this.#comparison.show(this.#selection?.differences, this.#filter.difference);
    this.#drawTargets();
    const { outcome, diagnostics = [] } = (ofSelection && this.#selection) || {};
    this.#drawOutcome(outcome);
    this.#drawProblems(distinct([...(outcome?.diagnostics ?? []), ...diagnostics]));
    this.#drawNotes(ofSelection ? this.#selection : undefined);
    this.#matrix.show(this.#inventory, result.selected, this.#filter);
    this.#objects.show(this.#inventory, this.#selection?.reasons ?? [], this.#filter);
  }

  #drawOutcome(outcome: Outcome | undefined): void {
    this.#outcome.hidden = outcome === undefined;
    if (!outcome) return;
    const text = outcomeInWords(outcome);
    if (this.#outcome.dataset['text'] === text) return;
    this.#outcome.dataset['text'] = text;
    const severity = SEVERITIES[outcome.kind];
    put(this.#outcome, severity && severityIcon(severity), words(text));
  }

  #drawTargets(): void {
    const coverage = this.#filter.of === 'uncovered' ? this.#coverage : undefined;
    if (!coverage) return put(this.#targets);
    const { covering, targets } = coverage;
    let covered = 0;
    const rows = covering.slice(0, 200).map(({ names, source, whyNot }) => {
      const name = html('td', {}, ...names.flatMap((part, at) => (at > 0 ? [' in ', bdi(part)] : [bdi(part)])));
      const target = source && expect(targets[covered++], 'a source has no coverage');
      // A target that is not written has a reason in the plan. The reason for a Schedule is of its coverage.
      const why = whyNot ?? (source && 'kind' in source ? target?.whyNothing : undefined);
      if (why !== undefined || !target) {
        return html('tr', { class: 'lost' }, name, html('td', { colspan: 4 }, words(why ?? '')));
      }
      const { objects, persistentVolumeClaims, claimsWithContents, whyNothing } = target;
      return html(
        'tr',
        {},
        name,
        ...[objects, claimsWithContents, persistentVolumeClaims - claimsWithContents].map((count) =>
          html('td', {}, count.toLocaleString('en')),
        ),
        html('td', {}, words(whyNothing ?? '')),
      );
    });
    const heads = ['Target', 'Objects', 'Claims with contents', 'Claims without contents', ''].map((name) =>
      html(name === '' ? 'td' : 'th', { scope: name === '' ? undefined : 'col' }, name),
    );
    put(this.#targets, html('table', {}, html('thead', {}, html('tr', {}, ...heads)), html('tbody', {}, ...rows)));
  }

  #drawProblems(selected: readonly Diagnostic[]): void {
    const inFile = this.#inventory?.diagnostics.filter(({ severity }) => severity !== 'error') ?? [];
    const all = [...selected, ...inFile];
    this.#problems.hidden = all.length === 0;
    put(
      this.#problems,
      html('summary', {}, counted(all.length, 'problem')),
      ...all.slice(0, 50).map((diagnostic) => diagnosticCard(diagnostic, { onWhy: this.#options.onWhy })),
      all.length > 50 && html('p', { class: 'note' }, `and ${(all.length - 50).toLocaleString('en')} more`),
    );
  }

  /** Shows what is skipped because it is cluster-scoped, and what comes along with what brings it. */
  #drawNotes(selection: SelectionSummary | undefined): void {
    const { clusterScoped = [], comesAlong = [], reasons = [] } = selection ?? {};
    const key = JSON.stringify([clusterScoped, comesAlong, reasons]);
    if (this.#notes.dataset['key'] === key) return;
    this.#notes.dataset['key'] = key;
    const total = (name: string): number => reasons.find((reason) => reason.name === name)?.count ?? 0;
    const count = (name: string, text: string) =>
      html(
        'button',
        { type: 'button', class: 'link', onclick: () => this.#setFilter({ ...NO_FILTER, reason: name }) },
        text,
      );
    const skipped = Object.entries(SKIPPED)
      .filter(([name]) => total(name) > 0)
      .map(([name, because]) => {
        const kinds = clusterScoped.filter(({ reason }) => reason === name);
        const listed = kinds.slice(0, MAX_KINDS).map(({ kind, count }) => `${count.toLocaleString('en')}\u00a0${kind}`);
        const more = kinds.length > MAX_KINDS ? `, and ${counted(kinds.length - MAX_KINDS, 'more kind')}` : '';
        const objects = count(name, `${counted(total(name), 'object')} skipped`);
        return html('p', { class: 'skipped' }, objects, `, because ${because}: ${listed.join(', ')}${more}`);
      });
    const all = total('comes-along');
    const rows = comesAlong.map(({ object, broughtBy }) =>
      html('li', {}, bdi(object), html('span', { class: 'by' }, ', with ', bdi(broughtBy))),
    );
    const rest = all - comesAlong.length;
    const brought = html(
      'div',
      { class: 'brought' },
      html(
        'p',
        {},
        count('comes-along', `${counted(all, 'object comes', 'objects come')} along`),
        ', because others use them',
      ),
      html(
        'ul',
        // A list that must be scrolled must be reachable with the keyboard.
        { tabindex: 0, 'aria-label': 'Objects that come along' },
        ...rows,
        rest > 0 && html('li', { class: 'by' }, `and ${rest.toLocaleString('en')} more`),
      ),
    );
    put(this.#notes, ...skipped, all > 0 && brought);
  }

  #showNothing(): void {
    this.#loaded.removeAttribute('aria-busy');
    this.#drawOutcome(undefined);
    this.#drawNotes(undefined);
    setText(this.#headline, 'No spec can be read from the text.');
  }

  #showDropZone(refused: readonly Diagnostic[] = []): void {
    put(
      this.element,
      ...refused.map((diagnostic) => diagnosticCard(diagnostic, { onWhy: this.#options.onWhy })),
      html(
        'div',
        { class: 'drop' },
        html('p', {}, 'Drop a file with the objects of your cluster here. It is not sent to a server.'),
        html(
          'div',
          { class: 'buttons' },
          html(
            'button',
            { type: 'button', onclick: () => choose('.json,.jsonl,.txt', this.#options.onFiles) },
            'Choose a file',
          ),
          html('button', { type: 'button', onclick: () => void this.openExample() }, 'Try the example cluster'),
        ),
        html(
          'p',
          { class: 'note' },
          'The first command creates this file. If the cluster has custom resources, also run the second command, and drop both files together.',
        ),
        html('pre', { tabindex: 0, 'aria-label': 'Commands' }, COMMANDS),
      ),
    );
  }
}

/** What covers objects of the cluster. */
interface Covering {
  /** The target and its model, or the Schedule and its namespace. */
  names: readonly string[];
  /** Absent if it covers nothing. */
  source: Target | Backup | undefined;
  whyNot: string | undefined;
}

/** Returns the entries of the text. Only specs that reach Velero cover objects. */
function coveringOf(state: State): Covering[] {
  const { reading, work } = state;
  const fates = fatesOf(state);
  return itemsOf(reading).map((item): Covering => {
    if ('backup' in item) return ofBackup(item.backup);
    const target = targetOf(item, work);
    const whyNot = fateInWords(expect(fates[reading.entries.indexOf(item)], 'an entry has no fate'));
    return { names: [target.app, target.model], source: whyNot === undefined ? target : undefined, whyNot };
  });
}

const ofBackup = (backup: Backup): Covering => ({
  names: [titleOf(backup), ...(backup.namespace === undefined ? [] : [backup.namespace])],
  source: backup,
  whyNot: undefined,
});

const ofSchedule = ({ name, namespace, backup, whyNot }: ClusterSchedule): Covering =>
  backup ? ofBackup(backup) : { names: [`Schedule ${name}`, namespace], source: undefined, whyNot };

/** Returns what the selection is of. Nothing if no entry of the text can be read. */
function selectionOf({ chosen, backup, reading, work }: State): SelectionOf | undefined {
  if (backup) return { backup: backup.backup, policies: reading.policies };
  return chosen && { spec: chosen.spec, velero: work.velero };
}

/** Explains the cells of the matrix. */
const legend = (): HTMLElement =>
  html(
    'p',
    { class: 'legend' },
    html('span', {}, html('i', { class: 'all' }), 'all objects'),
    html('span', {}, html('i', { class: 'some' }), 'a share of them'),
    html('span', {}, '0% none'),
    html('span', {}, 'empty: there are no objects'),
    html('span', { class: 'on-paper' }, 'Namespaces and kinds without selected objects are left out.'),
  );

const SEVERITIES = { completed: undefined, 'partially-failed': 'warning', failed: 'error', refused: 'error' } as const;

/** Why cluster-scoped objects are skipped, by the name of the reason. */
const SKIPPED = {
  'cluster-scope-excluded': 'cluster-scoped objects are excluded',
  'cluster-scope-not-automatic': 'cluster-scoped objects are not included',
} as const;

const ENDS = {
  completed: 'The backup ends Completed',
  'partially-failed': 'The backup ends PartiallyFailed',
  failed: 'The backup ends Failed',
  refused: 'Velero refuses the backup',
} as const;

/** Returns how a backup ends, and the first reason. */
function outcomeInWords({ kind, diagnostics: [first, ...others] }: Outcome): string {
  if (!first) return `${ENDS[kind]}.`;
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'other reason')}`;
  return `${ENDS[kind]}: ${first.message}${more}.`;
}

/** Removes diagnostics that are the same as an earlier one. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

const megabytes = (done: number, total: number): string =>
  `${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`;
