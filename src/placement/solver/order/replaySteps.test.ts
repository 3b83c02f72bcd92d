import { describe, expect, test } from 'vitest';
import type { ComputeInstance, GpuInstance, Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import { replaySteps, type ReplayFault } from './replaySteps.ts';
import type { GpuAt, InstanceAt, Step, StepAction } from './steps.ts';

const A100 = 'a100-pcie-40gb';
const A30 = 'a30-24gb';
const RTX = 'rtx-pro-6000-server';

const stepOf = (action: StepAction): Step => ({ ...action, wave: 1, interrupts: [], until: null });

const gpuAt = (gpu = 0, board = A100, host = 'a'): GpuAt => ({ host, gpu, board });

/** "3g.20gb@4" on GPU 0 of host a, or where else it is said to be. */
function at(piece: string, gpu = 0, board = A100, host = 'a'): InstanceAt {
  const [profile = '', start = '0'] = piece.split('@');
  return { ...gpuAt(gpu, board, host), profile, start: Number(start) };
}

const create = (to: InstanceAt, computeInstances: readonly ComputeInstance[] = []): Step =>
  stepOf({ kind: 'create', at: to, computeInstances, isSpare: false });
const destroy = (from: InstanceAt): Step =>
  stepOf({ kind: 'destroy', at: from, isSpare: false, isPinned: false, isParked: false, replacedBy: null });
const recut = (where: InstanceAt, to: readonly ComputeInstance[]): Step =>
  stepOf({ kind: 'recut', at: where, from: [], to });
const stop = (vm: string, from: InstanceAt, attachment = 0): Step =>
  stepOf({ kind: 'stop', vm, attachment, from });
const start = (vm: string, to: InstanceAt, attachment = 0): Step =>
  stepOf({ kind: 'start', vm, attachment, to });
const move = (vm: string, from: InstanceAt, to: InstanceAt): Step =>
  stepOf({ kind: 'move', vm, attachment: 0, from, to });
const mode = (kind: 'mig-on' | 'mig-off', of: GpuAt = gpuAt()): Step => stepOf({ kind, at: of });
const exchange = (of: GpuAt, to: string): Step => stepOf({ kind: 'exchange', at: of, to });

const planOf = (...lines: readonly string[]): Plan => parseLayout(lines.join('\n'));

/** The fault and its step; null where every step is taken and the last leads to the target. */
function replay(now: Plan, then: Plan, steps: readonly Step[]): [number, ReplayFault] | null {
  const replayed = replaySteps(now, then, steps, new Set());
  return replayed.ok ? null : [replayed.error.step, replayed.error.fault];
}

const EMPTY = planOf(`a/0 ${A100}: `);

describe('what a driver would not make', () => {
  /** Each made in its turn, on a GPU that is empty; the last is that which is refused. */
  test.each<[string, string, string[], ReplayFault | null]>([
    ['side by side', A100, ['2g.10gb@0', '2g.10gb@2', '3g.20gb@4'], null],
    ['side by side, from above', A100, ['3g.20gb@4', '2g.10gb@2', '1g.5gb@1', '1g.5gb@0'], null],
    ['its last slice is taken', A100, ['1g.5gb@3', '2g.10gb@2'], 'slice-taken'],
    ['its first slice is taken', A100, ['3g.20gb@0', '1g.5gb@0'], 'slice-taken'],
    ['its first slice is the last of another', A100, ['2g.10gb@2', '1g.5gb@3'], 'slice-taken'],
    ['no start of the profile', A100, ['3g.20gb@2'], 'not-a-start'],
    ['beyond the board', A100, ['1g.5gb@7'], 'not-a-start'],
    ['no profile of the board', A100, ['9g.40gb@0'], 'not-a-start'],
    ['a profile of another board', A30, ['1g.5gb@0'], 'not-a-start'],
    ['one of those with media', A100, ['1g.5gb+me@0', '1g.5gb@1'], null],
    ['two of those with media', A100, ['1g.5gb+me@0', '1g.5gb+me@1'], 'too-many'],
    ['media of one kind', A30, ['1g.6gb+me@0', '1g.6gb@1', '2g.12gb@2'], null],
    ['media of two kinds', A30, ['1g.6gb+me@0', '2g.12gb+me@2'], 'excluded'],
    ['all media beside none', RTX, ['1g.24gb+me.all@0', '1g.24gb-me@3', '2g.48gb-me@6'], null],
    ['all media beside some', RTX, ['1g.24gb+me.all@0', '1g.24gb@3'], 'excluded'],
    ['some media beside all', RTX, ['1g.24gb@3', '1g.24gb+me.all@0'], 'excluded'],
    ['all media twice', RTX, ['1g.24gb+me.all@0', '2g.48gb+me.all@6'], 'excluded'],
    ['engines as many as there are', RTX, ['1g.24gb+me@0', '1g.24gb@3', '2g.48gb@6'], null],
  ])('%s', (_, board, pieces, fault) => {
    const now = planOf(`a/0 ${board}: `);
    const then = planOf(`a/0 ${board}: ${pieces.join(' ')}`);
    const steps = pieces.map((piece) => create(at(piece, 0, board)));
    expect(replay(now, then, steps)).toEqual(fault === null ? null : [steps.length - 1, fault]);
  });

  test('an instance on a board that is not there, or that nobody knows', () => {
    const then = planOf(`a/0 ${A100}: 3g.20gb@0`);
    expect(replay(EMPTY, then, [create(at('3g.20gb@0', 0, 'a100-sxm4-40gb'))])).toEqual([0, 'no-such-gpu']);
    const strange = planOf('a/0 nobody-8gb: ');
    expect(replay(strange, strange, [create(at('1g.8gb@0', 0, 'nobody-8gb'))])).toEqual([0, 'no-such-gpu']);
  });

  test('a GPU that CURRENT does not have is one that is on and empty', () => {
    const then = planOf(`a/0 ${A100}: `, `a/1 ${A100}: 3g.20gb@0`);
    expect(replay(EMPTY, then, [create(at('3g.20gb@0', 1))])).toBe(null);
    expect(replay(EMPTY, then, [create(at('3g.20gb@0', 1)), create(at('4g.20gb@0', 1))])).toEqual([
      1,
      'slice-taken',
    ]);
  });
});

test('MIG mode: off it takes no instance, and with instances it is not turned', () => {
  const then = planOf(`a/0 ${A100}: 3g.20gb@0`);
  const off = {
    ...EMPTY,
    hosts: EMPTY.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({ ...gpu, use: 'off' as const })),
    })),
  };
  const made = create(at('3g.20gb@0'));
  expect(replay(off, then, [made])).toEqual([0, 'mig-mode-off']);
  expect(replay(off, then, [mode('mig-on'), made])).toBe(null);
  expect(replay(EMPTY, then, [mode('mig-off'), made])).toEqual([1, 'mig-mode-off']);
  expect(replay(EMPTY, then, [made, mode('mig-off')])).toEqual([1, 'in-use']);
  expect(replay(then, EMPTY, [mode('mig-on')])).toEqual([0, 'in-use']);
  expect(replay(then, EMPTY, [exchange(gpuAt(), A30)])).toEqual([0, 'in-use']);
  // What is drawn on a GPU that is off is not there.
  const drawn = {
    ...then,
    hosts: then.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({ ...gpu, use: 'off' as const })),
    })),
  };
  expect(replay(drawn, EMPTY, [])).toBe(null);
  expect(replay(drawn, EMPTY, [destroy(at('3g.20gb@0'))])).toEqual([0, 'no-such-instance']);
});

