/**
 * One visual system: what src/tokens.css names is all there is. Sheets and components that write a colour, a size of type, a
 * radius or a time of their own are found here, and so is space that is off the scale. Sizes of things (a pane, a grid) are free.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((path) =>
  path.replaceAll('\\', '/'),
);
const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
const read = (path: string): readonly [string, string] => [
  path,
  withoutComments(readFileSync(`src/${path}`, 'utf8')),
];
const SHEETS = FILES.filter((path) => path.endsWith('.css') && path !== 'tokens.css').map(read);
const COMPONENTS = FILES.filter((path) => /^(?!.*\.test).*\.tsx$/.test(path)).map(read);
const TOKENS = readFileSync('src/tokens.css', 'utf8');
const NAMES = new Set(Array.from(TOKENS.matchAll(/--[a-z0-9-]+(?=:)/g), ([name]) => name));

/** In pixels: hairs, the half steps of dense rows, the steps. */
const SPACE = new Set([0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24]);
/** Between the parts of a screen, and on its edges. */
const LARGE = new Set([32, 40, 48]);
const LINES = new Set([0, 1, 1.5, 2, 2.5, 3]);
const WEIGHTS = ['400', '500', '600', 'inherit', 'bolder', '100 900'];

const RAW_COLOUR =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|orange|yellow|purple)(?![\w-])/i;

interface Declaration {
  readonly property: string;
  readonly value: string;
}

