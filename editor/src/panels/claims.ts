import { counted, html, put } from '../dom';
import { CLAIM_STATES, type ClaimState } from '../worker/questions';

/** What happens to volume claims, in words. */
export const CLAIM_WORDS: Record<ClaimState, string> = {
  'with-contents': 'saved with contents',
  'contents-unknown': 'saved, contents not known',
  'without-contents': 'saved without contents',
  'not-saved': 'not saved',
};

/** The number of volume claims in each state. Each number filters the list of objects. */
export class Claims {
  readonly element = html('div', { class: 'claims', role: 'group', 'aria-label': 'Volume claims' });
  readonly #onChoose: (state: ClaimState | undefined) => void;
  readonly #buttons: Record<ClaimState, HTMLButtonElement>;

  constructor(onChoose: (state: ClaimState | undefined) => void) {
    this.#onChoose = onChoose;
    const button = (state: ClaimState) =>
      html('button', { type: 'button', class: state, onclick: () => this.#toggle(state) });
    this.#buttons = Object.fromEntries(CLAIM_STATES.map((state) => [state, button(state)])) as Record<
      ClaimState,
      HTMLButtonElement
    >;
  }

  show(counts: Record<ClaimState, number>, chosen: ClaimState | undefined): void {
    const states = CLAIM_STATES.filter((state) => counts[state] > 0 || state === chosen);
    for (const state of states) {
      const button = this.#buttons[state];
      button.setAttribute('aria-pressed', String(state === chosen));
      put(button, `${counted(counts[state], 'volume claim')} ${CLAIM_WORDS[state]}`);
    }
    put(this.element, ...states.map((state) => this.#buttons[state]));
  }

  #toggle(state: ClaimState): void {
    const isPressed = this.#buttons[state].getAttribute('aria-pressed') === 'true';
    this.#onChoose(isPressed ? undefined : state);
  }
}
