/** What the tests of publishing work on: folders of their own, a host of static files, and commands that are run to their end. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A new folder outside the repository: nothing of it can be found from there. */
export function newFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'mig-planner-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Done {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Node with these arguments. */
export function node(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Done {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64_000_000,
  });
  return { status, stdout, stderr };
}

/** npm, as it is called here. */
export function npm(args: readonly string[], cwd: string): Done {
  const path = process.env['npm_execpath'];
  if (path !== undefined) return node([path, ...args], cwd);
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' },
  ...{ '.json': 'application/json', '.woff2': 'font/woff2', '.zip': 'application/zip' },
};

export interface Host {
  /** Ends in the sub-path. */
  readonly url: string;
  /** Every path that was asked for and is not there. */
  readonly missing: readonly string[];
  readonly close: () => Promise<void>;
}

/** A host of static files that knows nothing of us: what is not below `at` or not there is 404. */
export async function serve(folder: string, at: string): Promise<Host> {
  const missing: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    try {
      if (!path.startsWith(at)) throw new Error('not below the sub-path');
      const rest = path.slice(at.length);
      const file = join(folder, normalize(`/${rest}`), rest === '' || rest.endsWith('/') ? 'index.html' : '');
      const content = readFileSync(file);
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      missing.push(path);
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${at}`,
    missing,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
