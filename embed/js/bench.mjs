// What the package costs: medians of one run. `npm run bench`, or with a list of parts: `npm run bench -- start size`.
// With `lines start`, or `lines calls` and a file of inputs, it prints lines for the tables of all hosts that
// `cargo xtask bench` makes.

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { load } from './dist/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const shown = (ms) =>
  ms < 1 ? `${(ms * 1000).toFixed(1)} us` : ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;

const row = (what, ...cells) =>
  console.log([what.padEnd(52), ...cells.map((cell) => String(cell).padStart(12))].join(''));

/** The median of so many runs, after as many that warm up, at most two seconds of each. */
function time(work, runs = 1000) {
  const values = [];
  for (const keep of [false, true]) {
    const end = performance.now() + 2000;
    for (let run = 0; run < runs && performance.now() < end; run += 1) {
      const start = performance.now();
      work();
      if (keep) values.push(performance.now() - start);
    }
  }
  return median(values);
}

/** What a fresh process prints that runs the code. */
function run(code) {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: here,
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return stdout;
}

const medianOfProcesses = (work) => median(Array.from({ length: 21 }, work));

/** The median of the time of a fresh process that runs the code, from its start to its end. */
const fresh = (code) =>
  medianOfProcesses(() => {
    const start = performance.now();
    run(code);
    return performance.now() - start;
  });

/** The median of the times that fresh processes print. */
const printed = (code) => medianOfProcesses(() => Number(run(code)));

const target = (index) => ({
  app: `app-${index}`,
  relation_name: 'backup',
  model: 'prod',
  spec: {
    include_namespaces: [`team-${index}`, `shared-${index % 7}`],
    include_resources: ['deployments.apps', 'persistentvolumeclaims', 'secrets'],
    exclude_namespaces: null,
    exclude_resources: null,
    include_cluster_resources: null,
    label_selector: { 'app.kubernetes.io/name': `app-${index}` },
    ttl: '168h',
  },
});

const SPEC = {
  includeNamespaces: ['kubeflow', 'istio-system'],
  includeResources: ['deployments.apps', 'persistentvolumeclaims', 'persistentvolumes', 'secrets', 'configmaps'],
  excludeResources: ['pods'],
  includeClusterResources: true,
  labelSelector: { 'app.kubernetes.io/name': 'mlflow-server' },
  ttl: '168h',
};

/** Made-up objects of a shared cluster, as `kubectl get -A -o json` prints them: about 1.3 kB each. */
function* objects(count) {
  const kinds = [
    'Pod',
    'ConfigMap',
    'Secret',
    'Service',
    'PersistentVolumeClaim',
    'ServiceAccount',
    'Event',
    'Endpoints',
  ];
  yield '{\n    "apiVersion": "v1",\n    "items": [';
  for (let index = 0; index < count; index += 1) {
    const team = `team-${index % 200}`;
    const object = {
      apiVersion: 'v1',
      kind: index < 200 ? 'Namespace' : kinds[index % kinds.length],
      metadata: {
        name: index < 200 ? team : `object-${index}`,
        ...(index < 200 ? {} : { namespace: team }),
        labels: { 'app.kubernetes.io/name': `app-${index % 31}`, 'app.kubernetes.io/managed-by': 'juju' },
        annotations: { checksum: String(index).repeat(20) },
        resourceVersion: String(index),
      },
      spec: {
        containers: [
          { name: 'main', image: 'registry.example.com/main:1', args: Array(12).fill('--an-argument=of-some-length') },
        ],
      },
      status: { phase: 'Active' },
    };
    yield `${index ? ',' : ''}\n        ${JSON.stringify(object, undefined, 4).replaceAll('\n', '\n        ')}`;
  }
  yield '\n    ],\n    "kind": "List"\n}\n';
}

