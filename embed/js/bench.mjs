// Benchmarks of the package: medians of one run. `npm run bench` runs all parts, `npm run bench -- start size` some.
// `cargo xtask bench` uses `lines start`, and `lines calls FILE` with a file of inputs. They print lines of JSON.

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { load } from './dist/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const formatted = (ms) =>
  ms < 1 ? `${(ms * 1000).toFixed(1)} us` : ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;

const row = (what, ...cells) =>
  console.log([what.padEnd(52), ...cells.map((cell) => String(cell).padStart(12))].join(''));

/** Returns the median of `runs` runs, after as many runs to warm up. Each of both takes at most two seconds. */
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

/** Runs code in a new process, and returns what it prints. */
function run(code) {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: here,
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return stdout;
}

const medianOfProcesses = (work) => median(Array.from({ length: 21 }, work));

/** Returns the median duration of a new process that runs the code. */
const processTime = (code) =>
  medianOfProcesses(() => {
    const start = performance.now();
    run(code);
    return performance.now() - start;
  });

/** Returns the median of the times that new processes print. */
const printedTime = (code) => medianOfProcesses(() => Number(run(code)));

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

/** Yields generated objects of a cluster, as `kubectl get -A -o json` prints them: about 1.3 kB each. */
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
    row('files', 'raw', 'brotli');
    const of = (names) => {
      const bytes = names.map((name) => readFileSync(join(dist, name)));
      const sum = (sizes) => `${(sizes.reduce((a, b) => a + b, 0) / 1000).toFixed(0)} kB`;
      return [sum(bytes.map(({ length }) => length)), sum(bytes.map((bytes) => brotliCompressSync(bytes).length))];
    };
    row('core.wasm', ...of(['core.wasm']));
    row('JavaScript', ...of(['index.js', 'evaluator.js', 'component.js']));
    row('both, as a page loads them', ...of(['core.wasm', 'index.js', 'evaluator.js', 'component.js']));
    row('JavaScript with the inline module', ...of(['inline.js', 'evaluator.js', 'component.js']));
    row('command', ...of(['command.js', 'command.wasm']));
    row('types', ...of(readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.d.ts'))));
  },

  start() {
    const nothing = processTime('');
    const first = processTime(`import { load } from './dist/index.js'; (await load()).checkSpec({ ttl: '30d' });`);
    const inline = processTime(`import { load } from './dist/inline.js'; (await load()).checkSpec({ ttl: '30d' });`);
    const check = medianOfProcesses(() => {
      const start = performance.now();
      spawnSync(process.execPath, [join(dist, 'command.js'), 'check', '-'], { input: 'ttl: 24h' });
      return performance.now() - start;
    });
    row('a new process', 'median', 'more');
    row('Node without code', formatted(nothing));
    row('import, load, first answer', formatted(first), formatted(first - nothing));
    row('the same with the inline module', formatted(inline), formatted(inline - nothing));
    row('command: check of a small file', formatted(check), formatted(check - nothing));
  },

  async calls() {
    const evaluator = await load();
    row('a call', 'median', 'JSON.parse');
    for (const count of [1, 100, 10_000]) {
      const text = JSON.stringify(Array.from({ length: count }, (_, index) => target(index)));
      const relations = [{ id: 1, databag: { backup_targets: text } }];
      const lookUp = () => {
        const targets = evaluator.readTargets(relations);
        if (!targets.getBackupSpec(`app-${count - 1}`, 'backup', 'prod')) throw new Error('the target was not found');
        targets.close();
      };
      row(`read ${count} targets, look up one`, formatted(time(lookUp)), formatted(time(() => JSON.parse(text))));
    }
    const targets = evaluator.readTargets([{ id: 1, databag: { backup_targets: JSON.stringify([target(1)]) } }]);
    row('look up one target', formatted(time(() => targets.getBackupSpec('app-1', 'backup', 'prod'), 10_000)));
    row('check a typical spec', formatted(time(() => evaluator.checkSpec(SPEC), 10_000)));
    const yaml = evaluator.formatSpec(SPEC, 'yaml');
    const document = () => {
      const document = evaluator.document(yaml, 'yaml');
      document.diagnostics();
      document.close();
    };
    row('check it as YAML, with positions', formatted(time(document)));
    row('describe it', formatted(time(() => evaluator.describe(SPEC, { schedule: '0 2 * * *' }), 10_000)));
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
    const measure = async (what, work, ...cells) => {
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
      row(what, formatted(median(values)), formatted(longest), ...cells);
    };
    row(`100,000 objects, ${(file.size / 1e6).toFixed(0)} MB`, 'median', 'longest wait', 'JSON.parse');
    const read = async () => (await evaluator.readInventory(file)).value;
    const parse = formatted(time(() => JSON.parse(text), 3));
    await measure('read them', async () => (await read()).close(), parse);
    const inventory = await read();
    const specs = Array.from({ length: 10 }, (_, index) => ({ includeNamespaces: [`team-${index}*`], ttl: '24h' }));
    const targets = specs.map((spec, index) => ({ app: `app-${index}`, relationName: 'backup', model: 'prod', spec }));
    await measure('evaluate a spec, read the reasons', async () => {
      const evaluation = await evaluator.evaluate(inventory, specs[1]).run();
      evaluation.reasons();
      evaluation.close();
    });
    await measure('coverage of 10 targets', async () => {
      const coverage = await evaluator.coverage(inventory, targets).run();
      coverage.uncovered();
      coverage.close();
    });
    const evaluation = await evaluator.evaluate(inventory, specs[1]).run();
    row('100 verdicts', formatted(time(() => evaluation.verdicts(50_000, 100))));
    row('all names', formatted(time(() => inventory.objects(), 5)));
    row('all verdicts', formatted(time(() => evaluation.verdicts(), 5)));
  },
};

