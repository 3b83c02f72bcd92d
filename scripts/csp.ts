import type { Plugin } from 'vite';

// Nothing is loaded from elsewhere and nothing is sent anywhere. worker-src is the solver and the reader; data: images are
// the small marks in the style sheet.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "worker-src 'self'",
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
