/**
 * Who is let in when no two of a group may be on one GPU, exactly: GPUs that can take the same and have the same groups
 * already are a kind, sets and members are found together (solveApart.ts), and then each GPU gets its own. Wishes under one
 * limit, of which any serves a request, are one ask.
 */
import type { Admission, AdmitQuestion, AdmittedGpu } from './admit.ts';
import type { TreeQuestion } from '../verifyTree.ts';
import { dealApart } from './dealApart.ts';
import { groupCuts } from './groupCuts.ts';
import { roomClasses, type RoomClass, type RoomGpu } from './rooms.ts';
import { stillWished } from './roomProgram.ts';
import type { Outcome, Search } from './search.ts';
import { solveApart, type ApartSolution } from './solveApart.ts';

export interface ApartQuestion extends AdmitQuestion {
  /** Group of each wish: the same for all under one limit. */
  readonly groups: readonly (string | null)[];
  /** Groups that have a VM on a GPU already, by the id of the GPU. */
  readonly present: ReadonlyMap<number, ReadonlySet<string>>;
}

export interface ApartAdmission {
  readonly admission: Admission;
  /** For who proves it once more: see `solveApart`. By ask; without limits these are the wishes. */
  readonly cuts: readonly (readonly number[])[];
}

/** Of the search: the bound is a value that no set of wishes that can be granted exceeds. */
export function* admitApart(question: ApartQuestion): Search<ApartAdmission> {
  const kinds = kindsOf(question);
  const asked = asTreeQuestion(question, kinds);
  const cuts = groupCuts(asked);
  const search = solveApart(asked, cuts);
  let seen: ApartSolution | null = null;
  let best: ApartAdmission | null = null;
  for (;;) {
    const step = search.next();
    if (step.value.best !== null && step.value.best !== seen) {
      seen = step.value.best;
      const admission = admissionOf(question, kinds, seen);
      if (best === null || admission.value > best.admission.value) best = { admission, cuts };
    }
    const outcome: Outcome<ApartAdmission> = { ...step.value, best };
    if (step.done === true) return outcome;
    yield outcome;
  }
}

function asTreeQuestion(question: ApartQuestion, kinds: readonly Kind[]): TreeQuestion {
  const { groups, wishes } = question;
  const nothing = wishes.map(() => 0);
  return {
    kinds: kinds.map(({ of, barred }) => ({ cost: 0, most: of.gpus.length, sets: of.vectors, barred })),
    asks: wishesOfAsks(question).map((own) => {
      const [first = -1] = own;
      return {
        ...{ least: 0, most: stillWished(question, nothing, first), weight: wishes[first]?.weight ?? 0 },
        group: groups[first] ?? null,
        pools: own.map((wish) => wishes[wish]?.name ?? -1),
      };
    }),
  };
}

/** Each wish by itself, those under one limit together. */
function wishesOfAsks({ wishes, limits = [] }: AdmitQuestion): (readonly number[])[] {
  return wishes.flatMap((_, wish) => {
    const limit = limits.find((one) => one.wishes.includes(wish));
    if (limit === undefined) return [[wish]];
    return limit.wishes[0] === wish ? [limit.wishes] : [];
  });
}

/** The least number of GPUs of `empty` sets beside these with which all wishes are granted. */
export function* extraApart(question: ApartQuestion, empty: readonly (readonly number[])[]): Search<number> {
  const { kinds, asks } = asTreeQuestion(question, kindsOf(question));
  const most = asks.reduce((sum, ask) => sum + ask.most, 0);
  const more = { cost: 1, most, sets: empty, barred: new Set<string>() };
  const all = asks.map((ask) => ({ ...ask, least: ask.most, weight: 0 }));
  const search = solveApart({ kinds: [...kinds, more], asks: all });
  for (;;) {
    const step = search.next();
    const taken = step.value.best?.taken[kinds.length];
    // The bound of the search is that of what is served.
    const best = taken?.reduce((sum, count) => sum + count, 0) ?? null;
    const outcome = { ...step.value, best, bound: null };
    if (step.done === true) return outcome;
    yield outcome;
  }
}

interface Kind {
  readonly of: RoomClass;
  readonly barred: ReadonlySet<string>;
}

