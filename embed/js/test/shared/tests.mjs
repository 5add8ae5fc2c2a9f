// Every test that runs in Node, in a page and in a worker, by its name. Each is given the package, an evaluator, where
// the core module is and its bytes, and `casesOf` and `readings` to read cases with. Measured cases run through typed
// calls and through a session.

import { throughBoth } from './both.mjs';
import { tests as measured } from './measured.mjs';
import { tests as inventory } from './inventory.mjs';
import { tests as layer } from './layer.mjs';
import { tests as selection } from './selection.mjs';

export const tests = { ...layer, ...inventory, ...throughBoth({ ...measured, ...selection }) };