const declarations = (sheet: string): readonly Declaration[] =>
  Array.from(
    sheet.matchAll(/(?<=[\s;{])(-{0,2}[a-z][a-z-]*):\s*([^;{}]+);/g),
    ([, property = '', value = '']) => ({
      property,
      value: value.replaceAll(/\s+/g, ' '),
    }),
  );

/** The lengths of a value in pixels; those inside a calc() count too. */
const pixels = (value: string): readonly number[] =>
  Array.from(value.matchAll(/(?<![\w.-])-?(\d*\.?\d+)(px|rem)\b/g), ([, count, unit]) =>
    unit === 'rem' ? Number(count) * 16 : Number(count),
  );

/** What is wrong with a declaration; null: nothing. */
function fault({ property, value }: Declaration): string | null {
  if (RAW_COLOUR.test(value)) return 'a colour that is not in tokens.css';
  if (property === 'font-size' && !/^(?:var\(--text-[a-z]+\)|inherit|1em)$/.test(value))
    return 'a size of type, for which there is var(--text-...)';
  if (property === 'font-weight' && !WEIGHTS.includes(value)) return 'a weight';
  if (property === 'line-height' && pixels(value).some((px) => px % 2 !== 0)) return 'a line height';
  if (/^border-.*radius$/.test(property) && !/^(?:(?:var\(--radius-[a-z]+\)|0|inherit|50%) ?)+$/.test(value))
    return 'a radius, for which there is var(--radius-...)';
  if (property === 'box-shadow' && /\b[4-9]px|\d\dpx/.test(value)) return 'a shadow';
  if (/^(?:transition|animation)/.test(property) && /\d(?<!\b0)m?s\b/.test(value))
    return 'a time, for which there is var(--quick)';
  if (
    /^(?:padding|margin|gap|row-gap|column-gap)/.test(property) &&
    pixels(value).some((px) => !SPACE.has(px) && !LARGE.has(px))
  )
    return 'a space that is not on the scale';
  if (/^(?:border|outline)(?:-(?:top|right|bottom|left|block|inline))?(?:-width)?$/.test(property))
    if (pixels(value).some((px) => !LINES.has(px))) return 'a line';
  return null;
}

const faults = (sheet: string): readonly string[] =>
  declarations(sheet).flatMap((one) => {
    const found = fault(one);
    return found === null ? [] : [`${found}: ${one.property}: ${one.value}`];
  });

test('the rules bite', () => {
  const wrong = [
    ['color: #fff', 'a colour'],
    ['--edge: light-dark(#012345, rgb(1 2 3))', 'a colour'],
    ['border: 1px solid white', 'a colour'],
    ['font-size: 13px', 'a size'],
    ['font-weight: 700', 'a weight'],
    ['line-height: 17px', 'a line height'],
    ['border-radius: 7px', 'a radius'],
    ['border-radius: 6px', 'a radius'],
    ['border-top-left-radius: 2px', 'a radius'],
    ['box-shadow: 0 8px 20px var(--ink)', 'a shadow'],
    ['transition: opacity 200ms', 'a time'],
    ['animation: turn 2s', 'a time'],
    ['padding: 4px 7px', 'a space'],
    ['gap: 5px', 'a space'],
    ['margin-left: -9px', 'a space'],
    ['border-left: 4px solid var(--ink)', 'a line'],
  ] as const;
  for (const [line, what] of wrong)
    expect(faults(`.a { ${line}; }`), line).toEqual([expect.stringContaining(what)]);
  expect(
    faults(
      '.a { color: CanvasText; padding: 6px calc(var(--indent) - 4px); border-radius: 0 var(--radius-card); transition: opacity 0s var(--patience); width: 237px; border: 1.5px solid var(--edge); }',
    ),
  ).toEqual([]);
});

test('sheets have nothing but tokens', () => {
  expect(SHEETS.length).toBeGreaterThan(15);
  expect(SHEETS.flatMap(([path, sheet]) => faults(sheet).map((what) => `${path}: ${what}`))).toEqual([]);
});

test('no sheet names a token that is none', () => {
  const strange = SHEETS.flatMap(([path, sheet]) =>
    Array.from(sheet.matchAll(/var\((--(?:text|radius|color)-[a-z-]+)/g), ([, name = '']) => name)
      .filter((name) => !NAMES.has(name))
      .map((name) => `${path}: ${name}`),
  );
  expect(strange).toEqual([]);
});

/** About parts of others: of all, and of those that a plan to be read shows. */
const OF_OTHERS = ['styles.css', 'modes.css', 'components/review/review.css'];
/** The console is a part of the lab, and the facts of a board are told as those of an instance are. */
const SHARED = /^(?:console-|facts$)/;

/** The classes that a sheet gives a look to; what stands around such an element may be of another sheet. */
function styledClasses(sheet: string): ReadonlySet<string> {
  const selectors = Array.from(sheet.matchAll(/([^{};]+)\{/g), ([, selector = '']) => selector.trim());
  const plain = selectors
    .filter((one) => !one.startsWith('@'))
    .map((one) => one.replaceAll(/\([^()]*\)/g, ''));
  const styled = plain.flatMap((one) => one.split(',')).map((one) => one.split(/[\s>+~]+/).at(-1) ?? '');
  return new Set(styled.flatMap((one) => one.match(/(?<=\.)[a-z][\w-]*/g) ?? []));
}

test('a class of a sheet that comes later is of that sheet alone: which of two are there depends on what was opened', () => {
  expect([...styledClasses('@media print { .a > .b:not(.c, .d), .e .f { color: red } }')]).toEqual([
    'b',
    'f',
  ]);
  const first = styledClasses(SHEETS.find(([path]) => path === 'styles.css')?.[1] ?? '');
  const sheets = new Map<string, string[]>();
  for (const [path, sheet] of SHEETS.filter(([one]) => !OF_OTHERS.includes(one)))
    for (const name of styledClasses(sheet))
      if (!first.has(name) && !SHARED.test(name)) sheets.set(name, [...(sheets.get(name) ?? []), path]);
  expect(sheets.size).toBeGreaterThan(200);
  expect([...sheets].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

/** Utilities of space, with a number: quarters of a rem. */
const SPACE_CLASS =
  /(?<![\w-])-?(?:p|px|py|pt|pb|pl|pr|m|mx|my|mt|mb|ml|mr|gap|gap-x|gap-y|space-x|space-y)-(\d+(?:\.\d+)?)(?![\w.])/g;
/** Utilities that would write a value of their own: text-[13px], p-[7px], bg-[#fff], rounded-[3px], duration-200. */
const OWN_VALUE =
  /(?<![\w-])-?(?:text|leading|rounded(?:-[a-z]+)?|bg|border|fill|stroke|p[xytblr]?|m[xytblr]?|gap(?:-[xy])?|shadow|duration|font)-(?:\[(?!1\.5px\]|CanvasText\]|current\])[^\]]*\]|(?<=duration-)\d+)/g;

/** What a component writes that it should name. */
function ownValues(text: string): readonly string[] {
  const space = Array.from(text.matchAll(SPACE_CLASS)).filter(([, count]) => {
    const px = Number(count) * 4;
    return !SPACE.has(px) && !LARGE.has(px);
  });
  return [
    ...(text.match(/#(?:[0-9a-f]{6}|[0-9a-f]{3})\b(?=['";])|\b(?:rgba?|hsla?|oklch)\(/gi) ?? []),
    ...space.map(([name]) => name),
    // A share of what is around it is no size.
    ...(text.match(OWN_VALUE) ?? []).filter((name) => !/\[\d+%\]$/.test(name)),
    ...(text.match(/\b(?:fontSize|borderRadius|padding|margin|gap)[A-Za-z]*: ['"]?\d/g) ?? []),
  ];
}

test('components write no colour, size of type or space of their own', () => {
  for (const wrong of [
    "style={{ color: '#ff0000' }}",
    'p-7',
    'gap-x-3.5',
    'text-[13px]',
    'bg-[#123456]',
    'fontSize: 12',
  ])
    expect(ownValues(`className="flex ${wrong}"`), wrong).not.toEqual([]);
  expect(COMPONENTS.length).toBeGreaterThan(100);
  expect(COMPONENTS.flatMap(([path, text]) => ownValues(text).map((what) => `${path}: ${what}`))).toEqual([]);
});

test('the scale in the tokens is the one that is held here', () => {
  expect(TOKENS).toContain('--spacing: 0.25rem;');
  const type = Array.from(TOKENS.matchAll(/--text-([a-z]+): ([\d.]+)rem/g), ([, name, rem]) => [
    name,
    Number(rem) * 16,
  ]);
  expect(type).toEqual([
    ['axis', 10],
    ['note', 11],
    ['table', 12],
    ['body', 13],
    ['figure', 15],
    ['head', 20],
    ['field', 16],
  ]);
  const quick = /--quick: (\d+)ms/.exec(TOKENS)?.[1];
  expect(Number(quick)).toBeLessThanOrEqual(150);
});
