/** The sentences of power-on. Hosts are made of plans; what a search would find is given. */
import { expect, test } from 'vitest';
import type { GpuId } from '../../model/ids.ts';
import { hostOf, served } from '../vms/served.testing.ts';
import type { PowerOnHost, PowerOnVm } from './powerOn.ts';
import {
  drawnElsewhere,
  isDrawnThere,
  landingName,
  landsElsewhere,
  modelName,
  noRoomMessage,
  powerOnText,
  refusalMessage,
  whyElsewhere,
} from './powerOnMessages.ts';
import type { PowerOnModel } from './powerOnModel.ts';
import type { NoRoom } from './powerOnRoom.ts';
import type { Landing } from './powerOnRun.ts';

/** vm-0 on 3g at 0 and vm-1 on 2g at 4 of GPU 0, vm-2 on 3g at 4 of GPU 1. */
const plan = served(['3g.20gb@0 2g.10gb@4', '3g.20gb@4']);
const host = hostOf(plan);
const [vm0, vm1, vm2] = host.vms as [PowerOnVm, PowerOnVm, PowerOnVm];
const [first, second] = host.gpus.map(({ gpu }) => gpu.id) as [GpuId, GpuId];
const profileAt = (name: string): number => host.gpus[0]!.geometry.profileIndexByName.get(name)!;
const landing = (gpuAt: number, start: number, part: Partial<Landing> = {}): Landing =>
  ({
    attachment: 0,
    gpuAt,
    profileIndex: profileAt('3g.20gb'),
    start,
    isJoined: false,
    ...part,
  }) as Landing;
const model = (part: Partial<PowerOnModel>): PowerOnModel => ({
  variant: 'fewest-lost',
  kinds: [],
  vgpuOrders: [],
  ...part,
});
const mirrored = (...ids: GpuId[]): PowerOnModel['kinds'] =>
  [first, second].map((gpuId) => ({ gpuId, kind: ids.includes(gpuId) ? 'mirrored' : 'straight' }));

test.each<[string, PowerOnModel]>([
  ['Preference list', model({ variant: 'list', kinds: mirrored(first) })],
  ['Fewest lost, straight GPUs', model({ kinds: mirrored() })],
  ['Fewest lost, mirrored GPUs', model({ kinds: mirrored(first, second) })],
  ['Fewest lost, GPU 1 mirrored', model({ kinds: mirrored(second) })],
])('a model is called %s', (name, one) => {
  // Nobody said of either GPU which kind it is.
  expect(host.gpus.every(({ kinds }) => kinds.length > 1)).toBe(true);
  expect(modelName(host, one)).toBe(name);
});

test('where the kinds are known the name does not speak of them; an order of vGPUs other than listed it does', () => {
  const known: PowerOnHost = {
    ...host,
    gpus: host.gpus.map((one) => ({ ...one, kinds: one.kinds.slice(0, 1) })),
  };
  expect(modelName(known, model({ kinds: mirrored(first, second) }))).toBe('Fewest lost');
  const pair: PowerOnVm = { ...vm0, vgpus: [0, 1].map((attachment) => ({ ...vm0.vgpus[0]!, attachment })) };
  const of = { ...known, vms: [pair, vm1] };
  const order = (vmId: PowerOnVm['vm']['id'], ...attachments: number[]) =>
    modelName(of, model({ variant: 'list', vgpuOrders: [{ vmId, attachments }] }));
  expect(order(vm0.vm.id, 0, 1)).toBe('Preference list');
  expect(order(vm0.vm.id, 1, 0)).toBe('Preference list, vGPUs of vm-0 as 2 and 1');
  expect(order(999 as never, 1, 0)).toBe('Preference list');
});

test('a landing is said with its slices', () => {
  expect(landingName(host, landing(1, 4))).toBe('GPU 1, slices 4–7');
  expect(landingName(host, landing(0, 6, { profileIndex: profileAt('1g.5gb') }))).toBe('GPU 0, slice 6');
});

test.each<[Landing, there: boolean, drawn: string | null, lands: string | null]>([
  [landing(0, 0), true, null, null],
  [landing(0, 4), false, 'drawn at 0', 'lands at 4'],
  [landing(1, 0), false, 'drawn on GPU 0', 'lands on GPU 1'],
  [landing(0, 0, { profileIndex: profileAt('4g.20gb') }), false, 'drawn at 0', 'lands at 0'],
])('vm-0, which is drawn at 0 of GPU 0, lands at %j', (at, there, drawn, lands) => {
  const vgpu = vm0.vgpus[0]!;
  expect(isDrawnThere(host, vgpu, at)).toBe(there);
  expect(drawnElsewhere(host, vgpu, at)).toBe(drawn);
  expect(landsElsewhere(host, vgpu, at)).toBe(lands);
});