test('a board that was exchanged is another one, and off', () => {
  const then = planOf(`a/0 ${A30}: 1g.6gb@0`);
  const made = create(at('1g.6gb@0', 0, A30));
  expect(replay(EMPTY, then, [exchange(gpuAt(), A30), mode('mig-on', gpuAt(0, A30)), made])).toBe(null);
  expect(replay(EMPTY, then, [exchange(gpuAt(), A30), made])).toEqual([1, 'mig-mode-off']);
  expect(replay(EMPTY, then, [made])).toEqual([0, 'no-such-gpu']);
  // One that nobody has is off until it is turned on, and keeps its board.
  const more = planOf(`a/0 ${A100}: `, `a/1 ${A30}: 1g.6gb@0`);
  const there = create(at('1g.6gb@0', 1, A30));
  expect(replay(EMPTY, more, [mode('mig-off', gpuAt(1, A30)), there])).toEqual([1, 'mig-mode-off']);
  expect(replay(EMPTY, more, [mode('mig-on', gpuAt(1, A30)), there])).toBe(null);
  // The old board is no place for anything any more.
  const old = planOf(`a/0 ${A100}: 1g.5gb@0`);
  expect(
    replay(old, then, [
      destroy(at('1g.5gb@0')),
      exchange(gpuAt(), A30),
      mode('mig-on', gpuAt(0, A30)),
      made,
      destroy(at('1g.6gb@0')),
    ]),
  ).toEqual([4, 'no-such-instance']);
});

