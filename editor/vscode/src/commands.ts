// The commands of the server, as the user sees them.

import {
  commands,
  ProgressLocation,
  QuickPickItemKind,
  Uri,
  window,
  type LogOutputChannel,
  type QuickPickItem,
} from 'vscode';
import type { ExecuteCommandSignature } from 'vscode-languageclient';
import { entriesOf, type ScheduleRuns } from './runs';
import type { SelectionView } from './selection-view';
import type { Server } from './server';
import type { Selection } from './tree';

/** Whose objects of which cluster are selected. */
export interface Question {
  document: Uri;
  inventory: Uri;
}

interface Context {
  server: Server;
  view: SelectionView;
  log: LogOutputChannel;
  /** Returns the file with the objects of the cluster that the settings name. */
  inventory(): Uri | undefined;
}

/** Runs a command of the server. `send` sends it to the server. */
export function execute(context: Context, command: string, args: unknown[], send: ExecuteCommandSignature) {
  const ask = async <T>(title: string, args: unknown[]): Promise<T> =>
    window.withProgress({ location: ProgressLocation.Window, title }, async () => (await send(command, args)) as T);
  switch (command) {
    case 'k8s-backup-target.checkWorkspace':
      return checkWorkspace(context, ask);
    case 'k8s-backup-target.select':
      return select(context, args[0] as Question | undefined, ask);
    case 'k8s-backup-target.nextRuns':
      return nextRuns(context, ask);
    default:
      return send(command, args);
  }
}

type Ask = <T>(title: string, args: unknown[]) => Promise<T>;

async function checkWorkspace({ server }: Context, ask: Ask) {
  const tooLarge = await server.pushWorkspace();
  const summary = await ask<string | null>('Checking all files', []);
  // The server has said why nothing was checked.
  if (summary === null) return;
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  const leftOut = tooLarge > 0 ? ` Left out: ${tooLarge} larger than 64 MiB.` : '';
  const show = 'Show problems';
  if ((await window.showInformationMessage(`${sentence}${leftOut}`, show)) === show) {
    await commands.executeCommand('workbench.actions.view.problems');
  }
}

async function select(context: Context, question: Question | undefined, ask: Ask) {
  const { server, view, log } = context;
  const document = question?.document ?? activeDocument();
  const inventory = document && (question?.inventory ?? context.inventory() ?? (await chooseInventory()));
  if (!document || !inventory) return;
  if ((await server.push([document, inventory])) > 0) {
    const advice = 'Write fewer kinds of objects to it, or install the program k8s-backup-target.';
    void window.showErrorMessage(`The file with the objects of the cluster is larger than 64 MiB. ${advice}`);
    return;
  }
  const uri = server.client.code2ProtocolConverter.asUri(document);
  const args = [{ uri, inventory: server.path(inventory) }];
  const { selections, messages } = await ask<{ selections: Selection[]; messages: string }>('Selecting objects', args);
  await view.show({ document, inventory }, selections);
  if (messages.trim() === '') return;
  log.info(messages);
  const show = 'Show output';
  const [first] = messages.trim().split('\n');
  if ((await window.showWarningMessage(`${first}`, show)) === show) log.show();
}

async function chooseInventory() {
  const title = 'The objects of the cluster: a file with the output of `kubectl get ... -o json`';
  const chosen = await window.showOpenDialog({
    title,
    filters: { 'JSON or YAML': ['json', 'yaml', 'yml'], All: ['*'] },
  });
  return chosen?.[0];
}

async function nextRuns({ server }: Context, ask: Ask) {
  const document = activeDocument();
  if (!document) return;
  const uri = server.client.code2ProtocolConverter.asUri(document);
  const schedules = await ask<ScheduleRuns[]>('Calculating the next runs', [{ uri }]);
  if (schedules.length === 0) {
    void window.showInformationMessage('There is no schedule in this file.');
    return;
  }
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
  const items = entriesOf(schedules, (time) => format.format(time)).map(({ isSeparator, ...entry }): QuickPickItem => ({
    ...entry,
    kind: isSeparator ? QuickPickItemKind.Separator : QuickPickItemKind.Default,
  }));
  await window.showQuickPick(items, {
    title: 'Next Runs',
    placeHolder: 'In your time zone, and in UTC',
    matchOnDescription: true,
  });
}

function activeDocument(): Uri | undefined {
  const document = window.activeTextEditor?.document.uri;
  if (!document) void window.showInformationMessage('Open a file with a spec, a Backup or a Schedule first.');
  return document;
}
