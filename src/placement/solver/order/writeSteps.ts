/**
 * The steps that an order comes to: wave by wave, first what goes before its time, then what comes, then who moves, then
 * what goes. Where something is parked and a place of its profile is never needed by anybody, it waits there.
 */
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import { freeStarts, geometryOf, occupancyOf, slicesIn, type Geometry } from '../../../model/geometry.ts';
import type { GpuInstance } from '../../../model/plan.ts';
import type { OrderSolution } from './orderProblem.ts';
import type { InstanceAt, StepAction, StepDraft } from './steps.ts';
import { keyOf, type Coming, type GpuChange, type Leaving, type Transition } from './transition.ts';

/** In which wave each fill and each vacate has its turn, from 1 on. */
export function wavesOf(
  { problem }: Pick<Transition, 'problem'>,
  { needs, parked }: OrderSolution,
): { fills: number[]; vacates: number[] } {
  const early = new Set(parked);
  const isEarly = (v: number): boolean => early.has(v) || (needs[v]?.length ?? 0) === 0;
  const fills = problem.fills.map(() => 1);
  const vacates = problem.vacates.map(() => 1);
  const waiting = problem.fills.map(({ waitsFor }) => waitsFor.filter((v) => !isEarly(v)).length);
  const missing = needs.map((own) => own.length);
  const blocks = problem.vacates.map((): number[] => []);
  const needers = problem.fills.map((): number[] => []);
  for (const [f, { waitsFor }] of problem.fills.entries()) for (const v of waitsFor) blocks[v]?.push(f);
  for (const [v, own] of needs.entries()) if (!isEarly(v)) for (const f of own) needers[f]?.push(v);
  const ready = [...waiting.keys()].filter((f) => waiting[f] === 0);
  for (let at = 0; at < ready.length; at++) {
    const f = ready[at] ?? 0;
    for (const v of needers[f] ?? []) {
      vacates[v] = Math.max(vacates[v] ?? 1, fills[f] ?? 1);
      missing[v] = (missing[v] ?? 1) - 1;
      if (missing[v] !== 0) continue;
      for (const next of blocks[v] ?? []) {
        fills[next] = Math.max(fills[next] ?? 1, (vacates[v] ?? 1) + 1);
        waiting[next] = (waiting[next] ?? 1) - 1;
        if (waiting[next] === 0) ready.push(next);
      }
    }
  }
  // What goes before its time goes as late as it can.
  for (const v of vacates.keys()) {
    if (isEarly(v) && (blocks[v]?.length ?? 0) > 0)
      vacates[v] = Math.min(...(blocks[v] ?? []).map((f) => fills[f] ?? 1));
  }
  return { fills, vacates };
}

export function writeSteps(transition: Transition, solution: OrderSolution): StepDraft[] {
  return new Writer(transition, solution).write();
}

class Writer {
  readonly #transition: Transition;
  readonly #needs: OrderSolution['needs'];
  readonly #parked: ReadonlySet<number>;
  readonly #waves: ReturnType<typeof wavesOf>;
  readonly #spares: Spares;
  readonly #steps: StepDraft[] = [];
  /** Where each vGPU is now; null: it is stopped. */
  readonly #where = new Map<string, InstanceAt | null>();
  /** Spare places by the vacate that waits there, and what has still to come for it. */
  readonly #inSpare = new Map<number, { readonly at: InstanceAt; readonly missing: Set<number> }>();
  readonly #ready = new Set<number>();
  #wave = 1;

  constructor(transition: Transition, solution: OrderSolution) {
    this.#transition = transition;
    this.#needs = solution.needs;
    this.#parked = new Set(solution.parked);
    this.#waves = wavesOf(transition, solution);
    this.#spares = new Spares(transition);
  }

