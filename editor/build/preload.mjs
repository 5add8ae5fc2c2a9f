/** Loads the main script at the same time as the first script, which imports it. */
export function preloadMain() {
  return {
    name: 'preload-main',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const main = Object.values(bundle).filter(({ type, name }) => type === 'chunk' && name === 'main');
        if (main.length !== 1) throw new Error(`expected one main script, found ${main.length}`);
        return [
          {
            tag: 'link',
            injectTo: 'head',
            attrs: { rel: 'modulepreload', crossorigin: '', href: `./${main[0].fileName}` },
          },
        ];
      },
    },
  };
}
