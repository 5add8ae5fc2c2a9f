/// <reference types="vite/client" />

/** The URL of the module for texts. */
declare module 'virtual:text-module' {
  const url: string;
  export default url;
}

/** The catalogue of rules. */
declare module 'virtual:rules' {
  const rules: readonly import('k8s-backup-target').Rule[];
  export default rules;
}
