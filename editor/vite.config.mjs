import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { offline } from './build/offline.mjs';
import { clusterPart, rules, textModule } from './build/parts.mjs';
import { precompress } from './build/precompress.mjs';
import { preloadMain } from './build/preload.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: './',
  resolve: { alias: { 'k8s-backup-target': at('../embed/js/dist/index.js') } },
  server: { fs: { allow: [at('..')] } },
  worker: {
    format: 'es',
    plugins: () => [textModule()],
    rolldownOptions: { output: { entryFileNames: 'assets/worker-[hash].js' } },
  },
  build: {
    target: 'es2022',
    // Browsers cache separate files, and the content security policy does not allow data URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [clusterPart(), rules(), preloadMain(), offline(), precompress()],
});
