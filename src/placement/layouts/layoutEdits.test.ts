/** Whole GPUs at once: what stays, what moves, who waits, and that no rule is broken on the way. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDrawable } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { IdSource, type GiId, type GpuId } from '../../model/ids.ts';
import { findVm, vmsByInstance, type Gpu, type Plan, type Vm, type Wanted } from '../../model/plan.ts';
import { checkAssign, holdersOn, isWaiting } from '../vms/assign.ts';
import { checkPlan } from '../check.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { describeCommand } from '../describeCommand.ts';
import { fitsOnGpu } from '../fits.ts';
import { layoutChoices } from './layoutChoices.ts';
import { layoutChange } from './layoutEdits.ts';
import type { Layout } from './layouts.ts';
import { changeWords } from './layoutWords.ts';
import { commandMessage } from '../messages.ts';
import { gpuOf, planOf } from '../standing.testing.ts';

const layoutOf = (text: string): Layout =>
  gpuOf(text).instances.map(({ profile, start }) => ({ profile, start }));
const written = (gpu: Gpu | undefined): string =>
  (gpu?.instances ?? []).map((gi) => `${gi.profile}@${gi.start}`).join(' ');
const gpusOf = (plan: Plan): Gpu[] => plan.hosts.flatMap((host) => host.gpus);
const gpuIds = (plan: Plan): GpuId[] => gpusOf(plan).map((gpu) => gpu.id);

function apply(plan: Plan, ...commands: readonly PlanCommand[]): Plan {
  return commands.reduce((before, command) => {
    const next = applyCommand(before, command);
    if (!next.ok) throw new Error(`${command.type}: ${commandMessage(next.error, before)}`);
    return next.value;
  }, plan);
}

/** The plan with a VM on every instance that `names` names, in the order of the plan; "-" leaves one without. */
function withVms(plan: Plan, names: readonly string[]): Plan {
  const ids = gpusOf(plan).flatMap((gpu) => gpu.instances);
  return apply(
    plan,
    ...names.flatMap((name, index): PlanCommand[] => {
      const gi = ids[index];
      if (gi === undefined || name === '-') return [];
      return [{ type: 'vm/add', name, wants: { kind: 'profile', profile: gi.profile }, giId: gi.id }];
    }),
  );
}

/** "chat-a: 3g.20gb@4", or "chat-a: waits". */
function served(plan: Plan): string[] {
  const gis = new Map(gpusOf(plan).flatMap((gpu) => gpu.instances.map((gi) => [gi.id, gi])));
  return plan.vms.map((vm) => {
    const gi = gis.get(vm.attachments[0]?.instance ?? (0 as GiId));
    return `${vm.name}: ${gi === undefined ? 'waits' : `${gi.profile}@${gi.start}`}`;
  });
}

const set = (plan: Plan, text: string, ids = gpuIds(plan)): PlanCommand => ({
  type: 'gpu/setLayout',
  gpuIds: ids,
  layout: layoutOf(text),
});

test('what stands where the layout has it stays the same object; the rest goes and its VM waits', () => {
  const plan = withVms(planOf(['3g.20gb@0 3g.20gb@4']), ['chat-a', 'chat-b']);
  const [before] = gpusOf(plan);
  const after = apply(plan, set(plan, '2g.10gb@0 2g.10gb@2 3g.20gb@4'));
  const [gpu] = gpusOf(after);
  expect(gpu?.instances[2]).toBe(before?.instances[1]);
  // chat-a's 3g is nowhere else in the layout, and the one that is left has a VM.
  expect(served(after)).toEqual(['chat-a: waits', 'chat-b: 3g.20gb@4']);
  expect(after.vms[1]).toBe(plan.vms[1]);
});

test('an instance whose profile is elsewhere in the layout moves with its VM, its pin free or its parts', () => {
  const plan = withVms(planOf(['3g.20gb@0 2g.10gb@4']), ['chat', 'ocr']);
  const after = apply(plan, set(plan, '2g.10gb@0 2g.10gb@2 3g.20gb@4'));
  expect(served(after)).toEqual(['chat: 3g.20gb@4', 'ocr: 2g.10gb@0']);
  expect(after.vms).toBe(plan.vms);
  expect(written(gpusOf(after)[0])).toBe('2g.10gb@0 2g.10gb@2 3g.20gb@4');
});

