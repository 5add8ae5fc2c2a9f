import type { Diagnostic, DocumentFormat, Fix } from 'k8s-backup-target';
import { announcer, Result, spoken, worstOf } from './result';
import { Checking, type State, itemsOf } from './checking';
import { titleOf } from './backup';
import type { ConversionNote } from './conversion';
import { diagnosticCard } from './diagnostic';
import { capitalized, counted, html, put, visible, words } from './dom';
import { expect } from './expect';
import { DocumentsDialog } from './documents-dialog';
import { Form } from './form/form';
import { header } from './header';
import { severityIcon } from './icons';
import { Autosave, type OpenDocument } from './keep/autosave';
import { lastOpen, listDocuments, newId, readDocument, sameWork } from './keep/documents';
import { examples } from './keep/examples';
import { choose, download, fileName, formatOf, looksLikeCluster, nameOfFile } from './keep/files';
import { MAX_FRAGMENT_LENGTH, MAX_SAFE_LINK_LENGTH, fromFragment, isLink, toFragment } from './keep/link';
import { restoreTheme } from './keep/theme';
import { KeysDialog } from './keys-dialog';
import { Notice } from './notice';
import { Found } from './panels/found';
import { OutputPanel } from './panels/output';
import { PresetChoice } from './preset-choice';
import { ProblemsPanel, allDiagnostics } from './panels/problems';
import { SchedulePanel } from './panels/schedule';
import { SelectionPanel } from './panels/selection';
import { RuleLinks } from './rule-links';
import { RulePage } from './rule-page';
import { ScheduleBar } from './schedule-bar';
import { Sides } from './sides';
import { Tabs } from './tabs';
import { TextEditor } from './text/editor';
import { Vocabulary } from './text/schema';
import { VeleroChoice } from './velero-choice';
import { SAMPLE_MANIFEST, welcome } from './welcome';
import { FIRST_WORK, MAX_NAME_LENGTH, type Settings, type Work, toWork } from './work';
import { EvaluatorClient } from './worker/client';
import type { Entry, Reading } from './worker/questions';

/** Selects objects of the example cluster. */
const FIRST_EXAMPLE = 'plain-application.json';
/** Maximum size of a file that is opened as a spec. */
const MAX_SPEC_BYTES = 5_000_000;

restoreTheme();

let state: State | undefined;
let schema = '';
/** The line break of the opened file. The editor itself uses `\n`. */
let lineBreak = '\n';

const evaluator = new EvaluatorClient({
  onCrash: (message) => fail(message),
  onReplaced: (unanswered, reason) => selection.restore(unanswered, reason),
});
const live = announcer();
const rulePage = new RulePage();
const keys = new KeysDialog();
/** What the last spec that was made of a manifest does not say of it. */
let conversion: ConversionNote | undefined;
/** Buttons that turn the selected Backup or Schedule into a spec. */
const toSpecButton = (attributes: { class?: string } = {}): HTMLButtonElement =>
  html(
    'button',
    { type: 'button', ...attributes, onclick: () => void turnManifestIntoSpec().catch(fail) },
    'Turn into a spec',
  );
const toSpec = toSpecButton({ class: 'quiet' });
const atCursor = html('div', { class: 'at-cursor', 'aria-label': 'Problems on this line', role: 'region' });

const ruleLinks = new RuleLinks(rulePage, {
  find: async (code) => (await import('virtual:rules')).default.find((rule) => rule.code === code),
  onUnknown: (code) =>
    alertUser(
      `There is no rule \`${code.replaceAll('`', "'").slice(0, MAX_NAME_LENGTH)}\`. All rules are in \`docs/rules.md\` of the project. Each problem has a link to its rule.`,
    ),
  onFailure: (error) => fail(error),
});
const onWhy = (code: string): void => void ruleLinks.open(code).catch(fail);

