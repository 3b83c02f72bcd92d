import { expect, test } from 'vitest';
import type { GiId, GpuId, VmId } from '../model/ids.ts';
import type { Gpu, Host, Plan, Vm, Wanted } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { legalMoves, legalPlaces, moveInstance, placeInstance, wantedOn } from './instanceEdits.ts';
import { planOf } from './standing.testing.ts';

const GONE = 999;
const A80 = 'a100-80gb';
const type = (name: string): Wanted => ({ kind: 'type', type: name });
const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });
const vm = (id: number, ...has: (readonly [Wanted, GiId | null])[]): Vm => ({
  id: id as VmId,
  name: `vm-${id}`,
  notes: '',
  group: null,
  attachments: has.map(([wants, instance]) => ({ wants, instance, extra: [] })),
  extra: [],
});
/** A host of its own for each GPU: the n-th is "h0", "h1" ... */
function fleet(...gpus: readonly (readonly [layout: string, board: string, host?: Partial<Host>])[]): Plan {
  const plan = planOf(gpus.map(([layout]) => layout));
  const [one] = plan.hosts as [Host];
  return {
    ...plan,
    hosts: gpus.map(([, board, part], n) => ({
      ...one,
      ...part,
      id: (500 + n) as Host['id'],
      name: `h${n}`,
      gpus: [{ ...one.gpus[n]!, board }],
    })),
  };
}
const gpusOf = (plan: Plan): Gpu[] => plan.hosts.flatMap(({ gpus }) => gpus);
const gpuAt = (plan: Plan, at: number): Gpu => gpusOf(plan)[at]!;
const giAt = (plan: Plan, gpu: number, at = 0): GiId => gpuAt(plan, gpu).instances[at]!.id;
const layouts = (plan: Plan): string[] =>
  gpusOf(plan).map(({ instances }) => instances.map((gi) => `${gi.profile}@${gi.start}`).join(' '));
const value = (result: Result<Plan, CommandError>): Plan => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const codeOf = (result: Result<Plan, CommandError>): string => (result.ok ? 'ok' : result.error.code);

test('what is placed stands among the others by its start, with an id of the plan', () => {
  const plan = planOf(['3g.20gb@4', '']);
  const next = value(placeInstance(plan, gpuAt(plan, 0).id, '2g.10gb', 0));
  expect(layouts(next)).toEqual(['2g.10gb@0 3g.20gb@4', '']);
  expect(giAt(next, 0)).toBe(plan.nextId);
  expect(next.nextId).toBe(plan.nextId + 1);
  expect(gpuAt(next, 1)).toBe(gpuAt(plan, 1));
  expect(gpuAt(next, 0).instances[1]).toBe(gpuAt(plan, 0).instances[0]);
});

test('neither where it is not legal, nor where the driver of the host is too old, nor on a GPU that is gone', () => {
  const old = fleet(['', 'a100-pcie-40gb', { driver: '510.47' }]);
  expect(codeOf(placeInstance(old, gpuAt(old, 0).id, '1g.10gb', 0))).toBe('driver-too-old');
  expect(codeOf(placeInstance(old, gpuAt(old, 0).id, '1g.10gb', 1))).toBe('not-a-start');
  expect(codeOf(placeInstance(old, gpuAt(old, 0).id, '1g.5gb', 1))).toBe('ok');
  expect(placeInstance(old, GONE as GpuId, '1g.5gb', 0)).toMatchObject({
    error: { code: 'not-found', what: 'gpu' },
  });
  // The same is said before it is tried.
  expect(legalPlaces(old, gpuAt(old, 0), '1g.10gb')).toMatchObject({
    starts: [],
    why: { code: 'driver-too-old' },
  });
  expect(legalPlaces(old, gpuAt(old, 0), '3g.20gb')).toEqual({ starts: [0, 4], why: null });
  const full = fleet(['7g.40gb@0', 'a100-pcie-40gb', { driver: '510.47' }]);
  expect(legalPlaces(full, gpuAt(full, 0), '1g.10gb')).toMatchObject({ why: { code: 'no-start-free' } });
  // A GPU that is not in the plan has no host whose driver could be asked.
  expect(legalPlaces(planOf([]), gpuAt(old, 0), '1g.10gb').starts).toEqual([0, 2, 4, 6]);
});

test('what VMs want of an instance, vGPU by vGPU', () => {
  const plan = planOf(['3g.20gb@0 3g.20gb@4']);
  const [left, right] = [giAt(plan, 0), giAt(plan, 0, 1)];
  const three = profile('3g.20gb');
  const served = {
    ...plan,
    vms: [vm(90, [type('A100-3-20C'), left], [three, right]), vm(91, [three, left])],
  };
  expect(wantedOn(served, left)).toEqual([type('A100-3-20C'), three]);
  expect(wantedOn(served, right)).toEqual([three]);
  expect(wantedOn(plan, left)).toEqual([]);
});

