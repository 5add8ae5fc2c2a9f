// The language server as a component, transpiled by build.mjs.

declare module 'component' {
  type Open = (path: string) => import('./files').Content | undefined;
  /** Returns a new instance of the compiled core module. */
  export function start(
    core: WebAssembly.Module,
    imports: { 'k8s-backup:language-server/files': { open: Open } },
  ): { root: { server: { handle(messages: string[], now: bigint): string[] } } };
}
