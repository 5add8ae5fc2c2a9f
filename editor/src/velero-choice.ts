import type { VeleroRelease } from 'k8s-backup-target';
import { html, put } from './dom';

/** The version of Velero in the cluster, or none. Without one, differences between the releases are reported. */
export class VeleroChoice {
  readonly element: HTMLElement;
  readonly #select: HTMLSelectElement;
  #releases: readonly string[] = [];
  #chosen = '';

  constructor(onChange: (version: string) => void) {
    this.#select = html('select', {
      id: 'velero-version',
      title: 'The version of Velero in the cluster. Without one, differences between the releases are reported.',
      onchange: () => onChange(this.#select.value),
    });
    this.element = html(
      'div',
      { class: 'velero-choice' },
      html('label', { for: 'velero-version' }, 'Velero'),
      this.#select,
    );
    this.#draw();
  }

  /** Offers the known releases. */
  offer(releases: readonly VeleroRelease[]): void {
    this.#releases = releases.map(({ name }) => name);
    this.#draw();
  }

  /** Shows the chosen version. A link can contain a patch that is not in the list. */
  show(version: string): void {
    if (version === this.#chosen) return;
    this.#chosen = version;
    this.#draw();
  }

  focus(): void {
    this.#select.focus();
  }

  #draw(): void {
    const versions = new Set(['', ...this.#releases, this.#chosen]);
    const known = Array.from(this.#select.options, ({ value }) => value);
    if (known.join() !== [...versions].join()) {
      put(
        this.#select,
        ...[...versions].map((value) => html('option', { value }, value === '' ? 'not chosen' : value)),
      );
    }
    this.#select.value = this.#chosen;
  }
}
