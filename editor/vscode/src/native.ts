import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = 'k8s-backup-target';
/** Maximum time of `lsp --help`, in milliseconds. */
const MAX_PROBE_TIME = 10_000;

/** The native server, and why it is used or not used. */
export interface Found {
  path?: string;
  reason: string;
  /** Whether the user must change a setting. */
  isWrong?: boolean;
}

/** Looks for the native server: at the path of the setting, else on the PATH. */
export async function findNative(setting: string, searched = process.env.PATH ?? ''): Promise<Found> {
  if (setting) {
    const own = 'use the absolute path of the program, or remove the setting to use the server of the extension';
    const isWrong = true;
    if (!isAbsolute(setting) || !(await isProgram(setting))) {
      return {
        reason: `\`${setting}\` in the setting k8s-backup-target.server.path is not a program: ${own}`,
        isWrong,
      };
    }
    if (await hasServer(setting)) return { path: setting, reason: `the setting names ${setting}` };
    return {
      reason: `\`${setting}\` in the setting k8s-backup-target.server.path has no language server: ${own}`,
      isWrong,
    };
  }
  // Not left to the operating system: Windows also looks in the working directory, which can be an untrusted folder.
  for (const folder of searched.split(delimiter).filter(isAbsolute)) {
    const path = join(folder, process.platform === 'win32' ? `${PROGRAM}.exe` : PROGRAM);
    if (!(await isProgram(path))) continue;
    if (await hasServer(path)) return { path, reason: `${path} is on the PATH` };
    return { reason: `${path} is on the PATH, but has no language server` };
  }
  return { reason: `${PROGRAM} is not on the PATH` };
}

async function isProgram(path: string) {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function hasServer(path: string) {
  try {
    await promisify(execFile)(path, ['lsp', '--help'], { timeout: MAX_PROBE_TIME });
    return true;
  } catch {
    return false;
  }
}
