import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GiId, GpuId } from '../model/ids.ts';
import { createGestures } from './gestures.ts';
import { legalTargets } from './targets.ts';
import { applyCommand } from '../placement/commands.ts';
import { createPlanStore } from './planStore.ts';
import { makeTemplate, TEMPLATE_IDS } from './templates.ts';
import { checkPlan } from '../placement/check.ts';
import { createUiStore } from './uiStore.ts';

function makePage(template: (typeof TEMPLATE_IDS)[number] = 'article') {
  const planStore = createPlanStore(makeTemplate(template), { isFrozen: true });
  const uiStore = createUiStore();
  return { planStore, uiStore, gestures: createGestures({ planStore, uiStore }) };
}
const instances = (page: ReturnType<typeof makePage>): string[] =>
  page.planStore
    .getState()
    .plan.hosts.flatMap((h) => h.gpus.flatMap((g) => g.instances.map((i) => `${i.profile}@${i.start}`)));
const firstGpu = (page: ReturnType<typeof makePage>): GpuId =>
  page.planStore.getState().plan.hosts[0]?.gpus[0]?.id ?? (0 as GpuId);
const firstGi = (page: ReturnType<typeof makePage>): GiId =>
  page.planStore.getState().plan.hosts[0]?.gpus[0]?.instances[0]?.id ?? (0 as GiId);
const message = (page: ReturnType<typeof makePage>): string => page.uiStore.getState().message.text;

test.each(TEMPLATE_IDS)('the template %s is a legal plan', (id) => {
  expect(checkPlan(makeTemplate(id))).toEqual([]);
});

test('the article: two 3g.20gb and two VMs that want grid_a100-3-20c, both placed', () => {
  const plan = makeTemplate('article');
  expect(plan.vms.map((vm) => vm.attachments)).toMatchObject([
    [{ wants: { type: 'A100-3-20C' }, instance: plan.hosts[0]?.gpus[0]?.instances[0]?.id }],
    [{ wants: { type: 'A100-3-20C' }, instance: plan.hosts[0]?.gpus[0]?.instances[1]?.id }],
  ]);
});

test('the journey: refused with the rule, a 3g removed, placed, undone and redone by name', () => {
  const page = makePage();
  const { gestures, uiStore, planStore } = page;
  gestures.lift({ kind: 'profile', profile: '2g.10gb' }, 'pointer');
  gestures.aimAtPoint(firstGpu(page), { column: 0.5, row: 0.5 });
  expect(gestures.dropOnGpu(firstGpu(page))).toBe(false);
  expect(uiStore.getState().refusal).toMatchObject({
    profile: '2g.10gb',
    start: 0,
    blockedBy: [firstGi(page)],
  });
  expect(message(page)).toBe('2g.10gb at slice 0 needs slices 0–1, and 3g.20gb train-1 holds slices 0–3.');
  expect(planStore.getState().past).toEqual([]);

  gestures.run({ type: 'gi/remove', giId: firstGi(page) });
  expect(message(page)).toBe('Remove 3g.20gb train-1 from GPU 0 on esx-01. train-1 waits again.');
  gestures.lift({ kind: 'profile', profile: '2g.10gb' }, 'pointer');
  gestures.aimAtPoint(firstGpu(page), { column: 2.2, row: 2.5 });
  expect(gestures.dropOnGpu(firstGpu(page))).toBe(true);
  expect(instances(page)).toEqual(['2g.10gb@2', '3g.20gb@4']);
  gestures.undo();
  expect(message(page)).toBe('Undone: Place 2g.10gb at slice 2 of GPU 0 on esx-01.');
  gestures.undo();
  expect(instances(page)).toEqual(['3g.20gb@0', '3g.20gb@4']);
  gestures.redo();
  gestures.redo();
  expect(instances(page)).toEqual(['2g.10gb@2', '3g.20gb@4']);
  gestures.redo();
  expect(message(page)).toBe('Nothing to redo.');
});

test('arrow keys land on the next legal start, round and round, and on the next GPU', () => {
  const page = makePage('empty-host');
  const { gestures, planStore, uiStore } = page;
  gestures.run({
    type: 'gpu/add',
    hostId: planStore.getState().plan.hosts[0]?.id ?? (0 as never),
    board: 'a100-pcie-40gb',
    count: 1,
  });
  const [gpuA = 0 as GpuId, gpuB = 0 as GpuId] =
    planStore.getState().plan.hosts[0]?.gpus.map((gpu) => gpu.id) ?? [];
  gestures.run({ type: 'gi/place', gpuId: gpuA, profile: '1g.5gb', start: 0 });
  gestures.lift({ kind: 'profile', profile: '3g.20gb' }, 'keys');
  expect(uiStore.getState().target).toBeNull();
  const seen = ['next', 'next', 'next', 'next', 'previous', 'next-gpu', 'previous-gpu'] as const;
  const landed = seen
    .map((step) => gestures.step(step))
    .map((target) => [target?.gpuId === gpuA ? 'A' : 'B', target?.start]);
  expect(landed).toEqual([
    ['A', 4],
    ['B', 0],
    ['B', 4],
    ['A', 4],
    ['B', 4],
    ['A', 4],
    ['B', 0],
  ]);
  expect(gestures.dropOnTarget()).toBe(true);
  expect(instances(page)).toEqual(['1g.5gb@0', '3g.20gb@0']);
  expect(gpuB).not.toBe(gpuA);
});