  write(): StepDraft[] {
    const { leaving, gpus } = this.#transition;
    for (const [v, { vgpus }] of leaving.entries()) {
      for (const vgpu of vgpus) this.#where.set(keyOf(vgpu), this.#placeOf(leaving[v]));
    }
    const last = Math.max(1, ...this.#waves.fills, ...this.#waves.vacates);
    const fillsAt = byWave(this.#waves.fills, last);
    const vacatesAt = byWave(this.#waves.vacates, last);
    for (this.#wave = 1; this.#wave <= last; this.#wave++) {
      const vacates = vacatesAt[this.#wave] ?? [];
      const fills = fillsAt[this.#wave] ?? [];
      for (const v of vacates) if (this.#isEarly(v)) this.#goEarly(v);
      if (this.#wave === 1) this.#recutAll();
      for (const f of fills) this.#come(f);
      for (const f of fills) this.#moveIn(f);
      for (const v of vacates) if (!this.#isEarly(v)) this.#destroy(v, false);
    }
    // After all else; where nothing else is done it is the first wave.
    this.#wave = 1 + this.#steps.reduce((most, { wave }) => Math.max(most, wave), 0);
    for (const [gpuAt, gpu] of gpus.entries()) {
      if (gpu.before?.use === 'mig' && gpu.after !== null && gpu.after.use !== 'mig') {
        this.#push({ kind: 'mig-off', at: this.#gpuAt(gpuAt) });
      }
      // One that nothing had to be made on.
      this.#prepare(gpuAt);
    }
    return this.#steps;
  }

  #push(action: StepAction, interrupts: readonly string[] = []): void {
    this.#steps.push({ ...action, wave: this.#wave, interrupts: [...new Set(interrupts)] });
  }

  #gpuAt(gpuAt: number): { host: string; gpu: number; board: string } {
    const gpu = this.#transition.gpus[gpuAt];
    return { host: gpu?.host ?? '', gpu: gpu?.index ?? 0, board: gpu?.board ?? '' };
  }

  #instanceAt(gpuAt: number, gi: Pick<GpuInstance, 'profile' | 'start'>): InstanceAt {
    return { ...this.#gpuAt(gpuAt), profile: gi.profile, start: gi.start };
  }

  #placeOf(one: Leaving | Coming | undefined): InstanceAt {
    return this.#instanceAt(one?.gpuAt ?? 0, one?.gi ?? { profile: '', start: 0 });
  }

  #isEarly(v: number): boolean {
    return this.#parked.has(v) || (this.#needs[v]?.length ?? 0) === 0;
  }

  /** It goes before anything has come for it: parked in a spare place, or stopped. */
  #goEarly(v: number): void {
    const one = this.#transition.leaving[v];
    if (one === undefined) return;
    const needs = this.#needs[v] ?? [];
    const isWanted =
      one.vgpus.some(({ to }) => to !== null) || (this.#transition.isAnonymous && needs.length > 0);
    const spare = this.#parked.has(v) && isWanted ? this.#spares.take(one) : null;
    if (spare !== null) {
      const to = this.#instanceAt(spare.gpuAt, { profile: one.gi.profile, start: spare.start });
      this.#push({ kind: 'create', at: to, computeInstances: one.gi.computeInstances, isSpare: true });
      this.#inSpare.set(v, { at: to, missing: new Set(needs) });
      for (const vgpu of one.vgpus) {
        if (vgpu.to !== null) this.#move(vgpu, to);
        else this.#stop(vgpu);
      }
    } else {
      for (const vgpu of one.vgpus) this.#stop(vgpu);
    }
    this.#destroy(v, this.#parked.has(v) && spare === null);
  }

  #move(vgpu: { readonly vm: string; readonly attachment: number }, to: InstanceAt): void {
    const key = keyOf(vgpu);
    const from = this.#where.get(key) ?? null;
    const { vm, attachment } = vgpu;
    this.#where.set(key, to);
    if (from === null) this.#push({ kind: 'start', vm, attachment, to });
    else this.#push({ kind: 'move', vm, attachment, from, to }, [vm]);
  }

  #stop(vgpu: { readonly vm: string; readonly attachment: number }): void {
    const key = keyOf(vgpu);
    const from = this.#where.get(key) ?? null;
    if (from === null) return;
    const { vm, attachment } = vgpu;
    this.#where.set(key, null);
    this.#push({ kind: 'stop', vm, attachment, from }, [vm]);
  }

  #destroy(v: number, isParked: boolean): void {
    const one = this.#transition.leaving[v];
    if (one === undefined) return;
    for (const vgpu of one.vgpus) if (vgpu.to === null) this.#stop(vgpu);
    if (one.isKept) return;
    const [first] = this.#needs[v] ?? [];
    const replacement = first === undefined ? undefined : this.#transition.coming[first];
    const spare = this.#inSpare.get(v)?.at;
    this.#push(
      {
        kind: 'destroy',
        at: this.#placeOf(one),
        isSpare: false,
        isPinned: one.isPinned,
        isParked,
        replacedBy: spare ?? (replacement === undefined ? null : this.#placeOf(replacement)),
      },
      // Who runs there is not said: those whom the target has on what replaces it are meant.
      replacement?.expected ?? [],
    );
  }

  #recutAll(): void {
    for (const { gpuAt, from, to, vms } of this.#transition.recuts) {
      if (this.#transition.coming.some((one) => one.isKept && one.gi === to)) continue;
      this.#recut(gpuAt, from, to, vms);
    }
  }

  #recut(gpuAt: number, from: GpuInstance, to: GpuInstance, vms: readonly string[]): void {
    const at = this.#instanceAt(gpuAt, to);
    this.#push({ kind: 'recut', at, from: from.computeInstances, to: to.computeInstances }, vms);
  }