test('a move within a GPU, to another of the host and to another host keeps the instance and touches nothing else', () => {
  const plan = planOf(['2g.10gb@0 1g.5gb@6', '1g.5gb@6', '']);
  const giId = giAt(plan, 0);
  const within = value(moveInstance(plan, giId, gpuAt(plan, 0).id, 4));
  expect(layouts(within)).toEqual(['2g.10gb@4 1g.5gb@6', '1g.5gb@6', '']);
  expect(gpuAt(within, 0).instances[0]).toEqual({ ...gpuAt(plan, 0).instances[0]!, start: 4 });
  const beside = value(moveInstance(plan, giId, gpuAt(plan, 1).id, 4));
  expect(layouts(beside)).toEqual(['1g.5gb@6', '2g.10gb@4 1g.5gb@6', '']);
  expect(gpuAt(beside, 2)).toBe(gpuAt(plan, 2));
  const hosts = fleet(['2g.10gb@0', 'a100-pcie-40gb'], ['', 'a100-pcie-40gb']);
  expect(layouts(value(moveInstance(hosts, giAt(hosts, 0), gpuAt(hosts, 1).id, 2)))).toEqual([
    '',
    '2g.10gb@2',
  ]);
  // Where it stands already is no move.
  expect(value(moveInstance(plan, giId, gpuAt(plan, 0).id, 0))).toBe(plan);
  // To the same start of another GPU it is one.
  expect(layouts(value(moveInstance(plan, giId, gpuAt(plan, 2).id, 0)))[2]).toBe('2g.10gb@0');
});

test('what is gone, or taken, is no place to move to', () => {
  const plan = planOf(['2g.10gb@0 3g.20gb@4', '']);
  const giId = giAt(plan, 0);
  expect(moveInstance(plan, GONE as GiId, gpuAt(plan, 0).id, 0)).toMatchObject({
    error: { what: 'instance' },
  });
  expect(moveInstance(plan, giId, GONE as GpuId, 0)).toMatchObject({ error: { what: 'gpu' } });
  expect(codeOf(moveInstance(plan, giId, gpuAt(plan, 0).id, 4))).toBe('overlap');
  expect(codeOf(moveInstance(plan, giId, gpuAt(plan, 1).id, 3))).toBe('not-a-start');
});

test('legal moves on its own GPU are its other starts; it does not stand in its own way', () => {
  const plan = planOf(['3g.20gb@0 2g.10gb@4', '']);
  const giId = giAt(plan, 0, 1);
  expect(legalMoves(plan, giId, gpuAt(plan, 0))).toEqual({ starts: [], why: null });
  expect(legalMoves(plan, giId, gpuAt(plan, 1))).toEqual({ starts: [0, 2, 4], why: null });
  expect(legalMoves(plan, GONE as GiId, gpuAt(plan, 0))).toEqual({ starts: [], why: null });
  const room = planOf(['2g.10gb@2']);
  expect(legalMoves(room, giAt(room, 0), gpuAt(room, 0)).starts).toEqual([0, 4]);
});

/** 1g.10gb is a profile of an A100 80GB and of an H100, with other types. */
const boards = fleet(['1g.10gb@0', A80], ['', 'h100-pcie-80gb'], ['', A80]);
const carried = (plan: Plan, to: number) => ({
  legal: legalMoves(plan, giAt(boards, 0), gpuAt(plan, to)),
  move: moveInstance(plan, giAt(boards, 0), gpuAt(plan, to).id, 2),
});

test('an instance goes only where its VMs are served as well; who should not have it holds nothing fast', () => {
  const typed = { ...boards, vms: [vm(90, [type('A100D-1-10C'), giAt(boards, 0)])] };
  expect(carried(typed, 1).legal).toMatchObject({ starts: [], why: { code: 'wrong-type' } });
  expect(codeOf(carried(typed, 1).move)).toBe('wrong-type');
  expect(carried(typed, 2).legal.starts).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(codeOf(carried(typed, 2).move)).toBe('ok');
  const wrong = { ...boards, vms: [vm(90, [type('A30-1-6C'), giAt(boards, 0)])] };
  expect(codeOf(carried(wrong, 1).move)).toBe('ok');
  const any = { ...boards, vms: [vm(90, [profile('1g.10gb'), giAt(boards, 0)])] };
  expect(codeOf(carried(any, 1).move)).toBe('ok');
  expect(codeOf(carried(boards, 1).move)).toBe('ok');
});

test('nor where the other vGPUs of a VM are not, and nor to a driver that is too old for it', () => {
  const pair = fleet(['1g.10gb@0 1g.10gb@2', A80], ['', A80]);
  const [a, b] = [giAt(pair, 0), giAt(pair, 0, 1)];
  const one = { ...pair, vms: [vm(90, [profile('1g.10gb'), a], [profile('1g.10gb'), b])] };
  expect(codeOf(moveInstance(one, a, gpuAt(one, 1).id, 0))).toBe('other-host');
  expect(legalMoves(one, a, gpuAt(one, 1))).toMatchObject({ starts: [], why: { code: 'other-host' } });
  const drivers = (from: string | null, to: string): Plan =>
    fleet(['1g.10gb@0', 'a100-pcie-40gb', { driver: from }], ['', 'a100-pcie-40gb', { driver: to }]);
  const moved = (from: string | null, to: string): string => {
    const plan = drivers(from, to);
    return codeOf(moveInstance(plan, giAt(plan, 0), gpuAt(plan, 1).id, 0));
  };
  expect(moved('550.54', '510.47')).toBe('driver-too-old');
  expect(moved(null, '510.47')).toBe('driver-too-old');
  expect(moved('510.47', '550.54')).toBe('ok');
  // It stands where no driver could have made it: elsewhere it is no worse.
  expect(moved('510.47', '510.47')).toBe('ok');
});
