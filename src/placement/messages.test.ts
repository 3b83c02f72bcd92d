/** Every refusal in its own words: the sentence, and the few words for the line under a GPU. */
import { expect, test } from 'vitest';
import type { GiId, HostId, VmId } from '../model/ids.ts';
import { EMPTY_PLAN, type Host, type Plan, type Vm, type Wanted } from '../model/plan.ts';
import type { Violation } from './check.ts';
import type { AssignError, CommandError } from './errors.ts';
import { commandNote, pasteFaultMessage, placementNote } from './messageNotes.ts';
import {
  assignMessage,
  boardName,
  commandMessage,
  computeUnknownMessage,
  counted,
  gpuName,
  layoutName,
  makeList,
  makeShortList,
  nameMessage,
  placementMessage,
  platformName,
  profileOfType,
  profileRuns,
  ruleMessage,
  strandedList,
  strandedMessage,
  violationMessage,
  wantedName,
} from './messages.ts';
import type { RuleFault } from './rules/platformRules.ts';
import { planOf } from './standing.testing.ts';

const A100 = 'a100-pcie-40gb';
const GONE = 999;
const type = (name: string): Wanted => ({ kind: 'type', type: name });

/** 3g at 0 with asr-1, 2g at 4 without a VM, a narrow one at 6 with nine VMs; nothing else. */
const standing = planOf(['3g.20gb@0 2g.10gb@4 1g.5gb@6', '1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4']);
const [host] = standing.hosts as [Host];
const [three, two, narrow, ...ones] = host.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)) as [
  GiId,
  GiId,
  GiId,
  ...GiId[],
];
const vm = (id: number, name: string, instance: GiId | null): Vm => ({
  id: id as VmId,
  name,
  notes: '',
  group: null,
  attachments: [{ wants: type('A100-3-20C'), instance, extra: [] }],
  extra: [],
});
const crowd = Array.from({ length: 9 }, (_, n) => vm(101 + n, `w${n}`, narrow));
const plan: Plan = { ...standing, vms: [vm(100, 'asr-1', three), ...crowd], nextId: 200 };
const crowdIds = crowd.map(({ id }) => id);

test.each<[readonly (string | number)[], string, string, string]>([
  [[], '', '', ''],
  [[3], '3', '3', '3'],
  [[3, 5], '3 and 5', '3 or 5', '3 and 5'],
  [[0, 2, 4], '0, 2 and 4', '0, 2 or 4', '0, 2 and 4'],
  [
    [1, 2, 3, 4, 5, 6, 7, 8],
    '1, 2, 3, 4, 5, 6, 7 and 8',
    '1, 2, 3, 4, 5, 6, 7 or 8',
    '1, 2, 3, 4, 5, 6, 7 and 8',
  ],
  [
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    '1, 2, 3, 4, 5, 6, 7, 8 and 9',
    '1, 2, 3, 4, 5, 6, 7, 8 or 9',
    '1, 2, 3, 4, 5, 6, 7 and 2 more',
  ],
])('a list of %j', (items, all, either, short) => {
  expect(makeList(items)).toBe(all);
  expect(makeList(items, 'or')).toBe(either);
  expect(makeShortList(items)).toBe(short);
  expect(makeShortList(items, 'or')).toBe(short.replace(' and ', ' or '));
});

test('things are counted in one and in many, and named as they are', () => {
  expect([0, 1, 2].map((n) => counted(n, 'instance'))).toEqual(['0 instances', '1 instance', '2 instances']);
  expect([1, 2].map((n) => counted(n, 'has', 'have'))).toEqual(['1 has', '2 have']);
  expect(gpuName({ host, gpu: host.gpus[1]! })).toBe('GPU 1 on esx-01');
  expect(wantedName(type('A100-3-20C'))).toBe('A100-3-20C');
  expect(wantedName({ kind: 'profile', profile: '2g.10gb' })).toBe('2g.10gb');
  expect([A100, 'nobody-8gb'].map(boardName)).toEqual(['A100-PCIE-40GB', 'nobody-8gb']);
});

test.each([
  ['', 'nothing', []],
  ['3g.20gb 3g.20gb', '3g.20gb + 3g.20gb', ['3g.20gb', '3g.20gb']],
  ['1g.5gb 4g.20gb 1g.5gb 1g.5gb', '3 × 1g.5gb + 4g.20gb', ['3 × 1g.5gb', '4g.20gb']],
])('a layout of %j is said as %s', (text, name, runs) => {
  const layout = text.split(' ').flatMap((profile) => (profile === '' ? [] : [{ profile }]));
  expect(layoutName(layout)).toBe(name);
  expect(profileRuns(layout)).toEqual(runs);
});

