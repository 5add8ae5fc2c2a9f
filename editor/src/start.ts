// The first script of the page: it is small, and starts the worker before the other scripts have arrived.

import './worker/first';

void import('./main');
