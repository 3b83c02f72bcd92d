/**
 * Who is let in: on GPUs that are what they are, with what stands on them staying there, the most valuable of the wishes
 * that can be granted, where each of them goes, and prices that prove that nobody does better.
 */
import type { Position } from '../../model/geometry.ts';
import type { ProfileName } from '../../model/profile.ts';
import { pricesOf, type Prices } from './prices.ts';
import { readRoomAnswer, roomProgram, stillWished, type Limit, type Wish } from './roomProgram.ts';
import { roomClasses, type RoomClass, type RoomGpu } from './rooms.ts';
import type { Outcome, Search } from './search.ts';
import { solveInteger } from './solveInteger.ts';

export interface AdmitQuestion {
  /** What `occupancy` says stays. */
  readonly gpus: readonly RoomGpu[];
  /** Profiles that are wished for, by name: on every board that has one of that name it is the same wish. */
  readonly names: readonly ProfileName[];
  readonly wishes: readonly Wish[];
  readonly limits?: readonly Limit[];
  /** Group of each wish, or null. What is placed then is room to keep its members apart in: see admitGroups.ts. */
  readonly groups?: readonly (string | null)[];
}

export interface AdmittedGpu {
  readonly gpu: RoomGpu;
  /** What it gets beside what it has, ascending by start. */
  readonly added: readonly Position[];
  /** Which wish each is for, by index; only where groups are kept apart does it matter, and only there it is told. */
  readonly wishes?: readonly number[];
}

export interface Admission {
  /** Indexed like the wishes. */
  readonly granted: readonly number[];
  /** The weights of what is granted, added up. */
  readonly value: number;
  /** GPUs that get something, in the order of the question. */
  readonly placed: readonly AdmittedGpu[];
  /** Null where prices alone do not prove it, and it was proven by trying what is left between them and the answer. */
  readonly proof: Prices | null;
}

/** Of the search: the bound is a value that no set of wishes that can be granted exceeds. */
export function* admit(question: AdmitQuestion): Search<Admission> {
  const { gpus, names, wishes, limits = [], groups = [] } = question;
  const classes = roomClasses(gpus, names);
  const room = { classes, must: names.map(() => 0), wishes, limits, groups };
  // What the GPUs can take has been looked up: that alone takes its time where they are many.
  yield { best: null, bound: null, isProven: false, work: 0 };
  const program = roomProgram(room);
  const read = (outcome: Outcome<{ values: readonly number[]; cost: number }>): Outcome<Admission> => {
    const bound = outcome.bound === null ? null : -outcome.bound + 0;
    if (outcome.best === null) return { ...outcome, best: null, bound };
    const { taken, granted } = readRoomAnswer(room, outcome.best.values);
    const all = withIdle(classes, taken, question, granted);
    const value = wishes.reduce((sum, { weight }, index) => sum + weight * (all[index] ?? 0), 0);
    const placed = place(question, classes, taken, all);
    return { ...outcome, best: { granted: all, value, placed, proof: null }, bound };
  };
  // How many of each wish is the question; which GPUs take what has many answers.
  const search = solveInteger(program, { first: program.columns.length - wishes.length });
  for (;;) {
    const step = search.next();
    const outcome = read(step.value);
    if (step.done !== true) {
      yield outcome;
      continue;
    }
    const { best } = outcome;
    if (best === null) return outcome;
    return { ...outcome, best: { ...best, proof: pricesOf(program, room, best.value) } };
  }
}

/** What costs nothing is granted as well: room that the chosen vectors have beyond what was counted. */
function withIdle(
  classes: readonly RoomClass[],
  taken: readonly (readonly number[])[],
  question: Pick<AdmitQuestion, 'wishes' | 'limits' | 'groups'>,
  granted: readonly number[],
): number[] {
  const { wishes, groups = [] } = question;
  const all = [...granted];
  const left = new Map<number, number>();
  classes.forEach(({ vectors }, row) =>
    vectors.forEach((vector, column) => {
      const times = taken[row]?.[column] ?? 0;
      if (times > 0) vector.forEach((count, name) => left.set(name, (left.get(name) ?? 0) + count * times));
    }),
  );
  wishes.forEach(({ name }, index) => left.set(name, (left.get(name) ?? 0) - (granted[index] ?? 0)));
  wishes.forEach(({ name }, index) => {
    // Room beside one of the same group is none.
    const room = (groups[index] ?? null) === null ? Math.max(0, left.get(name) ?? 0) : 0;
    const more = Math.min(stillWished(question, all, index), room);
    left.set(name, (left.get(name) ?? 0) - more);
    all[index] = (all[index] ?? 0) + more;
  });
  return all;
}

/** Each GPU of a class gets one of the vectors that were chosen for it; what of it nobody wished for is left out. */
function place(
  { gpus, names, wishes, groups = [] }: AdmitQuestion,
  classes: readonly RoomClass[],
  taken: readonly (readonly number[])[],
  granted: readonly number[],
): AdmittedGpu[] {
  const left = new Map<ProfileName, number>();
  wishes.forEach(({ name }, index) => {
    const profile = names[name] ?? '';
    // All places there are: who of a group gets which is seen later.
    if (groups.some((group, wish) => group !== null && wishes[wish]?.name === name))
      left.set(profile, Infinity);
    else left.set(profile, (left.get(profile) ?? 0) + (granted[index] ?? 0));
  });
  const added = new Map<unknown, readonly Position[]>();
  classes.forEach((one, row) => {
    let at = 0;
    one.vectors.forEach((_, column) => {
      const own = one.gpus.slice(at, at + (taken[row]?.[column] ?? 0));
      at += own.length;
      for (const { gpu, sets, geometry } of own) {
        const used = sets[column]?.layout.filter(({ profileIndex }) => {
          const name = geometry.board.profiles[profileIndex]?.name ?? '';
          const rest = left.get(name) ?? 0;
          left.set(name, rest - 1);
          return rest > 0;
        });
        added.set(gpu, used ?? []);
      }
    });
  });
  return gpus.flatMap((gpu): AdmittedGpu[] => {
    const own = added.get(gpu.gpu) ?? [];
    return own.length === 0 ? [] : [{ gpu, added: own }];
  });
}