// In a sentence, and as the note under a GPU.
const RULED = {
  host: host.id,
  platform: 'esxi',
  release: '8.0 U2',
  confidence: 'documented',
  source: null,
} as const;
const OF_2G = { profile: '2g.10gb', instance: '3g.20gb' } as const;
test.each<[CommandError, string, string]>([
  [
    { code: 'board-unknown', board: 'nobody-8gb' },
    'The board nobody-8gb is not in the catalogue, so nothing is known about its profiles.',
    'Board not known',
  ],
  [{ code: 'mig-off', use: 'off' }, 'Nothing can be placed here: MIG mode is off.', 'MIG mode is off'],
  [
    { code: 'mig-off', use: 'reserved' },
    'Nothing can be placed here: the GPU is reserved for time-sliced vGPU or passthrough.',
    'Reserved, not for MIG',
  ],
  [
    { code: 'not-a-profile', profile: '9g.99gb', board: A100, similar: [] },
    '9g.99gb is not a profile of A100-PCIE-40GB.',
    'Not a profile of A100-PCIE-40GB',
  ],
  [
    { code: 'not-a-profile', profile: '2g.12gb', board: A100, similar: ['2g.10gb'] },
    '2g.12gb is not a profile of A100-PCIE-40GB (it has 2g.10gb); it belongs to A30.',
    'Not a profile of A100-PCIE-40GB',
  ],
  [
    { code: 'not-a-profile', profile: '1g.20gb', board: A100, similar: ['1g.10gb', '1g.5gb', '1g.1gb'] },
    '1g.20gb is not a profile of A100-PCIE-40GB (it has 1g.10gb and 1g.5gb); it belongs to A100-SXM4-80GB / A100 80GB PCIe, A800-SXM4-80GB / A800 80GB PCIe and 3 more boards.',
    'Not a profile of A100-PCIE-40GB',
  ],
  [
    { code: 'not-a-profile', profile: '4g.20gb', board: 'a30-24gb', similar: [] },
    '4g.20gb is not a profile of A30; it belongs to A100-SXM4-40GB, A100-PCIE-40GB and A800 40GB.',
    'Not a profile of A30',
  ],
  [
    { code: 'starts-unknown', profile: '2g.32gb', board: 'rtx-pro-4500-32gb' },
    'No public source gives the starts of 2g.32gb on RTX PRO 4500 Blackwell, so it cannot be placed.',
    'Starts not public',
  ],
  [
    { code: 'not-a-start', profile: '3g.20gb', start: 2, starts: [0, 4] },
    '3g.20gb cannot start at slice 2: it starts at slice 0 or 4.',
    'Starts at 0 or 4',
  ],
  [
    { code: 'not-a-start', profile: '7g.40gb', start: 2, starts: [0] },
    '7g.40gb cannot start at slice 2: it starts at slice 0 only.',
    'Starts at 0 only',
  ],
  [
    { code: 'overlap', profile: '4g.20gb', start: 0, size: 4, blockedBy: [three] },
    '4g.20gb at slice 0 needs slices 0–3, and 3g.20gb asr-1 holds slices 0–3.',
    'Taken by asr-1',
  ],
  [
    { code: 'overlap', profile: '1g.5gb', start: 4, size: 1, blockedBy: [two] },
    '1g.5gb at slice 4 needs slice 4, and 2g.10gb holds slices 4–5.',
    'Taken by 2g.10gb',
  ],
  [
    { code: 'overlap', profile: '7g.40gb', start: 0, size: 8, blockedBy: [three, narrow, GONE as GiId] },
    '7g.40gb at slice 0 needs slices 0–7, and 3g.20gb asr-1 holds slices 0–3 and 1g.5gb w0, w1, w2, w3, w4, w5, w6 and 2 more holds slice 6.',
    'Taken by asr-1, w0, w1, w2, w3, w4, w5, w6 and 2 more and another instance',
  ],
  [
    { code: 'maximum', profile: '1g.5gb+me', max: 1, blockedBy: [] },
    'A GPU takes at most 1 of 1g.5gb+me, and has it already.',
    'At most 1 per GPU',
  ],
  [
    { code: 'maximum', profile: '1g.10gb', max: 4, blockedBy: [] },
    'A GPU takes at most 4 of 1g.10gb, and has them already.',
    'At most 4 per GPU',
  ],
  [
    { code: 'excluded', profile: '1g.5gb', blockedBy: [three, two, two], why: "the guide says 'no others.'" },
    "1g.5gb cannot stand beside 3g.20gb and 2g.10gb: the guide says 'no others'.",
    'Not beside 3g.20gb and 2g.10gb',
  ],
  [
    { code: 'excluded', profile: '1g.5gb', blockedBy: [three, GONE as GiId], why: 'ver. 2 says so.' },
    '1g.5gb cannot stand beside 3g.20gb: ver. 2 says so.',
    'Not beside 3g.20gb',
  ],
  [
    { code: 'no-start-free', profile: '3g.20gb', starts: [0, 4], size: 4, free: 0, blockedBy: [three] },
    '3g.20gb needs 4 memory slices and none is free: 3g.20gb asr-1 holds slices 0–3.',
    '0 memory slices free, 4 needed',
  ],
  [
    { code: 'no-start-free', profile: '3g.20gb', starts: [0, 4], size: 4, free: 1, blockedBy: [two] },
    '3g.20gb needs 4 memory slices and only 1 is free: 2g.10gb holds slices 4–5.',
    '1 memory slice free, 4 needed',
  ],
  [
    { code: 'no-start-free', profile: '3g.20gb', starts: [0, 4], size: 4, free: 3, blockedBy: [two] },
    '3g.20gb needs 4 memory slices and only 3 are free: 2g.10gb holds slices 4–5.',
    '3 memory slices free, 4 needed',
  ],
  [
    {
      code: 'no-start-free',
      profile: '2g.10gb',
      starts: [0, 2, 4],
      size: 2,
      free: 2,
      blockedBy: [three, two],
    },
    '2g.10gb starts at slice 0, 2 or 4, and 3g.20gb asr-1 holds slices 0–3 and 2g.10gb holds slices 4–5.',
    '2 slices free, but not 0–1, 2–3 or 4–5',
  ],
  [
    { code: 'no-start-free', profile: '1g.5gb', starts: [3], size: 1, free: 1, blockedBy: ones.slice(3, 4) },
    '1g.5gb starts at slice 3 only, and 1g.5gb holds slice 3.',
    '1 slice free, but not 3',
  ],
  [
    { code: 'no-start-free', profile: '1g.5gb', starts: [0, 1, 2, 3], size: 1, free: 1, blockedBy: ones },
    '1g.5gb starts at slice 0, 1, 2 or 3, and 1g.5gb holds slice 0, 1g.5gb holds slice 1, 1g.5gb holds slice 2, 1g.5gb holds slice 3 and 1g.5gb holds slice 4.',
    '1 slice free, but at none of its starts',
  ],
  [
    {
      code: 'driver-too-old',
      profile: '1g.5gb+me',
      driver: '450.80.02',
      needs: '470.42.01',
      confidence: 'documented',
      source: null,
    },
    '1g.5gb+me needs driver 470.42.01 or later, and this host has 450.80.02.',
    'Needs driver 470.42.01; the host has 450.80.02',
  ],
  [
    { code: 'ci-not-offered', ...OF_2G, offered: ['1c.3g.20gb', '2c.3g.20gb'] },
    '2g.10gb is no compute instance of 3g.20gb, which offers 1c.3g.20gb and 2c.3g.20gb.',
    'It offers no 2g.10gb',
  ],
  [
    { code: 'ci-maximum', profile: '2c.3g.20gb', instance: '3g.20gb', max: 1 },
    '3g.20gb takes at most 1 of 2c.3g.20gb.',
    'At most 1 of 2c.3g.20gb',
  ],
  [
    { code: 'ci-slices', instance: '3g.20gb', needed: 4, has: 3 },
    'The compute instances of 3g.20gb need 4 compute slices together, and it has 3.',
    'Compute instances need 4 slices of 3',
  ],
  [
    { code: 'ci-place', profile: '2c.3g.20gb', instance: '3g.20gb', start: 2, slices: 2 },
    '2c.3g.20gb at compute slice 2 inside 3g.20gb leaves its 2 compute slices or stands on another compute instance.',
    '2c.3g.20gb cannot be at its compute slice 2',
  ],
  // VMs.
  [
    { code: 'wrong-type', wants: type('A100-3-20C'), board: A100, profile: '2g.10gb', types: ['A100-2-10C'] },
    'The VM wants A100-3-20C, which needs 3g.20gb; this 2g.10gb instance is A100-2-10C. The type must match exactly.',
    '2g.10gb is not A100-3-20C',
  ],
  [
    { code: 'wrong-type', wants: type('A100X-9-99C'), board: A100, profile: '1g.5gb', types: [] },
    'The VM wants A100X-9-99C; this 1g.5gb instance has no vGPU type. The type must match exactly.',
    '1g.5gb is not A100X-9-99C',
  ],
  [
    { code: 'wrong-type', wants: type('A100-3-20C'), board: A100, profile: '3g.20gb', types: ['x', 'y'] },
    'The VM wants A100-3-20C; this 3g.20gb instance is x or y. The type must match exactly.',
    '3g.20gb is not A100-3-20C',
  ],
  [
    {
      code: 'wrong-type',
      wants: { kind: 'profile', profile: '1g.5gb' },
      board: A100,
      profile: '2g.10gb',
      types: ['A100-2-10C'],
    },
    'The VM wants 1g.5gb; this 2g.10gb instance is A100-2-10C. The type must match exactly.',
    '2g.10gb is not 1g.5gb',
  ],
  [
    { code: 'instance-full', vms: [100 as VmId], max: 1 },
    'The instance already serves asr-1, and it carries one VM.',
    'Already serves asr-1',
  ],
  [
    { code: 'instance-full', vms: [...crowdIds], max: 9 },
    'The instance already serves w0, w1, w2, w3, w4, w5, w6 and 2 more, and it carries 9 VMs.',
    'Already serves w0, w1, w2, w3, w4, w5, w6 and 2 more',
  ],
  [
    { code: 'instance-full', vms: [GONE as VmId], max: 1 },
    'The instance already serves another VM, and it carries one VM.',
    'Already serves another VM',
  ],
  [
    { code: 'already-assigned' },
    'The VM already has an instance for each of its vGPUs.',
    'The VM already has an instance for each of its vGPUs.',
  ],
  [
    { code: 'other-host', host: host.id },
    'A VM runs on one host, and another vGPU of this VM is on esx-01.',
    'Another vGPU of the VM is on esx-01',
  ],
  [
    { code: 'other-host', host: GONE as HostId },
    'A VM runs on one host, and another vGPU of this VM is on another host.',
    'Another vGPU of the VM is on another host',
  ],
  [
    { code: 'vgpus-per-vm', ...RULED, count: 5, sure: 4, most: 4 },
    'A VM has at most 4 vGPUs on ESXi 8.0 U2, and with this one it has 5.',
    '4 vGPUs to a VM on ESXi 8.0 U2',
  ],
  [
    { code: 'vgpus-per-vm', ...RULED, release: '7.0', count: 2, sure: 1, most: 1 },
    'A VM has one MIG-backed vGPU on ESXi 7.0, and with this one it has 2.',
    'One vGPU to a VM on ESXi 7.0',
  ],
  [
    { code: 'mixed-boards', ...RULED, boards: [A100, 'a30-24gb'] },
    'The vGPUs of a VM are of one board on ESXi 8.0 U2, and these are of A100-PCIE-40GB and A30.',
    'The VM’s vGPUs are of A100-PCIE-40GB',
  ],
  [
    { code: 'mixed-series', ...RULED, types: ['A100-3-20C', 'A100-3-20Q'] },
    'The vGPUs of a VM are of one series on ESXi 8.0 U2, and these are A100-3-20C and A100-3-20Q.',
    'The VM has A100-3-20C, of another series',
  ],
  [
    { code: 'type-release', ...RULED, type: 'H100-1-12C', needs: '8.0 U3' },
    'H100-1-12C needs ESXi 8.0 U3, and this is ESXi 8.0 U2.',
    'H100-1-12C needs ESXi 8.0 U3',
  ],
])('%j', (error, sentence, note) => {
  expect(commandMessage(error, plan)).toBe(sentence);
  expect(commandNote(error, plan)).toBe(note);
});

