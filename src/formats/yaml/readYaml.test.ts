import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { encodeYaml, yamlBlock, yamlMap } from '../encode/yaml.ts';
import { mangled } from '../fuzz.testing.ts';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { MAX_TEXT_LENGTH } from '../reading.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { readYaml, type YamlReading } from './readYaml.ts';
import { MAX_YAML_DEPTH, type YamlError, type YamlLine, type YamlNode } from './yamlNode.ts';

function linesOf(text: string): YamlLine[] {
  return text
    .replace(/\n$/, '')
    .split(/\r\n|\r|\n/)
    .map((line, n) => ({ line: n + 1, text: line }));
}

function read(text: string): YamlReading {
  const reading = readYaml(linesOf(text));
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  return reading.value;
}

function errorOf(text: string): YamlError | null {
  const reading = readYaml(linesOf(text));
  return reading.ok ? null : reading.error;
}

/** Every scalar as text; maps as maps, for their keys may be anything. */
function plain(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return new Map(node.entries.map(({ key, value }) => [key, plain(value)]));
  }
}

/** The same of a parser that everybody knows. */
function known(text: string): unknown {
  return parse(text, { schema: 'failsafe', mapAsMap: true, uniqueKeys: false, merge: false });
}

test.each([
  ['a map', 'a: 1\nb:\n  c: d\n'],
  ['a list of maps', '- a: 1\n  b: 2\n- a: 3\n'],
  ['a list as far left as its key', 'a:\n- 1\n- b: 2\n  c: 3\nd: 4\n'],
  ['lists in lists', '- - 1\n  - 2\n-\n  - 3\n'],
  ['nothing', 'a:\nb:\n  - \n  - x\nc: ~\n'],
  ['comments', '# x\na: 1 # y\n\n  # z\nb: "#" # "\nc: x#y\n'],
  ['flow form', 'a: [1, 2, {b: c, "d": [e]}, ]\nf: {}\ng: [ ]\n'],
  ['flow form over lines', 'a: [1,\n  2, # two\n  {b:\n    c}]\nd: e\n'],
  ['JSON', '{"a": [1, {"b": "c"}], "d": {"e":"f"}}'],
  ['JSON over lines', '{\n  "a": [\n    1,\n    {\n      "b": "c"\n    }\n  ]\n}\n'],
  ['quotes', 'a: "x: \\"y\\" \\u00e9\\n"\nb: \'it\'\'s #1\'\n"k: 1": v\n\'l\': w\n'],
  ['quotes over lines', 'a: "one\n  two\n\n  three\\\n  four"\nb: \'five\n  six\'\nc: 7\n'],
  ['plain text over lines', 'a: one\n  two\n  three\nb: four\n'],
  ['a block', 'a: |\n  b: 1\n\n    c # d\n\nb: 2\n'],
  ['a block without its end', 'a: |-\n  b\nc: 2\n'],
  ['a block with all of its ends', 'a: |+\n  b\n\n\nc: 2\n'],
  ['a block that says its indentation', 'a: |2\n    b\n  c\nd: 2\n'],
  ['a block in a list', '- |\n  a\n  b\n- >-\n  c\n  d\n\n  e\n'],
  ['a folded block', 'a: >\n  b\n  c\n\n  d\n    e\n  f\n'],
  ['a block that is empty', 'a: |\nb: 1\n'],
  ['keys with blanks and dots', 'a b: 1\nnvidia.com/mig-1g.5gb: "2"\n1g.5gb+me: 3\n'],
  ['colons in text', 'a: b:c\nd: http://x/y\ne: 12:30:45\n'],
  ['a scalar alone', 'just text\n'],
  ['keys with a question mark', '? a\n: b\n? c d\n: e\n'],
])('%s', (_, text) => {
  expect(plain(read(text).node)).toEqual(known(text));
});

