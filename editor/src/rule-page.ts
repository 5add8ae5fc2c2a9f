import type { Rule } from 'k8s-backup-target';
import { dialogContents } from './dialog';
import { capitalized, html, put, setText, words } from './dom';
import { severityIcon } from './icons';
import { ruleLink } from './keep/link';

/** A dialog that explains a rule of the catalogue. */
export class RulePage {
  readonly element = html('dialog', { class: 'rule', 'aria-labelledby': 'rule-code' });
  readonly #copied = html('span', { class: 'note', role: 'status' });

  show({ code, severity, summary, explanation, authority }: Rule): void {
    put(
      this.element,
      dialogContents(
        { id: 'rule-code', title: code, mark: severityIcon(severity) },
        html('p', { class: 'summary' }, words(`${capitalized(summary)}.`)),
        ...markdown(explanation),
        html('p', { class: 'note' }, `Authority: ${authority}.`),
        this.#link(code),
      ),
    );
    if (!this.element.open) this.element.showModal();
  }

  #link(code: string): HTMLElement {
    const link = ruleLink(code);
    const address = html('input', { type: 'text', readonly: true, value: link, 'aria-label': 'Link to this rule' });
    const copy = async () => {
      address.select();
      try {
        await navigator.clipboard.writeText(link);
        setText(this.#copied, 'Copied.');
      } catch {
        setText(this.#copied, 'The browser does not allow copying. The link is selected: copy it.');
      }
    };
    setText(this.#copied, '');
    const button = html('button', { type: 'button', onclick: () => void copy() }, 'Copy the link to this rule');
    return html('div', { class: 'rule-link' }, address, button, this.#copied);
  }
}

/** Renders the subset of Markdown that the rules use: paragraphs, code, lists and emphasis with stars. */
function markdown(text: string): HTMLElement[] {
  return text.split(/\n(```[\s\S]*?\n```)(?:\n|$)|\n\n+/).flatMap((block): HTMLElement[] => {
    if (block === undefined || block.trim() === '') return [];
    const code = /^```\w*\n([\s\S]*)\n```$/.exec(block.trim());
    if (code) return [html('pre', { tabindex: 0 }, code[1]!)];
    if (/^- /.test(block)) {
      return [
        html(
          'ul',
          {},
          ...block
            .slice(2)
            .split(/\n- /)
            .map((item) => html('li', {}, inline(item))),
        ),
      ];
    }
    return [html('p', {}, inline(block))];
  });
}

function inline(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  text.split(/(`[^`]+`)|\*([^*`\s][^*`]*)\*/).forEach((part, at) => {
    if (!part) return;
    if (at % 3 === 2) fragment.append(html('em', {}, part));
    else fragment.append(words(part));
  });
  return fragment;
}