test('of several of one profile those with a VM stay, and a VM changes over to one that stands free', () => {
  const moved = withVms(planOf(['1g.5gb@0 1g.5gb@1 1g.5gb@2']), ['-', 'dev', '-']);
  expect(served(apply(moved, set(moved, '1g.5gb@4')))).toEqual(['dev: 1g.5gb@4']);
  // The one at 1 stays where it is and is free; the one at 0 with the VM goes.
  const free = withVms(planOf(['1g.5gb@0 1g.5gb@1']), ['dev', '-']);
  const after = apply(free, set(free, '1g.5gb@1'));
  expect(served(after)).toEqual(['dev: 1g.5gb@1']);
  expect(gpusOf(after)[0]?.instances[0]).toBe(gpusOf(free)[0]?.instances[1]);
});

test('a VM does not change over to another type of the same size, nor to another GPU', () => {
  const plan = withVms(planOf(['3g.20gb@4', '3g.20gb@0']), ['chat']);
  const [first = 0 as GpuId] = gpuIds(plan);
  const after = apply(plan, set(plan, '4g.20gb@0', [first]));
  expect(served(after)).toEqual(['chat: waits']);
});

test('VMs that share an instance share the next one too, as far as it carries them', () => {
  const board = 'rtx-pro-6000-server';
  const plan = apply(
    planOf(['1g.24gb+gfx@0 1g.24gb+gfx@3'], board),
    ...['a', 'b', 'c'].map((name): PlanCommand => ({
      type: 'vm/add',
      name,
      wants: { kind: 'type', type: 'DC-1-12C' },
      giId: (name === 'c' ? 4 : 3) as GiId,
    })),
  );
  expect(served(plan)).toEqual(['a: 1g.24gb+gfx@0', 'b: 1g.24gb+gfx@0', 'c: 1g.24gb+gfx@3']);
  const after = apply(plan, set(plan, '1g.24gb+gfx@3'));
  expect(checkPlan(after)).toEqual([]);
  // Two VMs of this type share an instance: one of the pair finds room beside c.
  expect(served(after).filter((one) => one.endsWith('waits'))).toHaveLength(1);
});

test('pinned instances are never removed or moved: the refusal names them, and nothing changes', () => {
  const plain = withVms(planOf(['3g.20gb@0 2g.10gb@4', '']), ['chat']);
  const [host] = plain.hosts;
  const [gpu, other] = gpusOf(plain);
  if (host === undefined || gpu === undefined || other === undefined) throw new Error('no GPU');
  const instances = gpu.instances.map((gi) => ({ ...gi, pinned: gi.start === 0 }));
  const plan: Plan = { ...plain, hosts: [{ ...host, gpus: [{ ...gpu, instances }, other] }] };
  for (const command of [
    set(plan, '3g.20gb@4'),
    set(plan, '7g.40gb@0'),
    { type: 'gpu/clear', gpuIds: gpuIds(plan) },
  ] satisfies PlanCommand[]) {
    const refused = applyCommand(plan, command);
    if (refused.ok) throw new Error('accepted');
    expect(refused.error).toEqual({ code: 'pinned', pinned: [gpu.instances[0]?.id] });
    expect(commandMessage(refused.error, plan)).toBe(
      'Pinned instances stay where they are: 3g.20gb chat at slice 0 of GPU 0 on esx-01.',
    );
  }
  const kept = apply(plan, set(plan, '3g.20gb@0 3g.20gb@4', [gpu.id]));
  expect(gpusOf(kept)[0]?.instances[0]).toBe(instances[0]);
});

test('a layout that is not legal, a GPU that is gone and MIG mode off are refused whole', () => {
  const plan = planOf(['', '']);
  const off = apply(plan, {
    type: 'gpu/set',
    gpuId: gpuIds(plan)[1] ?? (0 as GpuId),
    fields: { use: 'off' },
  });
  const code = (from: Plan, command: PlanCommand): string => {
    const result = applyCommand(from, command);
    return result.ok ? 'ok' : result.error.code;
  };
  expect(code(plan, set(plan, '3g.20gb@2'))).toBe('not-a-start');
  expect(code(plan, set(plan, '3g.20gb@0 4g.20gb@0'))).toBe('overlap');
  expect(code(plan, set(plan, '2g.20gb@0'))).toBe('not-a-profile');
  expect(code(plan, set(plan, '3g.20gb@0', [999 as GpuId]))).toBe('not-found');
  expect(code(off, set(off, '3g.20gb@0'))).toBe('mig-off');
  expect(code(off, { type: 'gpu/fill', gpuIds: gpuIds(off), profile: '3g.20gb' })).toBe('ok');
  expect(code(plan, { type: 'host/setLayouts', hostId: 999 as never, from: 'x', layouts: [] })).toBe(
    'not-found',
  );
});

