import type { Diagnostic, Fix, Spec } from 'k8s-backup-target';
import { kindOf } from '../backup';
import { type State, sameProblem } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { html, put, setText } from '../dom';
import { expect } from '../expect';
import type { TextEditor } from '../text/editor';
import type { Vocabulary } from '../text/schema';
import type { EvaluatorClient } from '../worker/client';
import type { Change } from '../worker/questions';
import { addEntry, removeEntry, removeLabel, setEntry, setLabel } from './changes';
import { Chips } from './chips';
import { entriesOf, keyAndValue, labelsOf } from './entries';

export interface FormOptions {
  onWhy: (code: string) => void;
  announce: (words: string) => void;
  onFailure: (error: unknown) => void;
  /** The button that turns the selected Backup or Schedule into a spec. */
  toSpec: HTMLElement;
}

type ListName = 'include_namespaces' | 'exclude_namespaces' | 'include_resources' | 'exclude_resources';

/** The lists of the form. The schema describes each field. */
const LISTS: Record<ListName, { label: string; of: (spec: Spec) => string[] | undefined; placeholder: string }> = {
  include_namespaces: {
    label: 'Included namespaces',
    of: (spec) => spec.includeNamespaces,
    placeholder: 'all; add a name or a pattern',
  },
  exclude_namespaces: {
    label: 'Excluded namespaces',
    of: (spec) => spec.excludeNamespaces,
    placeholder: 'none; add a name or a pattern',
  },
  include_resources: {
    label: 'Included resources',
    of: (spec) => spec.includeResources,
    placeholder: 'all; add a resource',
  },
  exclude_resources: {
    label: 'Excluded resources',
    of: (spec) => spec.excludeResources,
    placeholder: 'none; add a resource',
  },
};

/** The document as form fields. Each change edits the text, so comments and order are kept. */
export class Form {
  readonly element = html('form', {
    class: 'spec-form',
    'aria-label': 'Fields of the spec',
    onsubmit: (event: Event) => event.preventDefault(),
  });
  readonly #editor: TextEditor;
  readonly #evaluator: EvaluatorClient;
  readonly #options: FormOptions;
  readonly #lists = new Map<ListName, Chips>();
  readonly #labels: Chips;
  readonly #texts: { name: 'app' | 'relation_name' | 'model' | 'ttl'; input: HTMLInputElement }[] = [];
  readonly #cluster = html('select', { id: 'field-include_cluster_resources' });
  readonly #problems = new Map<string, { element: HTMLElement; control: HTMLElement }>();
  readonly #helps = new Map<string, HTMLElement>();
  readonly #namespaceList = html('datalist', { id: 'known-namespaces' });
  readonly #resourceList = html('datalist', { id: 'known-resources' });
  readonly #identity: HTMLElement;
  readonly #fields: HTMLElement;
  readonly #note = html('p', { class: 'empty' });
  /** Number of namespaces of the cluster that an entry matches. */
  readonly #matches = new Map<string, string | undefined>();
  #state: State | undefined;
  /** Changes are made in order, each in the text that the previous one wrote. */
  #changes: Promise<void> = Promise.resolve();
  /** Number of pending changes. */
  #pending = 0;
  /** Why the last change of a text was refused. */
  #refusal: { text: string; diagnostics: readonly Diagnostic[] } | undefined;
  /** The field in which the user is typing. */
  #edited: HTMLInputElement | undefined;
  /** The last change of a field in which the user is typing: the text before it and after it. */
  #typed: { field: string; before: string; after: string } | undefined;
  #hasCluster = false;

