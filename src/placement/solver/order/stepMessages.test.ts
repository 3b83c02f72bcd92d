/** Every kind of step in words, who is interrupted by it, and what it comes to. */
import { expect, test } from 'vitest';
import type { ComputeInstance } from '../../../model/plan.ts';
import type { PowerOnHost } from '../../powerOn/powerOn.ts';
import {
  actionWords,
  instanceWords,
  interruptWords,
  noPowerOnMessage,
  stepLine,
  stepNoteMessage,
  stepsVerdict,
} from './stepMessages.ts';
import type { NoPowerOn, StepPlan } from './planSteps.ts';
import type { GpuAt, InstanceAt, Step, StepAction } from './steps.ts';

const gpu: GpuAt = { host: 'esx-01', gpu: 1, board: 'a100-pcie-40gb' };
const three: InstanceAt = { ...gpu, profile: '3g.20gb', start: 0 };
const narrow: InstanceAt = { ...gpu, gpu: 0, profile: '1g.5gb', start: 6 };
const cut = (...profiles: string[]): ComputeInstance[] =>
  profiles.map((profile) => ({ profile, start: null, extra: [] }));
const step = (action: StepAction, part: Partial<Pick<Step, 'wave' | 'interrupts' | 'until'>> = {}): Step => ({
  ...action,
  wave: 1,
  interrupts: [],
  until: null,
  ...part,
});

test('an instance is said with its slices; one of which the size is not known with its start', () => {
  expect(instanceWords(three)).toBe('3g.20gb at slices 0–3 of GPU 1 on esx-01');
  expect(instanceWords(narrow)).toBe('1g.5gb at slice 6 of GPU 0 on esx-01');
  expect(instanceWords({ ...three, profile: '9g.99gb' })).toBe('9g.99gb at slice 0 of GPU 1 on esx-01');
  expect(instanceWords({ ...three, board: 'nobody' })).toBe('3g.20gb at slice 0 of GPU 1 on esx-01');
});

const destroy = { kind: 'destroy', at: three, isSpare: false, isPinned: false, isParked: false } as const;
const create = { kind: 'create', at: three, computeInstances: [], isSpare: false } as const;
const A = '3g.20gb at slices 0–3 of GPU 1 on esx-01';
const B = '1g.5gb at slice 6 of GPU 0 on esx-01';
test.each<[string, StepAction]>([
  ['Turn MIG mode on for GPU 1 on esx-01', { kind: 'mig-on', at: gpu }],
  ['Turn MIG mode off for GPU 1 on esx-01', { kind: 'mig-off', at: gpu }],
  ['Exchange GPU 1 on esx-01: A100-PCIE-40GB out, A30 in', { kind: 'exchange', at: gpu, to: 'a30-24gb' }],
  [`Create ${A}`, create],
  [`Create ${A}, a place to wait`, { ...create, isSpare: true }],
  [`Create ${A}, cut into 1c + 2c`, { ...create, computeInstances: cut('1c.3g.20gb', '2c.3g.20gb') }],
  [`Create ${A}`, { ...create, computeInstances: cut('3g.20gb') }],
  [`Destroy ${A}`, { ...destroy, replacedBy: null }],
  [`Destroy ${A}, now that there is ${B}`, { ...destroy, replacedBy: narrow }],
  [`Destroy ${A} before ${B} can be made for it`, { ...destroy, isParked: true, replacedBy: narrow }],
  [
    `Destroy ${A}, which is pinned, now that there is ${B}`,
    { ...destroy, isPinned: true, replacedBy: narrow },
  ],
  [`Destroy ${A}`, { ...destroy, isSpare: true, replacedBy: narrow }],
  [
    `Cut ${A} into 1c + 2c instead of one compute instance`,
    { kind: 'recut', at: three, from: [], to: cut('1c.3g.20gb', '2c.3g.20gb') },
  ],
  [
    `Cut ${A} into one compute instance instead of 3 × 1c`,
    { kind: 'recut', at: three, from: cut('1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'), to: [] },
  ],
  [`Move chat from ${A} to ${B}`, { kind: 'move', vm: 'chat', attachment: 0, from: three, to: narrow }],
  [`Stop chat on ${A}`, { kind: 'stop', vm: 'chat', attachment: 0, from: three }],
  [`Start chat on ${B}`, { kind: 'start', vm: 'chat', attachment: 0, to: narrow }],
  [
    `Power off chat, which frees ${A} and ${B}`,
    { kind: 'power-off', host: 'esx-01', vm: 'chat', from: [three, narrow], isPinned: false },
  ],
  [
    `Power off whoever has ${A}`,
    { kind: 'power-off', host: 'esx-01', vm: null, from: [three], isPinned: false },
  ],
  [
    'Power on chat: it is expected on GPU 1, slices 0–3 and GPU 0, slice 6 or it is expected on GPU 0, slice 6',
    {
      kind: 'power-on',
      host: 'esx-01',
      vm: 'chat',
      outcomes: [
        [
          { attachment: 0, at: three },
          { attachment: 1, at: narrow },
        ],
        [{ attachment: 0, at: narrow }],
      ],
    },
  ],
])('%s', (words, action) => {
  expect(actionWords(step(action))).toBe(words);
});

