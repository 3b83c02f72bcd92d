import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from './scripts/csp.ts';

/** The preview serves nobody but the tests, and on one machine to compress costs more than it saves. */
const uncompressedPreview = (): Plugin => ({
  name: 'uncompressed-preview',
  configurePreviewServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      delete request.headers['accept-encoding'];
      next();
    });
  },
});

export default defineConfig({
  // Works from any sub-path of a static host.
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy(), uncompressedPreview()],
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // Every targeted browser knows modulepreload.
    modulePreload: { polyfill: false },
    // A font as a data: address is refused by font-src 'self'.
    assetsInlineLimit: 0,
    // Of what is bundled.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: {
        // What the first look needs is one script, though dialogs share parts of it: two dozen small ones compress worse.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
});
