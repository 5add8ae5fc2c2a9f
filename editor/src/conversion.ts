import type { Backup, Diagnostic } from 'k8s-backup-target';
import { titleOf } from './backup';
import { diagnosticCard } from './diagnostic';
import { html, put, words } from './dom';
import { DIFFERENCES } from './panels/comparison';
import type { ConvertedBackup, Difference } from './worker/questions';

/** What a spec does not say of the manifest that it was made of. It is shown with its document until it is closed. */
export class ConversionNote {
  readonly element = html('div', {
    class: 'conversion',
    role: 'region',
    // It scrolls.
    tabindex: 0,
    'aria-label': 'Differences from the manifest',
    hidden: true,
  });
  readonly #onWhy: (code: string) => void;
  readonly #onClose: () => void;
  #document: string | undefined;

  constructor(onWhy: (code: string) => void, onClose: () => void) {
    this.#onWhy = onWhy;
    this.#onClose = onClose;
  }

  /** `compared` are the differences of the selection of the open cluster, if there is one. */
  show(
    document: string,
    backup: Backup,
    { lost, leftOut, before, after }: ConvertedBackup,
    hasAnnotations: boolean,
    compared: Record<Difference, number> | undefined,
  ): void {
    this.#document = document;
    const isSame = before === after;
    const close = () => {
      this.#document = undefined;
      this.element.hidden = true;
      this.#onClose();
    };
    put(
      this.element,
      html(
        'header',
        {},
        html('h2', {}, `This spec was made of the ${titleOf(backup)}`),
        html('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: close }, '×'),
      ),
      ...(lost.length > 0
        ? [
            html('p', {}, 'A spec does not have these fields. They are lost:'),
            ...this.#cards(lost),
            ...(isSame
              ? [html('p', {}, 'The description of what is saved is the same with and without them.')]
              : [
                  html('p', {}, 'The manifest: ', words(before)),
                  html('p', {}, 'Without these fields: ', words(after)),
                ]),
          ]
        : [html('p', {}, 'No field is lost: the same objects are saved for the same time.')]),
      hasAnnotations && html('p', {}, 'Its annotations are lost. Some of them choose the classes of snapshots.'),
      leftOut.length > 0 && html('p', {}, 'These fields are now in the schedule and in the settings of this page:'),
      ...this.#cards(leftOut),
      compared && html('p', {}, comparedInWords(compared)),
    );
    this.element.hidden = false;
    // The button that made the spec is hidden now.
    this.element.focus();
  }

  /** Another document was opened. Undo returns to the manifest, and redo to the spec. */
  follow(document: string): void {
    this.element.hidden = document !== this.#document;
  }

  #cards(diagnostics: readonly Diagnostic[]): HTMLElement[] {
    // Positions and help are those of the manifest.
    return diagnostics.map(({ span: _span, help: _help, ...diagnostic }) =>
      diagnosticCard(diagnostic, { onWhy: this.#onWhy, about: diagnostic.pointer.slice(1) }),
    );
  }
}

function comparedInWords(compared: Record<Difference, number>): string {
  const found = (Object.keys(compared) as Difference[]).filter((name) => compared[name] > 0);
  const differences = found.map((name) => DIFFERENCES[name](compared[name])).join(', ');
  return `Compared with the manifest on the open cluster: ${differences || 'the same objects'}. See Selection.`;
}
