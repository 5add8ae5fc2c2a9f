import type { State } from '../checking';
import { bdi, type Child, counted, html, put } from '../dom';
import type { Entry, UnitRelation } from '../worker/questions';

/** Maximum number of relations and of targets that are listed. */
const MAX_LISTED = 100;

export interface FoundOptions {
  onChoose: (entry: number) => void;
  onTurn: () => void;
  onRelations: (relations: number) => void;
}

/** What a text that Juju or the integrator wrote is, and what was found in it. */
export class Found {
  readonly element = html('section', { class: 'found', 'aria-label': 'What the text is', hidden: true });
  readonly #options: FoundOptions;
  #key = '';

  constructor(options: FoundOptions) {
    this.#options = options;
  }

  show({ reading, chosen, work }: State): void {
    const { entries, relations } = reading;
    const isConfig = relations.length === 0 && chosen?.merged !== undefined;
    const targets = entries.map(({ target, pointer }) => [target?.app, target?.relationName, target?.model, pointer]);
    const key = JSON.stringify([isConfig, relations, targets, chosen && entries.indexOf(chosen), work.relations]);
    if (key === this.#key) return;
    this.#key = key;
    const focused = this.#buttons.indexOf(document.activeElement as HTMLButtonElement);
    this.element.hidden = relations.length === 0 && !isConfig;
    if (isConfig) put(this.element, ...this.#config());
    else if (relations.length > 0) put(this.element, ...this.#unit({ reading, chosen, work }));
    this.#buttons[focused]?.focus();
  }

  get #buttons(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll('button')];
  }

  #config(): Child[] {
    return [
      html('h2', {}, 'velero_backup_config'),
      html(
        'p',
        {},
        'The integrator writes this databag for the operator of Velero: the spec of a target, merged with a schedule.',
      ),
      this.#turn('Turn into a spec and a schedule'),
    ];
  }

  #unit({ reading: { entries, relations }, chosen, work }: Pick<State, 'reading' | 'chosen' | 'work'>): Child[] {
    const known = relations.filter(({ databag }) => databag !== undefined);
    const rest = relations.length - known.length;
    const rows = known.slice(0, MAX_LISTED).map((relation) => {
      const inside = entries.flatMap((entry, at) => (isIn(entry, relation) ? [this.#target(entry, at, chosen)] : []));
      return html(
        'tr',
        {},
        html('td', {}, relation.id),
        html('td', {}, bdi(relation.endpoint)),
        html('td', {}, relation.databag),
        html('td', {}, ...(inside.length > 0 ? inside.slice(0, MAX_LISTED) : ['none can be read'])),
      );
    });
    const heads = ['Relation', 'Endpoint', 'Databag', 'Targets'].map((name) => html('th', { scope: 'col' }, name));
    const operator = known.filter(({ databag }) => databag === 'velero_backup_config').length;
    return [
      html('h2', {}, 'Output of juju show-unit'),
      rows.length > 0 && html('table', {}, html('thead', {}, html('tr', {}, ...heads)), html('tbody', {}, ...rows)),
      rest > 0 && html('p', { class: 'note' }, `${counted(rest, 'relation has', 'relations have')} other databags.`),
      operator > 0 &&
        operator !== work.relations &&
        html(
          'p',
          {},
          `${counted(operator, 'relation leads', 'relations lead')} to the operator. The plan has ${work.relations}. `,
          html(
            'button',
            { type: 'button', onclick: () => this.#options.onRelations(operator) },
            `Plan with ${operator}`,
          ),
        ),
      entries.length > 0 && this.#turn(chosen?.merged ? 'Turn into a spec and a schedule' : 'Turn into targets'),
    ];
  }

  #target(entry: Entry, at: number, chosen: Entry | undefined): HTMLElement {
    const { app = '', relationName = '', model = '' } = entry.target ?? {};
    return html(
      'button',
      {
        type: 'button',
        class: 'link',
        'aria-pressed': String(entry === chosen),
        onclick: () => this.#options.onChoose(at),
      },
      bdi(`${app}, ${relationName}, ${model}`),
    );
  }

  #turn(name: string): HTMLElement {
    return html('button', { type: 'button', onclick: this.#options.onTurn }, name);
  }
}

const isIn = ({ subject, pointer }: Entry, relation: UnitRelation): boolean =>
  subject === relation.subject && pointer.startsWith(`${relation.pointer}/`);
