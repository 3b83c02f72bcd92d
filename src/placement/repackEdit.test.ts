import { expect, test } from 'vitest';
import type { GiId } from '../model/ids.ts';
import { EMPTY_PLAN, makeInstance, type Gpu, type GpuInstance, type Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import { repackMoves, withCuts } from './repackEdit.ts';

function after(plan: Plan, ...commands: PlanCommand[]): Plan {
  return commands.reduce((now, command) => {
    const next = applyCommand(now, command);
    if (!next.ok) throw new Error(next.error.code);
    return next.value;
  }, plan);
}

const gpus = after(EMPTY_PLAN, {
  type: 'host/add',
  name: 'esx-01',
  fields: {},
  gpus: { board: 'a100-pcie-40gb', count: 2 },
});
const [first, second] = gpus.hosts[0]?.gpus ?? [];
if (first === undefined || second === undefined) throw new Error('no GPUs');
const placed = after(
  gpus,
  { type: 'gi/place', gpuId: first.id, profile: '3g.20gb', start: 0 },
  { type: 'gi/place', gpuId: second.id, profile: '2g.10gb', start: 0 },
  { type: 'gi/place', gpuId: second.id, profile: '3g.20gb', start: 4 },
);
const giAt = (plan: Plan, gpu: number, at: number): GiId =>
  plan.hosts[0]?.gpus[gpu]?.instances[at]?.id ?? (0 as GiId);
const two = giAt(placed, 1, 0);
const three = giAt(placed, 1, 1);
const plan = after(placed, {
  type: 'vm/add',
  name: 'chat',
  wants: { kind: 'profile', profile: '3g.20gb' },
  giId: three,
});

/** The second GPU emptied, what was on it made anew on the first. */
function emptied(of: Plan, instances: readonly GpuInstance[]): Plan {
  return {
    ...of,
    hosts: of.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) =>
        gpu.id === second?.id
          ? { ...gpu, instances: [] }
          : gpu.id === first?.id
            ? { ...gpu, instances: [...gpu.instances, ...instances] }
            : gpu,
      ),
    })),
    vms: of.vms.map((vm) => ({
      ...vm,
      attachments: vm.attachments.map((one) => ({ ...one, instance: instances[0]?.id ?? null })),
    })),
    nextId: of.nextId + 2,
  };
}

const made = makeInstance(plan.nextId as GiId, '3g.20gb', 4);

test('what has VMs goes where its VMs are; what nothing takes the place of is said', () => {
  const moves = repackMoves(plan, emptied(plan, [made]));
  expect(moves.map(({ from, to, vms }) => [from.gi.id, to?.gi.id ?? null, vms.map((vm) => vm.name)])).toEqual(
    [
      [two, null, []],
      [three, made.id, ['chat']],
    ],
  );
});

test('it is one step, and a cut goes along', () => {
  const cut = after(plan, { type: 'ci/split', giId: three, profiles: ['1c.3g.20gb', '2c.3g.20gb'] });
  const to = withCuts(cut, emptied(cut, [made]));
  const repacked = after(cut, { type: 'plan/repack', plan: to });
  const [gi] = repacked.hosts[0]?.gpus[0]?.instances.filter(({ id }) => id === made.id) ?? [];
  expect(gi?.computeInstances.map(({ profile }) => profile).sort()).toEqual(['1c.3g.20gb', '2c.3g.20gb']);
});

test('refused where it would be illegal, where something is pinned, and for another plan', () => {
  const refused = (of: Plan, to: Plan) => applyCommand(of, { type: 'plan/repack', plan: to });
  expect(refused(plan, emptied(plan, [{ ...made, start: 0 }]))).toMatchObject({ ok: false });
  const pin: Plan = {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({
        ...gpu,
        instances: gpu.instances.map((gi) => (gi.id === two ? { ...gi, pinned: true } : gi)),
      })),
    })),
  };
  expect(refused(pin, emptied(pin, [made]))).toEqual({ ok: false, error: { code: 'pinned', pinned: [two] } });
  expect(refused(plan, EMPTY_PLAN)).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

test('the plan itself is no edit; one with another board, or without a GPU, is another plan', () => {
  expect(after(plan, { type: 'plan/repack', plan })).toBe(plan);
  const changed = (change: (gpu: Gpu) => Gpu | null): Plan => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.flatMap((gpu) => change(gpu) ?? []) })),
  });
  const refused = (to: Plan) => applyCommand(plan, { type: 'plan/repack', plan: to });
  const error = { code: 'not-found', what: 'gpu' };
  expect(
    refused(changed((gpu) => (gpu.id === first.id ? { ...gpu, board: 'a100-sxm4-40gb' } : gpu))),
  ).toEqual({ ok: false, error });
  expect(refused(changed((gpu) => (gpu.id === first.id ? null : gpu)))).toEqual({ ok: false, error });
});

test('what is illegal already is no reason to refuse; what is so only afterwards is', () => {
  const on = (...instances: GpuInstance[]): Plan => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => (gpu.id === first.id ? { ...gpu, instances } : gpu)),
    })),
  });
  const [three, wide] = [makeInstance(90 as GiId, '3g.20gb', 0), makeInstance(91 as GiId, '2g.10gb', 2)];
  const illegal = on(three, wide);
  const more = on(three, wide, makeInstance(92 as GiId, '3g.20gb', 4));
  expect(applyCommand(illegal, { type: 'plan/repack', plan: more })).toEqual({ ok: true, value: more });
  expect(applyCommand(on(three), { type: 'plan/repack', plan: illegal })).toMatchObject({
    error: { code: 'overlap' },
  });
});

test('of several of a profile each new one stands for one that went, on its own board, in the order of the plan', () => {
  const bare: Plan = { ...plan, vms: [] };
  const [a, b] = [makeInstance(90 as GiId, '3g.20gb', 4), makeInstance(91 as GiId, '2g.10gb', 4)];
  const to = emptied(bare, [a]);
  const moves = repackMoves(bare, { ...to, vms: [] });
  expect(moves.map(({ from, to: there }) => [from.gi.id, there?.gi.id ?? null])).toEqual([
    [two, null],
    [three, a.id],
  ]);
  const both = repackMoves(bare, { ...emptied(bare, [a, b]), vms: [] });
  expect(both.map(({ to: there }) => there?.gi.id ?? null)).toEqual([b.id, a.id]);
  expect(withCuts(bare, to)).toBe(to);
});
