import { counted, html, put } from '../dom';
import type { Difference } from '../worker/questions';

/** Each difference in words. The numbers of objects have a sign. */
export const DIFFERENCES: Record<Difference, (count: number) => string> = {
  gained: (count) => `+${counted(count, 'object')}`,
  lost: (count) => `\u2212${counted(count, 'object')}`,
  'claims-lost': (count) => `${counted(count, 'volume claim')} lost`,
  'contents-lost': (count) => `${counted(count, 'volume claim')} saved without the contents`,
};

export interface ComparisonOptions {
  /** Keeps the selection of now as the one to compare with. */
  onKeep: () => void;
  onStop: () => void;
  /** Shows the objects of a difference. */
  onChoose: (difference: Difference | undefined) => void;
}

/** Compares the selection with one that was kept. Each number filters the list of objects. */
export class Comparison {
  readonly element = html('div', { class: 'comparison', role: 'group', 'aria-label': 'Comparison' });
  readonly #onChoose: (difference: Difference | undefined) => void;
  readonly #keep: HTMLElement;
  readonly #stop: HTMLElement;
  readonly #same = html('span', {}, 'the same objects');
  readonly #label = html('span', {}, 'Compared with the kept selection:');
  readonly #buttons: Record<Difference, HTMLButtonElement>;

  constructor({ onKeep, onStop, onChoose }: ComparisonOptions) {
    this.#onChoose = onChoose;
    this.#keep = html('button', { type: 'button', onclick: onKeep }, 'Keep this selection to compare');
    this.#stop = html('button', { type: 'button', onclick: onStop }, 'Stop comparing');
    const button = (difference: Difference) =>
      html('button', { type: 'button', class: difference, onclick: () => this.#toggle(difference) });
    this.#buttons = {
      gained: button('gained'),
      lost: button('lost'),
      'claims-lost': button('claims-lost'),
      'contents-lost': button('contents-lost'),
    };
  }

  show(counts: Record<Difference, number> | undefined, chosen: Difference | undefined): void {
    if (!counts) return put(this.element, this.#keep);
    const differences = (Object.keys(DIFFERENCES) as Difference[]).filter(
      (difference) => counts[difference] > 0 || difference === chosen,
    );
    const buttons = differences.map((difference) => {
      const button = this.#buttons[difference];
      button.setAttribute('aria-pressed', String(difference === chosen));
      put(button, DIFFERENCES[difference](counts[difference]));
      return button;
    });
    put(this.element, this.#label, ...(buttons.length > 0 ? buttons : [this.#same]), this.#stop, this.#keep);
  }

  #toggle(difference: Difference): void {
    const isPressed = this.#buttons[difference].getAttribute('aria-pressed') === 'true';
    this.#onChoose(isPressed ? undefined : difference);
  }
}
