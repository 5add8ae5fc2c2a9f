import type { Diagnostic, Spec } from 'k8s-backup-target';
import type { State } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { html, put, setText } from '../dom';
import { expect } from '../expect';
import type { TextEditor } from '../text/editor';
import type { Vocabulary } from '../text/schema';
import type { EvaluatorClient } from '../worker/client';
import type { Change } from '../worker/questions';
import { addEntry, removeEntry, setLabel } from './changes';
import { Chips } from './chips';

export interface FormOptions {
  onWhy: (code: string) => void;
  announce: (words: string) => void;
  onFailure: (error: unknown) => void;
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
  readonly #cluster = html('select', {
    id: 'field-include_cluster_resources',
    'aria-describedby': 'field-include_cluster_resources-help',
  });
  readonly #problems = new Map<string, HTMLElement>();
  readonly #helps = new Map<string, HTMLElement>();
  readonly #namespaceList = html('datalist', { id: 'known-namespaces' });
  readonly #resourceList = html('datalist', { id: 'known-resources' });
  readonly #identity: HTMLElement;
  readonly #fields: HTMLElement;
  readonly #note = html(
    'p',
    { class: 'empty' },
    'The text cannot be read as a spec. Open Problems to see why, and correct it under Text.',
  );
  /** Number of namespaces of the cluster that an entry matches. */
  readonly #matches = new Map<string, string | undefined>();
  #state: State | undefined;
  /** Changes are made in order, each in the text that the previous one wrote. */
  #changes: Promise<void> = Promise.resolve();
  /** Number of pending changes. */
  #pending = 0;
  /** Why the last change of a text was refused. */
  #refusal: { text: string; diagnostics: readonly Diagnostic[] } | undefined;
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
      onAdd: (label) => this.#addLabel(label),
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
        this.#labelled('label_selector', 'Labels', this.#labels.element),
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
    const fresh = /^(\{\s*\})?$/.test(state.work.text.replace(/^\s*#.*$/gm, '').trim());
    const editable = (chosen && chosen.subject >= 0) || fresh;
    this.#fields.hidden = !editable;
    this.#note.hidden = Boolean(editable);
    if (!editable) return;
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
      if (document.activeElement !== input || input.value.trim() === '') input.value = texts[name] ?? '';
    }
    this.#cluster.value = String(spec.includeClusterResources ?? '');
    this.#showProblems(state);
    void this.#showMatches(state);
  }

  #showProblems({ diagnostics, chosen }: State): void {
    const refused = this.#refusal?.text === this.#editor.text ? this.#refusal.diagnostics : [];
    const all = [...refused, ...diagnostics];
    for (const [name, element] of this.#problems) {
      const start = this.#pointer(name);
      const own = all.filter(
        ({ pointer, subject }) =>
          (subject ?? 0) === (chosen?.subject ?? 0) && (pointer === start || pointer.startsWith(`${start}/`)),
      );
      const key = JSON.stringify(own);
      if (element.dataset['key'] === key) continue;
      element.dataset['key'] = key;
      put(element, ...own.map((diagnostic) => this.#card(diagnostic)));
    }
  }

  #card(diagnostic: Diagnostic): HTMLElement {
    return diagnosticCard(diagnostic, { onFix: (fix) => this.#editor.apply(fix), onWhy: this.#options.onWhy });
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

  #set(name: string, value: Change['value']): void {
    this.#change({ pointer: this.#pointer(name), value });
  }

  #addLabel(label: string): void {
    const at = label.indexOf('=');
    const [key, value] = at === -1 ? [label, ''] : [label.slice(0, at), label.slice(at + 1)];
    this.#change(setLabel(this.#pointer('label_selector'), key.trim(), value.trim()));
  }

  #removeEntry(name: ListName | 'label_selector', at: number): void {
    // If the text changed, another entry may have this index.
    if (!this.#current) return;
    const spec = this.#spec();
    const isLabel = name === 'label_selector';
    const keys = isLabel ? (spec.labelSelector ?? []).map(([key]) => key) : Object.keys(LISTS[name].of(spec) ?? []);
    this.#change(removeEntry(this.#pointer(name), keys, at));
  }

  #change(change: Change): void {
    const subject = this.#state?.chosen?.subject ?? 0;
    this.#pending++;
    this.#changes = this.#changes
      .then(() => this.#make({ ...change, subject }))
      .catch(this.#options.onFailure)
      .finally(() => {
        this.#pending--;
        this.#refresh();
      });
  }

  async #make(change: Change & { subject: number }): Promise<void> {
    const { text, format } = this.#editor;
    const answer = await this.#evaluator.ask('edit', { text, format, ...change });
    // The text changed in the meantime: make the change in the new text.
    if (this.#editor.text !== text) return this.#make(change);
    if (answer.ok) return this.#editor.edit(answer.value);
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
      onAdd: (value) => this.#change(addEntry(this.#pointer(name), value)),
      onRemove: (at) => this.#removeEntry(name, at),
    });
    this.#lists.set(name, chips);
    return this.#labelled(name, label, chips.element);
  }

  #textField(name: 'app' | 'relation_name' | 'model' | 'ttl', label: string): HTMLElement {
    const input = html('input', {
      id: `field-${name}`,
      type: 'text',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      'aria-describedby': `field-${name}-help`,
    });
    input.addEventListener('input', () =>
      this.#set(name, input.value === '' && name === 'ttl' ? undefined : input.value),
    );
    // Discard a refused value.
    input.addEventListener('blur', () => this.#refresh());
    this.#texts.push({ name, input });
    return this.#labelled(name, label, input);
  }

  #labelled(name: string, label: string, control: HTMLElement): HTMLElement {
    const help = html('p', { class: 'help', id: `field-${name}-help` });
    const problems = html('div', { class: 'field-problems' });
    this.#helps.set(name, help);
    this.#problems.set(name, problems);
    return html(
      'div',
      { class: 'field' },
      html('label', { for: `field-${name}` }, html('span', {}, label), ' ', html('code', {}, name)),
      control,
      help,
      problems,
    );
  }
}

function group(title: string, ...fields: HTMLElement[]): HTMLElement {
  return html('fieldset', {}, html('legend', {}, title), ...fields);
}
