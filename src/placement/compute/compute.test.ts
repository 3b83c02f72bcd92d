import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { profileOf } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { ciRows, isUndivided, splitName } from '../../model/compute.ts';
import type { ComputeInstance } from '../../model/plan.ts';
import { computeFault, computeUnknown, splitsOf } from './compute.ts';
import { addable, cutChoices, cutRows } from './computeCuts.ts';

const A100 = 'a100-pcie-40gb';
const H100 = 'h100-sxm5-80gb';

const ci = (text: string): ComputeInstance => {
  const [profile = '', start] = text.split('@');
  return { profile, start: start === undefined ? null : Number(start), extra: [] };
};
const cut = (profile: string, ...cis: string[]) => ({ profile, computeInstances: cis.map(ci) });

/** The raw facts: no code of the product between them and the brute force. */
interface RawCi {
  readonly name: string;
  readonly computeSlices: number;
  readonly maxInstances: number;
}
interface RawProfile {
  readonly name: string;
  readonly computeSlices: number;
  readonly computeInstanceProfiles: readonly RawCi[];
  readonly computeInstanceProfilesComplete?: boolean;
}
const facts = new URL('../../model/catalogue/facts/gpus.json', import.meta.url);
const raw = (JSON.parse(readFileSync(facts, 'utf8')) as { gpus: { id: string; profiles: RawProfile[] }[] })
  .gpus;

/** Every way to take `0 ... most` things of each kind. */
function* multisets(kinds: number, most: number): Generator<readonly number[]> {
  if (kinds === 0) yield [];
  else
    for (let count = 0; count <= most; count++)
      for (const rest of multisets(kinds - 1, most - count)) yield [count, ...rest];
}

function rawSum({ computeInstanceProfiles }: RawProfile, counts: readonly number[]): number {
  return counts.reduce(
    (sum, count, at) => sum + count * (computeInstanceProfiles[at]?.computeSlices ?? 0),
    0,
  );
}

function isAccepted(profile: RawProfile, counts: readonly number[]): boolean {
  const isWithin = counts.every(
    (count, at) => count <= (profile.computeInstanceProfiles[at]?.maxInstances ?? 0),
  );
  return isWithin && rawSum(profile, counts) <= profile.computeSlices;
}

const named = ({ computeInstanceProfiles }: RawProfile, counts: readonly number[]): string[] =>
  computeInstanceProfiles.flatMap(({ name }, at) => new Array<string>(counts[at] ?? 0).fill(name));

describe.each(raw)('$id', ({ id, profiles }) => {
  test('accepts exactly the sets of compute instances that a brute force over the facts accepts', () => {
    for (const profile of profiles) {
      const full: string[] = [];
      for (const counts of multisets(profile.computeInstanceProfiles.length, profile.computeSlices + 1)) {
        const names = named(profile, counts);
        const isLegal = computeFault({ board: id }, cut(profile.name, ...names)) === null;
        expect(isLegal, `${profile.name}: ${names.join()}`).toBe(isAccepted(profile, counts));
        if (isLegal && rawSum(profile, counts) === profile.computeSlices) full.push(names.sort().join());
      }
      const offered = profileOf(findBoard(id)!, profile.name)!;
      const splits = splitsOf(offered).map((split) => split.map(({ name }) => name));
      expect(splits.map((names) => [...names].sort().join()).sort()).toEqual(full.sort());
      expect(splits[0]).toEqual([profile.name]);
      if (profile.computeInstanceProfilesComplete === false) expect(splits).toHaveLength(1);
    }
  });

  test('accepts given starts exactly where no two compute instances meet and none leaves', () => {
    for (const profile of profiles.filter((one) => one.computeInstanceProfilesComplete !== false)) {
      const kinds = profile.computeInstanceProfiles;
      for (const one of kinds)
        for (const two of kinds)
          for (let from = 0; from <= profile.computeSlices; from++)
            for (let to = 0; to <= profile.computeSlices; to++) {
              const counts = kinds.map((kind) => Number(kind === one) + Number(kind === two));
              const slices = [
                ...Array.from({ length: one.computeSlices }, (_, n) => from + n),
                ...Array.from({ length: two.computeSlices }, (_, n) => to + n),
              ];
              const isApart =
                new Set(slices).size === slices.length && Math.max(...slices) < profile.computeSlices;
              const both = cut(profile.name, `${one.name}@${from}`, `${two.name}@${to}`);
              expect(computeFault({ board: id }, both) === null, JSON.stringify(both)).toBe(
                isAccepted(profile, counts) && isApart,
              );
            }
    }
  });
});