test('an instance lifted by keys steps on from where it stands, and Escape leaves it there', () => {
  const page = makePage('order-trap');
  const { gestures, uiStore } = page;
  gestures.lift({ kind: 'instance', giId: firstGi(page) }, 'keys');
  // 1g at 0: its own place is no target; nothing else is free beside the trap but nothing in the right half.
  expect(legalTargets(page.planStore.getState().plan, { kind: 'instance', giId: firstGi(page) })).toEqual([]);
  expect(gestures.step('next')).toBeNull();
  expect(gestures.putBack()).toBe(true);
  expect(uiStore.getState().lifted).toBeNull();
  expect(gestures.putBack()).toBe(false);
});

test('held over its own place an instance is put back, not refused', () => {
  const page = makePage();
  page.gestures.lift({ kind: 'instance', giId: firstGi(page) }, 'pointer');
  page.gestures.aimAtPoint(firstGpu(page), { column: 1, row: 1 });
  expect(page.uiStore.getState().target).toBeNull();
  expect(page.gestures.dropOnGpu(firstGpu(page))).toBe(false);
  expect(page.uiStore.getState().refusal).toBeNull();
  expect(page.planStore.getState().past).toEqual([]);
});

test('a VM in the hand goes to an instance of exactly its type', () => {
  const page = makePage();
  const { gestures, planStore, uiStore } = page;
  const [train] = planStore.getState().plan.vms;
  if (train === undefined) throw new Error('no VM');
  gestures.run({ type: 'vm/unassign', vmId: train.id });
  gestures.lift({ kind: 'vm', vmId: train.id }, 'pointer');
  gestures.aimAtPoint(firstGpu(page), { column: 6, row: 5 });
  expect(gestures.dropOnGpu(firstGpu(page))).toBe(false);
  expect(message(page)).toBe('The instance already serves train-2, and it carries one VM.');
  gestures.lift({ kind: 'vm', vmId: train.id }, 'pointer');
  gestures.aimAtPoint(firstGpu(page), { column: 1, row: 1 });
  expect(gestures.dropOnGpu(firstGpu(page))).toBe(true);
  expect(uiStore.getState().lifted).toBeNull();
  expect(planStore.getState().plan.vms[0]?.attachments[0]?.instance).toBe(firstGi(page));
});

test('a chosen profile stays chosen while it fits, then is put down', () => {
  const page = makePage('empty-host');
  const { gestures, uiStore } = page;
  gestures.lift({ kind: 'profile', profile: '3g.20gb' }, 'choice');
  gestures.dropAt({ gpuId: firstGpu(page), start: 0, giId: null }, 'keep');
  expect(uiStore.getState().lifted).toEqual({ kind: 'profile', profile: '3g.20gb' });
  gestures.dropAt({ gpuId: firstGpu(page), start: 4, giId: null }, 'keep');
  expect(uiStore.getState().lifted).toBeNull();
});

test('an arrow key takes a choice over: Space then places it', () => {
  const page = makePage('empty-host');
  const { gestures, uiStore } = page;
  gestures.lift({ kind: 'profile', profile: '3g.20gb' }, 'choice');
  gestures.step('next');
  expect(uiStore.getState()).toMatchObject({ liftedBy: 'keys', target: { start: 0 } });
  expect(gestures.dropOnTarget()).toBe(true);
  expect(instances(page)).toEqual(['3g.20gb@0']);
});

test('lifted by keys, the suggested place is said, and Space without an arrow key places there', () => {
  const page = makePage('empty-host');
  const { gestures, uiStore } = page;
  gestures.lift({ kind: 'profile', profile: '3g.20gb' }, 'keys');
  expect(message(page)).toContain('2 legal starts. Suggested: slice 4 of GPU 0 on esx-01. Arrow keys');
  expect(uiStore.getState()).toMatchObject({ target: null, suggested: { start: 4 } });
  expect(gestures.dropOnTarget()).toBe(true);
  expect(instances(page)).toEqual(['3g.20gb@4']);
  expect(uiStore.getState().suggested).toBeNull();
});

test('what is suggested follows the plan while the profile stays in the hand', () => {
  const page = makePage('empty-host');
  const { gestures, uiStore } = page;
  gestures.lift({ kind: 'profile', profile: '1g.5gb' }, 'choice');
  expect(uiStore.getState().suggested?.start).toBe(6);
  gestures.dropAt({ gpuId: firstGpu(page), start: 6, giId: null }, 'keep');
  const after = uiStore.getState().suggested?.start;
  expect(after).not.toBe(6);
  gestures.undo();
  expect(uiStore.getState().suggested?.start).toBe(6);
  gestures.putBack();
  expect(uiStore.getState().suggested).toBeNull();
});

