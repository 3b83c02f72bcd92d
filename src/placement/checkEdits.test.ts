/** The check of a plan after another: what it keeps of the last one never shows, edit by edit. */
import { expect, test } from 'vitest';
import { IdSource, type GiId } from '../model/ids.ts';
import type { Attachment, Gpu, Host, Plan, Vm, Wanted } from '../model/plan.ts';
import { checkGpu, checkPlan, MANY_VGPUS, subjectOf, validatePlan } from './check.ts';
import { mulberry32 } from './solver/seeded.ts';
import { gpuOf, planOf } from './standing.testing.ts';

const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });

function vmOf(
  ids: IdSource,
  name: string,
  vgpus: readonly (readonly [name: string, giId: GiId | null])[],
): Vm {
  const attachments = vgpus.map(([wants, instance]): Attachment => ({
    wants: profile(wants),
    instance,
    extra: [],
  }));
  return { id: ids.vm(), name, notes: '', group: null, attachments, extra: [] };
}

const told = (plan: Plan): unknown =>
  checkPlan(plan).map(({ fault, host, gpu, gi, vm }) => [
    fault,
    host?.name ?? null,
    gpu?.index ?? null,
    gi?.id ?? null,
    vm?.name ?? null,
  ]);

/** The same plan with nothing of it the same object, so that nothing is known of it. */
const anew = (plan: Plan): Plan => structuredClone(plan);

test('200 edits of VMs and instances by seed: what is told is what is told of a plan that nobody saw before (seed 11)', () => {
  const random = mulberry32(11);
  const below = (most: number): number => Math.floor(random() * most);
  const base = planOf(['3g.20gb@0 2g.10gb@4', '3g.20gb@0 3g.20gb@4', '1g.5gb@0']);
  const ids = new IdSource(base.nextId);
  const instances = base.hosts[0]!.gpus.flatMap((gpu) => gpu.instances);
  let plan: Plan = {
    ...base,
    vms: ['a', 'b', 'c', 'd'].map((name, at) =>
      vmOf(ids, name, [[instances[at]!.profile, instances[at]!.id]]),
    ),
    nextId: ids.next + 100,
  };
  const seen = new Map<string, number>();
  for (let edit = 0; edit < 200; edit++) {
    const at = below(plan.vms.length);
    const vm = plan.vms[at]!;
    const put = (changed: Vm): Plan => ({ ...plan, vms: plan.vms.with(at, changed) });
    const [host] = plan.hosts as [Host];
    const what = below(7);
    if (what === 0) plan = put({ ...vm, name: 'abcde'[below(5)]! });
    else if (what === 1 || what === 2) {
      const gi = instances[below(instances.length)]!;
      plan = put({
        ...vm,
        attachments: [{ ...vm.attachments[0]!, instance: below(4) === 0 ? null : gi.id }],
      });
    } else if (what === 3) {
      const gi = instances[below(instances.length)]!;
      plan = put({ ...vm, attachments: [{ wants: profile(gi.profile), instance: gi.id, extra: [] }] });
    } else if (what === 4 && plan.vms.length > 2) plan = { ...plan, vms: plan.vms.toSpliced(at, 1) };
    else if (what === 5 && plan.vms.length < 6) {
      const fresh = vmOf(new IdSource(plan.nextId), 'abcde'[below(5)]!, [['3g.20gb', null]]);
      plan = { ...plan, vms: [...plan.vms, fresh], nextId: plan.nextId + 1 };
    } else {
      // An instance that goes, or comes back.
      const gpu = host.gpus[below(host.gpus.length)]!;
      const all = base.hosts[0]!.gpus.find(({ id }) => id === gpu.id)!.instances;
      const kept = all.filter(() => below(4) > 0);
      const gpus = host.gpus.map((one): Gpu => (one === gpu ? { ...gpu, instances: kept } : one));
      plan = { ...plan, hosts: [{ ...host, gpus }] };
    }
    const now = told(plan);
    expect(now, `edit ${edit}`).toEqual(told(anew(plan)));
    // Asked again it is the same, with another plan in between.
    expect(told(plan), `edit ${edit}`).toEqual(now);
    for (const { fault } of checkPlan(plan)) seen.set(fault.code, (seen.get(fault.code) ?? 0) + 1);
    expect(validatePlan(plan).ok).toBe(checkPlan(plan).length === 0);
  }
  for (const code of ['duplicate-vm-name', 'instance-full', 'instance-gone', 'wrong-type'])
    expect(seen.get(code) ?? 0, code).toBeGreaterThanOrEqual(10);
});

test('names: of two VMs by one name the second is told, until it has another', () => {
  const base = planOf(['3g.20gb@0']);
  const ids = new IdSource(base.nextId);
  const vms = ['a', 'b', 'a'].map((name) => vmOf(ids, name, []));
  const plan: Plan = { ...base, vms, nextId: ids.next };
  expect(checkPlan(plan)).toMatchObject([{ fault: { code: 'duplicate-vm-name', name: 'a' }, vm: vms[2] }]);
  expect(checkPlan(plan)[0]).toEqual({
    ...{ fault: { code: 'duplicate-vm-name', name: 'a' }, host: null, gpu: null, gi: null, vm: vms[2] },
  });
  const renamed: Plan = { ...plan, vms: vms.with(2, { ...vms[2]!, name: 'c' }) };
  expect(checkPlan(renamed)).toEqual([]);
  const again: Plan = { ...renamed, vms: renamed.vms.with(1, { ...vms[1]!, name: 'c' }) };
  expect(told(again)).toEqual([[{ code: 'duplicate-vm-name', name: 'c' }, null, null, null, 'c']]);
  // The first of them goes: the second is alone. A plan with fewer VMs is not one with the same names.
  expect(checkPlan({ ...again, vms: again.vms.slice(1) })).toHaveLength(1);
  expect(checkPlan({ ...again, vms: again.vms.slice(2) })).toEqual([]);
  // Another place is no other name.
  const placed = { ...again, vms: again.vms.map((vm) => ({ ...vm, notes: 'x' })) };
  expect(checkPlan(placed)).toMatchObject([{ vm: placed.vms[2] }]);
});