  constructor(editor: TextEditor, evaluator: EvaluatorClient, options: FormOptions) {
    this.#editor = editor;
    this.#evaluator = evaluator;
    this.#options = options;
    const list = (name: ListName) => this.#listField(name);
    this.#labels = new Chips({
      id: 'field-label_selector',
      label: 'Labels',
      list: undefined,
      placeholder: 'any; add key=value',
      parse: labelsOf,
      hint: 'Write each label as key=value. Other selectors are not possible.',
      onAdd: (labels) => this.#change(labels.map((label) => this.#setLabel(label))),
      onEdit: (at, labels) => this.#editLabel(at, labels),
      onRemove: (at) => this.#removeEntry('label_selector', at),
    });
    for (const [value, words] of [
      ['', 'not set'],
      ['true', 'true'],
      ['false', 'false'],
    ] as const) {
      this.#cluster.append(html('option', { value }, words));
    }
    this.#cluster.addEventListener('change', () => {
      const value = this.#cluster.value === '' ? undefined : this.#cluster.value === 'true';
      this.#set('include_cluster_resources', value);
    });
    this.#identity = group(
      'Charm',
      this.#textField('app', 'App'),
      this.#textField('relation_name', 'Relation'),
      this.#textField('model', 'Model'),
    );
    this.#fields = html(
      'div',
      { class: 'groups' },
      this.#identity,
      group('Namespaces', list('include_namespaces'), list('exclude_namespaces')),
      group(
        'Resources and labels',
        list('include_resources'),
        list('exclude_resources'),
        this.#labelled('label_selector', 'Labels', this.#labels.element, this.#labels.input),
      ),
      group(
        'Cluster-scoped resources',
        this.#labelled('include_cluster_resources', 'Include cluster-scoped resources', this.#cluster),
      ),
      group('Expiry', this.#textField('ttl', 'Expires after')),
      this.#namespaceList,
      this.#resourceList,
    );
    put(this.element, this.#fields, this.#note);
  }

  /** Updates the descriptions of the fields and the suggestions. */
  updateVocabulary(words: Vocabulary, hasCluster: boolean): void {
    this.#hasCluster = hasCluster;
    this.#matches.clear();
    for (const [name, { description }] of words.fields) {
      const help = this.#helps.get(name);
      if (help) setText(help, description);
    }
    const known = (list: HTMLDataListElement, field: string) =>
      put(list, ...words.valuesOf(field).map(({ value, detail }) => html('option', { value }, detail ?? '')));
    known(this.#namespaceList, 'include_namespaces');
    known(this.#resourceList, 'include_resources');
    if (this.#state) void this.#showMatches(this.#state);
  }

  show(state: State): void {
    this.#state = state;
    // Pending changes lead to a newer state. This one does not contain them.
    if (this.#pending === 0) this.#render(state);
  }

  /** The state, if it belongs to the present text of the editor. Otherwise a newer one follows. */
  get #current(): State | undefined {
    return this.#pending === 0 && this.#state?.work.text === this.#editor.text ? this.#state : undefined;
  }

  #refresh(): void {
    const current = this.#current;
    if (current) this.#render(current);
  }

  #render(state: State): void {
    const { chosen } = state;
    // A document without fields is not read as a spec.
    const fresh = /^(\{\s*\})?$/.test(state.work.text.replace(/(^|\s)#.*$/gm, '').trim());
    const editable = (chosen && chosen.subject >= 0) || fresh;
    this.#fields.hidden = !editable;
    this.#note.hidden = Boolean(editable);
    if (!editable) return this.#showNote(state);
    const spec = chosen?.spec ?? {};
    this.#identity.hidden = !chosen?.target;
    for (const name of this.#lists.keys()) this.#showList(name, spec);
    this.#labels.show((spec.labelSelector ?? []).map(([key, value]) => `${key}=${value}`));
    const texts = {
      app: chosen?.target?.app,
      relation_name: chosen?.target?.relationName,
      model: chosen?.target?.model,
      ttl: spec.ttl,
    };
    for (const { name, input } of this.#texts) {
      if (this.#edited !== input || input.value.trim() === '') input.value = texts[name] ?? '';
    }
    this.#cluster.value = String(spec.includeClusterResources ?? '');
    this.#showProblems(state);
    void this.#showMatches(state);
  }

  #showNote({ backup }: State): void {
    if (!backup)
      return put(this.#note, 'The text cannot be read as a spec. Open Problems to see why, and correct it under Text.');
    put(this.#note, `The form edits specs. This ${kindOf(backup.backup)} is edited under Text. `, this.#options.toSpec);
  }

  #showProblems({ diagnostics, chosen }: State): void {
    const refused = this.#refusal?.text === this.#editor.text ? this.#refusal.diagnostics : [];
    const all = [...refused, ...diagnostics];
    for (const [name, { element, control }] of this.#problems) {
      const start = this.#pointer(name);
      const own = all.filter(
        ({ pointer, subject }, at) =>
          (subject ?? 0) === (chosen?.subject ?? 0) &&
          (pointer === start || pointer.startsWith(`${start}/`)) &&
          all.findIndex((other) => sameProblem(other, all[at]!)) === at,
      );
      const isInvalid = own.some(({ severity }) => severity === 'error');
      const chips = name === 'label_selector' ? this.#labels : this.#lists.get(name as ListName);
      if (chips) chips.isInvalid = isInvalid;
      else control.setAttribute('aria-invalid', String(isInvalid));
      const key = JSON.stringify(own);
      if (element.dataset['key'] === key) continue;
      element.dataset['key'] = key;
      put(element, ...own.map((diagnostic) => this.#card(diagnostic, control)));
    }
  }

  /** Returns a card. Its fix moves the focus to the field, because the card is removed. */
  #card(diagnostic: Diagnostic, control: HTMLElement): HTMLElement {
    const onFix = (fix: Fix) => {
      control.focus();
      this.#edited = undefined;
      this.#editor.apply(fix);
    };
    return diagnosticCard(diagnostic, { onFix, onWhy: this.#options.onWhy });
  }

  #showList(name: ListName, spec: Spec): void {
    const values = LISTS[name].of(spec) ?? [];
    const notes = name.endsWith('namespaces') ? values.map((value) => this.#matches.get(value)) : [];
    expect(this.#lists.get(name), `the form has no list ${name}`).show(values, notes);
  }

  async #showMatches(state: State): Promise<void> {
    if (!this.#hasCluster || !state.chosen) return;
    const { spec } = state.chosen;
    const names = ['include_namespaces', 'exclude_namespaces'] as const;
    const unknown = names.flatMap((name) => LISTS[name].of(spec) ?? []).filter((value) => !this.#matches.has(value));
    if (unknown.length === 0) return;
    const matches = await this.#evaluator.ask('matches', unknown);
    unknown.forEach((value, at) => this.#matches.set(value, matches[at]?.toLocaleString('en')));
    if (this.#state === state) for (const name of names) this.#showList(name, spec);
  }

  #spec(): Spec {
    return this.#state?.chosen?.spec ?? {};
  }

  /** Returns the JSON pointer to a field of the selected entry. */
  #pointer(name: string): string {
    const { pointer, target } = this.#state?.chosen ?? { pointer: '', target: undefined };
    const isOfSpec = target !== undefined && !/^(app|relation_name|model)$/.test(name);
    return `${pointer}${isOfSpec ? '/spec' : ''}/${name}`;
  }

  #set(name: string, value: Change['value'], isTyped = false): void {
    this.#change([{ pointer: this.#pointer(name), value }], isTyped ? name : undefined);
  }

  #setLabel(label: string): Change {
    return setLabel(this.#pointer('label_selector'), ...keyAndValue(label));
  }

  /** Replaces a label. Its key is removed last, because a field without labels is removed. */
  #editLabel(at: number, labels: readonly string[]): void {
    if (!this.#current) return;
    const [key] = expect(this.#spec().labelSelector?.[at], `there is no label ${at}`);
    const isKept = labels.some((label) => keyAndValue(label)[0] === key);
    const removed = isKept ? [] : [removeLabel(this.#pointer('label_selector'), key)];
    this.#change([...labels.map((label) => this.#setLabel(label)), ...removed]);
  }

  #editEntry(name: ListName, at: number, [first, ...more]: readonly string[]): void {
    // If the text changed, another entry may have this index.
    if (!this.#current || first === undefined) return;
    const list = this.#pointer(name);
    this.#change([setEntry(list, at, first), ...more.map((value) => addEntry(list, value))]);
  }

  #removeEntry(name: ListName | 'label_selector', at: number): void {
    // If the text changed, another entry may have this index.
    if (!this.#current) return;
    const spec = this.#spec();
    const isLabel = name === 'label_selector';
    const keys = isLabel ? (spec.labelSelector ?? []).map(([key]) => key) : Object.keys(LISTS[name].of(spec) ?? []);
    this.#change([removeEntry(this.#pointer(name), keys, at)]);
  }

  /** Makes changes as one step of the history. What is typed in a field is one step until the field is left. */
  #change(changes: readonly Change[], field?: string): void {
    const subject = this.#state?.chosen?.subject ?? 0;
    this.#pending++;
    this.#changes = this.#changes
      .then(() => this.#make({ changes, subject }, field))
      .catch(this.#options.onFailure)
      .finally(() => {
        this.#pending--;
        this.#refresh();
      });
  }

  async #make(made: { changes: readonly Change[]; subject: number }, field: string | undefined): Promise<void> {
    const { text, format } = this.#editor;
    const isSameStep = field !== undefined && this.#typed?.field === field && this.#typed.after === text;
    const before = isSameStep ? this.#typed!.before : text;
    const answer = await this.#evaluator.ask('edit', { text: before, format, ...made });
    // The text changed in the meantime: make the change in the new text.
    if (this.#editor.text !== text) return this.#make(made, field);
    if (answer.ok) {
      // The last change of the field is made again, with what was typed since.
      if (isSameStep) this.#editor.undo();
      this.#editor.edit(answer.value);
      const after = this.#editor.text;
      this.#typed = field === undefined || after === before ? undefined : { field, before, after };
      return;
    }
    const { diagnostics } = answer;
    this.#refusal = { text, diagnostics };
    for (const { message, help } of diagnostics)
      this.#options.announce(help === undefined ? message : `${message}; ${help}`);
  }

  #listField(name: ListName): HTMLElement {
    const { label, placeholder } = LISTS[name];
    const chips = new Chips({
      id: `field-${name}`,
      label,
      list: name.endsWith('namespaces') ? this.#namespaceList : this.#resourceList,
      placeholder,
      parse: entriesOf,
      hint: 'Write at least one name.',
      onAdd: (values) => this.#change(values.map((value) => addEntry(this.#pointer(name), value))),
      onEdit: (at, values) => this.#editEntry(name, at, values),
      onRemove: (at) => this.#removeEntry(name, at),
    });
    this.#lists.set(name, chips);
    return this.#labelled(name, label, chips.element, chips.input);
  }

  #textField(name: 'app' | 'relation_name' | 'model' | 'ttl', label: string): HTMLElement {
    const input = html('input', {
      id: `field-${name}`,
      type: 'text',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
    });
    input.addEventListener('input', () => {
      this.#edited = input;
      this.#set(name, input.value === '' && name === 'ttl' ? undefined : input.value, true);
    });
    input.addEventListener('blur', () => {
      this.#edited = undefined;
      // A later change is another step of the history.
      void this.#changes.then(() => (this.#typed = undefined));
      // Discard a refused value.
      this.#refresh();
    });
    this.#texts.push({ name, input });
    return this.#labelled(name, label, input);
  }

  /** `control` is the element that the label names, if it is a part of `shown`. */
  #labelled(name: string, label: string, shown: HTMLElement, control = shown): HTMLElement {
    const help = html('p', { class: 'help', id: `field-${name}-help` });
    const problems = html('div', { class: 'field-problems', id: `field-${name}-problems` });
    const hint = control.getAttribute('aria-describedby');
    control.setAttribute('aria-describedby', [help.id, problems.id, ...(hint === null ? [] : [hint])].join(' '));
    this.#helps.set(name, help);
    this.#problems.set(name, { element: problems, control });
    return html(
      'div',
      { class: 'field' },
      html('label', { for: `field-${name}` }, html('span', {}, label), ' ', html('code', {}, name)),
      shown,
      help,
      problems,
    );
  }
}

function group(title: string, ...fields: HTMLElement[]): HTMLElement {
  return html('fieldset', {}, html('legend', {}, title), ...fields);
}
