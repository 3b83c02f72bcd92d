/**
 * Which part of one plan is which of the other. The same answer in both directions: what is added one way is what is removed the
 * other way.
 */
import type { GiId } from '../../model/ids.ts';
import {
  findInstance,
  type GiPlace,
  type GpuInstance,
  type GpuPlace,
  type Host,
  type Plan,
  type PlanRequest,
  type Vm,
} from '../../model/plan.ts';
import type { Match, MatchedInstances } from './change.ts';

export interface Matched<T> {
  readonly before: T | null;
  readonly after: T | null;
}

/** Things of either side by a key; of several with one key the first with the first, and so on. */
export function matchBy<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string | number,
): Matched<T>[] {
  const waiting = new Map<string | number, T[]>();
  for (const item of [...after].reverse()) {
    const key = keyOf(item);
    const others = waiting.get(key);
    if (others === undefined) waiting.set(key, [item]);
    else others.push(item);
  }
  const pairs = before.map((item): Matched<T> => ({
    before: item,
    after: waiting.get(keyOf(item))?.pop() ?? null,
  }));
  const taken = new Set(pairs.map((pair) => pair.after));
  return [
    ...pairs,
    ...after.filter((item) => !taken.has(item)).map((item) => ({ before: null, after: item })),
  ];
}

export function matchHosts(before: Plan, after: Plan, match: Match): Matched<Host>[] {
  return matchBy(before.hosts, after.hosts, (host) => (match === 'ids' ? host.id : host.name));
}

/** GPUs of a host that is in both, or of one that is in one of them only. By index in the end. */
export function matchGpus(before: Host | null, after: Host | null, match: Match): Matched<GpuPlace>[] {
  const gpusOf = (host: Host | null): GpuPlace[] => host?.gpus.map((gpu) => ({ host, gpu })) ?? [];
  const keyOf = ({ gpu }: GpuPlace): number => (match === 'ids' ? gpu.id : gpu.index);
  const index = (pair: Matched<GpuPlace>): number => (pair.after ?? pair.before)?.gpu.index ?? 0;
  return matchBy(gpusOf(before), gpusOf(after), keyOf).sort((a, b) => index(a) - index(b));
}

export function matchVms(before: Plan, after: Plan, match: Match): Matched<Vm>[] {
  return matchBy(before.vms, after.vms, (vm) => (match === 'ids' ? vm.id : vm.name));
}

/** By what is asked for and its group: a request has no name. */
export function matchRequests(before: Plan, after: Plan): Matched<PlanRequest>[] {
  return matchBy(before.requests, after.requests, ({ profile, needs, group }) =>
    JSON.stringify([profile, needs, group]),
  );
}

/** Pairs of instances as they are found, each instance once. */
class Pairs {
  readonly after = new Map<GiId, GiPlace>();
  readonly before = new Map<GiId, GiPlace>();

  add(before: GiPlace, after: GiPlace): void {
    this.after.set(before.gi.id, after);
    this.before.set(after.gi.id, before);
  }

  isFree({ before, after }: { readonly before: GiPlace; readonly after: GiPlace }): boolean {
    return !this.after.has(before.gi.id) && !this.before.has(after.gi.id);
  }
}

/**
 * By ids, or else in this order: the same profile at the same start of the same GPU; the same profile with the same VM on
 * it, wherever; what is left of a profile on the same GPU, in the order of the starts. Where there is no VM nothing tells an
 * instance of another GPU from any other, so it is one that goes and one that comes. Yields every `AT_ONCE` things.
 */
