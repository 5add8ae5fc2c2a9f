/// <reference types="vite/client" />

/** The URL of the part of the component that reads clusters. */
declare module 'virtual:cluster-part' {
  const url: string;
  export default url;
}
