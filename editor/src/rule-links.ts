import type { Rule } from 'k8s-backup-target';
import { ruleLink, ruleOf } from './keep/link';
import type { RulePage } from './rule-page';

export interface RuleLinksOptions {
  find: (code: string) => Promise<Rule | undefined>;
  onUnknown: (code: string) => void;
  onFailure: (error: unknown) => void;
}

/** Keeps the address and the page of a rule together: Back closes the page, and closing the page goes back. */
export class RuleLinks {
  readonly #page: RulePage;
  readonly #options: RuleLinksOptions;

  constructor(page: RulePage, options: RuleLinksOptions) {
    this.#page = page;
    this.#options = options;
    addEventListener('hashchange', () => void this.follow().catch(options.onFailure));
    page.element.addEventListener('close', () => this.#leave());
  }

  async open(code: string): Promise<void> {
    // The state tells the own entries of the history from a link that was followed.
    history.pushState({ isRule: true }, '', ruleLink(code));
    await this.follow();
  }

  /** Shows the rule of the address, or closes the page of a rule. */
  async follow(): Promise<void> {
    const code = ruleOf(location.hash);
    if (code === undefined) return this.#page.element.close();
    const rule = await this.#options.find(code);
    if (ruleOf(location.hash) !== code) return;
    if (rule) return this.#page.show(rule);
    this.#leave();
    this.#options.onUnknown(code);
  }

  /** Removes the rule from the address. */
  #leave(): void {
    if (ruleOf(location.hash) === undefined) return;
    if ((history.state as { isRule?: boolean } | null)?.isRule) history.back();
    else history.replaceState(null, '', location.pathname + location.search);
  }
}