test('what a fault is about: the instance, else the VM, the GPU or the host', () => {
  const plan = planOf(['3g.20gb@0']);
  const [host] = plan.hosts as [Host];
  const [gpu] = host.gpus as [Gpu];
  const gi = gpu.instances[0]!;
  const vm = vmOf(new IdSource(50), 'a', []);
  const none = { host: null, gpu: null, gi: null, vm: null };
  expect(subjectOf({ ...none, host, gpu, gi, vm })).toBe(gi.id);
  expect(subjectOf({ ...none, host, gpu, vm })).toBe(vm.id);
  expect(subjectOf({ ...none, host, gpu })).toBe(gpu.id);
  expect(subjectOf({ ...none, host })).toBe(host.id);
  expect(subjectOf(none)).toBe(null);
});

test('a GPU: the driver of its host, the cuts of its instances, and a board that nobody knows', () => {
  const gpu = gpuOf('1g.10gb@0 3g.20gb@4');
  const codes = (of: Gpu, host: Pick<Host, 'driver'> | null = null): string[] =>
    checkGpu(of, host).map(({ gi, fault }) => `${gi?.profile ?? '-'} ${fault.code}`);
  expect(codes(gpu)).toEqual([]);
  expect(codes(gpu, { driver: '510.47' })).toEqual(['1g.10gb driver-too-old']);
  expect(codes(gpu, { driver: null })).toEqual([]);
  const cut = (...starts: number[]): Gpu => ({
    ...gpu,
    instances: gpu.instances.map((gi) =>
      gi.profile === '3g.20gb'
        ? { ...gi, computeInstances: starts.map((start) => ({ profile: '1c.3g.20gb', start, extra: [] })) }
        : gi,
    ),
  });
  expect(codes(cut(0, 1, 2))).toEqual([]);
  expect(codes(cut(0, 1, 2, 3))).toEqual(['3g.20gb ci-maximum']);
  // What is cut wrongly is told beside what stands wrongly.
  const wrong = cut(0, 1, 2, 3);
  const moved = { ...wrong, instances: wrong.instances.map((gi) => ({ ...gi, start: 0 })) };
  expect(codes(moved)).toEqual(['3g.20gb overlap', '3g.20gb ci-maximum']);
  expect(codes(gpuOf('', 'b9000'))).toEqual(['- board-unknown']);
  expect(codes(gpuOf('3g.20gb@0', 'b9000'))).toEqual(['3g.20gb board-unknown']);
  expect(codes({ ...gpuOf(''), use: 'off' })).toEqual([]);
});

test('vGPUs of one VM: the second of two boards is told, and so many are held against each other', () => {
  const base = planOf([]);
  const ids = new IdSource(base.nextId);
  const gpus = [
    gpuOf('1g.10gb@0', 'h100-pcie-80gb', 0, ids),
    gpuOf('1g.10gb@0', 'h100-sxm5-80gb', 1, ids),
    gpuOf('1g.10gb@0', 'h100-pcie-80gb', 2, ids),
  ];
  const own = gpus.map((gpu): readonly [string, GiId] => ['1g.10gb', gpu.instances[0]!.id]);
  const plan: Plan = { ...base, hosts: [{ ...base.hosts[0]!, gpus }], nextId: 100 };
  const of = (...at: number[]): unknown => {
    const vm = vmOf(
      ids,
      'a',
      at.map((one) => own[one]!),
    );
    return checkPlan({ ...plan, vms: [vm] }).map(({ fault, gpu }) => [fault.code, gpu?.index]);
  };
  expect(of(0, 2)).toEqual([]);
  expect(of(0, 1)).toEqual([['mixed-boards', 1]]);
  // The one that is refused is not what the next is held against.
  expect(of(0, 1, 2)).toEqual([['mixed-boards', 1]]);
  expect(of(1, 0, 2)).toEqual([
    ['mixed-boards', 0],
    ['mixed-boards', 2],
  ]);
  // Where a VM may have any number, one of another board is told however late it comes.
  const many = Array.from({ length: MANY_VGPUS + 5 }, (_, index) =>
    gpuOf('1g.10gb@0', 'h100-pcie-80gb', index, ids),
  );
  const last = gpuOf('1g.10gb@0', 'h100-sxm5-80gb', 99, ids);
  const all = [...many, last];
  const vm = vmOf(
    ids,
    'a',
    all.map((gpu) => ['1g.10gb', gpu.instances[0]!.id] as const),
  );
  const late: Plan = {
    ...base,
    hosts: [{ ...base.hosts[0]!, release: '9.0', gpus: all }],
    vms: [vm],
    nextId: 999,
  };
  expect(checkPlan(late).map(({ fault, gpu }) => [fault.code, gpu?.index])).toEqual([['mixed-boards', 99]]);
});