/** Classes of the GPUs that have the same of the named groups. */
function kindsOf({ gpus, names, groups, present }: ApartQuestion): Kind[] {
  const named = new Set(groups.flatMap((group) => group ?? []));
  const alike = new Map<string, { barred: ReadonlySet<string>; gpus: RoomGpu[] }>();
  for (const one of gpus) {
    const barred = [...(present.get(one.gpu.id) ?? [])].filter((group) => named.has(group)).sort();
    const key = JSON.stringify(barred);
    const own = alike.get(key) ?? { barred: new Set(barred), gpus: [] };
    alike.set(key, own);
    own.gpus.push(one);
  }
  return [...alike.values()].flatMap(({ barred, gpus: own }) =>
    roomClasses(own, names).map((of) => ({ of, barred })),
  );
}

function admissionOf(
  question: ApartQuestion,
  kinds: readonly Kind[],
  { taken, flows, loose }: ApartSolution,
): Admission {
  const { gpus, names, wishes, groups } = question;
  const granted = wishes.map(() => 0);
  const asks = wishesOfAsks(question);
  const wishOf = (ask: number, pool: number): number =>
    asks[ask]?.find((wish) => wishes[wish]?.name === pool) ?? -1;
  // Those in no group take what slots are left, first those that were counted on.
  const counted = wishes.map(() => 0);
  for (const { ask, pool, count } of loose) counted[wishOf(ask, pool)] = count;
  const ofName = names.map((_, name) =>
    wishes.flatMap((wish, index) => (wish.name === name && (groups[index] ?? null) === null ? [index] : [])),
  );
  const takes = (wish: number): void => void (granted[wish] = (granted[wish] ?? 0) + 1);
  const placed = new Map<
    unknown,
    { gpu: RoomGpu; slots: AdmittedGpu['added'][number][]; wishes: (number | null)[] }
  >();
  kinds.forEach(({ of }, kind) => {
    let at = 0;
    of.vectors.forEach((_, set) => {
      const copies = taken[kind]?.[set] ?? 0;
      const own = of.gpus.slice(at, at + copies);
      at += copies;
      const slots = [...(of.vectors[set] ?? [])];
      const members = flows.flatMap(({ kind: k, set: s, ask, pool, count }) => {
        const group = groups[wishOf(ask, pool)] ?? null;
        return k === kind && s === set && group !== null ? [{ ask, group, pool, count }] : [];
      });
      const dealt = dealApart(own.length, slots, members);
      own.forEach((gpu, nth) => {
        const { profiles } = gpu.geometry.board;
        const layout = gpu.sets[set]?.layout ?? [];
        const waiting = [...(dealt[nth] ?? [])];
        const got = layout.map(({ profileIndex }) => {
          const pool = names.indexOf(profiles[profileIndex]?.name ?? '');
          const next = waiting.findIndex((one) => one.pool === pool);
          const [one] = next === -1 ? [] : waiting.splice(next, 1);
          if (one === undefined) return null;
          const wish = wishOf(one.ask, pool);
          takes(wish);
          return wish;
        });
        placed.set(gpu.gpu, { gpu, slots: [...layout], wishes: got });
      });
    });
  });
  const isCounted = (wish: number): boolean => (granted[wish] ?? 0) < (counted[wish] ?? 0);
  const isWished = (wish: number): boolean => stillWished(question, granted, wish) > 0;
  for (const isNext of [isCounted, isWished]) {
    for (const { gpu, slots, wishes: got } of placed.values()) {
      slots.forEach(({ profileIndex }, slot) => {
        if (got[slot] !== null) return;
        const name = names.indexOf(gpu.geometry.board.profiles[profileIndex]?.name ?? '');
        const next = ofName[name]?.find(isNext);
        if (next === undefined) return;
        takes(next);
        got[slot] = next;
      });
    }
  }
  return {
    granted,
    value: wishes.reduce((sum, { weight }, index) => sum + weight * (granted[index] ?? 0), 0),
    placed: gpus.flatMap((one): AdmittedGpu[] => {
      const own = placed.get(one.gpu);
      const added = own?.slots.filter((_, slot) => own.wishes[slot] !== null) ?? [];
      const kept = own?.wishes.flatMap((wish) => wish ?? []) ?? [];
      return added.length === 0 ? [] : [{ gpu: one, added, wishes: kept }];
    }),
    proof: null,
  };
}
