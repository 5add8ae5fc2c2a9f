import { html } from './dom';
import { expect } from './expect';
import { icon } from './icons';
import { examples } from './keep/examples';
import { setTheme, theme } from './keep/theme';

export interface HeaderActions {
  onDocuments: () => void;
  onNew: () => void;
  onExample: (example: (typeof examples)[number]) => void;
  onOpen: () => void;
  onSave: () => void;
  onLink: () => void;
  onUndo: () => void;
  onRedo: () => void;
  onKeys: () => void;
  onText: () => void;
}

const PATHS = {
  documents: 'M5 1.5h5l3 3V12H5zM3 4v10.5h8',
  open: 'M2 13V3h4l2 2h6v8z',
  save: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.5 1.5a2.8 2.8 0 0 1-4-4L5 7.5',
  undo: 'M5.5 3 2.5 6l3 3M3 6h6.5a4 4 0 0 1 0 8H6',
  redo: 'M10.5 3l3 3-3 3M13 6H6.5a4 4 0 0 0 0 8H10',
  keys: 'M1.5 4h13v8.5h-13zM4 6.7h.5M6.5 6.7H7M9 6.7h.5M11.5 6.7h.5M5 10h6',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
};

export function header(actions: HeaderActions): HTMLElement {
  const button = (name: string, path: string, onclick: () => void, isIcon = false) =>
    html(
      'button',
      { type: 'button', onclick, title: name, 'aria-label': name, class: isIcon ? 'icon-button' : undefined },
      icon(path),
      html('span', { class: 'button-name' }, name),
    );
  const select = html(
    'select',
    { 'aria-label': 'Example' },
    html('option', { value: '' }, 'Example'),
    html('option', { value: 'new' }, 'starter spec'),
    ...examples.map(({ name }, at) => html('option', { value: at }, name)),
  );
  select.addEventListener('change', () => {
    if (select.value === 'new') actions.onNew();
    else if (select.value !== '') {
      actions.onExample(expect(examples[Number(select.value)], `there is no example ${select.value}`));
    }
    select.value = '';
  });
  const tools = html(
    'div',
    { class: 'tools', id: 'tools' },
    select,
    button('Documents', PATHS.documents, actions.onDocuments),
    button('Open', PATHS.open, actions.onOpen),
    button('Save', PATHS.save, actions.onSave),
    button('Copy link', PATHS.link, actions.onLink),
    button('Undo', PATHS.undo, actions.onUndo, true),
    button('Redo', PATHS.redo, actions.onRedo, true),
    button('Keys', PATHS.keys, actions.onKeys, true),
    button('Light or dark theme', PATHS.theme, () => setTheme(theme() === 'dark' ? 'light' : 'dark'), true),
  );
  return html(
    'header',
    { class: 'top' },
    html('button', { type: 'button', class: 'skip', onclick: actions.onText }, 'Go to the text'),
    html('h1', {}, html('span', { class: 'mark', 'aria-hidden': 'true' }), 'k8s backup target'),
    menu(tools),
    tools,
  );
}

/** Returns the button that shows the tools of a narrow page. They close after each choice. */
function menu(tools: HTMLElement): HTMLElement {
  const button = html(
    'button',
    { type: 'button', class: 'menu', 'aria-expanded': 'false', 'aria-controls': tools.id },
    'Menu',
  );
  const open = (isOpen: boolean) => {
    tools.toggleAttribute('data-open', isOpen);
    button.setAttribute('aria-expanded', String(isOpen));
  };
  const isOpen = () => tools.hasAttribute('data-open');
  button.addEventListener('click', () => {
    open(!isOpen());
    if (isOpen()) tools.querySelector<HTMLElement>('select')?.focus();
  });
  tools.addEventListener('change', () => open(false));
  addEventListener('click', ({ target }) => {
    const isButton = target instanceof Element && target.closest('button') !== null;
    if (target === button || (tools.contains(target as Node) && !isButton)) return;
    open(false);
  });
  addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !isOpen()) return;
    open(false);
    button.focus();
  });
  return button;
}
