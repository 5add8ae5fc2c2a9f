// The tests that run in Node, in a page and in a worker, by name. A test gets the package, an evaluator, the URL and the
// bytes of the core module, and the functions `casesOf` and `readings`. Measured cases run through typed calls and
// through a session.

import { tests as backups } from './backups.mjs';
import { throughBoth } from './both.mjs';
import { tests as measured } from './measured.mjs';
import { tests as inventory } from './inventory.mjs';
import { tests as layer } from './layer.mjs';
import { tests as releases } from './releases.mjs';
import { tests as selection } from './selection.mjs';

export const tests = { ...layer, ...inventory, ...backups, ...releases, ...throughBoth({ ...measured, ...selection }) };
