/**
 * What the built site has beside its page to be installed and to work without a network: the manifest, its icons, and the
 * service worker with the list of files that it keeps (src/state/offline/). The same sources give the same bytes.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import type { OfflineList } from '../src/state/offline/keptPage.ts';
import { classicScript, type Target } from './classicScript.ts';
import { drawIcons, ICONS } from './icons.ts';

const MANIFEST = 'manifest.webmanifest';
const SERVICE_WORKER = 'offline.js';
/** Not every browser takes a module for one. */
const WORKER = 'src/state/offline/serviceWorker.ts';
/** Of public/, what the page shows. */
const SHOWN = ['favicon.svg'];

type Bundle = Rolldown.OutputBundle;

const manifest = {
  name: 'MIG Planner',
  short_name: 'MIG Planner',
  description: 'Plan NVIDIA MIG partitions: see what fits, where it goes and how to get there.',
  lang: 'en',
  categories: ['productivity', 'utilities'],
  // Wherever it lies, and nothing above it.
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#ffffff',
  icons: [
    { src: './favicon.svg', type: 'image/svg+xml', sizes: 'any' },
    ...ICONS.flatMap(({ file, size, purpose }) =>
      purpose === null ? [] : [{ src: `./${file}`, type: 'image/png', sizes: `${size}x${size}`, purpose }],
    ),
  ],
};

const digest = (content: string | Uint8Array): string =>
  `sha256-${createHash('sha256').update(content).digest('base64')}`;

const contentOf = (file: Bundle[string]): string | Uint8Array =>
  file.type === 'chunk' ? file.code : file.source;

/**
 * @param page the finished index.html
 * @param hashed names of files that have their hash in it
 * @param loose the others by name
 */
export function listOffline(
  page: string,
  hashed: readonly string[],
  loose: ReadonlyMap<string, string | Uint8Array>,
): OfflineList {
  const entry = /<script\b[^>]*\ssrc="\.\/([^"]+)"/.exec(page)?.[1];
  if (entry === undefined || !hashed.includes(entry))
    throw new Error('The page begins with no script of the list.');
  const files = hashed.toSorted();
  const sums = Object.fromEntries([...loose].map(([name, content]) => [name, digest(content)]));
  const version = createHash('sha256')
    .update(JSON.stringify([page, files, sums]))
    .digest('hex')
    .slice(0, 16);
  return { version, entry, files, loose: sums };
}

/** The list goes first, so that it can be read and changed without the code. */
export function serviceWorkerText(list: OfflineList, code: string): string {
  return `self.OFFLINE=${JSON.stringify(list)};\n${code}`;
}

export function offline(): Plugin {
  let root = '';
  let publicDir = '';
  let target: Target;
  return {
    name: 'offline',
    apply: 'build',
    configResolved: (config) => {
      ({ root, publicDir } = config);
      target = config.build.target;
    },
    transformIndexHtml: () => {
      // The page as one file has nothing beside it.
      if (publicDir === '') return [];
      return [
        // Where one has to log in to see the site, the manifest is fetched with that login too.
        { tag: 'link', attrs: { rel: 'manifest', href: `./${MANIFEST}`, crossorigin: 'use-credentials' } },
        { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icon-180.png' } },
      ].map((tag) => ({ ...tag, injectTo: 'head' as const }));
    },
    generateBundle: {
      // When the page has its final text.
      order: 'post',
      async handler(_options, bundle) {
        if (publicDir === '') return;
        const page = bundle['index.html'];
        if (page === undefined) throw new Error('There is no page to keep.');
        const loose = new Map<string, string | Uint8Array>(
          SHOWN.map((name) => [name, readFileSync(join(publicDir, name))]),
        );
        loose.set(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
        for (const [file, png] of await drawIcons(readFileSync(join(publicDir, 'favicon.svg'), 'utf8')))
          loose.set(file, png);
        const hashed = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const list = listOffline(String(contentOf(page)), hashed, loose);
        for (const [fileName, source] of loose)
          if (!SHOWN.includes(fileName)) this.emitFile({ type: 'asset', fileName, source });
        const source = serviceWorkerText(list, await classicScript(root, WORKER, target));
        this.emitFile({ type: 'asset', fileName: SERVICE_WORKER, source });
      },
    },
  };
}
