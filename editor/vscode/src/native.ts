import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

const PROGRAM = 'k8s-backup-target';
/** Maximum time of `lsp` without input, in milliseconds. */
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
    const why = `\`${PROGRAM} lsp\` fails: the commands of the npm and Python packages have no language server`;
    return { reason: `${path} is on the PATH, but ${why}` };
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
  // Not `lsp --help`: it also works where the command is a component, which has no language server. Without input, the
  // server ends at once.
  try {
    const probe = spawn(path, ['lsp'], { stdio: 'ignore', timeout: MAX_PROBE_TIME, windowsHide: true });
    const [code] = await once(probe, 'close');
    return code === 0;
  } catch {
    return false;
  }
}
