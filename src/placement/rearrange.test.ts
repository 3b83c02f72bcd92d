import { expect, test } from 'vitest';
import type { GiId, GpuId, VmId } from '../model/ids.ts';
import type { Gpu, Plan } from '../model/plan.ts';
import { applyCommand } from './commands.ts';
import type { CommandError } from './errors.ts';
import { rearrange, type Rearrange } from './rearrange.ts';
import { planOf } from './standing.testing.ts';
import { layoutsOf, placesIn, served } from './vms/served.testing.ts';

const GONE = 999;
/** vm-0 on 3g at 0, vm-1 on 3g at 4; vm-2 on 2g at 0 and nobody on 2g at 4 of the second; nothing on the third. */
const plan = served(['3g.20gb@0 3g.20gb@4', '2g.10gb@0 2g.10gb@4', ''], [3]);
const gpus = plan.hosts[0]!.gpus;
const [gpu0, gpu1, gpu2] = gpus.map(({ id }) => id) as [GpuId, GpuId, GpuId];
const [left, right, two, idle] = gpus.flatMap(({ instances }) => instances.map(({ id }) => id)) as [
  GiId,
  GiId,
  GiId,
  GiId,
];
const [vm0, vm1] = plan.vms.map(({ id }) => id) as [VmId, VmId];

type Parts = Partial<Omit<Rearrange, 'type'>>;
const command = (parts: Parts): Rearrange => ({
  type: 'gi/rearrange',
  removes: [],
  moves: [],
  place: null,
  ...parts,
});
function done(parts: Parts, from: Plan = plan): Plan {
  const next = rearrange(from, command(parts));
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
}
function refused(parts: Parts, from: Plan = plan): CommandError {
  const next = rearrange(from, command(parts));
  if (next.ok) throw new Error('accepted');
  return next.error;
}
const pinning = (...ids: GiId[]): Plan => ({
  ...plan,
  hosts: plan.hosts.map((host) => ({
    ...host,
    gpus: host.gpus.map((gpu) => ({
      ...gpu,
      instances: gpu.instances.map((gi) => (ids.includes(gi.id) ? { ...gi, pinned: true } : gi)),
    })),
  })),
});

test('two that change places are lifted together, and keep their VMs', () => {
  const next = done({
    moves: [
      { giId: left, gpuId: gpu0, start: 4 },
      { giId: right, gpuId: gpu0, start: 0 },
    ],
  });
  expect(next.hosts[0]!.gpus[0]!.instances.map(({ id, start }) => [id, start])).toEqual([
    [right, 0],
    [left, 4],
  ]);
  expect(next.vms).toBe(plan.vms);
  expect(next.hosts[0]!.gpus[1]).toBe(gpus[1]);
});

test('what goes makes room for what moves, and that for what is placed: as one', () => {
  const next = done({
    removes: [idle],
    moves: [{ giId: right, gpuId: gpu1, start: 4 }],
    place: { gpuId: gpu0, profile: '2g.10gb', start: 4 },
  });
  expect(layoutsOf(next)).toEqual(['3g.20gb@0 2g.10gb@4', '2g.10gb@0 3g.20gb@4', '']);
  expect(placesIn(next)).toEqual(['vm-0 0/3g.20gb@0', 'vm-1 1/3g.20gb@4', 'vm-2 1/2g.10gb@0']);
  expect(next.nextId).toBe(plan.nextId + 1);
  // The same through the front door.
  expect(applyCommand(plan, command({ removes: [idle] }))).toEqual({
    ok: true,
    value: done({ removes: [idle] }),
  });
});

test('whose instance goes waits', () => {
  expect(placesIn(done({ removes: [left, idle] }))).toEqual([
    'vm-0 waits',
    'vm-1 0/3g.20gb@4',
    'vm-2 1/2g.10gb@0',
  ]);
});

test('nothing, and a move to where it stands, is no edit, though it be pinned', () => {
  expect(done({})).toBe(plan);
  expect(done({ moves: [{ giId: left, gpuId: gpu0, start: 0 }] })).toBe(plan);
  const pinned = pinning(left);
  expect(done({ moves: [{ giId: left, gpuId: gpu0, start: 0 }] }, pinned)).toBe(pinned);
});

