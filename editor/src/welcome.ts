import { html, words } from './dom';
import { closeWelcome, isWelcomeClosed } from './keep/welcome';
import { FIRST_WORK, type Work } from './work';

export interface WelcomeActions {
  onCluster: () => void;
  onManifest: () => void;
  onExample: () => void;
}

/** A Schedule of Velero with a common mistake: Velero has no unit for days. */
export const SAMPLE_MANIFEST: Work = {
  ...FIRST_WORK,
  name: 'Velero schedule',
  text: `# A Schedule of Velero, with a mistake. Paste your own manifest over it.
apiVersion: velero.io/v1
kind: Schedule
metadata:
  name: nightly
  namespace: velero
spec:
  schedule: 0 2 * * *
  template:
    includedNamespaces:
      - my-namespace
    ttl: 30d
`,
};

/** The line at the top: what the page is for, and ways to start. It stays closed in this browser. */
export function welcome({ onCluster, onManifest, onExample }: WelcomeActions): HTMLElement {
  const button = (name: string, title: string, onclick: () => void) =>
    html('button', { type: 'button', title, onclick }, name);
  const close = () => {
    closeWelcome();
    element.hidden = true;
    document.querySelector<HTMLElement>('.tools > *')?.focus();
  };
  const element = html(
    'section',
    { class: 'welcome', 'aria-label': 'Start', hidden: isWelcomeClosed() },
    html(
      'p',
      {},
      words(
        "Check and try out what Velero will back up: for Juju charms with `k8s_backup_target`, and for Velero's Backups and Schedules. Nothing leaves your browser.",
      ),
    ),
    html(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': 'Try' },
      html('span', { 'aria-hidden': 'true' }, 'Try:'),
      button('Your cluster', 'Shows how to load the objects of your cluster', onCluster),
      button('A Velero manifest', 'Opens a Schedule of Velero with a mistake, as a new document', onManifest),
      button('An example', 'Opens the spec of an application, and an example cluster if no cluster is open', onExample),
    ),
    html(
      'button',
      { type: 'button', class: 'close', title: 'Close', 'aria-label': 'Close the introduction', onclick: close },
      '×',
    ),
  );
  return element;
}
