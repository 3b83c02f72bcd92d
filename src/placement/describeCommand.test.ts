/** The name of every kind of step, as the history, Undo and the status line say it. */
import { expect, test } from 'vitest';
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import { EMPTY_PLAN, makeInstance, type Host, type Plan, type PlanRequest, type Vm } from '../model/plan.ts';
import type { PlanCommand } from './commands.ts';
import { describeCommand } from './describeCommand.ts';
import type { Rearrange } from './rearrange.ts';
import { planOf } from './standing.testing.ts';

const GONE = 999;
const type3 = { kind: 'type', type: 'A100-3-20C' } as const;
const profile2 = { kind: 'profile', profile: '2g.10gb' } as const;

/** esx-01 with two GPUs: 3g at 0 with chat-a and chat-b, 3g at 4 without a VM; 7g on the second. esx-02 is empty. */
const standing = planOf(['3g.20gb@0 3g.20gb@4', '7g.40gb@0']);
const [esx1] = standing.hosts as [Host];
const esx2: Host = { ...esx1, id: 50 as HostId, name: 'esx-02', gpus: [] };
const [gpu0, gpu1] = esx1.gpus.map((gpu) => gpu.id) as [GpuId, GpuId];
const [first, second, whole] = esx1.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)) as [
  GiId,
  GiId,
  GiId,
];
const [a, b, c] = [60, 61, 62] as VmId[] as [VmId, VmId, VmId];
const vm = (id: VmId, name: string, instance: GiId | null): Vm => ({
  id,
  name,
  notes: '',
  group: null,
  attachments: [{ wants: type3, instance, extra: [] }],
  extra: [],
});
const request = (profile: string | null, count: number): PlanRequest => ({
  profile,
  needs: profile === null ? { memoryGiB: 10 } : null,
  count,
  weight: null,
  group: null,
  extra: [],
});
const [three, one] = [request('3g.20gb', 5), request('1g.5gb', 2)];
const plan: Plan = {
  ...standing,
  name: 'Racks',
  hosts: [esx1, esx2],
  vms: [vm(a, 'chat-a', first), vm(b, 'chat-b', first), vm(c, 'ocr', null)],
  requests: [three, one],
  nextId: 70,
};
const without = (...ids: GiId[]): Plan => ({
  ...plan,
  hosts: plan.hosts.map((host) => ({
    ...host,
    gpus: host.gpus.map((gpu) => ({
      ...gpu,
      instances: gpu.instances.filter(({ id }) => !ids.includes(id)),
    })),
  })),
});
/** The first GPU with the instance on the second instead, made anew. */
const moved: Plan = {
  ...without(first),
  hosts: without(first).hosts.map((host, n) =>
    n > 0
      ? host
      : {
          ...host,
          gpus: host.gpus.map((gpu) => ({
            ...gpu,
            instances: [...gpu.instances, makeInstance((gpu.id + 100) as GiId, '1g.5gb', 6)],
          })),
        },
  ),
};
const named = (hosts: readonly string[], vms: number, name = EMPTY_PLAN.name): Plan => ({
  ...EMPTY_PLAN,
  name,
  hosts: hosts.map((host) => ({ ...esx1, name: host })),
  vms: Array.from({ length: vms }, () => plan.vms[0]!),
});
const change = (part: Partial<Omit<Rearrange, 'type'>>): PlanCommand => ({
  type: 'gi/rearrange',
  removes: [],
  moves: [],
  place: null,
  ...part,
});
const [hostId, otherHostId] = [esx1.id, esx2.id];
const place = { gpuId: gpu1, profile: '2g.10gb', start: 2 };