test.each<[string, Parts, object]>([
  ['an instance that is gone', { removes: [GONE as GiId] }, { code: 'not-found', what: 'instance' }],
  [
    'a move of one that is gone',
    { moves: [{ giId: GONE as GiId, gpuId: gpu0, start: 0 }] },
    { code: 'not-found', what: 'instance' },
  ],
  [
    'a GPU that is gone',
    { moves: [{ giId: left, gpuId: GONE as GpuId, start: 0 }] },
    { code: 'not-found', what: 'gpu' },
  ],
  ['a start that is none', { moves: [{ giId: left, gpuId: gpu2, start: 2 }] }, { code: 'not-a-start' }],
  [
    'a place that what stays has',
    { moves: [{ giId: left, gpuId: gpu1, start: 0 }] },
    { code: 'overlap', blockedBy: [two] },
  ],
  [
    'a place that what moved before has',
    {
      moves: [
        { giId: left, gpuId: gpu2, start: 0 },
        { giId: right, gpuId: gpu2, start: 0 },
      ],
    },
    { code: 'overlap', blockedBy: [left] },
  ],
  [
    'one to place where something stands',
    { place: { gpuId: gpu0, profile: '2g.10gb', start: 0 } },
    { code: 'overlap', blockedBy: [left] },
  ],
  [
    'a VM on an instance that was not placed',
    { vgpus: [{ kind: 'assign', vmId: vm0, attachment: 0, giId: null }] },
    { code: 'not-found', what: 'instance' },
  ],
  [
    'a VM on an instance of another profile',
    { vgpus: [{ kind: 'assign', vmId: vm0, attachment: 0, giId: idle }] },
    { code: 'wrong-type' },
  ],
])('%s is refused', (_, parts, error) => {
  expect(refused(parts)).toMatchObject(error);
});

test('what is pinned neither goes nor moves, and all of it is named', () => {
  const pinned = pinning(left, two, idle);
  const parts = {
    removes: [idle],
    moves: [
      { giId: right, gpuId: gpu2, start: 0 },
      { giId: left, gpuId: gpu2, start: 4 },
    ],
  };
  expect(refused(parts, pinned)).toEqual({ code: 'pinned', pinned: [idle, left] });
  expect(layoutsOf(done({ moves: parts.moves.slice(0, 1) }, pinned))[2]).toBe('3g.20gb@0');
});

test('an instance goes nowhere where its VM would not be served', () => {
  const base = planOf(['1g.10gb@0', '']);
  const host = base.hosts[0]!;
  const [from, to] = host.gpus as [Gpu, Gpu];
  const giId = from.instances[0]!.id;
  const onBoards = (board: string): Plan => ({
    ...base,
    hosts: [
      {
        ...host,
        gpus: [
          { ...from, board: 'a100-80gb' },
          { ...to, board },
        ],
      },
    ],
    vms: [
      {
        id: 90 as VmId,
        name: 'x',
        notes: '',
        group: null,
        attachments: [{ wants: { kind: 'type', type: 'A100D-1-10C' }, instance: giId, extra: [] }],
        extra: [],
      },
    ],
  });
  const parts = { moves: [{ giId, gpuId: to.id, start: 0 }] };
  // An H100 has a 1g.10gb too, and other types for it.
  expect(refused(parts, onBoards('h100-pcie-80gb'))).toMatchObject({ code: 'wrong-type' });
  expect(layoutsOf(done(parts, onBoards('a100-80gb')))).toEqual(['', '1g.10gb@0']);
});

test('vGPUs come last, in their order: one waits, one wants something else, one takes what was placed', () => {
  const next = done({
    place: { gpuId: gpu2, profile: '4g.20gb', start: 0 },
    vgpus: [
      { kind: 'wait', vmId: vm1, attachment: 0 },
      { kind: 'want', vmId: vm0, attachment: 0, wants: { kind: 'profile', profile: '4g.20gb' } },
      { kind: 'assign', vmId: vm0, attachment: 0, giId: null },
    ],
  });
  expect(placesIn(next)).toEqual(['vm-0 2/4g.20gb@0', 'vm-1 waits', 'vm-2 1/2g.10gb@0']);
  // The first that is refused is the answer.
  expect(
    refused({
      vgpus: [
        { kind: 'assign', vmId: vm1, attachment: 0, giId: left },
        { kind: 'assign', vmId: vm1, attachment: 0, giId: null },
      ],
    }),
  ).toMatchObject({ code: 'instance-full' });
});
