import type { Plugin } from 'vite';
import { PRINT_STYLE_HASH } from '../src/formats/print/printStyle.ts';

// Nothing is loaded from elsewhere and nothing is sent anywhere. worker-src is the solver, the reader and what keeps the page
// for offline; data: images are the small marks in the style sheet. The hash is the one style sheet of the page to print: a
// tab that is opened with it from here takes this policy along.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${PRINT_STYLE_HASH}'`,
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

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
