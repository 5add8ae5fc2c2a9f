// Messages between the extension and its worker, in addition to those of the Language Server Protocol.

/** Notification to the worker: files that were read, changed or removed, and folders that exist. */
export const FILES = 'k8s-backup-target/files';

export interface FilesParams {
  files: { uri: string; bytes: Uint8Array | null }[];
  folders?: string[];
}

/** Request of the worker: the bytes of a file, or null. */
export const READ_FILE = 'k8s-backup-target/readFile';

export interface ReadFileParams {
  uri: string;
}

/** Last notification of the worker: on the web, nothing else shows that a worker has ended. */
export const ENDED = 'k8s-backup-target/ended';
