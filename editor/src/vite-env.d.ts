/// <reference types="vite/client" />

/** The URL of the module for texts. */
declare module 'virtual:text-module' {
  const url: string;
  export default url;
}