// Refusals of an edit, which have one form for both.
test.each<[CommandError, string]>([
  [{ code: 'not-found', what: 'host' }, 'That host is no longer in the plan.'],
  [{ code: 'not-found', what: 'gpu' }, 'That GPU is no longer in the plan.'],
  [{ code: 'not-found', what: 'instance' }, 'That instance is no longer in the plan.'],
  [{ code: 'not-found', what: 'vm' }, 'That VM is no longer in the plan.'],
  [{ code: 'not-found', what: 'vgpu' }, 'That vGPU is no longer in the plan.'],
  [{ code: 'bad-name', what: 'vm', why: { code: 'name-empty' } }, 'A name needs at least one character.'],
  [{ code: 'name-taken', what: 'vm', name: 'asr-1' }, 'There is already a VM named asr-1.'],
  [{ code: 'name-taken', what: 'host', name: 'esx-01' }, 'There is already a host named esx-01.'],
  [{ code: 'index-taken', index: 3 }, 'There is already a GPU 3 on this host.'],
  [{ code: 'bad-index', index: -1 }, 'A GPU index is a whole number from 0 to 63.'],
  [{ code: 'bad-count', count: 1, max: 0 }, 'The host is full: it has 64 GPUs.'],
  [{ code: 'bad-count', count: 9, max: 3 }, 'The number of GPUs to add is a whole number from 1 to 3.'],
  [
    { code: 'pinned', pinned: [three, two, GONE as GiId] },
    'Pinned instances stay where they are: 3g.20gb asr-1 at slice 0 of GPU 0 on esx-01, 2g.10gb at slice 4 of GPU 0 on esx-01 and another instance.',
  ],
  [
    { code: 'too-many-vms', count: 50_001, max: 50_000 },
    'A plan takes at most 50000 VMs, and this would make 50001.',
  ],
  [{ code: 'too-many-vgpus', max: 16 }, 'A VM takes at most 16 vGPUs.'],
  [{ code: 'nothing-observed', host: 'esx-01' }, 'Nothing was observed on esx-01 yet.'],
  [
    { code: 'ci-unknown', profile: '1c.3g.40gb', instance: '3g.40gb', board: 'h100-pcie-80gb' },
    'Which compute instances 3g.40gb on H100 PCIe offers is unknown beyond the whole one, so 1c.3g.40gb cannot be checked.',
  ],
  [{ code: 'not-started', vm: 'asr-1' }, 'There is no place for asr-1: it would not start.'],
])('%j', (error, sentence) => {
  expect(commandMessage(error, plan)).toBe(sentence);
  expect(commandNote(error, plan)).toBe(sentence);
});

