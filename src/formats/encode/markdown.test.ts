import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { markdownCode, markdownFence, markdownText } from './markdown.ts';

/** Everything that a renderer may be made to do: raw HTML, links out of bare addresses, tables, struck text. */
const parser = new MarkdownIt({ html: true, linkify: true });

interface Seen {
  readonly types: ReadonlySet<string>;
  readonly text: string;
}

/** The kinds of marks inside the lines of a text, and what a reader sees of it. */
function seen(markdown: string): Seen {
  const tokens = parser.parse(markdown, {});
  const inline = tokens.flatMap(({ children }) => children ?? []);
  return {
    types: new Set([...tokens, ...inline].map(({ type }) => type)),
    text: inline.map(({ content }) => content).join(''),
  };
}

const PARAGRAPH = ['paragraph_open', 'inline', 'paragraph_close'];

describe('code', () => {
  test.each([
    ['plain', '`plain`'],
    ['', ''],
    ['a`b', '``a`b``'],
    ['`id`', '`` `id` ``'],
    [' x ', '`  x  `'],
    ['  ', '`  `'],
    ['x\ny', '`x y`'],
    ['a|b', '`a|b`'],
    ['[a](javascript:b)', '`[a](javascript:b)`'],
  ])('of %j is %s', (text, markdown) => {
    expect(markdownCode(text)).toBe(markdown);
  });

  test.each([
    ['a|b', '`a\\|b`'],
    ['a\\|b', '`a\\`\\|`b`'],
    ['a\\', '`a\\`'],
  ])('of %j in a table is %s', (text, markdown) => {
    expect(markdownCode(text, { inTable: true })).toBe(markdown);
  });
});

describe('text', () => {
  test.each([
    ['3g.20gb on esx-01', '3g.20gb on esx-01'],
    ['*a* _b_ ~~c~~', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~'],
    ['<b>&lt;', '&lt;b\\>&amp;lt;'],
    ['- item', '\\- item'],
    ['on esx.example.org.', 'on esx\\.example\\.org.'],
    ['a - b + c', 'a - b + c'],
    ['1. item', '1\\. item'],
    ['    indented', 'indented'],
    ['=', '\\='],
    ['ask @root, #12, www.x or http://x', 'ask `@`root, `#`12, www`.`x or http`:`//x'],
    ['x\ny', 'x y'],
    ['$a$', '\\$a\\$'],
    ['', ''],
  ])('%j is %s', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });
});

const seed = 20270103;
const SPECIAL = Array.from('`*_~[]()<>!#+-.\\|&:@"\'/=$^{} ax1');
const pieces = fc.constantFrom(
  ...SPECIAL,
  'http://',
  'www.',
  'a@b.co',
  '&amp;',
  '``',
  '\\|',
  ' | ',
  '![',
  '](',
);
const texts = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  { weight: 4, arbitrary: fc.string({ unit: pieces, maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);

const flat = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu, '\ufffd');

test(`code is read as it was, seed ${seed}`, () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { types, text: read } = seen(`x${markdownCode(text)}x`);
      expect(types).toEqual(new Set([...PARAGRAPH, 'text', ...(text === '' ? [] : ['code_inline'])]));
      expect(read).toBe(`x${flat(text)}x`);
    }),
    { seed, numRuns: 1000 },
  );
});

test(`a sentence means nothing but itself, seed ${seed}`, () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { types, text: read } = seen(markdownText(text));
      for (const type of types) expect([...PARAGRAPH, 'text', 'text_special', 'code_inline']).toContain(type);
      // A parser takes some blanks off the ends of a paragraph, and some more than `trim` does.
      expect(read.trim()).toBe(flat(text).trim());
    }),
    { seed, numRuns: 1000 },
  );
});

test(`a table keeps its cells, seed ${seed}`, () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 2, maxLength: 4 }), (cells) => {
      const rows = [
        cells.map(() => 'h'),
        cells.map(() => '---'),
        cells.map((text) => markdownCode(text, { inTable: true })),
        cells.map(markdownText),
      ];
      const tokens = parser.parse(rows.map((row) => `| ${row.join(' | ')} |\n`).join(''), {});
      const read = tokens
        .filter(({ type }) => type === 'inline')
        .map(({ children }) =>
          (children ?? [])
            .map(({ content }) => content)
            .join('')
            .trim(),
        );
      const wanted = cells.map((text) => flat(text).trim());
      expect(read).toEqual([...cells.map(() => 'h'), ...wanted, ...wanted]);
    }),
    { seed, numRuns: 1000 },
  );
});

test(`a block of code ends where it ends, seed ${seed}`, () => {
  const lines = fc.array(fc.oneof(texts, fc.constantFrom('```', '~~~', '````text', '    ```')), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(lines, (all) => {
      const tokens = parser.parse(`before\n\n${markdownFence(all, 'text')}\n\nafter`, {});
      const [fence, second] = tokens.filter(({ type }) => type === 'fence');
      expect(second).toBeUndefined();
      expect(fence?.content).toBe(all.map((line) => `${flat(line)}\n`).join(''));
      expect(tokens.filter(({ type }) => type === 'inline').map(({ content }) => content)).toEqual([
        'before',
        'after',
      ]);
    }),
    { seed, numRuns: 500 },
  );
});
