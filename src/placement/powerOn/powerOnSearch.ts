/** The search for an order in which VMs power on: nothing is ever moved, so it is a matter of what comes before what. */
import type { PowerOnHost, PowerOnVm } from './powerOn.ts';
import { distinctRuns, startInAll, type Effort, type Landing, type Run, type Started } from './powerOnRun.ts';

interface SearchOptions {
  /** All where they are drawn; or as many of them as come first to hand; or all that is asked is that they start. */
  readonly goal: 'as-drawn' | 'near-drawn' | 'start';
  readonly effort: Effort;
}

interface Searched {
  readonly kind: 'found' | 'none' | 'open';
  /** All VMs where it was found, else as many as ever started. */
  readonly sequence: readonly PowerOnVm[];
}

/**
 * Depth first, the largest first since those fail last. VMs of one key are interchangeable, so only keys branch; what failed
 * once, in all runs together, is not entered again.
 */
export function searchOrder(
  host: PowerOnHost,
  first: readonly Run[],
  { goal, effort }: SearchOptions,
): Searched {
  const groups = new Map<string, PowerOnVm[]>();
  for (const vm of [...host.vms].sort(largestFirst)) {
    const same = groups.get(vm.key);
    if (same === undefined) groups.set(vm.key, [vm]);
    else same.push(vm);
  }
  const failed = new Set<string>();
  const sequence: PowerOnVm[] = [];
  let best: readonly PowerOnVm[] = [];

  const enter = (runs: readonly Run[]): Searched['kind'] => {
    if (sequence.length === host.vms.length) return 'found';
    if (sequence.length > best.length) best = [...sequence];
    effort.left -= runs.length * host.gpus.length + host.vms.length;
    const left = [...groups.values()].map((vms) => vms.map((vm) => vm.vm.id).join()).join('|');
    const key = `${left} ${runs
      .map((run) => run.key)
      .sort()
      .join(';')}`;
    if (failed.has(key)) return 'none';
    const next: { readonly vm: PowerOnVm; readonly runs: readonly Run[]; readonly isThere: boolean }[] = [];
    for (const vms of groups.values()) {
      const [candidate] = vms;
      if (candidate === undefined) continue;
      const result = startInAll(host, runs, candidate, effort);
      if (result.kind === 'open') return 'open';
      if (result.kind === 'refused') continue;
      if (goal !== 'start') effort.left -= vms.length;
      const there = goal === 'start' ? undefined : drawnThere(host, vms, result.started);
      if (there === undefined && goal === 'as-drawn') continue;
      const vm = there ?? candidate;
      // An instance that may be shared knows who is on it.
      const own = vm === candidate ? result : startInAll(host, runs, vm, effort);
      if (own.kind === 'open') return 'open';
      if (own.kind === 'refused') continue;
      next.push({ vm, runs: distinctRuns(own.started), isThere: there !== undefined });
    }
    for (const one of [...next.filter(({ isThere }) => isThere), ...next.filter(({ isThere }) => !isThere)]) {
      const vms = groups.get(one.vm.key) ?? [];
      const at = vms.indexOf(one.vm);
      vms.splice(at, 1);
      sequence.push(one.vm);
      const below = enter(one.runs);
      if (below === 'found') return 'found';
      sequence.pop();
      vms.splice(at, 0, one.vm);
      if (below === 'open') return 'open';
    }
    failed.add(key);
    return 'none';
  };
  const kind = enter(first);
  return { kind, sequence: kind === 'found' ? sequence : best };
}

export function largestFirst(a: PowerOnVm, b: PowerOnVm): number {
  return (
    b.size.memory - a.size.memory ||
    b.size.compute - a.size.compute ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

/** The VM that is drawn where every run has just put one of its key. */
function drawnThere(
  host: PowerOnHost,
  vms: readonly PowerOnVm[],
  started: readonly Started[],
): PowerOnVm | undefined {
  return vms.find((vm) => started.every(({ landings }) => isDrawnAt(host, vm, landings)));
}

/** True when each vGPU is drawn where one of the VM's vGPUs that need the same has landed. */
export function isDrawnAt(host: PowerOnHost, vm: PowerOnVm, landings: readonly Landing[]): boolean {
  return placesDrawn(vm) === placesLanded(host, landings);
}

function placesDrawn({ vgpus }: PowerOnVm): string {
  return vgpus
    .map(
      ({ key, drawn }) =>
        `${key} ${drawn === null ? '' : `${drawn.gpu.id} ${drawn.gi.profile}@${drawn.gi.start}`}`,
    )
    .sort()
    .join('\n');
}

function placesLanded(host: PowerOnHost, landings: readonly Landing[]): string {
  return landings
    .map(({ gpuAt, profileIndex, start, key }) => {
      const one = host.gpus[gpuAt];
      return `${key} ${one?.gpu.id} ${one?.geometry.board.profiles[profileIndex]?.name}@${start}`;
    })
    .sort()
    .join('\n');
}