test.each([
  ['an anchor', 'a: &x 1', 'anchor'],
  ['an anchor of a map', '&x a: 1', 'anchor'],
  ['an anchor before a list', '- &x [1]', 'anchor'],
  ['an alias', 'a: *x', 'alias'],
  ['an alias as a key', '{*x : 1}', 'alias'],
  ['an alias in a list', '[*x, *x]', 'alias'],
  ['a tag', 'a: !!python/object x', 'tag'],
  ['a tag in flow form', '[!x y]', 'tag'],
  ['a merge key', 'a:\n  <<: {b: 1}', 'merge-key'],
  ['a merge key in flow form', '{<<: {b: 1}}', 'merge-key'],
  ['a complex key', '? [a]\n: b', 'complex-key'],
  ['a complex key later', 'a: 1\n? {b: c}\n: d', 'complex-key'],
  ['a directive', '%TAG ! x\na: 1', 'directive'],
])('%s is refused', (_, text, what) => {
  expect(errorOf(text)).toMatchObject({ code: 'yaml-refused', what });
});

test.each([
  ['a map in a text', 'a: b: c', 1],
  ['a TAB before a key', 'a:\n\tb: 1', 2],
  ['a key that comes too late', 'a: 1\n  b: 2', 2],
  ['a key among items', '- a\nb: 1', 2],
  ['an item among keys', 'a: 1\n- b', 2],
  ['brackets that stay open', 'a: [1,\n  2', 2],
  ['quotes that stay open', 'a: "x\nb: 1', 2],
  ['two documents', 'a: 1\n---\nb: 2', 3],
  ['something behind brackets', 'a: [1] 2', 1],
  ['an escape that is none', 'a: "\\q"', 1],
  ['no comma', '[1 2, {a b}\n{c}]', 2],
])('%s is no YAML, and the line is said', (_, text, line) => {
  expect(errorOf(text)).toMatchObject({ code: 'not-yaml', at: { line } });
});

test('keys that stand there twice are told, in both forms', () => {
  const { duplicates } = read('a: 1\nb: {c: 1, c: 2}\na: 2\n');
  expect(duplicates.map(({ key, at }) => [key, at])).toEqual([
    ['c', { line: 2 }],
    ['a', { line: 3 }],
  ]);
});

test('what somebody left out is seen and does no harm', () => {
  const cut = read('[\n  {\n    ...\n    "a": "16",\n    ...  \n  }\n]');
  expect(cut.isCut).toBe(true);
  expect(plain(cut.node)).toEqual([new Map([['a', '16']])]);
  expect(read('a: 1\n...\n[...]\nb: 2').isCut).toBe(true);
  expect(read('a: 1\nb: "..."').isCut).toBe(false);
  const isIn = (text: string): unknown => plain(read(text).node);
  expect(isIn('{"a": 1\n...\n"b": [1, ...\n 2\n …\n]}')).toEqual(
    new Map<string, unknown>([
      ['a', '1'],
      ['b', ['1', '2']],
    ]),
  );
  const block = 'a: |\n  b\n  ...\n  c\n...\nd: e\n';
  expect(isIn(block)).toEqual(
    new Map([
      ['a', 'b\n...\nc\n'],
      ['d', 'e'],
    ]),
  );
});

test('nesting has a bound, and the line where it is reached is said', () => {
  const nested = (depth: number): string => `a:\n  ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`;
  expect(errorOf(nested(MAX_YAML_DEPTH))).toBe(null);
  expect(errorOf(nested(MAX_YAML_DEPTH + 1))).toEqual({
    code: 'yaml-too-deep',
    at: { line: 2 },
    max: MAX_YAML_DEPTH,
  });
});

test('every node has its line, and a block the lines in it', () => {
  const text = encodeYaml(yamlMap([['x', yamlMap([['config.yaml', yamlBlock('a: 1\n\nb: 2\n')]])]]));
  const { node } = read(text);
  expect(node).toMatchObject({
    entries: [
      {
        value: { entries: [{ at: { line: 2 }, value: { lines: [{ line: 3 }, { line: 4 }, { line: 5 }] } }] },
      },
    ],
  });
});

const nestedLines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

