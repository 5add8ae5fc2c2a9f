import { html, put } from './dom';

export type Side = 'write' | 'result';

/** Below this width, one side of the page is shown at a time. The style sheets use the same. */
const NARROW = matchMedia('(max-width: 860px)');
/** Below this height, for example above the keyboard of a phone, less is shown around the text. In pixels. */
const LOW = 560;

/** The switch at the bottom of a narrow page: the text, or its results. */
export class Sides {
  readonly element: HTMLElement;
  readonly #note = html('span', { class: 'tab-note' });
  readonly #buttons: Record<Side, HTMLElement>;

  /** `onNarrow` is called with whether the page is narrow: at first, and when it changes. */
  constructor(onNarrow: (isNarrow: boolean) => void) {
    const button = (side: Side, ...children: (Node | string)[]) =>
      html('button', { type: 'button', onclick: () => this.show(side) }, ...children);
    this.#buttons = { write: button('write', 'Write'), result: button('result', 'Result', this.#note) };
    this.element = html('nav', { class: 'sides', 'aria-label': 'Side of the page' }, ...Object.values(this.#buttons));
    this.show('write');
    onNarrow(NARROW.matches);
    NARROW.addEventListener('change', () => onNarrow(NARROW.matches));
    followKeyboard();
  }

  show(side: Side): void {
    document.documentElement.dataset['side'] = side;
    for (const [name, button] of Object.entries(this.#buttons))
      button.setAttribute('aria-pressed', String(name === side));
  }

  /** Shows a note after the name of the results. */
  note(...note: (Node | string)[]): void {
    put(this.#note, ...note);
  }
}

/** Keeps the page above the keyboard of a phone, which covers it in some browsers. */
function followKeyboard(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const { dataset, style } = document.documentElement;
  const follow = () => {
    // Magnified text is scrolled, and the page stays as it is.
    if (viewport.scale > 1) return;
    style.setProperty('--height', `${viewport.height}px`);
    if (viewport.height < LOW) dataset['low'] = '';
    else delete dataset['low'];
  };
  viewport.addEventListener('resize', follow);
  follow();
}