test('a board that is known to have no MIG is told as what it is', () => {
  const error = { code: 'board-unknown', board: 'NVIDIA L40S' } as const;
  expect(placementMessage(error, plan)).toMatch(
    /^L40S has no MIG: NVIDIA’s .* of it only\. MIG is on A100, .* and .*\.$/,
  );
  expect(placementNote(error, plan)).toBe('This board has no MIG');
});

test('the range of an instance is its start alone where the board is not known', () => {
  const odd = planOf(['3g.20gb@2'], 'nobody-8gb');
  const [gi] = odd.hosts[0]?.gpus[0]?.instances ?? [];
  const error = { code: 'overlap', profile: '1g.5gb', start: 2, size: 1, blockedBy: [gi!.id] } as const;
  expect(placementMessage(error, odd)).toBe('1g.5gb at slice 2 needs slice 2, and 3g.20gb holds slice 2.');
});

test('of all that is in the way eight are named, of more the first seven and how many are left', () => {
  const pile = planOf([Array.from({ length: 9 }, (_, n) => `1g.5gb@${n}`).join(' ')]);
  const ids = (pile.hosts[0]?.gpus[0]?.instances ?? []).map(({ id }) => id);
  const told = (blockedBy: readonly GiId[]): string =>
    placementMessage({ code: 'overlap', profile: '7g.40gb', start: 0, size: 8, blockedBy }, pile);
  const held = (count: number): string[] =>
    Array.from({ length: count }, (_, n) => `1g.5gb holds slice ${n}`);
  expect(told(ids.slice(0, 8))).toBe(`7g.40gb at slice 0 needs slices 0–7, and ${makeList(held(8))}.`);
  expect(told(ids)).toBe(
    `7g.40gb at slice 0 needs slices 0–7, and ${makeList([...held(7), '2 more are in the way'])}.`,
  );
});

