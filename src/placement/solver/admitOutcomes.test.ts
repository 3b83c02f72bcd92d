/** Who is let in: whatever the search says at a moment can be placed and is what it says; and small answers by hand. */
import { describe, expect, test } from 'vitest';
import { planOf } from '../standing.testing.ts';
import { admit, type Admission, type AdmitQuestion } from './admit.ts';
import { legalGpu } from './rooms.ts';
import type { Outcome } from './search.ts';
import { mulberry32 } from './seeded.ts';

const NAMES = ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb'];
const LAYOUTS = ['', '1g.5gb@0', '1g.5gb@3', '2g.10gb@2', '3g.20gb@4', '1g.5gb@1 1g.5gb@5'];

function questionOf(seed: number): AdmitQuestion {
  const random = mulberry32(seed * 997);
  const below = (most: number): number => Math.floor(random() * most);
  const plan = planOf(Array.from({ length: 40 }, () => LAYOUTS[below(6)]!));
  const [host] = plan.hosts;
  return {
    gpus: host!.gpus.map((gpu) => ({ host: host!, gpu, ...legalGpu(gpu)! })),
    names: NAMES,
    wishes: NAMES.map((_, name) => ({ name, count: 1 + below(70), weight: 1 + below(100_000) })),
  };
}

/** What is wrong with an admission; empty when each GPU holds what it gets and all that is granted is placed. */
function faultsOf({ gpus, wishes }: AdmitQuestion, { granted, value, placed }: Admission): string[] {
  const faults: string[] = [];
  const counts = NAMES.map(() => 0);
  for (const { gpu, added } of placed) {
    if (added.length === 0) faults.push('nothing is added');
    let { mask } = gpu.occupancy;
    for (const position of added) {
      if ((mask & position.mask) !== 0) faults.push(`GPU ${gpu.gpu.index} is too full`);
      mask |= position.mask;
      counts[NAMES.indexOf(gpu.geometry.board.profiles[position.profileIndex]!.name)]!++;
    }
  }
  const order = placed.map(({ gpu }) => gpus.indexOf(gpu));
  if (order.some((at, index) => index > 0 && at <= order[index - 1]!))
    faults.push('not in the order of the question');
  wishes.forEach(({ count, name }, wish) => {
    if (granted[wish]! > count || granted[wish]! < 0) faults.push(`${granted[wish]} of ${count}`);
    if (counts[name] !== granted[wish]) faults.push(`${counts[name]} placed of ${granted[wish]}`);
  });
  if (value !== wishes.reduce((sum, { weight }, wish) => sum + weight * granted[wish]!, 0))
    faults.push('value');
  return faults;
}

test('12 questions by seed: every outcome holds, and values never fall nor bounds rise', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const question = questionOf(seed);
    const search = admit(question);
    const first = search.next();
    expect(first).toEqual({ done: false, value: { best: null, bound: null, isProven: false, work: 0 } });
    let before: Outcome<Admission> = { best: null, bound: null, isProven: false, work: 0 };
    for (;;) {
      const { done, value: outcome } = search.next();
      const name = `seed ${seed}, work ${outcome.work}`;
      if (outcome.best !== null) {
        expect(faultsOf(question, outcome.best), name).toEqual([]);
        expect(outcome.best.value, name).toBeGreaterThanOrEqual(before.best?.value ?? 0);
        if (outcome.bound !== null) expect(outcome.best.value, name).toBeLessThanOrEqual(outcome.bound);
      }
      if (outcome.bound !== null) expect(outcome.bound, name).toBeLessThanOrEqual(before.bound ?? Infinity);
      before = outcome;
      if (done === true) break;
      expect([outcome.isProven, outcome.best?.proof ?? null], name).toEqual([false, null]);
    }
    expect([before.isProven, before.bound]).toEqual([true, before.best!.value]);
    if (before.best!.proof !== null) expect(before.best!.proof.prices).toHaveLength(NAMES.length);
  }
});

test('profiles of which members are in groups are placed wherever they fit, for who gets which is seen later', () => {
  const plan = planOf(['', '']);
  const [host] = plan.hosts;
  const question: AdmitQuestion = {
    gpus: host!.gpus.map((gpu) => ({ host: host!, gpu, ...legalGpu(gpu)! })),
    names: ['1g.10gb', '3g.20gb'],
    wishes: [
      { name: 0, count: 2, weight: 1 },
      { name: 1, count: 1, weight: 1 },
    ],
    groups: ['a', null],
  };
  let last: Admission | null = null;
  for (const search = admit(question); ;) {
    const { done, value } = search.next();
    if (done !== true) continue;
    last = value.best;
    break;
  }
  expect(last).toMatchObject({ granted: [2, 1], value: 3 });
  const added = last!.placed.flatMap(({ gpu, added: own }) =>
    own.map(({ profileIndex }) => gpu.geometry.board.profiles[profileIndex]!.name),
  );
  // As many 3g as were granted, and all 1g.10gb that the sets have.
  expect(added.filter((name) => name === '3g.20gb')).toHaveLength(1);
  expect(added.filter((name) => name === '1g.10gb').length).toBeGreaterThanOrEqual(2);
  expect(last!.placed).toHaveLength(2);
});

type Row = readonly [profile: string, count: number, weight: number, group?: string];

/** GPUs with these layouts and wishes; profiles are named in the order in which they are first asked for. */
function asked(
  layouts: readonly string[],
  rows: readonly Row[],
  limits?: AdmitQuestion['limits'],
): AdmitQuestion {
  const names = [...new Set(rows.map(([profile]) => profile))];
  return {
    gpus: planOf(layouts).hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu, ...legalGpu(gpu)! }))),
    names,
    wishes: rows.map(([profile, count, weight]) => ({ name: names.indexOf(profile), count, weight })),
    ...(limits === undefined ? {} : { limits }),
    ...(rows.some(([, , , group]) => group) ? { groups: rows.map(([, , , group]) => group ?? null) } : {}),
  };
}

