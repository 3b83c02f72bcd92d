import { expect, test } from 'vitest';
import type { Position } from '../../../model/geometry.ts';
import { vmsByInstance, type Plan } from '../../../model/plan.ts';
import { runSearch } from '../search.ts';
import { parseLayout } from '../why.testing.ts';
import { fleetOf, type Fleet } from './fleet.ts';
import { realize } from './realize.ts';
import { retarget } from './retarget.ts';
import type { Meaning } from './retargetProgram.ts';

function retargeted(plan: Plan, demand: Readonly<Record<string, number>>): Plan {
  const search = retarget(plan, { demand: new Map(Object.entries(demand)), weights: 'instances' });
  if (!search.ok) throw new Error(search.error.code);
  const { best, isProven } = runSearch(search.value());
  if (best === null || !isProven) throw new Error('not found');
  return best.plan;
}

const layoutsOf = (plan: Plan): string[] =>
  plan.hosts.flatMap(({ gpus }) =>
    gpus.map(({ instances }) => instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ')),
  );

test.each([0, 1, 2])(
  'of GPUs that hold the same the one changes whose instance nobody has: GPU %i',
  (free) => {
    const lines = [0, 1, 2].map(
      (at) =>
        `esx-01/${at} a100-pcie-40gb: 3g.20gb@0${at === free ? '' : `=a${at}`} 3g.20gb@4${at === free ? '' : `=b${at}`}`,
    );
    const plan = parseLayout(lines.join('\n'));
    // A 4g starts at 0 alone, so it comes in the stead of the 3g there.
    const after = retargeted(plan, { '3g.20gb': 5, '4g.20gb': 1 });
    expect(layoutsOf(after)).toEqual(
      [0, 1, 2].map((at) => (at === free ? '4g.20gb@0 3g.20gb@4' : '3g.20gb@0 3g.20gb@4')),
    );
    expect([...vmsByInstance(after).keys()]).toEqual([...vmsByInstance(plan).keys()]);
  },
);

test('of whole GPUs that make way the one goes first on which nobody is', () => {
  for (const free of [0, 1, 2]) {
    const plan = parseLayout(
      [0, 1, 2]
        .map((at) => `esx-01/${at} a100-pcie-40gb: 3g.20gb@0${at === free ? '' : `=a${at}`}`)
        .join('\n'),
    );
    const after = retargeted(plan, { '3g.20gb': 2, '7g.40gb': 1 });
    expect(layoutsOf(after)).toEqual([0, 1, 2].map((at) => (at === free ? '7g.40gb@0' : '3g.20gb@0')));
    expect(after.vms).toEqual(plan.vms);
  }
});

test('on a GPU that changes anyway, rather than on another one: one GPU stays as it is', () => {
  const plan = parseLayout(
    [0, 1].map((at) => `esx-01/${at} a100-pcie-40gb: 2g.10gb@0 2g.10gb@2 3g.20gb@4`).join('\n'),
  );
  const after = retargeted(plan, { '4g.20gb': 1, '2g.10gb': 3, '1g.5gb': 1, '3g.20gb': 1 });
  const [before] = layoutsOf(plan);
  expect(layoutsOf(after).filter((layout) => layout === before)).toHaveLength(1);
});

/** A fleet of one kind, and what is to become of it, each in words: how many of what. */
function realized(
  lines: readonly string[],
  uses: readonly (readonly [number, (fleet: Fleet) => Meaning])[],
): string[] {
  const plan = parseLayout(lines.map((layout, at) => `esx-01/${at} a100-pcie-40gb: ${layout}`).join('\n'));
  const on = vmsByInstance(plan);
  const fleet = fleetOf(plan, {
    wanted: new Set(['7g.40gb', '4g.20gb', '3g.20gb', '2g.10gb', '1g.5gb']),
    weightOf: () => 1,
  });
  const meanings = uses.map(([, of]) => of(fleet));
  const held = realize(
    fleet,
    // One that is not used says nothing.
    [...meanings, ...meanings.slice(0, 1)],
    [...uses.map(([count]) => count), 0],
    (gi) => on.get(gi.id)?.length ?? 0,
  );
  return held.map((positions) =>
    positions
      .map((one) => textOf(fleet, one))
      .sort()
      .join(' '),
  );
}

const textOf = ({ kinds }: Fleet, { profileIndex, start }: Position): string =>
  `${kinds[0]?.cut.geometry.board.profiles[profileIndex]?.name}@${start}`;

/** The bits of what is written, among the positions of a half. */
function bitsOf(fleet: Fleet, region: number, text: string): number {
  const names = (fleet.kinds[0]?.cut.regions[region]?.positions ?? []).map((one) => textOf(fleet, one));
  return text
    .split(' ')
    .filter((part) => part !== '')
    .reduce((bits, part) => bits | (1 << names.indexOf(part)), 0);
}

const classOf = (fleet: Fleet, region: number, text: string): number =>
  fleet.classes.findIndex((one) => one.region === region && one.bits === bitsOf(fleet, region, text));

const fill =
  (region: number, from: string, to: string) =>
  (fleet: Fleet): Meaning => {
    const fillings = fleet.kinds[0]?.cut.regions[region]?.fillings ?? [];
    const filling = fillings.find(({ bits }) => bits === bitsOf(fleet, region, to));
    if (filling === undefined) throw new Error(to);
    return { kind: 'fill', cls: classOf(fleet, region, from), filling };
  };

const clear =
  (low: string, high: string, isFilled: boolean) =>
  (fleet: Fleet): Meaning => ({
    kind: 'clear',
    parts: [classOf(fleet, 0, low), classOf(fleet, 1, high)],
    to: isFilled ? fleet.kinds[0]!.cut.whole[0]! : null,
  });

const hold =
  (stays: boolean) =>
  (fleet: Fleet): Meaning => ({
    kind: 'hold',
    holder: 0,
    to: stays ? fleet.holders[0]!.position : null,
  });

test('of whole instances the first stay and the last go, and their halves are filled', () => {
  const lines = ['7g.40gb@0', '7g.40gb@0', '7g.40gb@0'];
  const goes = [
    [1, hold(false)],
    [1, fill(0, '', '3g.20gb@0')],
    [1, fill(1, '', '2g.10gb@4')],
  ] as const;
  const expected = ['7g.40gb@0', '7g.40gb@0', '2g.10gb@4 3g.20gb@0'];
  expect(realized(lines, [[2, hold(true)], ...goes])).toEqual(expected);
  expect(realized(lines, [...goes, [2, hold(true)]])).toEqual(expected);
});

test('a half that a whole instance has left is filled before one on a GPU that need not be touched', () => {
  // Two empty halves each: one GPU is empty, the other has just become so.
  for (const lines of [
    ['7g.40gb@0', ''],
    ['', '7g.40gb@0'],
  ]) {
    const whole = lines.indexOf('7g.40gb@0');
    expect(
      realized(lines, [
        [1, hold(false)],
        [1, fill(0, '', '3g.20gb@0')],
        [1, fill(0, '', '')],
        [2, fill(1, '', '')],
      ]),
    ).toEqual([0, 1].map((at) => (at === whole ? '3g.20gb@0' : '')));
  }
});

test.each([0, 1, 2])(
  'of GPUs that are cleared those go on which nobody is, and their halves are filled no more: GPU %i',
  (free) => {
    const lines = [0, 1, 2].map((at) =>
      at === free ? '3g.20gb@0 2g.10gb@4' : `3g.20gb@0=a${at} 2g.10gb@4=b${at}`,
    );
    const rest = [
      [2, fill(0, '3g.20gb@0', '3g.20gb@0')],
      [2, fill(1, '2g.10gb@4', '2g.10gb@4')],
    ] as const;
    const of = (what: string): string[] =>
      [0, 1, 2].map((at) => (at === free ? what : '2g.10gb@4 3g.20gb@0'));
    expect(realized(lines, [[1, clear('3g.20gb@0', '2g.10gb@4', true)], ...rest])).toEqual(of('7g.40gb@0'));
    expect(realized(lines, [[1, clear('3g.20gb@0', '2g.10gb@4', false)], ...rest])).toEqual(of(''));
  },
);

test('where nothing else is to be done, a GPU is cleared all the same', () => {
  expect(realized(['3g.20gb@0=vm'], [[1, clear('3g.20gb@0', '', true)]])).toEqual(['7g.40gb@0']);
});

test('of GPUs on which as many are the first is cleared, and of several as many as are asked for', () => {
  expect(
    realized(
      ['3g.20gb@0', '3g.20gb@4', '3g.20gb@0', '3g.20gb@0'],
      [
        [2, clear('3g.20gb@0', '', true)],
        [1, fill(0, '3g.20gb@0', '3g.20gb@0')],
        [1, fill(0, '', '')],
        [1, fill(1, '', '')],
        [1, fill(1, '3g.20gb@4', '3g.20gb@4')],
      ],
    ),
  ).toEqual(['7g.40gb@0', '3g.20gb@4', '7g.40gb@0', '3g.20gb@0']);
});

test('what is lost counts, and not what else is on the GPU', () => {
  // The 2g at 0 goes: nobody has that of the first GPU, though somebody has its 2g at 2 and its 2g at 4.
  expect(
    realized(
      ['2g.10gb@0=x 2g.10gb@2', '2g.10gb@0 2g.10gb@2=y', '2g.10gb@0=z 2g.10gb@2=z2'],
      [
        [1, fill(0, '2g.10gb@0 2g.10gb@2', '2g.10gb@2')],
        [2, fill(0, '2g.10gb@0 2g.10gb@2', '2g.10gb@0 2g.10gb@2')],
        [3, fill(1, '', '')],
      ],
    ),
  ).toEqual(['2g.10gb@0 2g.10gb@2', '2g.10gb@2', '2g.10gb@0 2g.10gb@2']);
  expect(
    realized(
      ['2g.10gb@0=x 1g.5gb@2', '2g.10gb@0 1g.5gb@2=y'],
      [
        [1, fill(0, '2g.10gb@0 1g.5gb@2', '2g.10gb@0')],
        [1, fill(0, '2g.10gb@0 1g.5gb@2', '2g.10gb@0 1g.5gb@2')],
        [2, fill(1, '', '')],
      ],
    ),
  ).toEqual(['2g.10gb@0', '1g.5gb@2 2g.10gb@0']);
});

test('what changes goes onto a GPU that changes anyway, but not at the cost of somebody', () => {
  const uses = [
    [1, fill(0, '2g.10gb@0 2g.10gb@2', '4g.20gb@0')],
    [1, fill(0, '2g.10gb@0 2g.10gb@2', '2g.10gb@0 2g.10gb@2')],
    [1, fill(1, '3g.20gb@4', '')],
    [1, fill(1, '3g.20gb@4', '3g.20gb@4')],
  ] as const;
  // The second GPU is the one with the lower half free, and its upper half is the first to go with it.
  expect(realized(['2g.10gb@0=a 2g.10gb@2 3g.20gb@4', '2g.10gb@0 2g.10gb@2 3g.20gb@4'], uses)).toEqual([
    '2g.10gb@0 2g.10gb@2 3g.20gb@4',
    '4g.20gb@0',
  ]);
  expect(realized(['2g.10gb@0=a 2g.10gb@2 3g.20gb@4', '2g.10gb@0 2g.10gb@2 3g.20gb@4=b'], uses)).toEqual([
    '2g.10gb@0 2g.10gb@2',
    '3g.20gb@4 4g.20gb@0',
  ]);
});

test('those that lose most choose first, whatever the order in which they are said', () => {
  // Three of the lower half change, one of the upper: the GPU with the free upper half is not asked first.
  const uses = [
    [1, fill(1, '3g.20gb@4', '')],
    [1, fill(1, '3g.20gb@4', '3g.20gb@4')],
    [1, fill(0, '2g.10gb@0 2g.10gb@2', '4g.20gb@0')],
    [1, fill(0, '2g.10gb@0 2g.10gb@2', '2g.10gb@0 2g.10gb@2')],
  ] as const;
  const expected = ['2g.10gb@0 2g.10gb@2 3g.20gb@4', '4g.20gb@0'];
  const lines = ['2g.10gb@0=a 2g.10gb@2=b 3g.20gb@4', '2g.10gb@0 2g.10gb@2 3g.20gb@4'];
  expect(realized(lines, uses)).toEqual(expected);
  expect(realized(lines, [...uses].reverse())).toEqual(expected);
});
