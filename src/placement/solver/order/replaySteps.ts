/**
 * Steps played on the current plan, slice by slice, as a driver would take or refuse them. Shares no code with what plans
 * them: it reads the facts of the boards, the two plans and the steps, and nothing else.
 */
import type { Board } from '../../../model/board.ts';
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import type { ComputeInstance, Plan } from '../../../model/plan.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import type { InstanceAt, Step } from './steps.ts';

export type ReplayFault =
  | 'no-such-gpu'
  | 'mig-mode-off'
  | 'not-a-start'
  | 'slice-taken'
  | 'too-many'
  | 'excluded'
  | 'engines-run-out'
  | 'no-such-instance'
  | 'in-use'
  | 'vm-not-there'
  | 'vm-not-stopped'
  | 'instance-full'
  | 'not-the-target';

export interface Replayed {
  /** Vgpus that had no instance for a while and have one now: their VM was down in between. */
  readonly down: number;
  readonly steps: number;
}

interface Standing {
  profile: string;
  start: number;
  cuts: string;
  vms: string[];
}

interface GpuNow {
  board: string;
  isOn: boolean;
  instances: Standing[];
}

/** Hosts of which the instances come at power-on are left out: `powerOnHosts`. `current` as it is, observed state taken over. */
export function replaySteps(
  current: Plan,
  target: Plan,
  steps: readonly Step[],
  powerOnHosts: ReadonlySet<string>,
): Result<Replayed, { readonly step: number; readonly fault: ReplayFault }> {
  const now = stateOf(current, powerOnHosts);
  const goal = stateOf(target, powerOnHosts);
  const namesVms = [...now.values()].some((gpu) => gpu.instances.some((one) => one.vms.length > 0));
  const most = mostVms(now, goal);
  const stopped = new Set<string>();
  let down = 0;
  for (const [at, step] of steps.entries()) {
    const fault = play(now, step, most, stopped);
    if (fault !== null) return err({ step: at, fault });
    if (step.kind === 'start' && stopped.delete(vgpuName(step))) down++;
  }
  if (picture(now, namesVms) !== picture(goal, namesVms))
    return err({ step: steps.length, fault: 'not-the-target' });
  return ok({ down, steps: steps.length });
}

function stateOf(plan: Plan, without: ReadonlySet<string>): Map<string, GpuNow> {
  const on = new Map<number, string[]>();
  for (const vm of plan.vms) {
    vm.attachments.forEach(({ instance }, attachment) => {
      if (instance !== null)
        on.set(instance, [...(on.get(instance) ?? []), vgpuName({ vm: vm.name, attachment })]);
    });
  }
  const state = new Map<string, GpuNow>();
  for (const host of plan.hosts) {
    if (without.has(host.name)) continue;
    for (const gpu of host.gpus) {
      const isOn = gpu.use === 'mig';
      const instances = gpu.instances.map((gi) => ({
        profile: gi.profile,
        start: gi.start,
        cuts: cutsOf(gi.profile, gi.computeInstances),
        vms: on.get(gi.id) ?? [],
      }));
      state.set(`${host.name} ${gpu.index}`, { board: gpu.board, isOn, instances: isOn ? instances : [] });
    }
  }
  return state;
}

function vgpuName({ vm, attachment }: { readonly vm: string; readonly attachment: number }): string {
  return `${attachment} ${vm}`;
}

function cutsOf(profile: string, list: readonly ComputeInstance[]): string {
  const plain = profile.replace(/[+-].*$/, '');
  const names = list.map((one) => one.profile).sort();
  const isWhole = names.length === 0 || (names.length === 1 && (names[0] === profile || names[0] === plain));
  return isWhole ? 'whole' : names.join();
}

/** So many VMs as one place carries in either plan. */
function mostVms(...states: readonly ReadonlyMap<string, GpuNow>[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const state of states) {
    for (const gpu of state.values()) {
      for (const one of gpu.instances) {
        const key = `${gpu.board} ${one.profile}`;
        most.set(key, Math.max(most.get(key) ?? 1, one.vms.length));
      }
    }
  }
  return most;
}

function picture(state: ReadonlyMap<string, GpuNow>, withVms: boolean): string {
  const lines = [...state].flatMap(([name, gpu]) => {
    const pieces = gpu.instances
      .map((one) => `${one.profile}@${one.start} ${one.cuts} ${withVms ? [...one.vms].sort().join('+') : ''}`)
      .sort();
    // A GPU that a plan does not have is one without instances.
    return pieces.length === 0 ? [] : [`${name} ${gpu.board} ${pieces.join(', ')}`];
  });
  return lines.sort().join('\n');
}