const stop = { kind: 'stop', vm: 'chat', attachment: 0, from: three } as const;
const recut = { kind: 'recut', at: three, from: [], to: [] } as const;
test.each<[string | null, StepAction, Partial<Step>]>([
  ['interrupts whatever uses the GPU', { kind: 'mig-on', at: gpu }, {}],
  ['interrupts whatever uses the GPU', { kind: 'mig-off', at: gpu }, {}],
  ['interrupts the host', { kind: 'exchange', at: gpu, to: 'a30-24gb' }, {}],
  [
    'interrupts chat while it moves',
    { kind: 'move', vm: 'chat', attachment: 0, from: three, to: narrow },
    { interrupts: ['chat'] },
  ],
  ['interrupts whatever runs in the instance', recut, {}],
  ['interrupts a and b while it is cut', recut, { interrupts: ['a', 'b'] }],
  [null, { ...destroy, replacedBy: null }, {}],
  ['interrupts chat while it moves', { ...destroy, replacedBy: null }, { interrupts: ['chat'] }],
  ['interrupts chat', { ...destroy, replacedBy: null, isParked: true }, { interrupts: ['chat'] }],
  ['interrupts whoever has it', stop, {}],
  ['interrupts chat, which the target leaves without an instance', stop, { interrupts: ['chat'] }],
  ['interrupts chat until step 5', stop, { interrupts: ['chat'], until: 4 }],
  [
    'interrupts chat until step 1',
    { kind: 'power-off', host: 'esx-01', vm: 'chat', from: [], isPinned: false },
    { interrupts: ['chat'], until: 0 },
  ],
  [null, create, { interrupts: ['chat'] }],
])('%s, by %j %j', (words, action, part) => {
  expect(interruptWords(step(action, part))).toBe(words);
});

test('a line has its number, its wave and who is interrupted', () => {
  expect(stepLine(step(stop, { wave: 2, interrupts: ['chat'], until: 6 }), 2)).toBe(
    `3. Stop chat on ${A} [wave 2; interrupts chat until step 7]`,
  );
  expect(stepLine(step(create), 0)).toBe(`1. Create ${A} [wave 1]`);
});

