import { defineConfig, mergeConfig } from 'vite';
import { LICENSES, singleFile } from './scripts/singleFile.ts';
import base from './vite.config.ts';

// npm run build:single: the page as one file, dist-single/mig-planner.html.
export default defineConfig(
  mergeConfig(base, {
    plugins: [singleFile()],
    publicDir: false,
    build: {
      outDir: 'dist-single',
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      cssCodeSplit: false,
      license: { fileName: LICENSES },
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  }),
);
