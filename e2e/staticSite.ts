/** A host of static files below a sub-path, which can be changed and taken away while a page of it is open. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

const AT = '/deep/er/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticSite {
  readonly url: string;
  /** Another version takes the place of this one; a meta element of its page says which. */
  readonly deploy: (version: string) => void;
  /** The same before the page is there: a list that begins with a script that the page has not. */
  readonly deployScriptOnly: (version: string) => void;
  /** Drops what is under way and listens no more. */
  readonly takeDown: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Serves a copy of what was built. */
export async function serveSite(): Promise<StaticSite> {
  const folder = mkdtempSync(join(tmpdir(), 'mig-planner-'));
  cpSync(join(import.meta.dirname, '../dist'), folder, { recursive: true });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = pathname.slice(AT.length);
    try {
      if (!pathname.startsWith(AT)) throw new Error('not below the sub-path');
      const file = join(folder, normalize(`/${path === '' ? 'index.html' : path}`));
      const content = readFileSync(file);
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  let isUp = true;
  const takeDown = async (): Promise<void> => {
    if (!isUp) return;
    isUp = false;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return {
    url: `http://127.0.0.1:${port}${AT}`,
    deploy: (version) => {
      // As a build of other sources has it: a file more, a page that names it, a list with both, and the hash of them all.
      const file = `assets/${version}.js`;
      writeFileSync(join(folder, file), '');
      change(join(folder, 'index.html'), (html) =>
        html.replace('<title>', `<meta name="deployed" content="${file}"><title>`),
      );
      change(join(folder, 'offline.js'), (script) =>
        script
          .replace(/"version":"[^"]*"/, `"version":"${version}"`)
          .replace('"files":[', `"files":["${file}",`),
      );
    },
    deployScriptOnly: (version) => {
      change(join(folder, 'offline.js'), (script) =>
        script.replace(
          /"version":"[^"]*","entry":"[^"]*"/,
          `"version":"${version}","entry":"assets/other.js"`,
        ),
      );
    },
    takeDown,
    remove: async () => {
      await takeDown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function change(file: string, edit: (text: string) => string): void {
  const before = readFileSync(file, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`${file} is as it was`);
  writeFileSync(file, after);
}
