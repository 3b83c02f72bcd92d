/**
 * The whole page as one HTML file that runs from disk: scripts, styles, font and workers are inside it, and its policy allows
 * them by their hashes alone.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';
import { singleFilePolicy, withPolicy } from './csp.ts';

const FILE_NAME = 'mig-planner.html';
/** Where the licences of what is in the file are noted; the build writes them there first. */
export const LICENSES = 'licenses.md';

/** `new Worker(new URL('./worker.ts', import.meta.url), ...)`, as src/state has it: only so does the build find the file. */
const WORKER =
  /new Worker\(\s*new URL\((['"][^'"]+['"]), import\.meta\.url\),\s*\{ type: 'module' \},?\s*\)/g;

type Bundle = Rolldown.OutputBundle;

/** A worker of its own file cannot be had from disk: its code goes into the page, and the worker is made of a blob. */
function inlineWorkers(): Plugin {
  return {
    name: 'inline-workers',
    enforce: 'pre',
    transform(code) {
      const files: string[] = [];
      const changed = code.replace(WORKER, (_, file: string) => `new InlineWorker${files.push(file) - 1}()`);
      if (files.length === 0) return null;
      const imports = files.map((file, n) => {
        const path = `${file.slice(0, -1)}?worker&inline${file.slice(-1)}`;
        return `import InlineWorker${n} from ${path};`;
      });
      return { code: `${imports.join('\n')}\n${changed}`, map: null };
    },
  };
}

const textOf = (source: string | Uint8Array): string =>
  typeof source === 'string' ? source : new TextDecoder().decode(source);

/** In a script of a page, what would end it or open a comment in it; in strings and patterns "\x3c" is the same letter. */
function scriptText(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, String.raw`\x3c`);
}

/** Takes the one file of a sort out of the bundle. */
function take(bundle: Bundle, extension: string): string {
  const names = Object.keys(bundle).filter((name) => name.endsWith(extension));
  const [name] = names;
  const file = name === undefined ? undefined : bundle[name];
  if (name === undefined || file === undefined || names.length > 1) {
    throw new Error(
      `The single file takes one ${extension}, and the build has ${names.join(', ') || 'none'}.`,
    );
  }
  Reflect.deleteProperty(bundle, name);
  return file.type === 'chunk' ? file.code : textOf(file.source);
}

/** Puts `instead` in place of the one tag that `tag` finds. A function, for "$" in code is no pattern. */
function replaceTag(html: string, tag: RegExp, instead: string): string {
  if (!tag.test(html)) throw new Error(`index.html has no ${tag.source}`);
  return html.replace(tag, () => instead);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The page of what was built, which is taken out of `bundle`. */
function assemble(bundle: Bundle): string {
  const script = scriptText(take(bundle, '.js'));
  // The font is here already: no text has to do without it because it came late.
  const style = take(bundle, '.css').replaceAll('font-display:optional', 'font-display:block');
  const licenses = take(bundle, LICENSES);
  let html = take(bundle, '.html');
  html = replaceTag(html, /\s*<link rel="stylesheet"[^>]*>/, '');
  html = replaceTag(html, /\s*<script type="module"[^>]*><\/script>/, '');
  const icon = readFileSync('public/favicon.svg', 'utf8');
  html = replaceTag(
    html,
    /href="[^"]*favicon\.svg"/,
    `href="data:image/svg+xml,${encodeURIComponent(icon)}"`,
  );
  html = replaceTag(html, /\s*<\/head>/, `\n    <style>${style}</style>\n  </head>`);
  html = replaceTag(
    html,
    /\s*<\/body>/,
    `\n    <script type="module">${script}</script>\n    <script type="text/plain" id="licenses">\n${scriptText(licenses)}</script>\n  </body>`,
  );
  html = withPolicy(html, singleFilePolicy({ scripts: [sha256(script)], styles: [sha256(style)] }));
  const rest = Object.keys(bundle);
  if (rest.length > 0) throw new Error(`Not in the single file: ${rest.join(', ')}`);
  const asked = /new URL\(["'`].{0,200}?import\.meta\.url/.exec(script);
  if (asked !== null) throw new Error(`The single file still asks for a file beside it: ${asked[0]}`);
  return html;
}

export function singleFile(): Plugin[] {
  return [
    inlineWorkers(),
    {
      name: 'single-file',
      enforce: 'post',
      // The font is in the style sheet: what is to be fetched early would stay a file of its own.
      transformIndexHtml: {
        order: 'pre',
        handler: (html) => replaceTag(html, /\s*<!--[^>]*-->\s*<link\s+rel="preload"[^>]*>/, ''),
      },
      generateBundle: {
        order: 'post',
        handler(_options, bundle) {
          this.emitFile({ type: 'asset', fileName: FILE_NAME, source: assemble(bundle) });
        },
      },
    },
  ];
}