describe('what is meant to hang or to overflow', () => {
  // A quarter of it still takes minutes where it is not linear.
  const MANY = seedsOf(300_000);
  test.each([
    ['quotes', '"'.repeat(MANY)],
    ['single quotes', "'".repeat(MANY)],
    ['quotes on lines', '"\n'.repeat(MANY)],
    ['brackets', '['.repeat(MANY)],
    ['braces', '{a: '.repeat(MANY)],
    ['dashes', '- '.repeat(MANY)],
    ['dashes on lines', '-\n'.repeat(MANY)],
    ['question marks', '? '.repeat(MANY)],
    ['colons', 'a: b: '.repeat(MANY)],
    ['colons on lines', 'a:\n'.repeat(MANY)],
    ['deeper and deeper', Array.from({ length: 700 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
    ['backslashes', `"${'\\'.repeat(MANY)}`],
    ['backslashes on lines', `"${'\\\n'.repeat(MANY)}`],
    ['blanks', `a: x${' '.repeat(MANY)}y`],
    ['number signs', ' #'.repeat(MANY)],
    ['dots', '.'.repeat(MANY)],
    ['dots in brackets', `[${'...\n'.repeat(MANY)}`],
    ['commas', `[${','.repeat(MANY)}`],
    ['blocks', 'a: |\n'.repeat(MANY)],
    ['anchors', '&a '.repeat(MANY)],
    ['anchors on lines', '&a\n'.repeat(MANY)],
    ['anchors in each other', nestedLines(60, (at) => `${' '.repeat(at)}${at % 2 ? '&a' : '!b'}`)],
    ['anchored keys in each other', nestedLines(60, (at) => `${' '.repeat(at)}&a k: &b`)],
    ['dots behind brackets', `[\n${'1, ...\n'.repeat(MANY)}`],
    ['dots behind blanks', `[${' '.repeat(MANY)}... x\n...\n`],
    ['blanks before a bar', `...\na:${' :'.repeat(MANY)}${' '.repeat(MANY)}x`],
    ['byte order marks', '\ufeff\n'.repeat(MANY)],
    ['documents', '---\n'.repeat(MANY)],
    ['items', 'a:\n' + '- b\n'.repeat(MANY)],
    ['pairs in a list', `[${'a: b,'.repeat(MANY)}]`],
    ['a text over lines', `a: x\n${' y\n'.repeat(MANY)}`],
    ['a quoted text over lines', `a: "x\n${' y\n'.repeat(MANY)}`],
  ])('%s: an answer within seconds', (_, text) => {
    // Of this process, in microseconds: on a busy machine the clock on the wall tells of others.
    const start = process.cpuUsage();
    readYaml(linesOf(text.slice(0, MAX_TEXT_LENGTH)));
    expect(process.cpuUsage(start).user).toBeLessThan(3_000_000);
  });
});

const seed = 20261205;
const scalars = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES, '', ' ', 'a  b', '# x', 'a #b', 'x: y', '- z', '"', "it's", '\\', '...'),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...Array.from(' -:#?,[]{}&*!|>\'"%@`\\\n\ta1')), maxLength: 30 }),
);
const { values } = fc.letrec<{ values: unknown }>((tie) => ({
  values: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalars,
    fc.array(tie('values'), { maxLength: 4 }),
    fc.dictionary(
      // A writer leaves an empty key out altogether.
      scalars.filter((key) => key !== '__proto__' && key !== ''),
      tie('values'),
      { maxKeys: 4 },
    ),
  ),
}));

/** As others write it: keys that are only quoted where they have to be, texts folded at 80, both quotes. */
const written = fc
  .tuple(
    values,
    fc.record({
      indentSeq: fc.boolean(),
      singleQuote: fc.boolean(),
      lineWidth: fc.constantFrom(0, 40, 80),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
      blockQuote: fc.boolean(),
    }),
  )
  .map(([value, options]) => stringify(value, { ...options, aliasDuplicateObjects: false }));

test(`reads what another writer writes, seed ${seed}`, () => {
  fc.assert(
    fc.property(written, (text) => {
      expect(plain(read(text).node)).toEqual(known(text) ?? '');
    }),
    { seed, numRuns: seedsOf(400) },
  );
});

test(`reads what JSON.stringify writes, seed ${seed}`, () => {
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 1, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(plain(read(text).node)).toEqual(known(text));
    }),
    { seed, numRuns: seedsOf(300) },
  );
});

test(`answers whatever the text is, and says where, seed ${seed}`, () => {
  fc.assert(
    fc.property(mangled(written), (text) => {
      const reading = readYaml(linesOf(text));
      if (reading.ok) return;
      expect(reading.error.at).toMatchObject({ line: expect.any(Number) as number });
    }),
    { seed, numRuns: seedsOf(500) },
  );
});