const editor = new TextEditor(evaluator, {
  onChange: () => touch(),
  onSettings: () => showSettings(),
  onDocument: (left) => {
    autosave.leave(left, editor.document, opening);
    conversion?.follow(editor.document);
  },
  onLine: () => showAtCursor(),
  onCursor: (offset) => chooseAt(offset),
  onUndo: undo,
  onRedo: redo,
  onWhy,
  onPause: () => checking.resume(),
  onNoFix: (message) => notify(message),
  onUncertainFix: () => atCursor.querySelector<HTMLElement>('.fix')?.focus(),
});
const work = (): Work => editor.work;
const open = (): OpenDocument => ({ document: editor.document, work: work() });
const toast = new Notice('toast', 'Message');
const otherTab = new Notice('other-tab', 'Another tab');
const autosave = new Autosave(open, {
  onChangedElsewhere: () => offerChange(),
  onCopied: (document, copy) => showCopy(document, copy),
  onFull: () => notify('The browser has no space for this document. Save it as a file.'),
});
/** The document that another one is being opened from. Absent while undo returns to a document. */
let opening: string | undefined;
/** The documents that undo left without a history: redo opens them again. */
let left: string[] = [];
const checking = new Checking(
  evaluator,
  editor,
  work,
  show,
  () => result.wait(),
  forgetVersion,
  (error) => fail(error.message),
);

const result = new Result((entry) => checking.choose(entry));
const veleroChoice = new VeleroChoice((veleroVersion) => change({ veleroVersion }));
const presets = new PresetChoice(evaluator, (schedule) => change({ schedule: { ...work().schedule, schedule } }));
const scheduleBar = new ScheduleBar((schedule) => change({ schedule }), veleroChoice.element, presets.element);
const form = new Form(editor, evaluator, {
  onWhy,
  announce: live.say,
  onFailure: fail,
  toSpec: toSpecButton(),
});
const problems = new ProblemsPanel({
  onFix: (...fixes) => editor.apply(...fixes),
  onWhy,
  onGo: (from, to) => {
    showText();
    editor.go(from, to);
  },
  onGoToSchedule: () => {
    sides.show('write');
    scheduleBar.focus();
  },
  onGoToVelero: () => {
    sides.show('write');
    veleroChoice.focus();
  },
});
const found = new Found({
  onChoose: (entry) => checking.choose(entry),
  onTurn: () => void convert().then(() => editor.focus()),
  onRelations: (relations) => change({ relations }),
});
const schedule = new SchedulePanel(evaluator, onWhy);
const output = new OutputPanel(evaluator, { announce: notify, onWhy, onChange: change, toSpec: toSpecButton() });
const selection = new SelectionPanel(evaluator, {
  announce: live.say,
  notify,
  onWhy,
  onEntry: (pointer) => goToEntry(pointer),
  onFiles: (files) => onFiles(files, true),
  onCluster: (inventory) => {
    const kinds = inventory?.served ?? knownKinds;
    updateVocabulary(new Vocabulary(schema, kinds), inventory?.namespaces.filter((name) => name !== undefined) ?? []);
    checking.touch();
  },
});
let knownKinds: Vocabulary['kinds'] = [];

