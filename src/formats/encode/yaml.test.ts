import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import {
  encodeYaml,
  yamlBlock,
  yamlComment,
  yamlInts,
  yamlList,
  yamlMap,
  yamlString,
  yamlUnsafe,
  yamlWord,
  type Yaml,
} from './yaml.ts';

const VERSIONS = ['1.1', '1.2'] as const;

/** What a parser makes of a document; every key is taken as text, as Kubernetes takes it. */
function read(text: string, version: '1.1' | '1.2'): unknown {
  return parse(text, { version, prettyErrors: false, strict: true, mapAsMap: false });
}

const LOOKS_LIKE_SOMETHING_ELSE = [
  ...[
    'yes',
    'No',
    'on',
    'OFF',
    'y',
    'null',
    '~',
    '',
    'true',
    '0x1f',
    '0o17',
    '017',
    '1e3',
    '1_000',
    '12:30:45',
  ],
  ...[
    '.5',
    '.inf',
    '.NaN',
    '2026-11-26',
    '<<',
    '=',
    '!!binary x',
    '&a',
    '*a',
    '- x',
    '? x',
    ': x',
    '#x',
    'x #y',
  ],
  ...[
    'a: b',
    '{a',
    '[a',
    '%YAML 1.1',
    '---',
    '...',
    '@x',
    '`x`',
    '|',
    '>',
    "'",
    '"',
    '\\',
    '\t',
    ' x ',
    '\u0085',
  ],
];

test('is written the way it is written by hand', () => {
  const document = yamlMap([
    ['apiVersion', yamlWord('v1')],
    { comments: ['the plan'], key: 'metadata', value: yamlMap([['name', 'plan-a']]) },
    [
      'list',
      yamlList([
        yamlMap([
          ['devices', yamlInts([0, 1])],
          ['mig-devices', yamlMap([['3g.20gb', 2]])],
        ]),
        { comments: ['none'], value: yamlMap([]) },
        yamlMap([{ comments: ['first of all'], key: 'a', value: yamlList([]) }]),
        yamlList(['x', yamlList([true, null])]),
      ]),
    ],
    ['config.yaml', yamlBlock('a: 1\n\nb: 2\n')],
    ['name', yamlUnsafe('{{ 7*7 }}')],
  ]);
  expect(encodeYaml(document, ['Made for you'])).toBe(`# Made for you
apiVersion: v1
# the plan
metadata:
  name: "plan-a"
list:
  - devices: [0, 1]
    mig-devices:
      "3g.20gb": 2
  # none
  - {}
  -
    # first of all
    a: []
  - - "x"
    - - true
      - null
config.yaml: |
  a: 1

  b: 2
name: !unsafe "{{ 7*7 }}"
`);
});

describe.each(VERSIONS)('for a parser of YAML %s', (version) => {
  test.each([...HOSTILE_NAMES, ...LOOKS_LIKE_SOMETHING_ELSE])(
    '%j comes back as a value, a key and an item',
    (name) => {
      const text = encodeYaml(
        yamlMap([
          [name, name],
          ['list', yamlList([name, yamlMap([[name, name]])])],
        ]),
        [name],
      );
      const expected = new Map<string, unknown>([
        [name, name],
        ['list', [name, new Map([[name, name]])]],
      ]);
      expect(parse(text, { version, mapAsMap: true })).toEqual(expected);
    },
  );

  test('a text that Ansible is not to take for a template carries its tag and comes back', () => {
    const customTags = [{ tag: '!unsafe', resolve: (text: string) => `unsafe ${text}` }];
    for (const name of HOSTILE_NAMES) {
      const text = encodeYaml(yamlMap([['name', yamlUnsafe(name)]]));
      expect(parse(text, { version, customTags })).toEqual({ name: `unsafe ${name}` });
    }
  });

  test.each([
    ['of lines', 'a: 1\n\n  b: "2" # c\n'],
    ['that begins with a blank', '  a\nb\n'],
    ['that does not end its line', 'a'],
    ['with blank lines at its end', 'a\n\n'],
    ['with a TAB', 'a\tb\n'],
    ['with a carriage return', 'a\r\nb\n'],
    ['with another line break', 'a\u0085b\u2028c\n'],
    ['with what is no character', 'a\uffffb\n'],
    ['of nothing', ''],
  ])('a block %s comes back', (_, block) => {
    const text = encodeYaml(
      yamlMap([
        ['config.yaml', yamlBlock(block)],
        ['list', yamlList([yamlBlock(block)])],
      ]),
    );
    expect(read(text, version)).toEqual({ 'config.yaml': block, list: [block] });
  });

  const seed = 20261201;
  test(`any value comes back, whatever is said beside it, seed ${seed}`, () => {
    const strings = fc.oneof(
      fc.constantFrom(...HOSTILE_NAMES, ...LOOKS_LIKE_SOMETHING_ELSE),
      fc.string({ unit: 'binary-ascii' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...Array.from(' -:#?,[]{}&*!|>\'"%@`\\\n\t\u0085\u2028a1')) }),
    );
    fc.assert(
      fc.property(plainArbitrary(strings), strings, (value, comment) => {
        const text = encodeYaml(yamlOf(value, comment), [comment]);
        expect(parseAllDocuments(text, { version })).toHaveLength(1);
        expect(parse(text, { version, mapAsMap: true })).toEqual(mapsOf(value));
      }),
      { seed, numRuns: 300 },
    );
  });
});

test('half a surrogate pair is said to be missing', () => {
  expect(yamlString('\ud800a')).toBe('"\ufffda"');
  expect(yamlComment('\udc00\uffff')).toBe('# \ufffd\ufffd');
});

test.each(['yes', 'NO', '1g.5gb', 'a b', '', '-x', 'a: b'])('%j is no word to leave bare', (text) => {
  expect(() => yamlWord(text)).toThrow();
});

type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly pairs: readonly (readonly [string, Plain])[] };

function plainArbitrary(strings: fc.Arbitrary<string>): fc.Arbitrary<Plain> {
  const { value } = fc.letrec<{ value: Plain }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      strings,
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .uniqueArray(fc.tuple(strings, tie('value')), { maxLength: 4, selector: ([key]) => key })
        .map((pairs) => ({ pairs })),
    ),
  }));
  return value;
}

function yamlOf(value: Plain, comment: string): Yaml {
  if (value === null || typeof value !== 'object') return value;
  if ('pairs' in value) {
    return yamlMap(
      value.pairs.map(([key, inner], n) => ({
        comments: n % 2 === 0 ? [comment] : [],
        key,
        value: yamlOf(inner, comment),
      })),
    );
  }
  return yamlList(value.map((inner) => ({ comments: [comment], value: yamlOf(inner, comment) })));
}

function mapsOf(value: Plain): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('pairs' in value) return new Map(value.pairs.map(([key, inner]) => [key, mapsOf(inner)]));
  return value.map(mapsOf);
}
