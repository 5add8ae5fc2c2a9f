import type { Backup, Diagnostic } from 'k8s-backup-target';
import { kindOf } from '../backup';
import { type State, scheduleOf, settingOf, targetOf } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { html, put, setText, words } from '../dom';
import { expect } from '../expect';
import { download } from '../keep/files';
import type { EvaluatorClient } from '../worker/client';
import type { Answer, BackupEntry } from '../worker/questions';
import { fateInWords, fatesOf } from '../verdict';
import { SettingsForm, type SettingsChange } from './settings';
import type { VeleroCommand } from './velero-command';

/** A text to copy or download, or the reason why there is none. */
class Piece {
  readonly element: HTMLElement;
  readonly #body = html('div', { class: 'piece-body' });
  readonly #text = html('pre', { tabindex: 0 });
  readonly #note = html('p', { class: 'note' });
  readonly #buttons: HTMLElement;
  readonly #onWhy: (code: string) => void;
  /** The whole text: what is shown can differ, see `visible`. */
  #value = '';

  /** Without the name of a file, the text is only copied. */
  constructor(
    title: string,
    note: string,
    file: string,
    announce: (words: string) => void,
    onWhy: (code: string) => void,
  ) {
    this.#onWhy = onWhy;
    put(this.#note, words(note));
    this.#text.setAttribute('aria-label', title);
    const copy = async () => {
      await navigator.clipboard.writeText(this.#value);
      announce(`${title} copied`);
    };
    this.#buttons = html(
      'div',
      { class: 'buttons' },
      html('button', { type: 'button', onclick: () => void copy(), 'aria-label': `Copy: ${title}` }, 'Copy'),
      file !== '' &&
        html(
          'button',
          { type: 'button', onclick: () => download(file, this.#value), 'aria-label': `Download: ${title}` },
          'Download',
        ),
    );
    this.element = html(
      'section',
      { class: 'piece' },
      html('header', {}, html('div', {}, html('h2', {}, title), this.#note), this.#buttons),
      this.#body,
    );
  }

  /** Shows a text with another note, and a sentence below it. */
  say(text: string, note: string, below = ''): void {
    put(this.#note, words(note));
    this.show({ ok: true, value: text });
    if (below !== '') put(this.#body, this.#text, html('p', { class: 'note' }, words(below)));
  }

  show(answer: Answer<string>): void {
    this.#buttons.hidden = !answer.ok;
    if (!answer.ok) return put(this.#body, ...this.#refused(answer.diagnostics));
    this.#value = answer.value;
    setText(this.#text, answer.value);
    put(this.#body, this.#text);
  }

  #refused(diagnostics: readonly Diagnostic[]): HTMLElement[] {
    return diagnostics
      .filter(({ severity }, _, all) => severity === 'error' || all.every((other) => other.severity !== 'error'))
      .map((diagnostic) => diagnosticCard(diagnostic, { onWhy: this.#onWhy }));
  }
}

export interface OutputOptions {
  announce: (words: string) => void;
  onWhy: (code: string) => void;
  onChange: (change: SettingsChange) => void;
  /** The button that turns the selected Backup or Schedule into a spec. */
  toSpec: HTMLElement;
}

/** What the operator gets: databags, manifests and the plan of all targets. */
export class OutputPanel {
  readonly element: HTMLElement;
  readonly #evaluator: EvaluatorClient;
  readonly #settings: SettingsForm;
  readonly #plan = html('section', { class: 'plan' });
  readonly #nothing = html('p', { class: 'empty' }, 'No spec can be read from the text. Open Problems to see why.');
  readonly #pieces: Record<
    'publish' | 'databag' | 'schedule' | 'backup' | 'all' | 'yaml' | 'allYaml' | 'kubectl' | 'velero',
    Piece
  >;
  readonly #toSpec: HTMLElement;
  #asked = 0;

  constructor(evaluator: EvaluatorClient, { announce, onWhy, onChange, toSpec }: OutputOptions) {
    this.#evaluator = evaluator;
    this.#settings = new SettingsForm(onChange);
    const piece = (title: string, note: string, file: string) => new Piece(title, note, file, announce, onWhy);
    this.#pieces = {
      publish: piece('backup_targets', 'The charm publishes this in its databag.', 'backup_targets.json'),
      databag: piece(
        'velero_backup_config',
        'The integrator writes this for the operator.',
        'velero_backup_config.json',
      ),
      schedule: piece('Schedule', 'Without Juju: apply this yourself with kubectl create -f.', 'schedule.json'),
      backup: piece('Backup', 'Makes one backup now. Apply this yourself with kubectl create -f.', 'backup.json'),
      all: piece('All manifests', 'A Schedule for each target, or a Backup if there is no schedule.', 'manifests.json'),
      yaml: piece('Manifest in YAML', '', 'manifest.yaml'),
      allYaml: piece('All manifests in YAML', '', 'manifests.yaml'),
      kubectl: piece('kubectl command', '', ''),
      velero: piece('velero command', '', ''),
    };
    this.#toSpec = html('p', {}, 'A charm publishes a spec. ', toSpec);
    this.element = html('div', { class: 'output' });
  }

  async show(state: State): Promise<void> {
    const { work, chosen, reading, verdicts } = state;
    const asked = ++this.#asked;
    this.#settings.show(work, chosen?.target === undefined);
    if (state.backup) return this.#showBackup(state, state.backup, asked);
    if (!chosen || !verdicts) return put(this.element, this.#nothing, this.#settings.element);
    const setting = settingOf(work);
    const schedule = scheduleOf(chosen, work);
    const own = { ...setting, schedule };
    const planned = reading.entries.filter(({ merged }) => !merged);
    const many = planned.length > 1;
    const targets = planned.map((entry) => targetOf(entry, work));
    const [output, named, manifests] = await Promise.all([
      this.#evaluator.ask('output', { target: targetOf(chosen, work), setting: own }),
      chosen.merged
        ? this.#evaluator.ask('named', { targets: [targetOf(chosen, work)], chosen: 0, setting: own })
        : this.#evaluator.ask('named', { targets, chosen: planned.indexOf(chosen), setting }),
      many ? this.#evaluator.ask('manifests', { targets, setting }) : undefined,
    ]);
    const { veleroCommand } = await import('./velero-command');
    if (asked !== this.#asked) return;
    const { yaml, allYaml, kubectl, velero } = this.#pieces;
    if (named.chosen.ok) {
      const { yaml: text, backup } = named.chosen.value;
      yaml.say(text, `A ${kindOf(backup)} with a fixed name.`);
      this.#sayCommands(backup, veleroCommand(backup, LABELLED));
    } else yaml.show(named.chosen);
    const verb = work.schedule.schedule ? 'apply' : 'create';
    allYaml.say(named.all ?? '', `Each has a fixed name. Use \`kubectl ${verb} -f manifests.yaml\`.`);
    const { publish, databag, backup, all } = this.#pieces;
    publish.show(output.publish);
    databag.show(
      output.databag.ok ? { ok: true, value: JSON.stringify(output.databag.value, null, 2) } : output.databag,
    );
    this.#pieces.schedule.show(output.schedule);
    backup.show(output.backup);
    const hasSchedule = (schedule.schedule ?? '') !== '';
    if (manifests !== undefined) {
      all.show({ ok: true, value: manifests });
      this.#showPlan(state);
    }
    put(
      this.element,
      this.#settings.element,
      many && this.#plan,
      publish.element,
      databag.element,
      hasSchedule && this.#pieces.schedule.element,
      backup.element,
      many && all.element,
      yaml.element,
      named.chosen.ok && kubectl.element,
      named.chosen.ok && velero.element,
      many && allYaml.element,
    );
  }

  /** Shows what can be done with a manifest. The databags and the settings of the operator are for specs. */
  async #showBackup(
    { work, backupVerdict }: State,
    { backup, subject, pointer, span }: BackupEntry,
    asked: number,
  ): Promise<void> {
    const { pointersOf, veleroCommand } = await import('./velero-command');
    const fields = Object.entries(pointersOf(backup)).map(([name, field]) => [name, `${pointer}${field}`] as const);
    const found = await this.#evaluator.ask('textsAt', { subject, pointers: fields.map(([, field]) => field) });
    if (asked !== this.#asked) return;
    const { yaml, kubectl, velero } = this.#pieces;
    // A part of YAML with its indentation is not a manifest of its own.
    const isWhole = backup.kind !== 'helm-schedule' && span && (pointer === '' || work.format === 'json');
    if (isWhole) {
      const text = work.text.slice(span.start.utf16Offset, span.end.utf16Offset).trimEnd();
      yaml.say(
        `${text}\n`,
        work.format === 'json' ? 'As it is in the text. JSON is YAML too.' : 'As it is in the text.',
      );
    }
    const texts = Object.fromEntries(fields.map(([name], at) => [name, found[at]]));
    this.#sayCommands(backup, veleroCommand(backup, texts));
    const why = backup.schedule?.paused ? undefined : backupVerdict?.whyNothing;
    put(
      this.element,
      this.#toSpec,
      why !== undefined && html('p', { class: 'paused' }, words(`This ${kindOf(backup)} saves nothing: ${why}.`)),
      isWhole && yaml.element,
      isWhole && kubectl.element,
      velero.element,
    );
  }

  #sayCommands(backup: Backup, { text, without }: VeleroCommand): void {
    const [verb, note] = backup.schedule
      ? ['apply', 'Download the manifest first. Applied again, it changes the same Schedule.']
      : ['create', 'Download the manifest first. A Backup runs once: another one needs another name.'];
    this.#pieces.kubectl.say(`kubectl ${verb} -f manifest.yaml`, note);
    const fields = without.map((field) => `\`${field}\``).join(', ');
    const below = `The command leaves out ${fields}. Use the manifest to keep ${without.length === 1 ? 'it' : 'them'}.`;
    this.#pieces.velero.say(
      text,
      'Creates it without a file, for a POSIX shell such as `bash`, with Velero 1.15 to 1.18.',
      without.length > 0 ? below : '',
    );
  }

  #showPlan(state: State): void {
    const { reading, verdicts, work } = state;
    const writes = verdicts?.writes ?? [];
    const fates = fatesOf(state);
    const rows = reading.entries.slice(0, 200).map((entry, at) => {
      const { app, relationName, model } = targetOf(entry, work);
      const relations = writes
        .filter(({ targetIndex }) => targetIndex === at)
        .map(({ relationId }) => `relation ${relationId}`);
      const whyNot = fateInWords(expect(fates[at], `entry ${at} has no fate`));
      return html(
        'tr',
        {},
        html('td', {}, app),
        html('td', {}, relationName),
        html('td', {}, model),
        html(
          'td',
          { class: whyNot === undefined ? 'kept' : 'lost' },
          words(
            whyNot ??
              (entry.merged ? 'the integrator already wrote it' : relations.join(', ') || 'equal to the last target'),
          ),
        ),
      );
    });
    put(
      this.#plan,
      html('h2', {}, 'Plan'),
      html('p', { class: 'note' }, 'Each velero-backup relation of the integrator carries one target.'),
      html(
        'table',
        {},
        html(
          'thead',
          {},
          html(
            'tr',
            {},
            ...['App', 'Relation', 'Model', 'Reaches the operator through'].map((name) =>
              html('th', { scope: 'col' }, name),
            ),
          ),
        ),
        html('tbody', {}, ...rows),
      ),
    );
  }
}

/** The manifests of the operator have labels. */
const LABELLED = { 'metadata/labels': 'app' };
