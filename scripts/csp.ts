import type { Plugin } from 'vite';
import { PRINT_STYLE_HASH } from '../src/formats/print/printStyle.ts';

// Nothing is loaded from elsewhere and nothing is sent anywhere. worker-src is the solver and the reader; data: images are
// the small marks in the style sheet. The hash is the one style sheet of the page to print: a tab that is opened with it from
// here takes this policy along.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${PRINT_STYLE_HASH}'`,
  "font-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * Of the page as one file: nothing is allowed but what is in it, by hash. Workers are made of blobs, which take this policy
 * along; images and the font are data: addresses. Nothing at all is connected to.
 */
export function singleFilePolicy(hashes: {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}): string {
  const listed = (all: readonly string[]): string => all.map((hash) => `'sha256-${hash}'`).join(' ');
  return [
    "default-src 'none'",
    `script-src ${listed(hashes.scripts)}`,
    `style-src ${listed([...hashes.styles, PRINT_STYLE_HASH])}`,
    'font-src data:',
    'worker-src blob:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const META = /(<meta http-equiv="Content-Security-Policy" content=")[^"]*(")/;

/** The page with another policy than the build gave it. */
export function withPolicy(html: string, policy: string): string {
  if (!META.test(html)) throw new Error('The page has no policy to replace.');
  return html.replace(META, `$1${policy}$2`);
}

/** At build only: the development server injects its styles inline, which the policy would refuse. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        // Before anything it is to govern.
        injectTo: 'head-prepend',
      },
    ],
  };
}
