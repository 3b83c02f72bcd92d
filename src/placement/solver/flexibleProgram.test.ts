/** The program of flexible requests, row by row: what it asks of GPUs, hosts and slots, by hand for a board or two. */
import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import {
  makeFlexibleProgram,
  type BinOf,
  type FleetBoard,
  type FlexibleProgram,
  type LeastBins,
  type RequestClass,
} from './flexibleProgram.ts';

const A100 = findBoard('a100-pcie-40gb')!;
const A30 = findBoard('a30-24gb')!;
const a100: FleetBoard = { board: A100, cost: 5, count: null, gpusPerHost: 4 };
const a30: FleetBoard = { board: A30, cost: 2, count: 9, gpusPerHost: null };

/** A class of requests for profiles by name, each of the first board of the fleet that has it. */
const classOf =
  (fleet: readonly FleetBoard[]) =>
  (names: readonly string[], count: number, group: string | null = null): RequestClass => ({
    candidates: names.map((name) => {
      const at = fleet.findIndex(({ board }) => board.profiles.some((one) => one.name === name));
      return { fleet: at, profile: fleet[at]!.board.profiles.findIndex((one) => one.name === name) };
    }),
    ...{ count, group },
  });

interface Asked {
  readonly fleet: readonly FleetBoard[];
  readonly classes: readonly RequestClass[];
  readonly least?: readonly LeastBins[];
  readonly bins?: BinOf;
  readonly leastGpus?: number;
}
const programOf = ({ fleet, classes, least = [], bins = 'gpu', leastGpus = 0 }: Asked): FlexibleProgram =>
  makeFlexibleProgram(fleet, classes, least, bins, leastGpus);

/** Each slot kind as "profile of its board", with its group. */
const kindsOf = ({ kinds }: FlexibleProgram, fleet: readonly FleetBoard[]): string[] =>
  kinds.map(({ fleet: at, profile, group }) =>
    [fleet[at]!.board.profiles[profile]!.name, group].filter((word) => word !== null).join(' of '),
  );

/** The cuts of a program by their slots, in no order. */
const slotsOf = ({ cuts }: FlexibleProgram): string[] =>
  cuts.map(({ fleet, slots }) => `${fleet}: ${slots.join()}`).sort();

/** The rows in words: "3 <= 2 cut0 - flow0", columns by what they are and their number among those. */
function rowsOf({ program: { rows, columns }, cuts, flows }: FlexibleProgram, boards: number): string[] {
  const sizes = [
    ['gpus', boards],
    ['cut', cuts.length],
    ['flow', flows.length],
    ['hosts', columns.length - boards - cuts.length - flows.length],
  ] as const;
  const names = sizes.flatMap(([name, size]) => Array.from({ length: size }, (_, at) => `${name}${at}`));
  return rows.map(({ low, high }, row) => {
    const terms = columns.flatMap(({ entries }, column) =>
      entries
        .filter(([of]) => of === row)
        .map(([, coefficient]) => {
          const factor = Math.abs(coefficient) === 1 ? '' : `${Math.abs(coefficient)} `;
          return `${coefficient < 0 ? '-' : '+'} ${factor}${names[column]}`;
        }),
    );
    const sum = terms.join(' ').replace(/^\+ /, '');
    if (low === high) return `${sum} = ${low}`;
    return high === Infinity
      ? `${sum} >= ${low}`
      : `${sum} <= ${high}${low === -Infinity ? '' : ` >= ${low}`}`;
  });
}