test('what changes nothing gives the same plan, so it is no step', () => {
  const plan = withVms(planOf(['3g.20gb@0 3g.20gb@4', '']), ['chat']);
  const [first = 0 as GpuId, second = 0 as GpuId] = gpuIds(plan);
  expect(apply(plan, set(plan, '3g.20gb@4 3g.20gb@0', [first]))).toBe(plan);
  expect(apply(plan, { type: 'gpu/clear', gpuIds: [second] })).toBe(plan);
  expect(apply(plan, { type: 'gpu/setLayout', gpuIds: [], layout: layoutOf('3g.20gb@0') })).toBe(plan);
});

test('GPUs and hosts that a layout does not change stay the same objects', () => {
  const plan = planOf(['3g.20gb@0', '3g.20gb@4', '3g.20gb@0']);
  const [one, two, three] = gpusOf(apply(plan, set(plan, '3g.20gb@0')));
  expect([one === gpusOf(plan)[0], two === gpusOf(plan)[1], three === gpusOf(plan)[2]]).toEqual([
    true,
    false,
    true,
  ]);
});

test('fill takes the free room, keeps what stands, and passes over full GPUs', () => {
  const plan = planOf(['3g.20gb@0', '7g.40gb@0', '']);
  const filled = apply(plan, { type: 'gpu/fill', gpuIds: gpuIds(plan), profile: '2g.10gb' });
  expect(gpusOf(filled).map(written)).toEqual([
    '3g.20gb@0 2g.10gb@4',
    '7g.40gb@0',
    '2g.10gb@0 2g.10gb@2 2g.10gb@4',
  ]);
  expect(gpusOf(filled)[0]?.instances[0]).toBe(gpusOf(plan)[0]?.instances[0]);
  const again = applyCommand(filled, { type: 'gpu/fill', gpuIds: gpuIds(plan), profile: '2g.10gb' });
  expect(again.ok ? null : again.error.code).toBe('no-start-free');
  // One +me is all that a GPU takes: where it leaves a 4g and a 3g free it does least harm.
  const media = apply(planOf(['']), { type: 'gpu/fill', gpuIds: [2 as GpuId], profile: '1g.5gb+me' });
  expect(written(gpusOf(media)[0])).toBe('1g.5gb+me@6');
});

test.each(BOARDS.filter(isDrawable).map(({ id }) => id))(
  '%s: fill places as many as are said to fit, from every maximal layout with one instance less',
  (id) => {
    const board = findBoard(id);
    if (board === undefined) throw new Error(id);
    for (const { layout } of layoutChoices(board).slice(0, 10)) {
      const text = layout.slice(1).map((one) => `${one.profile}@${one.start}`);
      const plan = planOf([text.join(' ')], id);
      const [gpu] = gpusOf(plan);
      if (gpu === undefined) throw new Error('no GPU');
      for (const { name } of board.profiles) {
        const fits = fitsOnGpu({ driver: null }, gpu, name);
        const result = applyCommand(plan, { type: 'gpu/fill', gpuIds: [gpu.id], profile: name });
        expect(result.ok).toBe(fits > 0);
        if (result.ok) {
          expect(gpusOf(result.value)[0]?.instances.length).toBe(gpu.instances.length + fits);
          expect(checkPlan(result.value)).toEqual([]);
        }
      }
    }
  },
);

