// What the first page load weighs, compressed: the entry script, what it preloads, and the style sheets. And whether the
// scripts of the page can begin in order: as they are cut is decided in vite.config.ts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Complaint, ROOT } from './ensure.mjs';

const LIMITS_KB = { js: 150, css: 10 };

/** @param {string} html */
export function firstLoad(html) {
  /** @type {{ js: string[], css: string[] }} */
  const files = { js: [], css: [] };
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    const src = /\ssrc="([^"]+)"/.exec(tag)?.[1];
    const href = /\shref="([^"]+)"/.exec(tag)?.[1];
    if (tag.startsWith('<script') && src) files.js.push(src);
    if (/\srel="modulepreload"/.test(tag) && href) files.js.push(href);
    if (/\srel="stylesheet"/.test(tag) && href) files.css.push(href);
  }
  return files;
}

/**
 * Scripts that wait for each other, "a -> b -> a": one of them would begin with names of the other that have no value yet.
 * @param {ReadonlyMap<string, readonly string[]>} imports what each script imports at once
 * @returns {string | null}
 */
export function findCircle(imports) {
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {(path: readonly string[]) => string | null} */
  const visit = (path) => {
    const script = path[path.length - 1] ?? '';
    const seen = path.indexOf(script);
    if (seen < path.length - 1) return path.slice(seen).join(' -> ');
    if (done.has(script)) return null;
    for (const next of imports.get(script) ?? []) {
      const circle = visit([...path, next]);
      if (circle !== null) return circle;
    }
    done.add(script);
    return null;
  };
  for (const script of imports.keys()) {
    const circle = visit([script]);
    if (circle !== null) return circle;
  }
  return null;
}

/** @param {string} folder */
function importsIn(folder) {
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return new Map(
    scripts.map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return [
        name,
        [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map(([, to = '']) => to),
      ];
    }),
  );
}

export function checkSize() {
  const dist = join(ROOT, 'dist');
  const page = join(dist, 'index.html');
  if (!existsSync(page)) throw new Complaint('There is no dist/index.html: run npm run build first.');
  const files = firstLoad(readFileSync(page, 'utf8'));
  if (files.js.length === 0) throw new Complaint('dist/index.html loads no script: nothing to weigh.');

  const circle = findCircle(importsIn(join(dist, 'assets')));
  if (circle !== null) throw new Complaint(`These scripts wait for each other: ${circle}.`);

  const tooBig = [];
  for (const kind of /** @type {const} */ (['js', 'css'])) {
    let total = 0;
    for (const path of files[kind]) {
      // 1 KB is 1,000 bytes, as vite prints it.
      const size = gzipSync(readFileSync(join(dist, path)), { level: 9 }).length / 1000;
      total += size;
      console.log(`  ${size.toFixed(1).padStart(7)} KB  ${path}`);
    }
    console.log(`  ${total.toFixed(1).padStart(7)} KB  ${kind} in all, of ${LIMITS_KB[kind]} KB`);
    if (total > LIMITS_KB[kind]) tooBig.push(`${kind} ${total.toFixed(1)} KB > ${LIMITS_KB[kind]} KB`);
  }
  if (tooBig.length > 0) throw new Complaint(`The first load is too big: ${tooBig.join(', ')}.`);
}
