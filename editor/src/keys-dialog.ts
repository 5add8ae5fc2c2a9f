import { dialogContents } from './dialog';
import { html } from './dom';

/** The keys of the page, in groups. */
const KEYS: [group: string, keys: [keys: string, effect: string][]][] = [
  [
    'In the text',
    [
      ['F8, Shift-F8', 'go to the next or the previous problem'],
      ['Ctrl-.', 'apply the certain fix of the line, or go to its suggestion'],
      ['Ctrl-Space', 'list what can be written here'],
      ['Ctrl-F', 'find in the whole text'],
      ['Ctrl-G, Shift-Ctrl-G', 'go to the next or the previous match'],
      ['Ctrl-Z, Ctrl-Y', 'undo, redo'],
      ['Ctrl-/', 'make the line a comment, or a comment a line'],
      ['Tab', 'leave the text'],
    ],
  ],
  [
    'In a list of the form',
    [
      ['Enter', 'add what is written, or edit the chip'],
      ['Escape', 'keep the chip as it was'],
      ['Left, Right', 'go to the next chip'],
      ['Delete', 'remove the chip'],
    ],
  ],
  [
    'Elsewhere',
    [
      ['Left, Right, Home, End', 'go to another tab'],
      ['Arrows', 'go through the table of a cluster'],
      ['?', 'show this list'],
    ],
  ],
];

/** The list of keys. */
export class KeysDialog {
  readonly element = html(
    'dialog',
    { class: 'rule keys', 'aria-labelledby': 'keys-title' },
    dialogContents(
      { id: 'keys-title', title: 'Keys' },
      html(
        'p',
        { class: 'note' },
        'On a Mac, the Command key replaces Ctrl, except in Ctrl-Space, and Shift-Command-Z is redo.',
      ),
      ...KEYS.map(([group, keys]) =>
        html(
          'section',
          {},
          html('h3', {}, group),
          html('dl', {}, ...keys.flatMap(([key, effect]) => [html('dt', {}, key), html('dd', {}, effect)])),
        ),
      ),
    ),
  );

  constructor() {
    addEventListener('keydown', (event) => {
      const { key, defaultPrevented, ctrlKey, metaKey, altKey } = event;
      if (key !== '?' || defaultPrevented || ctrlKey || metaKey || altKey || writes(event.composedPath()[0])) return;
      event.preventDefault();
      this.show();
    });
  }

  show(): void {
    if (document.querySelector('dialog[open]') === null) this.element.showModal();
  }
}

/** Returns whether a key writes a character in an element. */
const writes = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea'));