test('a vGPU that is not drawn lands where it does', () => {
  const vgpu = { ...vm0.vgpus[0]!, drawn: null };
  expect(drawnElsewhere(host, vgpu, landing(0, 0))).toBe('not drawn');
  expect(landsElsewhere(host, vgpu, landing(1, 0))).toBe('lands on GPU 1');
  expect(whyElsewhere(host, vgpu, landing(0, 0))).toBe('It has no instance in the plan.');
});

test('why a vGPU is elsewhere than it is drawn', () => {
  const why = (vm: PowerOnVm, at: Landing): string => whyElsewhere(host, vm.vgpus[0]!, at);
  expect(why(vm0, landing(0, 4))).toBe('The driver chooses the start: 0 cannot be named at power-on.');
  expect(why(vm0, landing(1, 4))).toBe('GPU 0 has no room by then.');
  expect(why(vm2, landing(0, 4))).toBe('GPU 0 is filled before GPU 1, and has room.');
  expect(why(vm2, landing(0, 4, { isJoined: true }))).toBe('It joins an instance of its type that has room.');
  expect(why(vm2, landing(7, 4))).toBe('It has no instance in the plan.');
});

test.each<[string, NoRoom]>([
  [
    'vm-0 wants 3g.20gb, and no GPU of esx-01 that takes part has it.',
    { code: 'no-gpu', vm: vm0, attachment: 0 },
  ],
  [
    'vm-0 wants a vGPU, and no GPU of esx-01 that takes part has it.',
    { code: 'no-gpu', vm: vm0, attachment: 5 },
  ],
  [
    'vm-1 may not have what it wants on esx-01: A VM has one MIG-backed vGPU on ESXi 7.0, and with this one it has 2.',
    {
      code: 'refused',
      vm: vm1,
      attachment: 0,
      fault: {
        ...{ code: 'vgpus-per-vm', host: host.host.id, platform: 'esxi', release: '7.0' },
        ...{ confidence: 'documented', source: null, count: 2, sure: 1, most: 1 },
      },
    } as NoRoom,
  ],
  [
    'The VMs have 15 vGPUs, and the GPUs take 14 at the most.',
    { code: 'too-many-vgpus', needed: 15, total: 14 },
  ],
  [
    'The VMs need 9 memory slices, and the GPUs have 8.',
    { code: 'too-few-slices', what: 'memory', needed: 9, total: 8 },
  ],
  [
    'The VMs need 1 compute slice, and the GPUs have 0.',
    { code: 'too-few-slices', what: 'compute', needed: 1, total: 0 },
  ],
  [
    'There are enough slices, but no way to cut the GPUs gives every VM its instance.',
    { code: 'no-packing' },
  ],
])('%s', (sentence, why) => {
  expect(noRoomMessage(why, host)).toBe(sentence);
});

test('a VM that does not start, with what each GPU says', () => {
  const refusal = {
    attachment: 0,
    reasons: [
      { gpuId: first, error: { code: 'mig-off', use: 'off' } as const },
      { gpuId: second, error: { code: 'maximum', profile: '3g.20gb', max: 2, blockedBy: [] } as const },
    ],
  };
  const told = (vm: PowerOnVm, attachment: number): string =>
    refusalMessage(vm, { ...refusal, attachment }, plan, host);
  const why =
    'GPU 0: Nothing can be placed here: MIG mode is off. GPU 1: A GPU takes at most 2 of 3g.20gb, and has them already.';
  expect(told(vm0, 0)).toBe(`vm-0 does not start. ${why}`);
  const pair = { ...vm0, vgpus: [vm0.vgpus[0]!, vm0.vgpus[0]!] };
  expect(told(pair, 0)).toBe(`vm-0 does not start (vGPU 1, 3g.20gb). ${why}`);
});

test('an order as the text of a ticket', () => {
  const steps = [
    { vm: vm0, landings: [landing(0, 4), landing(1, 0)] },
    ...Array.from({ length: 9 }, () => ({ vm: vm2, landings: [landing(0, 0)] })),
  ];
  const one = model({ variant: 'list' });
  const lines = (isAgreed: boolean): string[] => powerOnText(host, one, steps, isAgreed).split('\n');
  expect(lines(true).slice(0, 3)).toEqual([
    'Power-on order of esx-01, 10 VMs',
    ' 1. vm-0: 3g.20gb on GPU 0, slices 4–7 and 3g.20gb on GPU 1, slices 0–3',
    ' 2. vm-2: 3g.20gb on GPU 0, slices 0–3',
  ]);
  expect(lines(true).slice(10)).toEqual([
    '10. vm-2: 3g.20gb on GPU 0, slices 0–3',
    'Places to expect under every model of the driver.',
    'Assumed: all VMs off at first, nothing else powers on between, the first GPU with room is taken.',
    '',
  ]);
  expect(lines(false)[11]).toBe(
    'Places to expect under one model of the driver (Preference list); others put some elsewhere.',
  );
});