test.each<[string, Parameters<typeof stepNoteMessage>[0]]>([
  [
    'The host esx-01 is not in the target: its instances go.',
    { code: 'only-current', host: 'esx-01', gpu: null },
  ],
  [
    'GPU 0 on esx-01 is not in the target: its instances go.',
    { code: 'only-current', host: 'esx-01', gpu: 0 },
  ],
  [
    'The host esx-01 is only in the target: it is taken as one without instances.',
    { code: 'only-target', host: 'esx-01', gpu: null },
  ],
  [
    'GPU 0 on esx-01 is only in the target: it is taken as one without instances, as a listing leaves those out.',
    { code: 'only-target', host: 'esx-01', gpu: 0 },
  ],
  [
    `The target does not have the pinned ${A}: it cannot be reached without interrupting it.`,
    { code: 'pinned-goes', at: three },
  ],
  [
    'chat goes on running on esx-01, elsewhere than it is drawn: a start cannot be named at power-on.',
    { code: 'stays-elsewhere', host: 'esx-01', vm: 'chat' },
  ],
  [
    'No VM is named on what there is now: instances of one profile are taken to be interchangeable, and whom a step interrupts is what the target has in the place of what goes.',
    { code: 'nobody-named' },
  ],
  [
    'Perhaps fewer VMs of esx-01 could be powered off: not every choice was tried.',
    { code: 'perhaps-fewer', host: 'esx-01' },
  ],
])('%s', (sentence, note) => {
  expect(stepNoteMessage(note)).toBe(sentence);
});

const host = { host: { name: 'esx-01' }, gpus: [], vms: [] } as unknown as PowerOnHost;
const none = (change: object): NoPowerOn =>
  ({ host: 'esx-01', change: { host, ...change } }) as unknown as NoPowerOn;
const stuck = {
  vm: { vm: { name: 'chat' } },
  model: { variant: 'list', kinds: [], vgpuOrders: [] },
};
test.each<[string, NoPowerOn]>([
  [
    'esx-01: none exists, because the VMs need 9 memory slices, and the GPUs have 8.',
    none({ kind: 'no-room', why: { code: 'too-few-slices', what: 'memory', needed: 9, total: 8 } }),
  ],
  [
    'esx-01: none exists, because there are enough slices, but no way to cut the GPUs gives every VM its instance.',
    none({ kind: 'no-room', why: { code: 'no-packing' } }),
  ],
  [
    'esx-01: none exists, because The-VM wants 1g.5gb, and no GPU of esx-01 that takes part has it.',
    none({
      kind: 'no-room',
      why: {
        code: 'no-gpu',
        attachment: 0,
        vm: {
          vm: { name: 'The-VM', attachments: [{ wants: { kind: 'profile', profile: '1g.5gb' } }] },
          vgpus: [],
        },
      },
    }),
  ],
  [
    'esx-01: none exists, because no order of power-on starts every VM under every model of the driver, whoever is powered off.',
    none({ kind: 'none', stuck: null, isProven: true }),
  ],
  [
    'esx-01: none was found that starts every VM under every model of the driver, and not every way was tried: chat does not start under the model "Preference list".',
    none({ kind: 'none', stuck, isProven: false }),
  ],
])('%s', (sentence, of) => {
  expect(noPowerOnMessage(of)).toBe(sentence);
});

const off = (until: number | null): Step =>
  step({ kind: 'power-off', host: 'esx-01', vm: 'chat', from: [], isPinned: false }, { until });
test.each<[string, Partial<StepPlan>, boolean]>([
  ['nothing to do: it is as the target has it', { steps: [] }, true],
  [
    '1 step in 1 wave, 1 instance kept, none goes before its replacement is there',
    { waves: 1, kept: 1 },
    true,
  ],
  [
    '2 steps in 2 waves, 0 instances kept, 1 goes before the replacement is there (no order has fewer)',
    { steps: [step(create), step(create)], parked: 1 },
    true,
  ],
  [
    '1 step in 2 waves, 0 instances kept, 2 go before the replacement is there, 1 VM among them (perhaps fewer would do)',
    { parked: 2, parkedVms: 1 },
    false,
  ],
  [
    '3 steps in 2 waves, 0 instances kept, 2 VMs powered off to make room and on again',
    { steps: [off(3), off(4), off(null)] },
    true,
  ],
])('%s', (verdict, part, isProven) => {
  const plan = { steps: [step(create)], waves: 2, kept: 0, parked: 0, parkedVms: 0, ...part } as StepPlan;
  expect(stepsVerdict(plan, isProven)).toBe(verdict);
});