const splitNames = (board: string, profile: string): string[] =>
  splitsOf(profileOf(findBoard(board)!, profile)!).map((split) => splitName(split.map(({ name }) => name)));

test.each([
  [A100, '1g.5gb', ['1c']],
  [A100, '2g.10gb', ['2c', '1c + 1c']],
  [A100, '3g.20gb', ['3c', '2c + 1c', '3 × 1c']],
  [A100, '4g.20gb', ['4c', '2c + 2c', '2c + 1c + 1c', '4 × 1c']],
  ['a30-24gb', '2g.12gb+me', ['2c', '1c + 1c']],
  [H100, '3g.40gb', ['3c']],
  ['rtx-pro-6000-server', '4g.96gb', ['4c']],
])('%s offers these splits of a %s', (board, profile, names) => {
  expect(splitNames(board, profile)).toEqual(names);
});

test('a 7g has twelve splits, of one to seven compute instances', () => {
  const splits = splitNames(A100, '7g.40gb');
  expect(splits).toHaveLength(12);
  expect([splits[0], splits.at(-1)]).toEqual(['7c', '7 × 1c']);
});

test.each([
  ['a name of another instance', A100, cut('3g.20gb', '1c.2g.10gb'), 'ci-not-offered'],
  ['a 3c in a 4g, which only the guide speaks of', A100, cut('4g.20gb', '3c.4g.20gb'), 'ci-not-offered'],
  ['no name at all', H100, cut('3g.40gb', 'x; y'), 'ci-not-offered'],
  ['a name of another board', H100, cut('3g.40gb', '1c.3g.20gb'), 'ci-not-offered'],
  ['two of the 2c', A100, cut('3g.20gb', '2c.3g.20gb', '2c.3g.20gb'), 'ci-maximum'],
  ['more slices than there are', A100, cut('3g.20gb', '2c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'), 'ci-slices'],
  ['the whole one and another', A100, cut('3g.20gb', '3g.20gb', '1c.3g.20gb'), 'ci-slices'],
  ['the whole one and one of an unknown kind', H100, cut('3g.40gb', '3g.40gb', '1c.3g.40gb'), 'ci-slices'],
  ['one slice twice', A100, cut('3g.20gb', '1c.3g.20gb@1', '1c.3g.20gb@1'), 'ci-place'],
])('illegal: %s', (_what, board, gi, code) => {
  expect(computeFault({ board }, gi)?.code).toBe(code);
});

test.each([
  ['no compute instance written down', A100, cut('3g.20gb')],
  ['rows left over', A100, cut('3g.20gb', '1c.3g.20gb')],
  ['as a +me instance prints its own', A100, cut('1g.5gb+me', '1g.5gb@0')],
  ['the same of an A30', 'a30-24gb', cut('2g.12gb+me', '1c.2g.12gb', '1c.2g.12gb')],
  ['the whole one, as an H100 SXM was seen to print it', H100, cut('3g.40gb', '3g.40gb@0')],
  ['a board that nobody knows', 'pg506', cut('3g.48gb', '9c.3g.48gb')],
])('legal, and nothing unknown: %s', (_what, board, gi) => {
  expect(computeFault({ board }, gi)).toBeNull();
  expect(computeUnknown({ board }, gi)).toBeNull();
});

test('beyond the whole one nothing is known of an H100: neither legal nor illegal', () => {
  const gi = cut('3g.40gb', '1c.3g.40gb', '2c.3g.40gb');
  expect(computeFault({ board: H100 }, gi)).toBeNull();
  expect(computeUnknown({ board: H100 }, gi)).toEqual({
    code: 'ci-unknown',
    profile: '1c.3g.40gb',
    instance: '3g.40gb',
    board: H100,
  });
});

test('every profile of the catalogue has exactly one default, which spans it', () => {
  for (const board of BOARDS)
    for (const profile of board.profiles) {
      const whole = profile.computeInstances.filter(({ isDefault }) => isDefault);
      expect(whole, profile.name).toHaveLength(1);
      expect(whole[0]?.computeSlices).toBe(profile.computeSlices);
      expect(isUndivided(cut(profile.name, whole[0]!.name))).toBe(true);
    }
});

