import { expect, test } from 'vitest';
import { findCircle, firstLoad } from './size.mjs';

test('scripts that wait for each other are named, wherever the circle begins', () => {
  const imports = new Map([
    ['index.js', ['shared.js']],
    ['dialog.js', ['index.js', 'formats.js']],
    ['formats.js', ['shared.js', 'panes.js']],
    ['panes.js', ['formats.js']],
    ['shared.js', []],
  ]);
  expect(findCircle(imports)).toBe('formats.js -> panes.js -> formats.js');
  imports.set('panes.js', ['shared.js']);
  expect(findCircle(imports)).toBeNull();
});

test('the first load is the entry, what it preloads, and its sheets', () => {
  const html = `<script type="module" src="./a.js"></script><link rel="modulepreload" href="./b.js">
    <link rel="stylesheet" href="./c.css"><link rel="icon" href="./d.svg">`;
  expect(firstLoad(html)).toEqual({ js: ['./a.js', './b.js'], css: ['./c.css'] });
});
