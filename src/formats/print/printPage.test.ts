import { createHash } from 'node:crypto';
import { generate, correction } from 'lean-qr';
import { expect, test } from 'vitest';
import { makePrintPage, type PrintOptions } from './printPage.ts';
import { PRINT_STYLE, PRINT_STYLE_HASH } from './printStyle.ts';
import { makeQrSvg, MAX_QR_LENGTH } from './qrCode.ts';

const PAGE = 'https://planner.example/mig/';
const SHARED = 'p=1.0.0.';

function page(options: Partial<PrintOptions>): string {
  return makePrintPage({
    ...{ title: 'Plan', about: '', notes: '', hosts: [], waiting: [], waitingNotes: [], problems: [] },
    ...{ pageUrl: PAGE, sharedPlan: SHARED },
    ...options,
  });
}

test('the policy of the page allows its style sheet, and nothing else', () => {
  expect(createHash('sha256').update(PRINT_STYLE).digest('base64')).toBe(PRINT_STYLE_HASH);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page({}))?.[1];
  expect(policy).toBe(
    `default-src 'none'; style-src 'sha256-${PRINT_STYLE_HASH}'; base-uri 'none'; form-action 'none'`,
  );
  expect(PRINT_STYLE).not.toMatch(/url\(|@import|</);
});

test.each([
  ['a short link', { sharedPlan: SHARED }, true, /<a href="https:\/\/planner\.example\/mig\/#p=1\.0\.0\.">/],
  [
    'the longest that has one',
    { sharedPlan: `p=1.${'a'.repeat(MAX_QR_LENGTH - PAGE.length - 6)}` },
    true,
    /Open the plan/,
  ],
  [
    'one that is too long',
    { sharedPlan: `p=1.${'a'.repeat(MAX_QR_LENGTH - PAGE.length - 5)}` },
    false,
    /No QR code: the link has 1000 characters/,
  ],
  [
    'no address of the page',
    { pageUrl: null },
    false,
    /No QR code: the address of the planner was not known/,
  ],
  ['an address that is none', { pageUrl: 'javascript:alert(1)' }, false, /No QR code: the address/],
  ['an address of a file', { pageUrl: 'file:///home/me/index.html' }, false, /No QR code: the address/],
])('%s: a QR code, or why not', (_, options, hasCode, says) => {
  const html = page(options);
  expect(html.includes('class="qr"')).toBe(hasCode);
  expect(html).toMatch(says);
  expect(html).not.toContain('javascript:');
});

test('the drawn code is that of the link, with four light modules around it', () => {
  const link = `${PAGE}#${SHARED}`;
  const code = generate(link, { minCorrectionLevel: correction.M });
  const svg = makeQrSvg(link, 'a "code"') ?? '';
  expect(svg).toContain('aria-label="a &quot;code&quot;"');
  const size = code.size + 8;
  expect(svg).toContain(`viewBox="0 0 ${size} ${size}"`);
  const dark = new Set<string>();
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let n = 0; n < Number(width); n++) dark.add(`${Number(x) + n} ${y}`);
  }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) expect(dark.has(`${x} ${y}`)).toBe(code.get(x - 4, y - 4));
  }
});
