// Measures the time until cedar-wasm in Node answers. Usage: node cedar.mjs FOLDER. It is installed in the folder.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROCESSES = 21;
const module = pathToFileURL(join(process.argv[2], 'node_modules/@cedar-policy/cedar-wasm/nodejs/cedar_wasm.js'));
const code = `
  const start = performance.now();
  const { isAuthorized } = await import(${JSON.stringify(module.href)});
  const answer = isAuthorized({
    principal: { type: 'Backup', id: 'a' },
    action: { type: 'Action', id: 'select' },
    resource: { type: 'Object', id: 'a' },
    context: {},
    policies: { staticPolicies: 'permit(principal, action, resource) when { resource.namespace like "prod-*" };' },
    entities: [{ uid: { type: 'Object', id: 'a' }, attrs: { namespace: 'prod-a' }, parents: [] }],
  });
  const time = performance.now() - start;
  if (answer.response?.decision !== 'allow') throw new Error(JSON.stringify(answer));
  console.log(time);
`;

const times = Array.from({ length: PROCESSES }, () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  return Number(stdout);
}).sort((a, b) => a - b);
const row = 'until the first check is answered, in a process that runs';
console.log(JSON.stringify({ host: 'cedar-wasm in Node', row, seconds: times[PROCESSES >> 1] / 1000 }));
