import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from './scripts/csp.ts';

/**
 * The preview serves nobody but the tests, and on one machine to compress costs more than it saves. What has its hash in
 * its name is kept by the browser, as any host of static files has it.
 */
const quickPreview = (): Plugin => ({
  name: 'quick-preview',
  configurePreviewServer: (server) => {
    server.middlewares.use((request, response, next) => {
      delete request.headers['accept-encoding'];
      if (request.url?.startsWith('/assets/'))
        response.setHeader('Cache-Control', 'max-age=31536000, immutable');
      next();
    });
  },
});

/** Chunks that several parts share are named after all of them, which takes room in the list of what to fetch. */
const fileName = (name: string | undefined): string =>
  `assets/${name?.startsWith('shared~') === true ? 'shared' : '[name]'}-[hash]`;

export default defineConfig({
  // Works from any sub-path of a static host.
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy(), quickPreview()],
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // Every targeted browser knows modulepreload.
    modulePreload: { polyfill: false },
    // A font as a data: address is refused by font-src 'self'.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `${fileName(name)}.js`,
        assetFileNames: ({ names }) => `${fileName(names[0])}[extname]`,
        codeSplitting: {
          groups: [
            // What the first look needs is one script, though dialogs share parts of it: two dozen small ones compress worse.
            { name: 'first', tags: ['$initial'], priority: 1 },
            // The same for what comes later: a request costs more than a part that only the next dialog needs.
            { name: 'later', test: /\.css$/, priority: 1 },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 60_000 },
          ],
        },
      },
    },
  },
});