/** The last word, and what was said before. */
function toldOf(question: AdmitQuestion): { last: Outcome<Admission>; before: Outcome<Admission>[] } {
  const before: Outcome<Admission>[] = [];
  for (const search = admit(question); ;) {
    const { done, value } = search.next();
    if (done === true) return { last: value, before };
    before.push(value);
  }
}

/** What each GPU gets, by its index: "0: 4g.20gb@0 3g.20gb@4". */
const placedBy = ({ placed }: Admission): string[] =>
  placed.map(({ gpu, added }) => {
    const { profiles } = gpu.geometry.board;
    const texts = added.map(({ profileIndex, start }) => `${profiles[profileIndex]!.name}@${start}`);
    return `${gpu.gpu.index}: ${texts.join(' ')}`;
  });

describe('what is worth nothing is granted where there is room all the same', () => {
  test.each<[what: string, question: AdmitQuestion, granted: number[], value: number]>([
    // A 4g leaves room for three 1g.
    [
      'beside what is worth something',
      asked(
        [''],
        [
          ['4g.20gb', 1, 5],
          ['1g.5gb', 9, 0],
        ],
      ),
      [1, 3],
      5,
    ],
    [
      'on each of two GPUs',
      asked(
        ['', ''],
        [
          ['4g.20gb', 2, 5],
          ['1g.5gb', 9, 0],
        ],
      ),
      [2, 6],
      10,
    ],
    [
      'no more than is wished for',
      asked(
        [''],
        [
          ['4g.20gb', 1, 5],
          ['1g.5gb', 2, 0],
        ],
      ),
      [1, 2],
      5,
    ],
    [
      'first to who asks first, and what is left to the next',
      asked(
        [''],
        [
          ['4g.20gb', 1, 5],
          ['1g.5gb', 2, 0],
          ['1g.5gb', 5, 0],
        ],
      ),
      [1, 2, 1],
      5,
    ],
    [
      'less what others have of it',
      asked(
        [''],
        [
          ['4g.20gb', 1, 5],
          ['1g.5gb', 9, 0],
          ['1g.5gb', 2, 3],
        ],
      ),
      [1, 1, 2],
      11,
    ],
    [
      'within its limit',
      asked(
        [''],
        [
          ['4g.20gb', 1, 5],
          ['1g.5gb', 9, 0],
          ['1g.5gb', 9, 0],
        ],
        [{ wishes: [1, 2], count: 2 }],
      ),
      [1, 2, 0],
      5,
    ],
    // Room beside one of the same group is none, and who stands where is seen later.
    [
      'not to members of a group',
      asked(
        [''],
        [
          ['4g.20gb', 1, 5],
          ['1g.5gb', 2, 0, 'db'],
          ['1g.5gb', 9, 0],
        ],
      ),
      [1, 0, 3],
      5,
    ],
  ])('%s', (_, question, granted, value) => {
    const { last } = toldOf(question);
    expect(last).toMatchObject({ bound: value, isProven: true, best: { granted, value } });
  });
});

test('a GPU holds what was granted and no more, and one that gets nothing is not told', () => {
  // Two 3g go on a GPU, and one is wished for.
  expect(placedBy(toldOf(asked(['', ''], [['3g.20gb', 1, 1]])).last.best!)).toHaveLength(1);
  const { best } = toldOf(
    asked(
      ['7g.40gb@0', '4g.20gb@0', ''],
      [
        ['3g.20gb', 2, 1],
        ['4g.20gb', 1, 1],
      ],
    ),
  ).last;
  expect(placedBy(best!)).toEqual(['1: 3g.20gb@4', '2: 4g.20gb@0 3g.20gb@4']);
  // GPUs that can take the same, but not all of them the same set.
  const two = toldOf(
    asked(
      ['', ''],
      [
        ['7g.40gb', 1, 9],
        ['4g.20gb', 1, 1],
        ['3g.20gb', 1, 1],
      ],
    ),
  ).last.best!;
  expect(
    placedBy(two)
      .map((text) => text.slice(3))
      .sort(),
  ).toEqual(['4g.20gb@0 3g.20gb@4', '7g.40gb@0']);
});

test('where there is no room nothing is granted, and it is proven that nothing can be', () => {
  const { last } = toldOf(asked(['7g.40gb@0'], [['1g.5gb', 3, 2]]));
  expect(last).toMatchObject({ isProven: true, best: { granted: [0], value: 0, placed: [] } });
  // And not -0.
  expect(last.bound).toBe(0);
});

test('prices show the value where they can: of one profile what one of them weighs', () => {
  const { best } = toldOf(asked(['', '4g.20gb@0'], [['3g.20gb', 9, 5]])).last;
  expect(best).toMatchObject({ value: 15, proof: { prices: [5], scale: 1 } });
  // Of these the relaxation comes to 96, and no prices show less.
  const open = toldOf(
    asked(
      ['3g.20gb@4', '1g.5gb@3', '4g.20gb@0', '', '3g.20gb@4', '3g.20gb@4'],
      [
        ['1g.5gb', 6, 7],
        ['1g.10gb', 4, 8],
        ['2g.10gb', 1, 9],
        ['3g.20gb', 3, 4],
        ['4g.20gb', 14, 2],
      ],
    ),
  );
  expect(open.last).toMatchObject({ bound: 95, isProven: true, best: { value: 95, proof: null } });
  // Before an answer is known there is a bound, which is no lower.
  const blank = open.before.filter(({ bound }) => bound !== null);
  expect(blank[0]).toMatchObject({ best: null, bound: 96, isProven: false });
});