describe('the rows of the drawing', () => {
  const rows = (total: number, gi: ReturnType<typeof cut>): string[] =>
    ciRows(gi, total).map(({ profile, rows: { start, count } }) => `${profile} ${start}:${count}`);

  test.each<[what: string, total: number, gi: ReturnType<typeof cut>, drawn: string[]]>([
    ['the whole one', 3, cut('3g.20gb'), ['3g.20gb 0:3']],
    [
      'one below the other',
      3,
      cut('3g.20gb', '1c.3g.20gb', '2c.3g.20gb'),
      ['1c.3g.20gb 0:1', '2c.3g.20gb 1:2'],
    ],
    ['at its start', 3, cut('3g.20gb', '1c.3g.20gb@2'), ['1c.3g.20gb 2:1']],
    [
      'around one that has a start',
      4,
      cut('4g.20gb', '2c.4g.20gb', '1c.4g.20gb@0', '1c.4g.20gb'),
      ['1c.4g.20gb 0:1', '2c.4g.20gb 1:2', '1c.4g.20gb 3:1'],
    ],
    ['no further than its edge', 3, cut('3g.20gb', '2c.3g.20gb@2'), ['2c.3g.20gb 2:1']],
    ['outside of it nothing', 3, cut('3g.20gb', '2c.3g.20gb@9', '1c.3g.20gb@1'), ['1c.3g.20gb 1:1']],
  ])('%s', (_what, total, gi, drawn) => {
    expect(rows(total, gi)).toEqual(drawn);
  });

  test('a text with ten thousand of them gives no more rows than there are', () => {
    const many = cut('3g.20gb', ...new Array<string>(10_000).fill('1c.3g.20gb'));
    expect(rows(3, many)).toHaveLength(3);
    const piled = cut('3g.20gb', ...new Array<string>(10_000).fill('1c.3g.20gb@0'));
    expect(rows(3, piled).length).toBeLessThanOrEqual(3);
  });
});

describe('a line that is moved', () => {
  const profile = (name: string) => profileOf(findBoard(A100)!, name)!;
  const choices = (name: string, names: string[], line: number): string[] =>
    cutChoices(profile(name), names, line).map(
      (one) => `${one.row}: ${one.profiles.map((p) => p.slice(0, 2)).join()}`,
    );

  test.each<[what: string, name: string, names: string[], line: number, expected: string[]]>([
    ['the edge of the whole 3g', '3g.20gb', ['3g.20gb'], 0, ['1: 1c,2c', '2: 2c,1c', '3: 3g']],
    [
      'the line of 1c over 2c',
      '3g.20gb',
      ['1c.3g.20gb', '2c.3g.20gb'],
      0,
      ['0: 3g', '1: 1c,2c', '2: 2c,1c', '3: 3g'],
    ],
    ['its edge', '3g.20gb', ['1c.3g.20gb', '2c.3g.20gb'], 1, ['2: 1c,1c,1c', '3: 1c,2c']],
    [
      'the middle of a 4g, which has no 3c',
      '4g.20gb',
      ['2c.4g.20gb', '2c.4g.20gb'],
      0,
      ['0: 4g', '2: 2c,2c', '4: 4g'],
    ],
    ['a line that is not there', '3g.20gb', ['3g.20gb'], 1, []],
    ['an instance with rows left over', '3g.20gb', ['1c.3g.20gb'], 0, []],
  ])('%s', (_what, name, names, line, expected) => {
    expect(choices(name, names, line)).toEqual(expected);
  });

  test('leads only to splits that the board offers, and the present one is among them', () => {
    for (const { id } of raw)
      for (const known of findBoard(id)!.profiles)
        for (const split of splitsOf(known)) {
          const names = split.map((one) => one.name);
          const lines = cutRows(known, names);
          lines.forEach((row, line) => {
            const found = cutChoices(known, names, line);
            expect(found.find((one) => one.row === row)?.profiles).toEqual(names);
            for (const { profiles } of found) {
              expect(computeFault({ board: id }, cut(known.name, ...profiles))).toBeNull();
              expect(cutRows(known, profiles).at(-1)).toBe(known.computeSlices);
            }
          });
        }
  });
});

test('what can be added beside a cut with rows left over is exactly what makes no fault', () => {
  let added = 0;
  for (const { id } of raw)
    for (const known of findBoard(id)!.profiles)
      for (const split of splitsOf(known))
        for (let kept = 1; kept <= split.length; kept++) {
          const names = split.slice(0, kept).map((one) => one.name);
          const legal = known.computeInstances.filter(
            ({ name }) => computeFault({ board: id }, cut(known.name, ...names, name)) === null,
          );
          expect(addable(known, names), `${id} ${names.join()}`).toEqual(legal);
          added += legal.length;
        }
  expect(added).toBeGreaterThan(100);
  const whole = profileOf(findBoard(A100)!, '3g.20gb')!;
  expect(addable(whole, ['9c.3g.20gb']), 'beside one of an unknown kind').toEqual([]);
});