test('a VM let go over its own instance is put back; over a GPU without instances it says so', () => {
  const page = makePage('article');
  const { gestures, planStore, uiStore } = page;
  const [train] = planStore.getState().plan.vms;
  if (train === undefined) throw new Error('no VM');
  gestures.lift({ kind: 'vm', vmId: train.id }, 'pointer');
  gestures.aimAtPoint(firstGpu(page), { column: 1, row: 1 });
  expect(gestures.dropOnGpu(firstGpu(page))).toBe(false);
  expect(message(page)).toBe('train-1: put back.');
  expect(uiStore.getState()).toMatchObject({ lifted: null, refusal: null });

  gestures.run({ type: 'gpu/set', gpuId: firstGpu(page), fields: { use: 'off' } });
  gestures.lift({ kind: 'vm', vmId: train.id }, 'pointer');
  gestures.aimAtPoint(firstGpu(page), { column: 1, row: 1 });
  expect(gestures.dropOnGpu(firstGpu(page))).toBe(false);
  expect(message(page)).toBe('train-1: GPU 0 on esx-01 has no instance that can serve it.');
});

test('a VM with several vGPUs, all placed, is offered nothing that would then be refused', () => {
  const page = makePage('article');
  const { gestures, planStore } = page;
  const { plan } = planStore.getState();
  const [one, two] = plan.vms;
  if (one === undefined || two === undefined) throw new Error('no VM');
  const vm = { ...one, attachments: [...one.attachments, ...two.attachments] };
  gestures.run({ type: 'plan/replace', plan: { ...plan, vms: [vm] }, origin: 'import' });
  expect(legalTargets(planStore.getState().plan, { kind: 'vm', vmId: vm.id })).toEqual([]);
  gestures.run({ type: 'vm/unassign', vmId: vm.id });
  expect(message(page)).toBe('Send train-1 back to waiting.');
  expect(legalTargets(planStore.getState().plan, { kind: 'vm', vmId: vm.id })).toHaveLength(2);
});

test('what undo takes away is no longer selected or in the hand', () => {
  const page = makePage('empty-host');
  const { gestures, uiStore } = page;
  gestures.run({ type: 'gi/place', gpuId: firstGpu(page), profile: '3g.20gb', start: 0 });
  gestures.select({ kind: 'instance', id: firstGi(page) });
  gestures.lift({ kind: 'instance', giId: firstGi(page) }, 'keys');
  gestures.undo();
  expect(uiStore.getState()).toMatchObject({ selection: null, lifted: null });
});

test('lifted with no legal start anywhere, the reason is said: of the only GPU, or of the first', () => {
  const page = makePage('article');
  const { gestures } = page;
  gestures.lift({ kind: 'profile', profile: '2g.10gb' }, 'keys');
  expect(message(page)).toContain(
    '2g.10gb: no legal start in the plan. 2g.10gb needs 2 memory slices and none is free',
  );
  const more = { type: 'plan/addHosts', plan: makeTemplate('article'), origin: 'template' } as const;
  gestures.settle(more, '', applyCommand(page.planStore.getState().plan, more));
  gestures.lift({ kind: 'profile', profile: '2g.10gb' }, 'keys');
  expect(message(page)).toContain('GPU 0 on esx-01: 2g.10gb needs 2 memory slices');
  expect(message(page)).toMatch(/Each other GPU shows its own reason\.$/);
});

test('in another document nothing stays selected, though the ids are the same', () => {
  const page = makePage('article');
  const { gestures, uiStore } = page;
  gestures.select({ kind: 'instance', id: firstGi(page) });
  gestures.run({ type: 'plan/replace', plan: makeTemplate('order-trap'), origin: 'template' });
  expect(uiStore.getState().selection).toBeNull();
  gestures.select({ kind: 'instance', id: firstGi(page) });
  gestures.undo();
  expect(uiStore.getState().selection).toBeNull();
  gestures.select({ kind: 'instance', id: firstGi(page) });
  gestures.redo();
  expect(uiStore.getState().selection).toBeNull();
});

const seed = 20261122;
test(`undo after n steps restores the start, redo the end, seed ${seed}`, () => {
  const step = fc.record({
    profile: fc.constantFrom('1g.5gb', '2g.10gb', '3g.20gb', '1g.10gb'),
    start: fc.integer({ min: 0, max: 7 }),
    isRemove: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
      const page = makePage('article');
      const { planStore } = page;
      const start = planStore.getState().plan;
      for (const { profile, start: at, isRemove } of steps) {
        planStore
          .getState()
          .dispatch(
            isRemove
              ? { type: 'gi/remove', giId: firstGi(page) }
              : { type: 'gi/place', gpuId: firstGpu(page), profile, start: at },
          );
      }
      const end = planStore.getState().plan;
      const count = planStore.getState().past.length;
      for (let n = 0; n < count; n++) planStore.getState().undo();
      expect(planStore.getState().plan).toBe(start);
      expect(planStore.getState().undo()).toBeNull();
      for (let n = 0; n < count; n++) planStore.getState().redo();
      expect(planStore.getState().plan).toBe(end);
    }),
    { seed, numRuns: 60 },
  );
});
