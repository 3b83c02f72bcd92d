/** The themes differ in colours and in nothing else: e2e/axe.ts looks at the rest in one of them only. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SHEETS = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css'))
  .map((path) => [path, readFileSync(`src/${path}`, 'utf8')] as const);
const CODE = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test(?:ing)?\.tsx?$/.test(path))
  .map((path) => [path, readFileSync(`src/${path}`, 'utf8')] as const);

/** What a theme's own rules set. */
const THEME_RULE = /\[data-theme[^{]*\{(?<body>[^}]*)\}/g;

test('a theme sets the colour scheme and no other property', () => {
  const rules = SHEETS.flatMap(([, text]) => [...text.matchAll(THEME_RULE)]);
  expect(rules.map((rule) => rule.groups?.['body']?.trim())).toEqual([
    'color-scheme: light;',
    'color-scheme: dark;',
  ]);
});

test.each(SHEETS)(
  '%s asks for no theme but through light-dark(), which gives colours only',
  (_path, text) => {
    expect(text).not.toMatch(/prefers-color-scheme|@variant dark|@custom-variant/);
  },
);

test('no component draws by the theme', () => {
  const found = CODE.filter(([, text]) => /prefers-color-scheme|\bdark:[a-z-[]/.test(text));
  // The embedded view and the gallery are pages of their own, which axe looks at in tests of their own.
  expect(found.map(([path]) => path.replaceAll('\\', '/')).sort()).toEqual([
    'components/embed/showEmbed.tsx',
    'formats/gallery/galleryHtml.ts',
    'formats/gallery/galleryStyle.ts',
  ]);
});
