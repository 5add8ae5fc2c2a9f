import type { Work } from '../work';

const KEY = 'k8s-backup-target/work';
const DELAY = 300;

/** Stores the work in the browser, shortly after each change and when the page is closed. */
export class Autosave {
  readonly #work: () => Work;
  #timer: number | undefined;

  constructor(work: () => Work) {
    this.#work = work;
    addEventListener('pagehide', () => this.#flush());
    document.addEventListener('visibilitychange', () => this.#flush());
  }

  static restored(): unknown {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? 'null');
    } catch {
      return undefined;
    }
  }

  touch(): void {
    this.#timer ??= setTimeout(() => this.#flush(), DELAY);
  }

  #flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#work()));
    } catch {
      // The browser stores nothing or has no space. The user can still use Save.
    }
  }
}