test.each<[string, PlanCommand]>([
  // Plans.
  ['Rename the plan to Racks of June', { type: 'plan/rename', name: ' Racks of June ' }],
  ['Start from Kubernetes', { type: 'plan/replace', plan: named([], 0, 'Kubernetes'), origin: 'template' }],
  [
    'Import esx-01 and esx-02',
    { type: 'plan/replace', plan: named(['esx-01', 'esx-02'], 0), origin: 'import' },
  ],
  ['Import Racks', { type: 'plan/replace', plan: named(['esx-01'], 0, 'Racks'), origin: 'import' }],
  ['Import Untitled plan', { type: 'plan/replace', plan: named([], 1), origin: 'import' }],
  ['Open the link Racks', { type: 'plan/replace', plan, origin: 'link' }],
  ['Start a new plan', { type: 'plan/replace', plan: EMPTY_PLAN, origin: 'new' }],
  ['Go back to an earlier version of Racks', { type: 'plan/replace', plan, origin: 'version' }],
  ['Changes from another tab', { type: 'plan/replace', plan, origin: 'tab' }],
  ['Changes that had not been saved', { type: 'plan/replace', plan, origin: 'recovered' }],
  ['Add 1 VM', { type: 'plan/addHosts', plan: named([], 1), origin: 'import' }],
  ['Add 2 VMs', { type: 'plan/addHosts', plan: named([], 2), origin: 'import' }],
  ['Add x and y', { type: 'plan/addHosts', plan: named(['x', 'y'], 2), origin: 'import' }],
  ['Repack: move 1 instance', { type: 'plan/repack', plan: without(first) }],
  ['Repack: move 2 instances', { type: 'plan/repack', plan: without(first, whole), isMix: false }],
  ['Cut for another mix: 1 instance goes, 2 made', { type: 'plan/repack', plan: moved, isMix: true }],
  [
    'Cut for another mix: 2 instances go, 0 made',
    { type: 'plan/repack', plan: without(first, second), isMix: true },
  ],
  // Hosts.
  ['Add host esx-03', { type: 'host/add', name: ' esx-03 ', fields: {}, gpus: null }],
  ['Rename esx-01 to esx-07', { type: 'host/rename', hostId, name: ' esx-07 ' }],
  ['Rename a host to esx-07', { type: 'host/rename', hostId: GONE as HostId, name: 'esx-07' }],
  ['Add 1 host: x', { type: 'host/addMany', names: ['x'], fields: {}, gpus: null }],
  ['Add 2 hosts: x and y', { type: 'host/addMany', names: ['x', 'y'], fields: {}, gpus: null }],
  ['Change the settings of esx-01', { type: 'host/set', hostId, fields: {} }],
  [
    'Change the settings of esx-01 and esx-02',
    { type: 'host/setMany', hostIds: [hostId, otherHostId], fields: {} },
  ],
  ['Remove 2 hosts: esx-01 and esx-02', { type: 'host/removeMany', hostIds: [hostId, otherHostId] }],
  ['Remove host esx-02', { type: 'host/remove', hostId: otherHostId }],
  ['Import into esx-01', { type: 'host/import', hostId, gpus: [], observed: null }],
  [
    'Record as observed on esx-01 and esx-02',
    {
      type: 'host/observe',
      seen: [
        { hostId, gpus: null, isPlannedToo: false },
        { hostId: otherHostId, gpus: [], isPlannedToo: false },
      ],
    },
  ],
  [
    'Record the driver of esx-01 and esx-02',
    {
      type: 'host/observe',
      seen: [hostId, otherHostId].map((id) => ({ hostId: id, gpus: null, isPlannedToo: false })),
    },
  ],
  ['Make esx-01 as observed', { type: 'host/adoptObserved', hostId, gpuIndexes: null }],
  ['Make GPU 1 on esx-01 as observed', { type: 'host/adoptObserved', hostId, gpuIndexes: [1] }],
  ['Mark GPUs 0 and 1 on esx-01 as done', { type: 'host/adoptPlanned', hostId, gpuIndexes: [0, 1] }],
  ['Forget what was observed on esx-01', { type: 'host/forgetObserved', hostId }],
  ['Draw esx-01 as it powers on', { type: 'host/arrange', hostId, vgpus: [] }],
  // GPUs.
  ['Add a GPU to esx-02', { type: 'gpu/add', hostId: otherHostId, board: 'a30-24gb', count: 1 }],
  ['Add 4 GPUs to esx-02', { type: 'gpu/add', hostId: otherHostId, board: 'a30-24gb', count: 4 }],
  ['Turn MIG mode on for GPU 0 on esx-01', { type: 'gpu/set', gpuId: gpu0, fields: { use: 'mig' } }],
  ['Turn MIG mode off for GPU 1 on esx-01', { type: 'gpu/set', gpuId: gpu1, fields: { use: 'off' } }],
  ['Reserve GPU 1 on esx-01', { type: 'gpu/set', gpuId: gpu1, fields: { use: 'reserved' } }],
  ['Renumber GPU 1 on esx-01 to GPU 0', { type: 'gpu/set', gpuId: gpu1, fields: { index: 0 } }],
  ['Change GPU 1 on esx-01', { type: 'gpu/set', gpuId: gpu1, fields: { kind: 'mirrored' } }],
  [
    'Change the board of GPU 0 on esx-01 to A30',
    { type: 'gpu/setBoard', gpuId: gpu0, board: 'a30-24gb', variant: null },
  ],
  ['Remove GPU 0 on esx-01', { type: 'gpu/remove', gpuId: gpu0 }],
  ['Remove a GPU', { type: 'gpu/remove', gpuId: GONE as GpuId }],
  [
    'Set 3g.20gb + 3g.20gb on GPU 1 on esx-01',
    {
      type: 'gpu/setLayout',
      gpuIds: [gpu1],
      layout: [
        { profile: '3g.20gb', start: 0 },
        { profile: '3g.20gb', start: 4 },
      ],
    },
  ],
  ['Clear 2 GPUs', { type: 'gpu/clear', gpuIds: [gpu0, gpu1] }],
  ['Fill GPU 0 on esx-01 with 1g.5gb', { type: 'gpu/fill', gpuIds: [gpu0], profile: '1g.5gb' }],
  [
    'Paste the layout of esx-02 onto esx-01',
    { type: 'host/setLayouts', hostId, from: 'esx-02', layouts: [] },
  ],
  // Instances.
  ['Place 2g.10gb at slice 2 of GPU 1 on esx-01', { type: 'gi/place', ...place }],
  [
    'Move 3g.20gb chat-a and chat-b to slice 4 of GPU 1 on esx-01',
    { type: 'gi/move', giId: first, gpuId: gpu1, start: 4 },
  ],
  ['Move 3g.20gb to slice 0 of GPU 1 on esx-01', { type: 'gi/move', giId: second, gpuId: gpu1, start: 0 }],
  [
    'Move an instance to slice 0 of a GPU',
    { type: 'gi/move', giId: GONE as GiId, gpuId: GONE as GpuId, start: 0 },
  ],
  ['Remove 3g.20gb from GPU 0 on esx-01', { type: 'gi/remove', giId: second }],
  ['Remove an instance from a GPU', { type: 'gi/remove', giId: GONE as GiId }],
  [
    'Make 3g.20gb at slice 4 of GPU 0 on esx-01 one compute instance',
    { type: 'ci/split', giId: second, profiles: [] },
  ],
  [
    'Make 3g.20gb at slice 4 of GPU 0 on esx-01 one compute instance',
    { type: 'ci/split', giId: second, profiles: ['3g.20gb'] },
  ],
  [
    'Split 3g.20gb at slice 4 of GPU 0 on esx-01 into 1c + 2c',
    { type: 'ci/split', giId: second, profiles: ['1c.3g.20gb', '2c.3g.20gb'] },
  ],
  [
    'Split 3g.20gb at slice 4 of GPU 0 on esx-01 into 2c',
    { type: 'ci/split', giId: second, profiles: ['2c.3g.20gb'] },
  ],
  ['Split an instance into 1c', { type: 'ci/split', giId: GONE as GiId, profiles: ['1c.3g.20gb'] }],
  // Several at once.
  ['Change nothing', change({})],
  ['Remove 3g.20gb and 7g.40gb', change({ removes: [second, whole] })],
  ['Move 3g.20gb to slice 0', change({ moves: [{ giId: second, gpuId: gpu0, start: 0 }] })],
  [
    'Remove 7g.40gb, move 3g.20gb to slice 4 of GPU 1 on esx-01 and then place 2g.10gb at slice 2 of GPU 1 on esx-01',
    change({ removes: [whole], moves: [{ giId: second, gpuId: gpu1, start: 4 }], place }),
  ],
  [
    'Send chat-a back to waiting, have ocr want 2g.10gb and then assign ocr to 3g.20gb at slice 4 of GPU 0 on esx-01',
    change({
      vgpus: [
        { kind: 'wait', vmId: a, attachment: 0 },
        { kind: 'want', vmId: c, attachment: 0, wants: profile2 },
        { kind: 'assign', vmId: c, attachment: 0, giId: second },
      ],
    }),
  ],
  [
    'Place 2g.10gb at slice 2 of GPU 1 on esx-01 and then assign ocr to it',
    change({ place, vgpus: [{ kind: 'assign', vmId: c, attachment: 0, giId: null }] }),
  ],
  // VMs.
  ['Add VM web', { type: 'vm/add', name: ' web ', wants: type3, giId: null }],
  ['Rename VM ocr to scan', { type: 'vm/rename', vmId: c, name: ' scan ' }],
  ['Send a VM back to waiting', { type: 'vm/unassign', vmId: GONE as VmId }],
  ['Add VM web', { type: 'vm/addMany', vms: [{ name: 'web', group: null, wants: [type3] }], place: false }],
  [
    'Add and place 2 VMs',
    {
      type: 'vm/addMany',
      vms: ['x', 'y'].map((name) => ({ name, group: null, wants: [type3] })),
      place: true,
    },
  ],
  ['Put VM ocr into group db', { type: 'vm/setGroup', vmIds: [c], group: ' db ' }],
  ['Put 2 VMs into group db', { type: 'vm/setGroup', vmIds: [a, c, GONE as VmId], group: 'db' }],
  ['Take VM ocr out of the group', { type: 'vm/setGroup', vmIds: [c], group: null }],
  ['Take 2 VMs out of the group', { type: 'vm/setGroup', vmIds: [a, b], group: '  ' }],
  ['Change what ocr wants to 2g.10gb', { type: 'vm/want', vmId: c, wants: profile2 }],
  ['Change what VM ocr wants to A100-3-20C', { type: 'vm/wantMany', vmIds: [c], wants: type3 }],
  ['Change what 2 VMs want to A100-3-20C', { type: 'vm/wantMany', vmIds: [a, b], wants: type3 }],
  ['Add a vGPU A100-3-20C to ocr', { type: 'vm/addVgpu', vmId: c, wants: type3 }],
  ['Remove vGPU 1, A100-3-20C, of ocr', { type: 'vm/removeVgpu', vmId: c, attachment: 0 }],
  ['Remove vGPU 3 of ocr', { type: 'vm/removeVgpu', vmId: c, attachment: 2 }],
  ['Remove vGPU 1 of a VM', { type: 'vm/removeVgpu', vmId: GONE as VmId, attachment: 0 }],
  ['Assign ocr to 3g.20gb at slice 4 of GPU 0 on esx-01', { type: 'vm/assign', vmId: c, giId: second }],
  ['Assign ocr to an instance', { type: 'vm/assign', vmId: c, giId: GONE as GiId }],
  ['Send chat-a back to waiting', { type: 'vm/unassign', vmId: a }],
  ['Send vGPU 1 of chat-a back to waiting', { type: 'vm/unassign', vmId: a, attachment: 0 }],
  ['Send 2 VMs back to waiting', { type: 'vm/unassignMany', vmIds: [a, b] }],
  ['Place VM ocr', { type: 'vm/place', vmIds: [c] }],
  ['Remove VM chat-a', { type: 'vm/remove', vmId: a }],
  ['Remove VM ocr', { type: 'vm/removeMany', vmIds: [c, GONE as VmId] }],
  ['Remove 2 VMs: chat-a and ocr', { type: 'vm/removeMany', vmIds: [a, c] }],
])('%s', (name, command) => {
  expect(describeCommand(command, plan)).toBe(name);
});