const parts = {
  size() {
    row('what is shipped', 'raw', 'brotli');
    const of = (names) => {
      const bytes = names.map((name) => readFileSync(join(dist, name)));
      const sum = (sizes) => `${(sizes.reduce((a, b) => a + b, 0) / 1000).toFixed(0)} kB`;
      return [sum(bytes.map(({ length }) => length)), sum(bytes.map((bytes) => brotliCompressSync(bytes).length))];
    };
    row('core.wasm', ...of(['core.wasm']));
    row('JavaScript', ...of(['index.js', 'evaluator.js', 'component.js']));
    row('both: what a page loads', ...of(['core.wasm', 'index.js', 'evaluator.js', 'component.js']));
    row('with the module inline', ...of(['inline.js', 'evaluator.js', 'component.js']));
    row('types', ...of(readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.d.ts'))));
  },

  start() {
    const nothing = fresh('');
    const first = fresh(`import { load } from './dist/index.js'; (await load()).checkSpec({ ttl: '30d' });`);
    const inline = fresh(`import { load } from './dist/inline.js'; (await load()).checkSpec({ ttl: '30d' });`);
    row('a fresh process', 'median', 'more');
    row('Node, doing nothing', shown(nothing));
    row('import, load, first answer', shown(first), shown(first - nothing));
    row('the same with the module inline', shown(inline), shown(inline - nothing));
  },

  async calls() {
    const evaluator = await load();
    row('a call', 'median', 'JSON.parse');
    for (const count of [1, 100, 10_000]) {
      const text = JSON.stringify(Array.from({ length: count }, (_, index) => target(index)));
      const relations = [{ id: 1, databag: { backup_targets: text } }];
      const lookUp = () => {
        const targets = evaluator.readTargets(relations);
        if (!targets.getBackupSpec(`app-${count - 1}`, 'backup', 'prod')) throw new Error('it is there');
        targets.close();
      };
      row(`read ${count} targets, look one up`, shown(time(lookUp)), shown(time(() => JSON.parse(text))));
    }
    const targets = evaluator.readTargets([{ id: 1, databag: { backup_targets: JSON.stringify([target(1)]) } }]);
    row('look one up', shown(time(() => targets.getBackupSpec('app-1', 'backup', 'prod'), 10_000)));
    row('check a typical spec', shown(time(() => evaluator.checkSpec(SPEC), 10_000)));
    const yaml = evaluator.formatSpec(SPEC, 'yaml');
    const document = () => {
      const document = evaluator.document(yaml, 'yaml');
      document.diagnostics();
      document.close();
    };
    row('check it as YAML, with places', shown(time(document)));
    row('describe it', shown(time(() => evaluator.describe(SPEC, { schedule: '0 2 * * *' }), 10_000)));
  },

  async inventory() {
    const evaluator = await load();
    const text = Array.from(objects(100_000)).join('');
    const file = new Blob([text]);
    let longest = 0;
    let latest;
    const watch = () => {
      const now = performance.now();
      longest = Math.max(longest, now - latest);
      latest = now;
      watching = setImmediate(watch);
    };
    let watching;
    const took = async (what, work, ...cells) => {
      const values = [];
      longest = 0;
      for (let run = 0; run < 5; run += 1) {
        latest = performance.now();
        watch();
        const start = performance.now();
        await work();
        values.push(performance.now() - start);
        clearImmediate(watching);
      }
      row(what, shown(median(values)), shown(longest), ...cells);
    };
    row(`100,000 objects, ${(file.size / 1e6).toFixed(0)} MB`, 'median', 'longest wait', 'JSON.parse');
    const read = async () => (await evaluator.readInventory(file)).value;
    const parse = shown(time(() => JSON.parse(text), 3));
    await took('read them', async () => (await read()).close(), parse);
    const inventory = await read();
    const specs = Array.from({ length: 10 }, (_, index) => ({ includeNamespaces: [`team-${index}*`], ttl: '24h' }));
    const targets = specs.map((spec, index) => ({ app: `app-${index}`, relationName: 'backup', model: 'prod', spec }));
    await took('evaluate a spec, take the reasons', async () => {
      const evaluation = await evaluator.evaluate(inventory, specs[1]).run();
      evaluation.reasons();
      evaluation.close();
    });
    await took('cover them with 10 targets', async () => {
      const coverage = await evaluator.coverage(inventory, targets).run();
      coverage.uncovered();
      coverage.close();
    });
    const evaluation = await evaluator.evaluate(inventory, specs[1]).run();
    row('a page of 100 verdicts', shown(time(() => evaluation.verdicts(50_000, 100))));
    row('all names', shown(time(() => inventory.objects(), 5)));
    row('all verdicts', shown(time(() => evaluation.verdicts(), 5)));
  },
};

const tell = (row, ms, more) => console.log(JSON.stringify({ host: 'Node', row, ...more, seconds: ms / 1000 }));

/** What it takes in a process that runs until the package answers. */
function startLines() {
  const code = `const start = performance.now();
    const { load } = await import('./dist/index.js');
    (await load()).checkSpec({ includeNamespaces: ['a'] });
    console.log(performance.now() - start);`;
  tell('until the first check is answered, in a process that runs', printed(code));
}

/** What every host measures. */
async function callLines({ databags, spec }) {
  const relationsOf = ({ text }) => [{ id: 1, databag: { backup_targets: text } }];
  const first = `import { load } from './dist/index.js';
    const targets = (await load()).readTargets(${JSON.stringify(relationsOf(databags[0]))});
    if (!targets.getBackupSpec(...${JSON.stringify(databags[0].query)})) throw new Error('it is there');`;
  tell('a process, from its start to its first lookup', fresh(first));

  const evaluator = await load();
  for (const databag of databags) {
    const relations = relationsOf(databag);
    const lookUp = () => {
      const targets = evaluator.readTargets(relations);
      if (!targets.getBackupSpec(...databag.query)) throw new Error('it is there');
      targets.close();
    };
    tell('read and look up, targets', time(lookUp), { size: databag.targets });
  }
  const last = databags.at(-1);
  const targets = evaluator.readTargets(relationsOf(last));
  tell(
    'look up again, targets',
    time(() => targets.getBackupSpec(...last.query)),
    { size: last.targets },
  );
  targets.close();

  const read = () => evaluator.document(spec, 'json', { kind: 'spec' });
  const document = read();
  const [typed] = document.specs();
  document.close();
  tell(
    'check a spec',
    time(() => evaluator.checkSpec(typed)),
  );
  const check = () => {
    const document = read();
    document.diagnostics();
    document.close();
  };
  tell('check its JSON, with places', time(check));
}

const asked = process.argv.slice(2);
if (asked[0] === 'lines' && asked[1] === 'start') {
  startLines();
} else if (asked[0] === 'lines') {
  await callLines(JSON.parse(readFileSync(asked[2], 'utf8')));
} else {
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length && !asked.includes(name)) continue;
    await run();
    console.log();
  }
}
