import { html } from '../dom';
import type { Work } from '../work';

export type SettingsChange = Partial<Pick<Work, 'identity' | 'velero' | 'relations'>>;

/** The identity of the charm, and where Velero stores backups. */
export class SettingsForm {
  readonly element: HTMLElement;
  readonly #identity: HTMLElement;
  readonly #fields: { input: HTMLInputElement | HTMLSelectElement; read: (work: Work) => string }[] = [];
  #work: Work | undefined;

  constructor(onChange: (change: SettingsChange) => void) {
    const text = (
      label: string,
      read: (work: Work) => string,
      change: (value: string, work: Work) => SettingsChange,
      type = 'text',
    ) => {
      const input = html('input', {
        type,
        spellcheck: 'false',
        autocapitalize: 'off',
        autocomplete: 'off',
        min: 0,
        max: 50,
      });
      input.addEventListener('input', () => this.#work && onChange(change(input.value, this.#work)));
      this.#fields.push({ input, read });
      return html('label', {}, html('span', {}, label), input);
    };
    const identity = (label: string, name: keyof Work['identity']) =>
      text(
        label,
        (work) => work.identity[name],
        (value, work) => ({ identity: { ...work.identity, [name]: value } }),
      );
    this.#identity = html(
      'fieldset',
      {},
      html('legend', {}, 'Charm'),
      identity('App', 'app'),
      identity('Relation', 'relationName'),
      identity('Model', 'model'),
    );
    this.element = html(
      'details',
      { class: 'settings' },
      html('summary', {}, 'Settings of the integrator and the operator'),
      this.#identity,
      html(
        'fieldset',
        {},
        html('legend', {}, 'Operator'),
        text(
          'Model of the operator',
          ({ velero }) => velero.namespace,
          (namespace, { velero }) => ({ velero: { ...velero, namespace } }),
        ),
        text(
          'Backup storage location',
          ({ velero }) => velero.storageLocation,
          (storageLocation, { velero }) => ({ velero: { ...velero, storageLocation } }),
        ),
        text(
          'Volume snapshot locations',
          ({ velero }) => velero.volumeSnapshotLocations?.join(', ') ?? '',
          (value, { velero }) => ({
            velero: { ...velero, volumeSnapshotLocations: value.split(/[,\s]+/).filter(Boolean) },
          }),
        ),
        this.#fsBackup(onChange),
        text(
          'velero-backup relations',
          ({ relations }) => String(relations),
          (value) => ({ relations: Math.min(Math.max(Math.trunc(Number(value)) || 0, 0), 50) }),
          'number',
        ),
      ),
    );
  }

  show(work: Work, namesIdentity: boolean): void {
    this.#work = work;
    this.#identity.hidden = !namesIdentity;
    for (const { input, read } of this.#fields) {
      if (input.getRootNode() instanceof Document && document.activeElement === input) continue;
      if (input.value !== read(work)) input.value = read(work);
    }
  }

  #fsBackup(onChange: (change: SettingsChange) => void): HTMLElement {
    const choices: [string, string][] = [
      ['', "Velero's default"],
      ['true', 'yes'],
      ['false', 'no'],
    ];
    const input = html('select', {}, ...choices.map(([value, words]) => html('option', { value }, words)));
    input.addEventListener('change', () => {
      if (!this.#work) return;
      const { defaultVolumesToFsBackup: _, ...velero } = this.#work.velero;
      onChange({
        velero: input.value === '' ? velero : { ...velero, defaultVolumesToFsBackup: input.value === 'true' },
      });
    });
    this.#fields.push({ input, read: ({ velero }) => String(velero.defaultVolumesToFsBackup ?? '') });
    return html('label', {}, html('span', {}, 'File-system backup of volumes'), input);
  }
}
