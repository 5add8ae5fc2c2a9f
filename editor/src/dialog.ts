import { type Child, html } from './dom';

/** Returns the contents of a dialog, with its title and a button that closes it. `id` is the id of the title. */
export function dialogContents(
  { id, title, mark }: { id: string; title: string; mark?: Child },
  ...contents: Child[]
): HTMLElement {
  const close = html('button', { 'aria-label': 'Close', class: 'close' }, '×');
  return html(
    'article',
    {},
    html('header', {}, mark, html('h2', { id }, title), html('form', { method: 'dialog' }, close)),
    ...contents,
  );
}