test('every member goes to a slot, every slot is of a cut, every cut is a GPU, and a GPU costs', () => {
  const fleet = [a100, a30];
  const wants = classOf(fleet);
  const made = programOf({ fleet, classes: [wants(['2g.12gb', '7g.40gb'], 3), wants(['2g.12gb'], 4)] });
  // Both classes may have the 2g of an A30: it is one kind of slot.
  expect(kindsOf(made, fleet)).toEqual(['2g.12gb', '7g.40gb']);
  // An A100 has one 7g, an A30 two 2g.
  expect(slotsOf(made)).toEqual(['0: 0,1', '1: 2,0']);
  expect(made.flows).toEqual([
    { requests: 0, kind: 0 },
    { requests: 0, kind: 1 },
    { requests: 1, kind: 0 },
  ]);
  expect(rowsOf(made, 2)).toEqual([
    'flow0 + flow1 = 3',
    'flow2 = 4',
    '2 cut1 - flow0 - flow2 >= 0',
    'cut0 - flow1 >= 0',
    '- gpus0 + cut0 = 0',
    '- gpus1 + cut1 = 0',
  ]);
  expect([made.rowOfKind, made.rowOfBoard]).toEqual([2, 4]);
  // Only GPUs cost, and only of a board that says so there are no more than so many.
  expect(made.program.columns.map(({ cost, high }) => [cost, high])).toEqual([
    ...[
      [5, Infinity],
      [2, 9],
    ],
    ...new Array<number[]>(5).fill([0, Infinity]),
  ]);
});

test('a cut names the pattern that it is cut in, and a board that nobody may have is not cut at all', () => {
  const fleet = [a30, a100];
  const { cuts, program } = programOf({ fleet, classes: [classOf(fleet)(['1g.6gb'], 1)] });
  expect(cuts).toHaveLength(1);
  expect(cuts[0]).toMatchObject({ fleet: 0, slots: [4] });
  expect(cuts[0]!.pattern.layout.map(({ start }) => start)).toEqual([0, 1, 2, 3]);
  // The A100 is there to be counted: a column and a row of its own, in which there is no cut.
  expect(program.columns[1]).toEqual({ cost: 5, entries: [[3, -1]], high: Infinity });
});

test('no entry of a cut is nothing', () => {
  const fleet = [a30];
  const wants = classOf(fleet);
  const { program, cuts } = programOf({ fleet, classes: [wants(['2g.12gb'], 1), wants(['1g.6gb'], 1)] });
  // Four 1g, two of them and a 2g, or two 2g.
  expect(cuts.map(({ slots }) => slots.join()).sort()).toEqual(['0,4', '1,2', '2,0']);
  const coefficients = program.columns.flatMap(({ entries }) =>
    entries.map(([, coefficient]) => coefficient),
  );
  expect(coefficients).not.toContain(0);
});

test('of a group that is modelled a GPU keeps one slot at the most, and only cuts that nothing outdoes are there', () => {
  const fleet = [a30];
  const wants = classOf(fleet);
  const slots = (...classes: RequestClass[]): string[] => slotsOf(programOf({ fleet, classes }));
  // The second half is nobody's: a cut with no slot at all is outdone.
  expect(slots(wants(['2g.12gb'], 2, 'a'))).toEqual(['0: 1']);
  expect(slots(wants(['2g.12gb'], 2, 'a'), wants(['2g.12gb'], 2, 'b'))).toEqual(['0: 1,1']);
  // Anybody has both halves, or one beside a member.
  expect(slots(wants(['2g.12gb'], 2), wants(['2g.12gb'], 2, 'a'))).toEqual(['0: 1,1', '0: 2,0']);
  // With both halves taken no 1g is left for the group.
  expect(slots(wants(['2g.12gb'], 2), wants(['1g.6gb'], 2, 'a'))).toEqual(['0: 1,1', '0: 2,0']);
  // A member has the one or the other, and what is left is for anybody.
  expect(slots(wants(['1g.6gb'], 2), wants(['1g.6gb', '2g.12gb'], 2, 'a'))).toEqual([
    '0: 2,0,1',
    '0: 3,1,0',
    '0: 4,0,0',
  ]);
  // Three groups to four 1g, and the fourth is anybody's.
  const three = ['a', 'b', 'c'].map((group) => wants(['1g.6gb'], 1, group));
  expect(slots(wants(['1g.6gb'], 1), ...three)).toEqual(
    ['1,1,1,1', '2,0,1,1', '2,1,0,1', '2,1,1,0', '3,0,0,1', '3,0,1,0', '3,1,0,0', '4,0,0,0'].map(
      (own) => `0: ${own}`,
    ),
  );
});

