import {
  commands,
  EventEmitter,
  Range,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  workspace,
  type Disposable,
  type TreeDataProvider,
} from 'vscode';
import type { Question } from './commands';
import { itemsOf, type Item, type Selection } from './tree';

/** The view that shows which objects are saved. */
export class SelectionView implements TreeDataProvider<Item>, Disposable {
  #items: Item[] = [];
  #question: Question | undefined;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView('k8s-backup-target.selection', {
    treeDataProvider: this,
    showCollapseAll: true,
  });

  dispose() {
    this.#view.dispose();
    this.#changed.dispose();
  }

  async show(question: Question, selections: Selection[]) {
    this.#question = question;
    const name = question.document.path.replace(/^.*\//, '');
    this.#items = itemsOf(selections, name);
    this.#view.description = name;
    this.#view.message = selections.length > 0 ? undefined : 'There is no spec, Backup or Schedule in this file.';
    this.#changed.fire();
    await commands.executeCommand('k8s-backup-target.selection.focus');
  }

  /** Asks the last question again, or the first one. */
  async refresh() {
    await commands.executeCommand('k8s-backup-target.select', this.#question);
  }

  getChildren(item?: Item) {
    return item ? item.children?.() : this.#items;
  }

  getTreeItem({ label, description, tooltip, icon, offset, children }: Item): TreeItem {
    const { Collapsed, None } = TreeItemCollapsibleState;
    const shown = new TreeItem(label, children ? Collapsed : None);
    if (description !== undefined) shown.description = description;
    if (tooltip !== undefined) shown.tooltip = tooltip;
    if (icon !== undefined) shown.iconPath = new ThemeIcon(icon);
    const uri = this.#question?.document;
    const document = workspace.textDocuments.find((document) => document.uri.toString() === uri?.toString());
    if (document && offset !== undefined) {
      const position = document.positionAt(offset);
      const options = { selection: new Range(position, position) };
      shown.command = { command: 'vscode.open', title: 'Open', arguments: [uri, options] };
    }
    return shown;
  }
}