export function* matchInstances(
  { before, after, match }: { readonly before: Plan; readonly after: Plan; readonly match: Match },
  gpus: readonly Matched<GpuPlace>[],
  vms: readonly Matched<Vm>[],
): Generator<void, MatchedInstances> {
  if (match === 'ids') {
    return {
      afterOf: (id) => (findInstance(before, id) === undefined ? null : placed(after, id)),
      beforeOf: (id) => (findInstance(after, id) === undefined ? null : placed(before, id)),
    };
  }
  // The first to be looked up in a plan makes the index of all.
  for (const plan of [before, after]) {
    findInstance(plan, 0 as GiId);
    yield;
  }
  const pairs = new Pairs();
  const left: Left[] = [];
  for (const some of inTurns(gpus)) {
    for (const pair of some) if (isWhole(pair)) left.push(...pairStanding(pairs, pair));
    yield;
  }
  for (const some of inTurns(byName(vms))) {
    for (const pair of some) pairByVm(pairs, pair, { before, after });
    yield;
  }
  for (const some of inTurns(left)) {
    for (const rest of some)
      pairUp(
        pairs,
        rest.before.filter(({ gi }) => !pairs.after.has(gi.id)),
        rest.after.filter(({ gi }) => !pairs.before.has(gi.id)),
        ({ gi }) => gi.profile,
      );
    yield;
  }
  return {
    afterOf: (id) => pairs.after.get(id) ?? null,
    beforeOf: (id) => pairs.before.get(id) ?? null,
  };
}

/** Things that are looked at between two rests. */
const AT_ONCE = 200;

/** A list a few at a time. */
export function* inTurns<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += AT_ONCE) yield list.slice(from, from + AT_ONCE);
}

/** Pairs the instances that a VM of both plans is on. */
function pairByVm(
  pairs: Pairs,
  vm: { readonly before: Vm; readonly after: Vm },
  { before, after }: { readonly before: Plan; readonly after: Plan },
): void {
  for (const [index, { instance }] of vm.before.attachments.entries()) {
    const places = {
      before: placed(before, instance),
      after: placed(after, vm.after.attachments[index]?.instance ?? null),
    };
    if (isWhole(places) && isSameProfile(places) && pairs.isFree(places))
      pairs.add(places.before, places.after);
  }
}

interface Left {
  readonly before: readonly GiPlace[];
  readonly after: readonly GiPlace[];
}

/** Pairs what stands where it stood, and gives what is left of the GPU. */
function pairStanding(
  pairs: Pairs,
  gpu: { readonly before: GpuPlace; readonly after: GpuPlace },
): readonly Left[] {
  const [before, after] = [instancesOn(gpu.before), instancesOn(gpu.after)];
  // Most GPUs of a fleet are as they were.
  const isAsBefore =
    before.length === after.length && before.every(({ gi }, n) => isSamePlace(gi, after[n]?.gi));
  if (!isAsBefore) {
    pairUp(pairs, before, after, ({ gi }) => `${gi.start} ${gi.profile}`);
    return [{ before, after }];
  }
  for (const [n, place] of before.entries()) {
    const other = after[n];
    if (other !== undefined) pairs.add(place, other);
  }
  return [];
}

function isSamePlace(a: GpuInstance, b: GpuInstance | undefined): boolean {
  return a.start === b?.start && a.profile === b.profile;
}

export function instancesOn(place: GpuPlace | null): GiPlace[] {
  return place?.gpu.instances.map((gi) => ({ host: place.host, gpu: place.gpu, gi })) ?? [];
}

function pairUp(
  pairs: Pairs,
  before: readonly GiPlace[],
  after: readonly GiPlace[],
  keyOf: (place: GiPlace) => string,
): void {
  for (const pair of matchBy(before, after, keyOf)) if (isWhole(pair)) pairs.add(pair.before, pair.after);
}

function isWhole<T>(pair: Matched<T>): pair is { readonly before: T; readonly after: T } {
  return pair.before !== null && pair.after !== null;
}

const isSameProfile = (pair: { readonly before: GiPlace; readonly after: GiPlace }): boolean =>
  pair.before.gi.profile === pair.after.gi.profile;

/** VMs that are in both, in an order that is the same whichever plan comes first. */
function byName(vms: readonly Matched<Vm>[]): { readonly before: Vm; readonly after: Vm }[] {
  return vms
    .filter(isWhole)
    .sort((a, b) => (a.before.name < b.before.name ? -1 : a.before.name > b.before.name ? 1 : 0));
}

/** Where a vGPU is; null while the VM waits for it. */
export function placed(plan: Plan, instance: GiId | null): GiPlace | null {
  return instance === null ? null : (findInstance(plan, instance) ?? null);
}