test.each<[Pick<Host, 'platform' | 'release'>, string]>([
  [{ platform: null, release: '8.0' }, 'a host of unknown platform'],
  [{ platform: 'bare-metal', release: 'Ubuntu' }, 'bare metal'],
  [{ platform: 'esxi', release: null }, 'ESXi of unknown release'],
  [{ platform: 'esxi', release: '8.0 U2' }, 'ESXi 8.0 U2'],
  [{ platform: 'esxi', release: 'VMware esxi 7' }, 'VMware esxi 7'],
  [{ platform: 'kvm', release: null }, 'KVM'],
  [{ platform: 'kubernetes', release: '1.31' }, 'Kubernetes 1.31'],
])('%j is %s', (of, name) => {
  expect(platformName(of)).toBe(name);
});

test('a rule said of a host, a name that is none, and what is unknown of compute instances', () => {
  const fault: RuleFault = { code: 'vgpus-per-vm', ...RULED, platform: null, count: 2, sure: 1, most: null };
  expect(ruleMessage({ ...fault, most: 4 })).toBe(
    'A VM has at most 4 vGPUs on a host of unknown platform, and with this one it has 2.',
  );
  expect(nameMessage({ code: 'name-too-long', length: 90, max: 80 })).toBe(
    'A name has at most 80 characters; this one has 90.',
  );
  expect(nameMessage({ code: 'name-has-control', index: 1, codePoint: 7 })).toBe(
    'Character 2 of the name (U+0007) is a control or invisible character.',
  );
  expect(nameMessage({ code: 'name-has-control', index: 0, codePoint: 0xfeff })).toContain('(U+FEFF)');
  expect(computeUnknownMessage({ profile: '1c', instance: '3g.40gb', board: 'nobody-8gb' })).toContain(
    '3g.40gb on nobody-8gb offers',
  );
});