function play(
  now: Map<string, GpuNow>,
  step: Step,
  most: ReadonlyMap<string, number>,
  stopped: Set<string>,
): ReplayFault | null {
  switch (step.kind) {
    case 'power-off':
    case 'power-on':
      return null;
    case 'mig-on':
    case 'mig-off':
    case 'exchange': {
      const name = `${step.at.host} ${step.at.gpu}`;
      const gpu = now.get(name) ?? { board: step.at.board, isOn: false, instances: [] };
      if (gpu.instances.length > 0) return 'in-use';
      now.set(name, {
        board: step.kind === 'exchange' ? step.to : gpu.board,
        isOn: step.kind === 'mig-on',
        instances: [],
      });
      return null;
    }
    case 'create': {
      const name = `${step.at.host} ${step.at.gpu}`;
      const gpu = now.get(name) ?? { board: step.at.board, isOn: true, instances: [] };
      now.set(name, gpu);
      if (gpu.board !== step.at.board) return 'no-such-gpu';
      if (!gpu.isOn) return 'mig-mode-off';
      const board = findBoard(gpu.board);
      if (board === undefined) return 'no-such-gpu';
      const fault = refusal(board, gpu.instances, step.at);
      if (fault !== null) return fault;
      const { profile, start } = step.at;
      gpu.instances.push({ profile, start, cuts: cutsOf(profile, step.computeInstances), vms: [] });
      return null;
    }
    case 'destroy': {
      const found = find(now, step.at);
      if (found === null) return 'no-such-instance';
      if (found.one.vms.length > 0) return 'in-use';
      found.gpu.instances.splice(found.gpu.instances.indexOf(found.one), 1);
      return null;
    }
    case 'recut': {
      const found = find(now, step.at);
      if (found === null) return 'no-such-instance';
      found.one.cuts = cutsOf(step.at.profile, step.to);
      return null;
    }
    case 'stop': {
      const found = find(now, step.from);
      if (found === null || !leave(found.one, vgpuName(step))) return 'vm-not-there';
      stopped.add(vgpuName(step));
      return null;
    }
    case 'move': {
      const from = find(now, step.from);
      if (from === null || !from.one.vms.includes(vgpuName(step))) return 'vm-not-there';
      const fault = enter(now, step.to, vgpuName(step), most);
      leave(from.one, vgpuName(step));
      return fault;
    }
    case 'start': {
      const name = vgpuName(step);
      const isRunning = [...now.values()].some((gpu) => gpu.instances.some((one) => one.vms.includes(name)));
      return isRunning ? 'vm-not-stopped' : enter(now, step.to, name, most);
    }
  }
}

function find(now: ReadonlyMap<string, GpuNow>, at: InstanceAt): { gpu: GpuNow; one: Standing } | null {
  const gpu = now.get(`${at.host} ${at.gpu}`);
  const one = gpu?.instances.find((other) => other.profile === at.profile && other.start === at.start);
  return gpu === undefined || one === undefined || gpu.board !== at.board ? null : { gpu, one };
}

function leave(one: Standing, name: string): boolean {
  const at = one.vms.indexOf(name);
  if (at !== -1) one.vms.splice(at, 1);
  return at !== -1;
}

function enter(
  now: ReadonlyMap<string, GpuNow>,
  to: InstanceAt,
  name: string,
  most: ReadonlyMap<string, number>,
): ReplayFault | null {
  const found = find(now, to);
  if (found === null) return 'no-such-instance';
  if (found.one.vms.length >= (most.get(`${to.board} ${to.profile}`) ?? 1)) return 'instance-full';
  found.one.vms.push(name);
  return null;
}

/** Why a driver would not make this instance beside those that stand: one plain loop over slices, and the board's rules. */
function refusal(board: Board, standing: readonly Standing[], at: InstanceAt): ReplayFault | null {
  const profileNamed = (name: string): Board['profiles'][number] | undefined =>
    board.profiles.find((profile) => profile.name === name);
  const wanted = profileNamed(at.profile);
  if (wanted?.starts?.includes(at.start) !== true || wanted.memorySlices === null) return 'not-a-start';
  const taken = new Set<number>();
  for (const one of standing) {
    const size = profileNamed(one.profile)?.memorySlices ?? 1;
    for (let slice = one.start; slice < one.start + size; slice++) taken.add(slice);
  }
  for (let slice = at.start; slice < at.start + wanted.memorySlices; slice++) {
    if (taken.has(slice)) return 'slice-taken';
  }
  const all = [...standing.map((one) => one.profile), at.profile];
  if (all.filter((name) => name === at.profile).length > wanted.maxInstances) return 'too-many';
  for (const rule of board.constraints) {
    if (rule.kind === 'mutually-exclusive') {
      if (new Set(all.filter((name) => rule.profiles.includes(name))).size > 1) return 'excluded';
    } else if (rule.kind === 'all-media') {
      const has = (name: string, what: string): boolean =>
        profileNamed(name)?.attributes.includes(what) === true;
      const holders = all.filter((name) => has(name, rule.attribute));
      const others = all.filter((name) => !has(name, rule.attribute) && !has(name, rule.allows));
      if (holders.length > 1 || (holders.length === 1 && others.length > 0)) return 'excluded';
    } else {
      for (const engine of ['decoders', 'encoders', 'jpeg', 'ofa'] as const) {
        const used = all.reduce((sum, name) => sum + (profileNamed(name)?.engines[engine] ?? 0), 0);
        if (used > (rule.totals[engine] ?? 0) && (wanted.engines[engine] ?? 0) > 0) return 'engines-run-out';
      }
    }
  }
  return null;
}
