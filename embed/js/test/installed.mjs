// The tarball of the package, installed into a folder. TARBALL names it; otherwise the present folder is packed.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const npm = (args, cwd) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Installs the tarball into an empty folder, and returns the folder. */
export function install() {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-backup-target-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const tarball =
    process.env.TARBALL ??
    join(folder, JSON.parse(npm(['pack', '--json', '--pack-destination', folder], join(here, '..')))[0].filename);
  npm(['install', '--offline', '--no-audit', '--no-fund', resolve(tarball)], folder);
  return folder;
}