const printLine = (row, ms, more) => console.log(JSON.stringify({ host: 'Node', row, ...more, seconds: ms / 1000 }));

/** Measures the time to the first answer in a running process. */
function startLines() {
  const code = `const start = performance.now();
    const { load } = await import('./dist/index.js');
    (await load()).checkSpec({ includeNamespaces: ['a'] });
    console.log(performance.now() - start);`;
  printLine('until the first check is answered, in a process that runs', printedTime(code));
}

/** Measures what all hosts measure. */
async function callLines({ databags, spec }) {
  const relationsOf = ({ text }) => [{ id: 1, databag: { backup_targets: text } }];
  const first = `import { load } from './dist/index.js';
    const targets = (await load()).readTargets(${JSON.stringify(relationsOf(databags[0]))});
    if (!targets.getBackupSpec(...${JSON.stringify(databags[0].query)})) throw new Error('the target was not found');`;
  printLine('a process, from its start to its first lookup', processTime(first));

  const evaluator = await load();
  for (const databag of databags) {
    const relations = relationsOf(databag);
    const lookUp = () => {
      const targets = evaluator.readTargets(relations);
      if (!targets.getBackupSpec(...databag.query)) throw new Error('the target was not found');
      targets.close();
    };
    printLine('read and look up, targets', time(lookUp), { size: databag.targets });
  }
  const last = databags.at(-1);
  const targets = evaluator.readTargets(relationsOf(last));
  printLine(
    'look up again, targets',
    time(() => targets.getBackupSpec(...last.query)),
    { size: last.targets },
  );
  targets.close();

  const read = () => evaluator.document(spec, 'json', { kind: 'spec' });
  const document = read();
  const [typed] = document.specs();
  document.close();
  printLine(
    'check a spec',
    time(() => evaluator.checkSpec(typed)),
  );
  const check = () => {
    const document = read();
    document.diagnostics();
    document.close();
  };
  printLine('check its JSON, with places', time(check));
}

const args = process.argv.slice(2);
if (args[0] === 'lines' && args[1] === 'start') {
  startLines();
} else if (args[0] === 'lines') {
  await callLines(JSON.parse(readFileSync(args[2], 'utf8')));
} else {
  for (const [name, run] of Object.entries(parts)) {
    if (args.length && !args.includes(name)) continue;
    await run();
    console.log();
  }
}