test('slots of different groups are different kinds, also where the profile is the same', () => {
  const fleet = [a100, a30];
  const wants = classOf(fleet);
  const made = programOf({
    fleet,
    classes: [wants(['2g.12gb'], 1), wants(['2g.12gb', '7g.40gb'], 1, 'a'), wants(['2g.12gb'], 1, 'b')],
  });
  expect(kindsOf(made, fleet)).toEqual(['2g.12gb', '2g.12gb of a', '7g.40gb of a', '2g.12gb of b']);
  expect(made.flows.map(({ kind }) => kind)).toEqual([0, 1, 2, 3]);
});

test('more GPUs than needed are asked of all boards together', () => {
  const fleet = [a100, a30];
  const classes = [classOf(fleet)(['7g.40gb'], 1)];
  expect(rowsOf(programOf({ fleet, classes }), 2)).toHaveLength(4);
  expect(rowsOf(programOf({ fleet, classes, leastGpus: 3 }), 2).slice(4)).toEqual(['gpus0 + gpus1 >= 3']);
  expect(rowsOf(programOf({ fleet, classes, leastGpus: 1 }), 2).slice(4)).toEqual(['gpus0 + gpus1 >= 1']);
});

test('a group asks for as many GPUs as it has members, of the boards that it may go to', () => {
  const fleet = [a100, a30];
  const made = programOf({
    ...{ fleet, classes: [classOf(fleet)(['7g.40gb'], 4)], leastGpus: 2 },
    least: [
      { fleet: [0], count: 4 },
      { fleet: [0, 1], count: 6 },
    ],
  });
  expect(rowsOf(made, 2).slice(4)).toEqual(['gpus0 + gpus1 >= 2', 'gpus0 >= 4', 'gpus0 + gpus1 >= 6']);
});

test('apart by host a group asks for hosts, and hosts are filled one after the other', () => {
  const fleet = [a100, a30];
  const wants = classOf(fleet);
  const least = [
    { fleet: [1], count: 3 },
    { fleet: [0, 1], count: 5 },
  ];
  const made = programOf({ fleet, classes: [wants(['7g.40gb'], 4)], least, bins: 'host' });
  expect(rowsOf(made, 2).slice(4)).toEqual([
    // Of hosts with four GPUs a second one begins with the fifth GPU: 5 - 2 x 4 is -3.
    'gpus0 - 4 hosts0 >= -3',
    // Where the fleet does not say, each GPU is a host.
    'gpus1 - hosts1 >= 0',
    'hosts1 >= 3',
    'hosts0 + hosts1 >= 5',
  ]);
  // A host costs nothing beside its GPUs.
  expect(made.program.columns.slice(-2)).toMatchObject([
    { cost: 0, high: Infinity },
    { cost: 0, high: Infinity },
  ]);
  // Where nobody has to be apart hosts are counted and nothing is asked of them.
  expect(rowsOf(programOf({ fleet, classes: [wants(['7g.40gb'], 4)], bins: 'host' }), 2)).toHaveLength(6);
});

test('apart by host a board has no more members of a group than hosts, each group and board by itself', () => {
  const fleet = [a100, a30];
  const wants = classOf(fleet);
  const classes = [
    wants(['2g.12gb', '7g.40gb'], 1),
    wants(['2g.12gb', '7g.40gb', '1g.6gb'], 4, 'a'),
    wants(['7g.40gb'], 2, 'b'),
    wants(['2g.12gb'], 2, 'a'),
  ];
  const made = programOf({ fleet, classes, bins: 'host' });
  // Classes, kinds, boards, and the two rows of hosts come before.
  const before = classes.length + made.kinds.length + 2 + 2;
  expect(rowsOf(made, 2).slice(before)).toEqual([
    'flow3 - hosts0 <= 0',
    'flow2 + flow4 + flow6 - hosts1 <= 0',
    // No member of b goes to an A30.
    'flow5 - hosts0 <= 0',
  ]);
  // By GPU the cuts see to it.
  expect(programOf({ fleet, classes }).program.rows).toHaveLength(before - 2);
});
