// What a newcomer does first. Each task counts its steps, so that a change that makes one longer is noticed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { checked, openBrowser, openPage, side, tab } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const cluster = readFileSync(new URL('../../examples/cluster/objects.json', import.meta.url));
const targets = readFileSync(new URL('../../examples/several-targets.databag.json', import.meta.url), 'utf8');

/** Acts like a person, and counts: a click, a key or a combination, a paste, a chosen file, a typed word. */
class Person {
  steps = 0;

  constructor(page) {
    this.page = page;
  }

  async click(locator) {
    this.steps++;
    await locator.click();
  }

  async press(key) {
    this.steps++;
    await this.page.keyboard.press(key);
  }

  async type(word) {
    this.steps++;
    await this.page.keyboard.type(word);
  }

  async paste(text) {
    this.steps++;
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.page.keyboard.press('Control+v');
  }

  /** Clicks a button that opens a file dialog, and chooses a file. */
  async choose(locator, file) {
    const chooser = this.page.waitForEvent('filechooser');
    await this.click(locator);
    this.steps++;
    await (await chooser).setFiles(file);
  }

  /** Replaces the text by what is pasted. */
  async replaceText(text) {
    await this.click(this.page.locator('.cm-content'));
    await this.press('Control+a');
    await this.paste(text);
  }

  button(name) {
    return this.page.getByRole('button', { name });
  }

  sees(selector, hasText) {
    return this.page.locator(selector, { hasText }).first().waitFor();
  }
}

const WRONG = 'include_namespaces: [shop]\ninclude_resources: [deploy]\nttl: 30d\n';
const MANIFEST = `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec:
  schedule: 0 2 * * *
  template: {includedNamespaces: [shop], ttl: 30d}
`;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The tasks: name, maximum number of steps, and what the person does. */
const TASKS = {
  'paste a wrong spec and fix it': [
    4,
    async (person) => {
      await person.replaceText(WRONG);
      await person.click(person.button(/^write 720h/));
      await person.sees('.sentence', 'Each backup expires after 30 days.');
    },
  ],
  'make a spec from nothing': [
    9,
    async (person) => {
      await person.click(person.page.locator('.cm-content'));
      await person.press('Control+a');
      await person.press('Delete');
      await person.click(tab(person.page, 'Form'));
      await person.click(person.page.getByLabel('Included namespaces'));
      await person.type('shop');
      await person.press('Tab');
      await person.click(person.page.locator('#field-ttl'));
      await person.type('24h');
      await person.sees('.sentence', /in shop.*expires after 1 day/);
    },
  ],
  'load a cluster and find the claims that no target covers': [
    5,
    async (person) => {
      await person.click(person.button('Your cluster'));
      await person.choose(person.button('Choose a file'), file('cluster.json', cluster));
      await person.sees('.headline', '6 of 417 objects');
      await person.click(person.page.getByLabel('Not covered by any target'));
      await person.click(person.button('14 volume claims not saved'));
      await person.sees('.window li', 'persistentvolumeclaims');
    },
  ],
  'load 100,000 objects': [
    3,
    async (person) => {
      const metadata = (at) => ({ name: `config-${at}`, namespace: at % 2 ? 'my-namespace' : 'other' });
      const items = Array.from({ length: 100_000 }, (_, at) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadata(at),
      }));
      const list = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
      await person.click(person.button('Your cluster'));
      await person.choose(person.button('Choose a file'), file('cluster.json', list));
      await person.sees('.headline', 'of 100,000 objects would be saved');
    },
  ],
  'set the schedule in a time zone': [
    5,
    async (person) => {
      const zone = person.page.getByLabel('in the zone');
      await person.click(person.page.locator('.schedule-bar').getByText('Presets'));
      await person.click(zone);
      await person.press('Control+a');
      await person.type('Asia/Tokyo');
      await person.sees('.preset-says', 'Asia/Tokyo');
      await person.click(person.button('Write this schedule'));
      await person.sees('.schedule-says', '17:00 UTC');
    },
  ],
  'check a Velero manifest, and get one': [
    7,
    async (person) => {
      await person.click(tab(person.page, 'Output'));
      await person.click(person.button(/^Copy: .*Schedule/).first());
      await person.sees('.toast', /copied/i);
      await person.replaceText(MANIFEST);
      await person.click(tab(person.page, 'Problems'));
      await person.click(person.button(/^write 720h/));
      await person.sees('.sentence', 'in shop');
    },
  ],
  'plan several targets': [
    4,
    async (person) => {
      await person.replaceText(targets);
      await person.click(tab(person.page, 'Output'));
      await person.sees('.plan td', 'lost');
    },
  ],
  'share the work': [
    1,
    async (person) => {
      await person.click(person.button('Copy link'));
      await person.sees('.toast', 'Link copied');
    },
  ],
  'undo an example that was opened by mistake': [
    2,
    async (person) => {
      await person.click(person.button('An example'));
      await person.sees('.cm-line', 'app: my-app');
      await person.click(person.button('Undo'));
      await person.sees('.cm-line', 'What to back up');
    },
  ],
  'fix a spec on a phone': [
    6,
    async (person) => {
      await person.replaceText(WRONG);
      await person.sees('.sides', /[1-9]/);
      await person.click(side(person.page, 'Result'));
      await person.click(person.button(/^write 720h/));
      await person.click(side(person.page, 'Write'));
      await person.sees('.cm-line', 'ttl: 720h');
    },
    PHONE,
  ],
  'load the page without a network': [
    1,
    async (person) => {
      const { page } = person;
      await page.waitForFunction(async () => {
        const { active } = await navigator.serviceWorker.ready;
        return active.state === 'activated' && (await caches.keys()).length > 0;
      });
      await page.context().setOffline(true);
      person.steps++;
      await page.reload();
      await checked(page);
      await person.sees('.sentence', 'in my-namespace');
      await page.context().setOffline(false);
    },
    { serviceWorker: true },
  ],
  'fix a spec with the keyboard alone': [
    5,
    async (person) => {
      await person.press('Tab');
      // The button that goes to the text.
      await person.press('Enter');
      await person.press('Control+a');
      await person.paste('ttl: 30d');
      await person.sees('.at-cursor', '30d');
      await person.press('Control+.');
      await person.sees('.cm-line', 'ttl: 720h');
    },
  ],
};

const file = (name, buffer) => ({ name, mimeType: 'application/json', buffer });

for (const [name, [most, act, options = {}]] of Object.entries(TASKS)) {
  test(`${name}: ${most} steps`, async (t) => {
    const person = new Person(await openPage(t, host, options));
    await act(person);
    assert.equal(person.steps, most);
  });
}