test('steps and consequences have names', () => {
  const plan = withVms(planOf(['3g.20gb@0 3g.20gb@4', '']), ['chat-a', 'chat-b']);
  const [first = 0 as GpuId] = gpuIds(plan);
  expect(describeCommand(set(plan, '4g.20gb@0 1g.5gb@4 1g.5gb@5 1g.5gb@6', [first]), plan)).toBe(
    'Set 4g.20gb + 3 × 1g.5gb on GPU 0 on esx-01',
  );
  expect(describeCommand(set(plan, '3g.20gb@4'), plan)).toBe('Set 3g.20gb on 2 GPUs');
  expect(describeCommand({ type: 'gpu/clear', gpuIds: [first] }, plan)).toBe('Clear GPU 0 on esx-01');
  expect(describeCommand({ type: 'gpu/fill', gpuIds: gpuIds(plan), profile: '1g.5gb' }, plan)).toBe(
    'Fill 2 GPUs with 1g.5gb',
  );
  const [gpu] = gpusOf(plan);
  if (gpu === undefined) throw new Error('no GPU');
  const words = (text: string): string => changeWords([layoutChange(plan, gpu, layoutOf(text))], plan);
  expect(words('2g.10gb@0 2g.10gb@2 3g.20gb@4')).toBe('1 instance removed, 2 added, chat-a waits');
  expect(words('7g.40gb@0')).toBe('2 instances removed, 1 added, chat-a and chat-b wait');
  expect(words('3g.20gb@0 3g.20gb@4')).toBe('');
});

const seed = 20261124;
const board = findBoard('a100-pcie-40gb');
const layouts = board === undefined ? [] : layoutChoices(board).map(({ layout }) => layout);
/** Any layout that a hand could leave: some pieces of a maximal one. */
const partial = fc
  .tuple(fc.constantFrom(...layouts), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
  .map(([layout, keep]) => layout.filter((_, index) => keep[index] === true));

test(`any layout on any GPU leaves a legal plan and no VM without need, seed ${seed}`, () => {
  let waited = 0;
  let changedOver = 0;
  fc.assert(
    fc.property(partial, partial, fc.array(fc.boolean(), { maxLength: 8 }), (from, to, vms) => {
      const text = from.map((one) => `${one.profile}@${one.start}`).join(' ');
      const plan = withVms(
        planOf([text]),
        vms.map((has, index) => (has ? `vm-${index}` : '-')),
      );
      const after = apply(plan, { type: 'gpu/setLayout', gpuIds: gpuIds(plan), layout: to });
      expect(checkPlan(after)).toEqual([]);
      const [gpu] = gpusOf(after);
      if (gpu === undefined) throw new Error('no GPU');
      const inOrder = [...to].sort((a, b) => a.start - b.start);
      expect(gpu.instances.map(({ profile, start }) => ({ profile, start }))).toEqual(inOrder);
      for (const vm of after.vms) {
        const wants = vm.attachments[0]?.wants as Wanted;
        if (isWaiting(vm)) {
          waited++;
          const free = gpu.instances.filter(
            (gi) => checkAssign(wants, { gpu, gi }, holdersOn(after, gi.id)).ok,
          );
          expect(free, `${vm.name} waits beside a free instance of its type`).toEqual([]);
        } else if (findVm(plan, vm.id)?.attachments[0]?.instance !== vm.attachments[0]?.instance)
          changedOver++;
      }
      expect(after.nextId).toBeGreaterThanOrEqual(plan.nextId);
      expect(new Set(gpu.instances.map((gi) => gi.id)).size).toBe(gpu.instances.length);
    }),
    { seed, numRuns: 400 },
  );
  // The property is worth something only if both do happen.
  expect(waited).toBeGreaterThan(50);
  expect(changedOver).toBeGreaterThan(3);
});

test('a VM with two vGPUs on one GPU keeps one of each, and never one of both', () => {
  const plan = planOf(['1g.5gb@0 1g.5gb@1']);
  const [a, b] = gpusOf(plan)[0]?.instances ?? [];
  const wants: Wanted = { kind: 'profile', profile: '1g.5gb' };
  const attachments = [a, b].map((gi) => ({ wants, instance: gi?.id ?? null, extra: [] }));
  const ids = new IdSource(plan.nextId);
  const vm: Vm = { id: ids.vm(), name: 'two', notes: '', group: null, attachments, extra: [] };
  const two: Plan = { ...plan, vms: [vm], nextId: ids.next };
  const after = apply(two, set(two, '1g.5gb@5'));
  expect(checkPlan(after)).toEqual([]);
  expect(after.vms[0]?.attachments.filter(({ instance }) => instance === null)).toHaveLength(1);
  expect(vmsByInstance(after).size).toBe(1);
});
