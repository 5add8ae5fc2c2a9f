const files = import.meta.glob<string>('../../../examples/*.json', { query: '?raw', import: 'default', eager: true });

/** The project's examples by name: `plain application`. */
export const examples: readonly { name: string; file: string; text: string }[] = Object.entries(files).map(
  ([path, text]) => {
    const file = path.slice(path.lastIndexOf('/') + 1);
    return { name: file.replace(/(\.databag)?\.json$/, '').replaceAll('-', ' '), file, text };
  },
);
