import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from './scripts/csp.ts';
import { offline } from './scripts/offline.ts';
import { still } from './scripts/still.ts';

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

/** What the bundler warns of is a fault: an import, say, that looks as if it loaded something later, and does not. */
const noWarnings = (): Plugin => ({
  name: 'no-warnings',
  apply: 'build',
  onLog(level, { message }) {
    if (level === 'warn') this.error(`The build may have no warnings. ${message}`);
  },
});

/**
 * What the panes beside the board, menus and small dialogs share; the large dialogs, which read and write formats, wait, and so
 * do the console's machines, which come with its first terminal.
 */
const PANES =
  /[\\/]src[\\/](?:state[\\/](?!lab|reading|solver|console[\\/](?!openTerminal))|components[\\/](?:board|glossary|inspector|ui(?![\\/]Kbd)|vms)[\\/])/;

export default defineConfig({
  // Works from any sub-path of a static host.
  base: './',
  plugins: [
    react(),
    tailwindcss(),
    contentSecurityPolicy(),
    still(),
    offline(),
    quickPreview(),
    noWarnings(),
  ],
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // Every targeted browser knows modulepreload.
    modulePreload: { polyfill: false },
    // A font as a data: address is refused by font-src 'self'.
    assetsInlineLimit: 0,
    // Of what is bundled.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      // A busy machine is slow, and that is no fault.
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // What the first look needs is one script, though dialogs share parts of it: two dozen small ones compress worse.
            { name: 'first', tags: ['$initial'], priority: 9 },
            // The page begins with the plans that the browser keeps.
            { name: 'library', test: /[\\/]state[\\/]library[\\/]/, priority: 8 },
            { name: 'later', test: /\.css$/, priority: 8 },
            // A request costs more than what only the next part needs. A group takes along what it imports, so none leads
            // back to one that waits for it.
            { name: 'panes', test: PANES, minShareCount: 2, priority: 7 },
          ],
        },
      },
    },
  },
});