const views = new Tabs(
  'View of the document',
  [
    { id: 'text', name: 'Text', panel: html('div', { class: 'text-view' }, editor.host, atCursor) },
    { id: 'form', name: 'Form', panel: html('div', { class: 'form-view' }, form.element) },
  ],
  () => state && form.show(state),
);
const panels = new Tabs(
  'Results',
  [
    { id: 'problems', name: 'Problems', panel: html('div', {}, found.element, problems.element) },
    { id: 'selection', name: 'Selection', panel: selection.element },
    { id: 'schedule', name: 'Schedule', panel: schedule.element },
    { id: 'output', name: 'Output', panel: output.element },
  ],
  () => state && showPanel(state),
);
const formatButton = html('button', { type: 'button', class: 'quiet', onclick: () => void convert() }, 'Convert');
/** What stays until it is closed: an error about a link or a file. */
const alertWords = html('p', { role: 'alert' });
const alerts = html(
  'div',
  { class: 'alert', hidden: true },
  severityIcon('error'),
  alertWords,
  html('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => (alerts.hidden = true) }, '×'),
);
const documents = new DocumentsDialog({
  open: () => editor.document,
  onOpen: openStored,
  onRename: (name) => change({ name }),
  announce: live.say,
});

const see = html(
  'section',
  { class: 'see', 'aria-label': 'Results' },
  panels.list,
  html('div', { class: 'panels' }, ...panels.panels),
);
const main = html(
  'main',
  {},
  html(
    'section',
    { class: 'write', 'aria-label': 'Spec' },
    html('div', { class: 'view-bar' }, views.list, html('div', { class: 'buttons' }, toSpec, formatButton)),
    ...views.panels,
    scheduleBar.element,
  ),
  see,
);
/** The headline is above the results, and on a narrow page above both sides. */
const sides = new Sides((isNarrow) => (isNarrow ? main : see).prepend(alerts, result.element));

document.body.replaceChildren(
  header({
    onDocuments: () => {
      autosave.flush();
      documents.show();
    },
    onNew: () => load(FIRST_WORK),
    onExample: (example) => void loadExample(example).catch(fail),
    onOpen: () => choose('.yaml,.yml,.json', onFiles),
    onSave: () => download(fileName(work().name, editor.format), editor.text.replaceAll('\n', lineBreak)),
    onLink: () => void share(),
    onUndo: undo,
    onRedo: redo,
    onKeys: () => keys.show(),
    onText: () => {
      showText();
      editor.focus();
    },
  }),
  welcome({
    onCluster: () => {
      showSelection();
      selection.focus();
    },
    onManifest: () => load(SAMPLE_MANIFEST),
    onExample: () => void tryExample().catch(fail),
  }),
  main,
  sides.element,
  rulePage.element,
  documents.element,
  keys.element,
  otherTab.element,
  toast.element,
  live.element,
);

function touch(): void {
  selection.outdate();
  checking.touch();
  autosave.touch();
}

function change(part: Partial<Settings>): void {
  editor.changeSettings(part);
  touch();
}

function showSettings(): void {
  scheduleBar.show(work());
  veleroChoice.show(work().veleroVersion);
  document.title = `${visible(work().name)} - k8s backup target`;
}

/** Chooses no version of Velero, because the chosen one is not known. */
function forgetVersion([refusal]: readonly Diagnostic[]): void {
  notify(`${capitalized(expect(refusal, 'a version is refused without a reason').message)}. No version is chosen.`);
  change({ veleroVersion: '' });
}

/** Opens work as a document. Undo returns to the previous one. The same work is not stored twice. */
function load(loaded: Work): void {
  autosave.flush();
  const known = listDocuments().find(([, stored]) => sameWork(stored.work, loaded));
  if (known) autosave.know(known[0], known[1].stamp);
  enter({ document: known?.[0] ?? newId(), work: loaded });
}

function openStored(id: string): void {
  autosave.flush();
  const stored = readDocument(id);
  if (!stored) return;
  autosave.know(id, stored.stamp);
  enter({ document: id, work: stored.work });
  editor.focus();
}

function enter({ document, work: { text, format, ...settings } }: OpenDocument): void {
  left = [];
  lineBreak = '\n';
  otherTab.hide();
  opening = editor.document;
  editor.replace(text, format, { document, settings });
  opening = undefined;
}

/** Undoes a change. After a reload, the history is empty: undo then returns to the document that was open before. */
function undo(): void {
  const id = editor.document;
  if (!editor.undo() && restore(autosave.previousOf(id))) left.push(id);
}

function redo(): void {
  if (!editor.redo() && restore(left.at(-1))) left.pop();
}

/** Opens a stored document without history. Returns false if there is none. */
function restore(id: string | undefined): boolean {
  const stored = id === undefined ? undefined : readDocument(id);
  if (!stored) return false;
  autosave.know(id!, stored.stamp);
  editor.reset({ document: id!, work: stored.work });
  return true;
}

/** Another tab changed the open document. */
function offerChange(): void {
  const { name } = work();
  const { document } = open();
  otherTab.show(words(`${quoted(name)} was changed in another tab.`), [
    ['Load the change', () => openStored(document)],
    ['Keep this version as a copy', () => autosave.copy(open())],
  ]);
  live.say(otherTab.message);
}

/** The document was changed in another tab, and what this tab wrote is a copy. */
function showCopy(document: string, copy: OpenDocument): void {
  if (editor.document === document) editor.move(copy.document, copy.work.name);
  const message = `${quoted(copy.work.name)} contains the version of this tab. Another tab changed the original.`;
  otherTab.show(words(message), [
    ['Open the original', () => openStored(document)],
    ['Close', () => {}],
  ]);
  live.say(otherTab.message);
}

/** Returns the name of a document for a sentence. */
const quoted = (name: string): string => (name === '' ? 'The document' : `\`${name.replaceAll('`', "'")}\``);

function show(latest: State): void {
  state = latest;
  result.show(latest);
  toSpec.hidden = latest.backup === undefined;
  const { entries, backups, hasUnreadBackup } = latest.reading;
  editor.isManifest = entries.length === 0 && (backups.length > 0 || hasUnreadBackup);
  scheduleBar.mark(latest);
  noteProblems(allDiagnostics(latest));
  void offerFormat(latest).catch(fail);
  if (views.current === 'form') form.show(latest);
  selection.followVelero(latest.work.veleroVersion);
  showPanel(latest);
  live.say(spoken(latest, result.sentence));
  document.documentElement.dataset['checked'] = '';
}

function showPanel(latest: State): void {
  if (panels.current === 'problems') {
    found.show(latest);
    problems.show(latest);
  } else if (panels.current === 'schedule') void schedule.show(latest).catch(fail);
  else if (panels.current === 'output') void output.show(latest).catch(fail);
  else selection.show(latest);
}

function noteProblems(all: readonly Diagnostic[]): void {
  const worst = worstOf(all);
  const note = () => (worst ? [severityIcon(worst), ` ${all.length}`] : []);
  panels.note('problems', ...note());
  sides.note(...note());
}

function showText(): void {
  sides.show('write');
  views.select('text');
}

function showSelection(): void {
  sides.show('result');
  panels.select('selection');
}

let diagnosticsAtCursor: readonly Diagnostic[] = [];
/** Shows the diagnostics of the cursor's line under the text: for keyboards, small screens and screen readers. */
function showAtCursor(): void {
  const diagnostics = editor.atCursor;
  const isSame = (diagnostic: Diagnostic, at: number) => diagnostic === diagnosticsAtCursor[at];
  if (diagnostics.length === diagnosticsAtCursor.length && diagnostics.every(isSame)) return;
  diagnosticsAtCursor = diagnostics;
  const onFix = (fix: Fix) => {
    editor.apply(fix);
    editor.focus();
  };
  const cards = diagnostics.map((diagnostic) => diagnosticCard(diagnostic, { onFix, onWhy }));
  put(atCursor, ...cards);
}

/** Selects the entry at an offset of the text. */
function chooseAt(offset: number): void {
  const items = state ? itemsOf(state.reading) : [];
  const at = items.findIndex(({ span }) => span && span.start.utf16Offset <= offset && offset <= span.end.utf16Offset);
  if (items.length > 1 && at !== -1) checking.choose(at);
}

function goToEntry(pointer: string): void {
  const { chosen, backup } = state ?? {};
  const position = chosen ?? backup;
  if (!position) return;
  const full = `${position.pointer}${chosen?.target ? '/spec' : ''}${pointer}`;
  void evaluator.ask('locate', { subject: position.subject, pointer: full }).then((span) => {
    if (!span) return;
    showText();
    editor.go(span.start.utf16Offset, span.end.utf16Offset);
  });
}

/** Offers the other format. JSON that can only be read as YAML is offered to be read as YAML. */
async function offerFormat({ work: { text, format }, reading }: State): Promise<void> {
  // Only specs are converted. Other documents of the text would be lost.
  const isRead = reading.entries.length > 0 && reading.backups.length === 0 && !reading.hasUnreadBackup;
  const isYaml =
    reading.entries.length === 0 && format === 'json' && (await evaluator.ask('isReadable', { text, format: 'yaml' }));
  if (state?.work.text !== text || editor.format !== format) return;
  formatButton.disabled = !isRead && !isYaml;
  formatButton.classList.toggle('offer', isYaml);
  formatButton.textContent = isYaml ? 'Read as YAML' : conversionOf({ format, reading }).name;
}

/** Loads an example as YAML. The files of the examples are JSON. */
async function loadExample({ name, text: json }: (typeof examples)[number]): Promise<void> {
  const text = await evaluator.ask('convert', { text: json, format: 'json', to: 'yaml' });
  load({ ...work(), name, text, format: 'yaml' });
}

/** Opens a spec and a cluster that it is about. A cluster that is open stays. */
async function tryExample(): Promise<void> {
  await loadExample(
    expect(
      examples.find(({ file }) => file === FIRST_EXAMPLE),
      `there is no example ${FIRST_EXAMPLE}`,
    ),
  );
  showSelection();
  if (!selection.hasCluster) await selection.openExample();
}

/** Returns the format that a text is converted to. Of a text of Juju or the integrator, only its targets are kept. */
function conversionOf({ format, reading }: { format: DocumentFormat; reading: Reading }): {
  name: string;
  to: DocumentFormat;
} {
  if (chosenMerged(reading)) return { name: 'Turn into a spec', to: 'yaml' };
  if (reading.relations.length > 0) return { name: 'Turn into targets', to: 'yaml' };
  if (format === 'json') return { name: 'Convert to YAML', to: 'yaml' };
  return { name: 'Convert to JSON', to: reading.databag ? 'yaml' : 'json' };
}

const chosenMerged = ({ entries }: Reading): Entry | undefined =>
  state?.chosen?.merged && entries.includes(state.chosen) ? state.chosen : undefined;

async function convert(): Promise<void> {
  if (formatButton.classList.contains('offer')) return editor.readAs('yaml');
  const { reading } = state ?? {};
  if (!reading) return;
  const merged = chosenMerged(reading);
  if (merged) return turnDatabagIntoSpec(merged);
  const { to } = conversionOf({ format: editor.format, reading });
  const planned = reading.entries.filter((entry) => !entry.merged);
  const entries = planned.map(({ spec, target }) => ({ spec, target }));
  editor.replace(await evaluator.ask('write', { entries, format: to }), to);
  const left = reading.entries.length - planned.length;
  if (left > 0)
    notify(`${capitalized(counted(left, 'databag'))} for the operator ${left === 1 ? 'is' : 'are'} left out.`);
}

/** Replaces a databag for the operator by its spec, and takes over its schedule and its names. */
async function turnDatabagIntoSpec({ spec, target, merged }: Entry): Promise<void> {
  const text = await evaluator.ask('write', { entries: [{ spec, target: undefined }], format: 'yaml' });
  const { app, relationName, model } = expect(target, 'a databag for the operator without a target');
  const { text: _, format: __, ...settings } = work();
  const schedule = expect(merged, 'a databag for the operator without a schedule');
  const changed = { ...settings, schedule, identity: { app, relationName, model } };
  editor.replace(text, 'yaml', { document: editor.document, settings: changed });
  touch();
  notify('The schedule and the names of the charm are those of the databag.');
}

/** Opens the spec of the selected Backup or Schedule, with its schedule and its settings. Undo returns to the manifest. */
async function turnManifestIntoSpec(): Promise<void> {
  const { backup: entry, reading, work: given } = state ?? {};
  if (!state || !entry || !reading || !given || given.text !== editor.text) return;
  const converted = await evaluator.ask('toSpec', { index: reading.backups.indexOf(entry) });
  if (given.text !== editor.text) return;
  const { ConversionNote } = await import('./conversion');
  const annotations = { subject: Math.max(entry.subject, 0), pointers: [`${entry.pointer}/metadata/annotations`] };
  const [annotated] = await evaluator.ask('textsAt', annotations);
  if (!converted.ok) return alertUser(converted.diagnostics.map(({ message }) => message).join('; '));
  const { backup } = entry;
  const { defaultVolumesToFsBackup: _, ...velero } = given.velero;
  const { defaultVolumesToFsBackup, volumeSnapshotLocations = [] } = backup.volumes ?? {};
  const operator = {
    ...velero,
    ...(backup.namespace !== undefined && { namespace: backup.namespace }),
    ...(backup.storageLocation !== undefined && { storageLocation: backup.storageLocation }),
    volumeSnapshotLocations,
    ...(defaultVolumesToFsBackup !== undefined && { defaultVolumesToFsBackup }),
  };
  const { spec, text } = converted.value;
  const compared = await selection.compare(state, { spec, velero: operator });
  if (given.text !== editor.text) return;
  load({
    ...given,
    name: `${titleOf(backup)} as a spec`.slice(0, MAX_NAME_LENGTH),
    text,
    schedule: { ...given.schedule, ...(backup.schedule ?? { schedule: '', paused: false }) },
    velero: operator,
  });
  conversion ??= new ConversionNote(onWhy, () => editor.focus());
  result.element.before(conversion.element);
  conversion.show(editor.document, backup, converted.value, annotated !== undefined, compared);
}

async function openFile(file: File, isForCluster: boolean): Promise<void> {
  if (isForCluster || ((await looksLikeCluster(file)) && !(await isManifests(file)))) return openCluster(file);
  if (file.size === 0) return alertUser(`The file \`${file.name}\` is empty. Your text is kept.`);
  if (file.size > MAX_SPEC_BYTES)
    return alertUser('The file is larger than 5 MB and is not a JSON list of Kubernetes objects. Your text is kept.');
  const text = await file.text();
  load({ ...work(), name: nameOfFile(file.name).slice(0, MAX_NAME_LENGTH), text, format: formatOf(file.name, text) });
  if (text.includes('\r\n')) lineBreak = '\r\n';
}

/** Returns whether a file contains only Backups and Schedules, which are opened as a text. */
async function isManifests(file: File): Promise<boolean> {
  if (file.size > MAX_SPEC_BYTES) return false;
  const text = await file.text();
  // Most clusters are not read twice.
  if (!/\bkind"?:\s*"?(Backup|Schedule)\b/.test(text)) return false;
  return evaluator.ask('isManifests', { text, format: formatOf(file.name, text) });
}

async function openCluster(file: Blob, kinds?: string): Promise<void> {
  showSelection();
  await selection.open(file, kinds);
}

function onFiles(files: readonly File[], isForCluster = false): void {
  alerts.hidden = true;
  void openFiles(files, isForCluster).catch(fail);
}

/** Opens one file, or the objects of a cluster together with the output of `kubectl api-resources`. */
async function openFiles(files: readonly File[], isForCluster: boolean): Promise<void> {
  const starts = await Promise.all(files.map((file) => file.slice(0, 200).text()));
  const at = starts.findIndex((start) => /^NAME\s+SHORTNAMES/.test(start));
  const kinds = await files[at]?.text();
  const [file] = files.filter((_, other) => other !== at);
  if (!file) return notify('Drop the file of kinds together with the file of objects.');
  if (kinds === undefined) await openFile(file, isForCluster);
  else await openCluster(file, kinds);
}

async function share(): Promise<void> {
  const link = new URL(location.href);
  link.hash = await toFragment(work());
  const characters = link.href.length.toLocaleString('en');
  if (link.hash.length > MAX_FRAGMENT_LENGTH)
    return notify(`No link was made: it would have ${characters} characters. Save the document as a file.`);
  const isLong = link.href.length > MAX_SAFE_LINK_LENGTH;
  const size = `It has ${characters} characters. Many chats and mail programs cut a link of this length: send a file.`;
  try {
    await navigator.clipboard.writeText(link.href);
    notify(`Link copied. ${isLong ? size : 'It contains the text and the settings, but no cluster.'}`, isLong);
  } catch {
    history.replaceState(null, '', link);
    notify(`The link is in the address bar.${isLong ? ` ${size}` : ''}`, isLong);
  }
}

/** Shows a message, also to screen readers. It stays until it is closed, or some seconds. */
function notify(message: string, stays = false): void {
  toast.show(words(message), stays ? [['Close', () => {}]] : []);
  live.say(toast.message);
}

function alertUser(message: string): void {
  alerts.hidden = false;
  put(alertWords, words(message));
}

function fail(error: unknown): void {
  result.fail(capitalized(error instanceof Error ? error.message : String(error)));
  live.say(result.sentence);
}

function updateVocabulary(vocabulary: Vocabulary, namespaces: readonly string[]): void {
  vocabulary.namespaces = namespaces;
  editor.vocabulary = vocabulary;
  form.updateVocabulary(vocabulary, selection.hasCluster);
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
addEventListener('dragover', (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  document.documentElement.dataset['dragging'] = '';
});
addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) delete document.documentElement.dataset['dragging'];
});
addEventListener('drop', (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  delete document.documentElement.dataset['dragging'];
  const files = [...expect(event.dataTransfer, 'files were dropped without a data transfer').files];
  if (files.length > 0) onFiles(files);
});

async function loadLink(): Promise<void> {
  if (!isLink(location.hash)) return;
  const shared = toWork(await fromFragment(location.hash));
  history.replaceState(null, '', location.pathname + location.search);
  if (shared) load(shared);
  else alertUser('The link is damaged or incomplete. Your work is kept. Copy the link again with `Copy link`.');
}

async function start(): Promise<void> {
  // Before the first check, which may be stopped.
  const started = evaluator.ask('start', null);
  const [id, stored] = lastOpen() ?? [newId(), undefined];
  if (stored) autosave.know(id, stored.stamp);
  editor.reset({ document: id, work: stored?.work ?? FIRST_WORK });
  await loadLink();
  addEventListener('hashchange', () => void loadLink());
  void ruleLinks.follow().catch(fail);
  const { releases, ...known } = await started;
  ({ schema, kinds: knownKinds } = known);
  veleroChoice.offer(releases);
  updateVocabulary(new Vocabulary(schema, knownKinds), []);
  if ('serviceWorker' in navigator && import.meta.env.PROD)
    await navigator.serviceWorker.register('./service-worker.js');
}

// Errors of promises that nothing awaits are shown, too.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  fail(event.reason);
});

void start().catch(fail);
