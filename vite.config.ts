import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './scripts/csp.ts';

export default defineConfig({
  // Works from any sub-path of a static host.
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy()],
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // Every targeted browser knows modulepreload.
    modulePreload: { polyfill: false },
    // A font as a data: address is refused by font-src 'self'.
    assetsInlineLimit: 0,
  },
});