test.each<[string, readonly string[], string | null]>([
  ['A100-3-20C', [A100], '3g.20gb'],
  ['A100-3-20C', [], '3g.20gb'],
  ['A100X-9-99C', [], null],
])('%s on %j needs %s', (name, boards, profile) => {
  expect(profileOfType(name, boards)).toBe(profile);
});

test.each<[Parameters<typeof pasteFaultMessage>[0], string]>([
  [{ code: 'no-such-gpu' }, 'the host has no GPU of that index.'],
  [{ code: 'other-slices', from: A100, to: 'a30-24gb' }, 'A30 has other slices than A100-PCIE-40GB.'],
  [
    { code: 'no-counterpart', profile: '1g.10gb', from: A100, to: 'a30-24gb' },
    'A30 has no profile with the slices of 1g.10gb on A100-PCIE-40GB.',
  ],
  [{ code: 'mig-off', use: 'off' }, 'MIG mode is off.'],
])('a layout is not pasted: %j', (fault, sentence) => {
  expect(pasteFaultMessage(fault, plan)).toBe(sentence);
});

test('stranded slices, as a list and one by one', () => {
  const use = { computeTotal: 7, memoryTotal: 8, computeUsed: 0, memoryUsed: 0 };
  const list = (strandedCompute: number[], strandedMemory: number[]): string =>
    strandedList({ ...use, strandedCompute, strandedMemory });
  expect(list([], [])).toBe('');
  expect(list([3], [])).toBe('compute 3');
  expect(list([], [6, 7])).toBe('memory 6 7');
  expect(list([3], [6, 7])).toBe('compute 3, memory 6 7');
  const slice = { slice: 7, beside: [], couldUse: [], uses: [] };
  const told = (kind: 'compute' | 'memory'): string =>
    strandedMessage({ ...slice, kind } as unknown as Parameters<typeof strandedMessage>[0]);
  expect(told('memory')).toBe('Memory slice 7: no profile can use it.');
  expect(told('compute')).toBe('Compute slice 7: no profile can use it.');
});

test.each<[Violation['fault'], string]>([
  [{ code: 'duplicate-host-name', name: 'esx-01' }, 'There are two hosts named esx-01.'],
  [{ code: 'duplicate-vm-name', name: 'asr-1' }, 'There are two VMs named asr-1.'],
  [{ code: 'duplicate-gpu-index', index: 0 }, 'There are two GPUs with index 0.'],
  [{ code: 'instance-gone' }, 'The VM is assigned to an instance that is not in the plan.'],
  [{ code: 'mig-off', use: 'off' }, 'Nothing can be placed here: MIG mode is off.'],
  [
    { code: 'instance-full', vms: [100 as VmId], max: 1 },
    'The instance already serves asr-1, and it carries one VM.',
  ],
])('a plan that is wrong in %j', (fault, sentence) => {
  expect(violationMessage({ fault, host: null, gpu: null, gi: null, vm: null }, plan)).toBe(sentence);
});

test('a vGPU that may not be there is refused in the words of the rule', () => {
  const error: AssignError = { code: 'type-release', ...RULED, release: null, type: 'X', needs: '8.0 U3' };
  expect(assignMessage(error, EMPTY_PLAN)).toBe('X needs ESXi 8.0 U3, and this is ESXi of unknown release.');
});