const ONE = planOf(`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4`);
const [LOW, HIGH] = [at('3g.20gb@0'), at('3g.20gb@4')];

describe('VMs', () => {
  const moved = planOf(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4=vm`);

  test('one moves, or stops and starts, from where it is to where there is room', () => {
    expect(replay(ONE, moved, [move('vm', LOW, HIGH)])).toBe(null);
    expect(replay(ONE, moved, [stop('vm', LOW), start('vm', HIGH)])).toBe(null);
    expect(replay(ONE, moved, [move('vm', HIGH, LOW)])).toEqual([0, 'vm-not-there']);
    expect(replay(ONE, moved, [move('other', LOW, HIGH)])).toEqual([0, 'vm-not-there']);
    expect(replay(ONE, moved, [move('vm', at('2g.10gb@0'), HIGH)])).toEqual([0, 'vm-not-there']);
    expect(replay(ONE, moved, [move('vm', LOW, at('4g.20gb@4'))])).toEqual([0, 'no-such-instance']);
    expect(replay(ONE, moved, [stop('vm', HIGH)])).toEqual([0, 'vm-not-there']);
    expect(replay(ONE, moved, [stop('vm', LOW), stop('vm', LOW)])).toEqual([1, 'vm-not-there']);
    expect(replay(ONE, moved, [stop('vm', LOW, 1)])).toEqual([0, 'vm-not-there']);
    expect(replay(ONE, moved, [stop('vm', at('3g.20gb@0', 1))])).toEqual([0, 'vm-not-there']);
    expect(replay(ONE, moved, [start('vm', HIGH)])).toEqual([0, 'vm-not-stopped']);
    expect(replay(ONE, moved, [stop('vm', LOW), start('vm', at('3g.20gb@4', 0, A100, 'b'))])).toEqual([
      1,
      'no-such-instance',
    ]);
  });

  test('an instance has room for one, or for as many as either plan has on one like it', () => {
    const two = planOf(`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4=other`);
    const full = [move('vm', LOW, HIGH)];
    expect(replay(two, two, full)).toEqual([0, 'instance-full']);
    const sharing = (plan: Plan): Plan => ({
      ...plan,
      vms: plan.vms.map((vm) => ({ ...vm, attachments: plan.vms.at(-1)!.attachments })),
    });
    expect(replay(two, sharing(two), full)).toBe(null);
    expect(replay(sharing(two), two, [move('vm', HIGH, LOW)])).toBe(null);
    // On another profile it says nothing.
    const third = planOf(`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4=other`, `a/1 ${A100}: 2g.10gb@0=x 2g.10gb@2=y`);
    const steps = [move('y', at('2g.10gb@2', 1), at('2g.10gb@0', 1))];
    const shared = sharing(two).vms;
    expect(replay(third, { ...third, vms: [...shared, ...third.vms.slice(2)] }, steps)).toEqual([
      0,
      'instance-full',
    ]);
  });

  test('nothing is destroyed under one, and what is gone is gone', () => {
    const bare = planOf(`a/0 ${A100}: 3g.20gb@4`);
    expect(replay(ONE, bare, [destroy(LOW)])).toEqual([0, 'in-use']);
    expect(replay(ONE, bare, [stop('vm', LOW), destroy(LOW)])).toBe(null);
    expect(replay(ONE, bare, [stop('vm', LOW), destroy(LOW), destroy(LOW)])).toEqual([2, 'no-such-instance']);
    expect(replay(ONE, bare, [destroy(at('3g.20gb@0', 0, A30))])).toEqual([0, 'no-such-instance']);
    // The right one of two went.
    expect(replay(ONE, planOf(`a/0 ${A100}: 3g.20gb@0=vm`), [destroy(HIGH)])).toBe(null);
  });

  test('who was down is counted: stopped, and started again', () => {
    const downOf = (then: Plan, steps: readonly Step[]) => {
      const replayed = replaySteps(ONE, then, steps, new Set());
      return replayed.ok ? replayed.value : replayed.error;
    };
    const steps = [stop('vm', LOW), start('vm', HIGH)];
    expect(downOf(moved, steps)).toEqual({ down: 1, steps: 2 });
    expect(downOf(moved, [move('vm', LOW, HIGH)])).toEqual({ down: 0, steps: 1 });
    expect(downOf(planOf(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4`), steps.slice(0, 1))).toEqual({
      down: 0,
      steps: 1,
    });
    // One that is new was never down.
    const more = planOf(`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4=new`);
    expect(downOf(more, [start('new', HIGH)])).toEqual({ down: 0, steps: 1 });
  });
});