test.each<[string, readonly PlanRequest[]]>([
  ['Clear the requests', []],
  ['Request 40 × 3g.20gb', [request('3g.20gb', 40), one]],
  ['Request 7 × 2g.10gb', [three, one, request('2g.10gb', 7)]],
  ['Request 1 × what is needed', [three, one, request(null, 1)]],
  ['Request no 1g.5gb', [three]],
  // One goes and another comes; two change; all stay in another order.
  ['Change the requests', [request('2g.10gb', 7)]],
  ['Change the requests', [request('3g.20gb', 6), request('1g.5gb', 3)]],
  ['Change the requests', [one, three]],
])('%s, as the list of requests goes to %j', (name, requests) => {
  expect(describeCommand({ type: 'requests/set', requests }, plan)).toBe(name);
});

test('what is not asked for by profile is taken off the list as "such needs"', () => {
  const wish = request(null, 3);
  const asking = { ...plan, requests: [three, wish] };
  expect(describeCommand({ type: 'requests/set', requests: [three] }, asking)).toBe('Request no such needs');
  const both = { ...plan, requests: [three, wish, one] };
  expect(describeCommand({ type: 'requests/set', requests: [three] }, both)).toBe('Change the requests');
});

test.each<[string, Plan, readonly number[]]>([
  ['Place 1 requested instance', named([], 0), [0, 1]],
  ['Place 5 requested instances', named([], 0), [3, 2]],
  ['Place 5 requested instances on 2 new GPUs of x', named(['x'], 0), [5]],
  ['Place 5 requested instances on 4 new GPUs of x and y', named(['x', 'y'], 0), [5]],
])('%s', (name, hosts, taken) => {
  expect(describeCommand({ type: 'requests/place', hosts, additions: [], taken }, plan)).toBe(name);
});
