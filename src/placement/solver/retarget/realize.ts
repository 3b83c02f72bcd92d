/** Which GPU becomes what: a solution in numbers of regions, given names so that most GPUs stay as they are. */
import type { Position } from '../../../model/geometry.ts';
import type { GpuInstance } from '../../../model/plan.ts';
import { emptyClasses, type Meaning } from './retargetProgram.ts';
import type { Fleet } from './fleet.ts';

/** By GPU of the fleet: what it is to hold. */
export type Held = readonly (readonly Position[])[];

/**
 * Regions of one class are equal but for who is on them: those change first whose instances nobody has, then those on GPUs
 * that change anyway. `hurt`: what it means to lose an instance.
 */
export function realize(
  fleet: Fleet,
  meanings: readonly Meaning[],
  values: readonly number[],
  hurt: (gi: GpuInstance) => number,
): Held {
  const { gpus, classes, holders, kinds } = fleet;
  const held = gpus.map((): Position[] => []);
  const isTouched = gpus.map(() => false);
  const left = classes.map(({ members }) => [...members]);
  const holding = holders.map(({ members }) => [...members]);
  const uses = meanings.flatMap((meaning, at) => {
    const count = values[at] ?? 0;
    return count > 0 ? [{ meaning, count }] : [];
  });
  for (const { meaning, count } of uses) {
    if (meaning.kind !== 'hold') continue;
    for (let n = 0; n < count; n++) {
      // What stays is taken from the front, what goes from the end.
      const gpu =
        meaning.to === holders[meaning.holder]?.position
          ? holding[meaning.holder]?.shift()
          : holding[meaning.holder]?.pop();
      if (gpu === undefined) continue;
      if (meaning.to !== null) held[gpu]?.push(meaning.to);
      if (meaning.to === holders[meaning.holder]?.position) continue;
      isTouched[gpu] = true;
      if (meaning.to === null)
        for (const cls of emptyClasses(fleet, gpus[gpu]?.kind ?? -1)) left[cls]?.push(gpu);
    }
  }
  const clearing = new Map<string, number[]>();
  for (const [gpu, { parts }] of gpus.entries()) {
    const key = parts.join();
    const others = clearing.get(key);
    if (others === undefined) clearing.set(key, [gpu]);
    else others.push(gpu);
  }
  const hurtOf = (gpu: number): number =>
    gpus[gpu]?.place.gpu.instances.reduce((sum, gi) => sum + hurt(gi), 0) ?? 0;
  for (const { meaning, count } of uses) {
    if (meaning.kind !== 'clear') continue;
    const pair = clearing.get(meaning.parts.join()) ?? [];
    pair.sort((a, b) => hurtOf(b) - hurtOf(a) || b - a);
    for (let n = 0; n < count; n++) {
      const gpu = pair.pop();
      if (gpu === undefined) continue;
      if (meaning.to !== null) held[gpu]?.push(meaning.to);
      isTouched[gpu] = true;
      for (const part of meaning.parts) left[part] = left[part]?.filter((other) => other !== gpu) ?? [];
    }
  }
  // Those that lose most choose first.
  const fills = uses
    .flatMap(({ meaning, count }) => (meaning.kind === 'fill' ? [{ ...meaning, count }] : []))
    .sort((a, b) => changeOf(fleet, b) - changeOf(fleet, a) || a.cls - b.cls);
  for (const fill of fills) {
    const cls = classes[fill.cls];
    const region = cls === undefined ? undefined : kinds[cls.kind]?.cut.regions[cls.region];
    if (cls === undefined || region === undefined) continue;
    const positions = region.positions.filter((_, bit) => (fill.filling.bits & (1 << bit)) !== 0);
    const lost = region.positions.filter((_, bit) => (cls.bits & ~fill.filling.bits & (1 << bit)) !== 0);
    const isChange = fill.filling.bits !== cls.bits;
    const price = new Map<number, number>();
    for (const gpu of left[fill.cls] ?? []) {
      const { instances } = gpus[gpu]?.place.gpu ?? { instances: [] };
      const sum = instances
        .filter((gi) => lost.some((one) => one.start === gi.start && nameOf(fleet, gpu, one) === gi.profile))
        .reduce((total, gi) => total + hurt(gi), 0);
      price.set(gpu, sum * 2 + (isTouched[gpu] === true ? 0 : 1));
    }
    const members = left[fill.cls] ?? [];
    if (isChange) members.sort((a, b) => (price.get(b) ?? 0) - (price.get(a) ?? 0) || b - a);
    for (let n = 0; n < fill.count; n++) {
      const gpu = members.pop();
      if (gpu === undefined) continue;
      held[gpu]?.push(...positions);
      if (isChange) isTouched[gpu] = true;
    }
  }
  return held;
}

/** Instances that come or go. */
function changeOf({ classes }: Fleet, { cls, filling }: Meaning & { kind: 'fill' }): number {
  let count = 0;
  for (let bits = (classes[cls]?.bits ?? 0) ^ filling.bits; bits !== 0; bits &= bits - 1) count++;
  return count;
}

function nameOf({ kinds, gpus }: Fleet, gpu: number, { profileIndex }: Position): string {
  return kinds[gpus[gpu]?.kind ?? -1]?.cut.geometry.board.profiles[profileIndex]?.name ?? '';
}