describe('the end is the target', () => {
  const ci = (profile: string, from: number | null = null): ComputeInstance => ({
    profile,
    start: from,
    extra: [],
  });
  const cut = (plan: Plan, computeInstances: GpuInstance['computeInstances']): Plan => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({
        ...gpu,
        instances: gpu.instances.map((gi, index) => (index === 0 ? { ...gi, computeInstances } : gi)),
      })),
    })),
  });

  test('place by place, profile by profile, VM by VM', () => {
    expect(replay(ONE, ONE, [])).toBe(null);
    for (const then of [
      planOf(`a/0 ${A100}: 3g.20gb@0=vm`),
      planOf(`a/0 ${A100}: 3g.20gb@0=vm 2g.10gb@4`),
      planOf(`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4=more`),
      planOf(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4=vm`),
      planOf(`a/0 ${A100}: 3g.20gb@0=other 3g.20gb@4`),
      planOf(`a/1 ${A100}: 3g.20gb@0=vm 3g.20gb@4`),
      planOf(`b/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4`),
      planOf('a/0 a100-sxm4-40gb: 3g.20gb@0=vm 3g.20gb@4'),
    ])
      expect(replay(ONE, then, [])).toEqual([0, 'not-the-target']);
    // A GPU without instances is as good as none.
    expect(replay(EMPTY, planOf(`b/3 ${A30}: `), [])).toBe(null);
  });

  test('where CURRENT names nobody, who is on the target is not asked', () => {
    const nobody = planOf(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4`);
    expect(replay(nobody, ONE, [])).toBe(null);
    expect(replay(ONE, nobody, [])).toEqual([0, 'not-the-target']);
  });

  test('divided as the target has it: by profile, one that spans the instance is as good as none', () => {
    const divided = cut(ONE, [ci('1c.3g.20gb'), ci('2c.3g.20gb')]);
    expect(replay(ONE, divided, [])).toEqual([0, 'not-the-target']);
    expect(replay(ONE, divided, [recut(LOW, [ci('2c.3g.20gb', 0), ci('1c.3g.20gb', 2)])])).toBe(null);
    expect(replay(ONE, divided, [recut(HIGH, [ci('1c.3g.20gb'), ci('2c.3g.20gb')])])).toEqual([
      1,
      'not-the-target',
    ]);
    expect(replay(ONE, divided, [recut(at('2g.10gb@0'), [])])).toEqual([0, 'no-such-instance']);
    expect(replay(divided, ONE, [recut(LOW, [ci('3g.20gb')])])).toBe(null);
    expect(replay(divided, ONE, [recut(LOW, [])])).toBe(null);
    expect(replay(divided, ONE, [recut(LOW, [ci('1c.3g.20gb')])])).toEqual([1, 'not-the-target']);
    const made = cut(planOf(`a/0 ${A100}: 3g.20gb@0`), [ci('1c.3g.20gb')]);
    expect(replay(EMPTY, made, [create(LOW, [ci('1c.3g.20gb')])])).toBe(null);
    expect(replay(EMPTY, made, [create(LOW)])).toEqual([1, 'not-the-target']);
    // One with media is spanned by the profile without as well.
    const media = planOf(`a/0 ${A100}: 1g.5gb+me@0`);
    expect(replay(cut(media, [ci('1g.5gb')]), media, [])).toBe(null);
    expect(replay(cut(media, [ci('1g.5gb+me')]), media, [])).toBe(null);
    expect(replay(cut(media, [ci('1g.5gb'), ci('1g.5gb')]), media, [])).toEqual([0, 'not-the-target']);
  });
});

test('hosts that make their own instances are no part of it, but their order of VMs is played', () => {
  const now = planOf(`a/0 ${A100}: 3g.20gb@0=vm`, `b/0 ${A100}: 3g.20gb@0`);
  const then = planOf(`a/0 ${A100}: `, `b/0 ${A100}: 3g.20gb@0`);
  const off = stepOf({ kind: 'power-off', host: 'a', vm: 'vm', from: [LOW], isPinned: false });
  expect(replaySteps(now, then, [off], new Set(['a'])).ok).toBe(true);
  expect(replaySteps(now, then, [off], new Set())).toEqual({
    ok: false,
    error: { step: 1, fault: 'not-the-target' },
  });
  expect(replaySteps(now, then, [off, off], new Set(['a']))).toEqual({
    ok: false,
    error: { step: 1, fault: 'not-running' },
  });
});
