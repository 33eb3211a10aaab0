import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Development only: where `npm run dev` finds the service (or the mock server). */
const service = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  server: { proxy: { '/api': service, '/ogc': service } },
  build: {
    outDir: 'dist',
    // MapLibre is one large module; it is cached by its hashed name.
    chunkSizeWarningLimit: 1400,
    // A strict `img-src 'self' data:` would allow inlining, but plain files cache better.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'index.html', plan: 'plan.html', api: 'api.html' },
      output: {
        // The map's worker is an .mjs file; as .js every server knows its media type.
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith('.mjs'))
            ? 'assets/[name]-[hash].js'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
