import { expect, test } from 'vitest';
import type { GpuId, HostId, VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, type Plan, type Vm } from '../../model/plan.ts';
import { findInPlan, MOST_FOUND, type FoundInPlan } from './findInPlan.ts';
import { findNames } from './findNames.ts';
import { gpuOf } from '../standing.testing.ts';

function vm(id: number, name: string, group: string | null = null): Vm {
  const wants = { kind: 'type', type: 'A100-3-20C' } as const;
  const attachments = [{ wants, instance: null, extra: [] }];
  return { id: id as VmId, name, notes: '', group, attachments, extra: [] };
}

const [ESX_01, ESX_02] = ['esx-01', 'esx-02'].map((name, index) => ({
  id: (index + 1) as HostId,
  name,
  notes: '',
  platform: null,
  release: null,
  driver: null,
  creation: null,
  gpus:
    index === 0
      ? [
          { ...gpuOf('3g.20gb@0 3g.20gb@4'), id: 10 as GpuId },
          { ...gpuOf('2g.20gb@0', 'a100-80gb', 1), id: 11 as GpuId },
        ]
      : [],
  observed: null,
  extra: [],
}));
const PLAN: Plan = {
  ...EMPTY_PLAN,
  hosts: ESX_01 === undefined || ESX_02 === undefined ? [] : [ESX_01, ESX_02],
  vms: [
    vm(20, 'chat-a', 'chat'),
    vm(21, 'Ölprüfung'),
    ...Array.from({ length: 9 }, (_, n) => vm(30 + n, `asr-${n}`)),
  ],
};

/** "host esx-01", "gpu esx-01/0", "gi 3g.20gb@4", "vm chat-a": what is listed, in its order. */
function listed({ hosts, gpus, instances, vms }: FoundInPlan): string[] {
  return [
    ...hosts.first.map((host) => `host ${host.name}`),
    ...gpus.first.map(({ host, gpu }) => `gpu ${host.name}/${gpu.index}`),
    ...instances.first.map(({ gi }) => `gi ${gi.profile}@${gi.start}`),
    ...vms.first.map((one) => `vm ${one.name}`),
  ];
}

test.each<[text: string, found: readonly string[]]>([
  ['esx', ['host esx-01', 'host esx-02']],
  ['ESX-02', ['host esx-02']],
  ['gpu 1', ['gpu esx-01/1']],
  ['esx-01/0', ['gpu esx-01/0']],
  ['gpu 0 on esx-01', ['gpu esx-01/0']],
  ['a100 80gb', ['gpu esx-01/1']],
  ['slice 4', ['gi 3g.20gb@4']],
  ['2g.20gb', ['gi 2g.20gb@0']],
  ['nvidia.com/mig-3g.20gb', ['gi 3g.20gb@0', 'gi 3g.20gb@4']],
  ['nvidia-476', ['gi 3g.20gb@0', 'gi 3g.20gb@4']],
  ['A100D-2-20C', ['gi 2g.20gb@0']],
  ['chat', ['vm chat-a']],
  ['ölprüfung', ['vm Ölprüfung']],
  ['nobody', []],
  ['  ', []],
])('%j finds %j', (text, found) => {
  expect(listed(findInPlan(PLAN, text, findNames(text)))).toEqual(found);
});

test('of many the first are listed and all are counted', () => {
  const { vms } = findInPlan(PLAN, 'asr', findNames('asr'));
  expect([vms.first.length, vms.count]).toEqual([MOST_FOUND, 9]);
});

test('notes bring up what they are on, with the words around the one that was found', () => {
  const [first, second] = PLAN.hosts;
  const [gpu, other] = first!.gpus;
  const noted: Plan = {
    ...PLAN,
    hosts: [
      {
        ...{ ...first!, notes: 'rack 7\nThen the PSU on the left was exchanged for a larger one in spring' },
        gpus: [gpu!, { ...other!, notes: 'Fan is loud' }],
      },
      second!,
    ],
    vms: PLAN.vms.map((one) => (one.name === 'asr-3' ? { ...one, notes: 'Rita’s; loud fan below' } : one)),
  };
  const find = (text: string): FoundInPlan => findInPlan(noted, text, findNames(text));
  expect(listed(find('loud'))).toEqual(['gpu esx-01/1', 'vm asr-3']);
  expect(listed(find('fan asr'))).toEqual(['vm asr-3']);
  const { hosts, excerpts } = find('exchanged');
  expect(excerpts.get(hosts.first[0]!)).toBe('…the PSU on the left was exchanged for a larger one in spr…');
  expect(find('loud').excerpts.get(noted.hosts[0]!.gpus[1]!)).toBe('Fan is loud');
  // What its name brings up says what it always said, and a host that its notes bring up hides none of its GPUs.
  expect(find('asr-3').excerpts.size).toBe(0);
  expect(listed(find('rack 7'))).toEqual(['host esx-01']);
  expect(listed(find('gpu 0'))).toEqual(['gpu esx-01/0']);
});