  /** What the GPU needs before an instance can be made on it. */
  #prepare(gpuAt: number): void {
    if (this.#ready.has(gpuAt)) return;
    this.#ready.add(gpuAt);
    const gpu: GpuChange | undefined = this.#transition.gpus[gpuAt];
    if (gpu === undefined || gpu.after === null) return;
    const old = gpu.replaces === null ? undefined : this.#transition.gpus[gpu.replaces];
    if (old !== undefined && gpu.replaces !== null) {
      this.#push({ kind: 'exchange', at: this.#gpuAt(gpu.replaces), to: gpu.board });
    }
    const wasOn = gpu.before === null ? old === undefined : gpu.before.use === 'mig';
    if (gpu.after.use === 'mig' && !wasOn) this.#push({ kind: 'mig-on', at: this.#gpuAt(gpuAt) });
  }

  #come(f: number): void {
    const one = this.#transition.coming[f];
    if (one === undefined) return;
    this.#prepare(one.gpuAt);
    if (one.isKept) {
      const recut = this.#transition.recuts.find(({ to }) => to === one.gi);
      if (recut !== undefined) this.#recut(one.gpuAt, recut.from, recut.to, recut.vms);
      return;
    }
    const { computeInstances } = one.gi;
    this.#push({ kind: 'create', at: this.#placeOf(one), computeInstances, isSpare: false });
  }

  #moveIn(f: number): void {
    const one = this.#transition.coming[f];
    if (one === undefined) return;
    for (const vgpu of one.vgpus) this.#move(vgpu, this.#placeOf(one));
    for (const [v, { at, missing }] of this.#inSpare) {
      if (!missing.delete(f) || missing.size > 0) continue;
      this.#inSpare.delete(v);
      this.#spares.giveBack(at);
      this.#push({
        kind: 'destroy',
        at,
        isSpare: true,
        isPinned: false,
        isParked: false,
        replacedBy: this.#placeOf(one),
      });
    }
  }
}

function byWave(list: readonly number[], last: number): number[][] {
  const groups = Array.from({ length: last + 1 }, (): number[] => []);
  for (const [one, wave] of list.entries()) groups[wave]?.push(one);
  return groups;
}

/** Places that neither plan ever needs: there something may wait, whatever else goes on. */
class Spares {
  readonly #transition: Transition;
  readonly #cut = new Map<number, { readonly geometry: Geometry; readonly both: readonly Piece[] } | null>();
  readonly #waiting = new Map<number, Piece[]>();

  constructor(transition: Transition) {
    this.#transition = transition;
  }

  /** On the same host and the same kind of board, its own GPU first. */
  take({ gpuAt, gi }: Leaving): { gpuAt: number; start: number } | null {
    const { gpus } = this.#transition;
    const own = gpus[gpuAt];
    const others = [...gpus.keys()].filter((other) => {
      const gpu = gpus[other];
      return other !== gpuAt && gpu?.host === own?.host && gpu?.board === own?.board;
    });
    for (const other of [gpuAt, ...others]) {
      const cut = this.#on(other);
      if (cut === null) continue;
      const { geometry, both } = cut;
      const waiting = this.#waiting.get(other) ?? [];
      const index = geometry.profileIndexByName.get(gi.profile) ?? -1;
      const start = slicesIn(freeStarts(geometry, occupancyOf(geometry, [...both, ...waiting]), index))[0];
      if (start === undefined) continue;
      this.#waiting.set(other, [...waiting, { profile: gi.profile, start }]);
      return { gpuAt: other, start };
    }
    return null;
  }

  giveBack({ host, gpu, board, profile, start }: InstanceAt): void {
    const at = this.#transition.gpus.findIndex(
      (one) => one.host === host && one.index === gpu && one.board === board,
    );
    const waiting = this.#waiting.get(at) ?? [];
    this.#waiting.set(
      at,
      waiting.filter((one) => one.profile !== profile || one.start !== start),
    );
  }

  /** Everything that both plans have on the GPU together; null where MIG mode changes or the board is exchanged. */
  #on(gpuAt: number): { readonly geometry: Geometry; readonly both: readonly Piece[] } | null {
    const known = this.#cut.get(gpuAt);
    if (known !== undefined) return known;
    const { gpus, coming } = this.#transition;
    const gpu = gpus[gpuAt];
    const board = findBoard(gpu?.board ?? '');
    const isOn = gpu?.before?.use === 'mig' && gpu.after?.use === 'mig';
    const added = coming.filter((one) => one.gpuAt === gpuAt && !one.isKept).map(({ gi }) => gi);
    const cut =
      board === undefined || !isOn
        ? null
        : { geometry: geometryOf(board), both: [...gpu.before.instances, ...added] };
    this.#cut.set(gpuAt, cut);
    return cut;
  }
}

type Piece = Pick<GpuInstance, 'profile' | 'start'>;
