import { dialogContents } from './dialog';
import { bdi, html, put } from './dom';
import { type StoredDocument, listDocuments, readDocument, removeDocument, writeDocument } from './keep/documents';
import { local } from './time';
import { MAX_NAME_LENGTH } from './work';

export interface DocumentsOptions {
  /** The id of the open document. */
  open: () => string;
  onOpen: (id: string) => void;
  onRename: (name: string) => void;
  announce: (words: string) => void;
}

/** The documents that the browser stores. */
export class DocumentsDialog {
  readonly element = html('dialog', { class: 'rule documents', 'aria-labelledby': 'documents-title' });
  readonly #options: DocumentsOptions;
  readonly #list = html('ul', {});

  constructor(options: DocumentsOptions) {
    this.#options = options;
    put(
      this.element,
      dialogContents(
        { id: 'documents-title', title: 'Documents' },
        html('p', { class: 'note' }, 'This browser stores them. Save a document as a file to keep it elsewhere.'),
        this.#list,
      ),
    );
  }

  show(): void {
    const open = this.#options.open();
    put(
      this.#list,
      ...listDocuments().map(([id, stored]) => (id === open ? this.#opened(stored) : this.#row(id, stored))),
    );
    this.element.showModal();
  }

  /** Returns the row of the open document, whose name can be changed. */
  #opened({ work, changed }: StoredDocument): HTMLElement {
    const name = html('input', {
      id: 'document-name',
      type: 'text',
      value: work.name,
      maxlength: MAX_NAME_LENGTH,
      autocomplete: 'off',
    });
    name.addEventListener('input', () => this.#options.onRename(name.value.trim()));
    const label = html('label', { for: 'document-name', class: 'unseen' }, 'Name of the open document');
    return html('li', { 'aria-current': 'true' }, label, name, when(changed, ', open'));
  }

  #row(id: string, { work, changed }: StoredDocument): HTMLElement {
    const open = () => {
      this.element.close();
      this.#options.onOpen(id);
    };
    const row = html('li', {});
    const remove = () => this.#remove(id, row);
    put(
      row,
      html('button', { type: 'button', class: 'document', onclick: open }, bdi(nameOf(work.name)), when(changed)),
      html('button', { type: 'button', 'aria-label': `Delete ${nameOf(work.name)}`, onclick: remove }, 'Delete'),
    );
    return row;
  }

  #remove(id: string, row: HTMLElement): void {
    const stored = readDocument(id);
    if (!stored) return row.remove();
    removeDocument(id);
    const restore = () => {
      writeDocument(id, stored);
      const restored = this.#row(id, stored);
      row.replaceWith(restored);
      restored.querySelector('button')?.focus();
    };
    const button = html('button', { type: 'button', onclick: restore }, 'Undo');
    put(row, html('p', { class: 'deleted' }, 'Deleted: ', bdi(nameOf(stored.work.name))), button);
    button.focus();
    this.#options.announce(`${nameOf(stored.work.name)} is deleted. Undo restores it.`);
  }
}

const nameOf = (name: string): string => (name === '' ? 'no name' : name);

const when = (milliseconds: number, rest = ''): HTMLElement =>
  html('span', { class: 'note' }, `${local(milliseconds / 1000)}${rest}`);
