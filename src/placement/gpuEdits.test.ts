import { expect, test } from 'vitest';
import { VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
import type { GpuId, HostId, VmId } from '../model/ids.ts';
import type { Gpu, Plan, Wanted } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import { checkPlan } from './check.ts';
import type { CommandError } from './errors.ts';
import { addGpus, MAX_GPUS_PER_HOST, setGpu, type GpuFields } from './gpuEdits.ts';
import { planOf } from './standing.testing.ts';
import { served } from './vms/served.testing.ts';

const A100 = 'a100-pcie-40gb';
const value = (result: Result<Plan, CommandError>): Plan => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const gpusOf = (plan: Plan): readonly Gpu[] => plan.hosts[0]?.gpus ?? [];
const gpuId = (plan: Plan, at = 0): GpuId => gpusOf(plan)[at]?.id ?? (0 as GpuId);
const set = (plan: Plan, fields: Partial<GpuFields>, at = 0): Result<Plan, CommandError> =>
  setGpu(plan, gpuId(plan, at), fields);
const indexes = (plan: Plan): number[] => gpusOf(plan).map(({ index }) => index);

test('new GPUs are in MIG mode, empty, known by nothing but their board, and take the lowest free indexes', () => {
  const plan = value(set(planOf(['', '']), { index: 3 }, 1));
  const hostId = plan.hosts[0]!.id;
  const next = value(addGpus(plan, hostId, 'a30-24gb', 3));
  expect(indexes(next)).toEqual([0, 1, 2, 3, 4]);
  expect(gpusOf(next).map(({ board }) => board)).toEqual([A100, 'a30-24gb', 'a30-24gb', A100, 'a30-24gb']);
  expect(gpusOf(next)[1]).toEqual({
    id: plan.nextId,
    index: 1,
    notes: '',
    board: 'a30-24gb',
    variant: null,
    uuid: null,
    pciId: null,
    kind: null,
    use: 'mig',
    instances: [],
    extra: [],
  });
  expect(next.nextId).toBe(plan.nextId + 3);
  expect(gpusOf(next)[0]).toBe(gpusOf(plan)[0]);
});

test.each<[count: number, max: number | null]>([
  [1, null],
  [MAX_GPUS_PER_HOST - 2, null],
  [MAX_GPUS_PER_HOST - 1, 62],
  [0, 62],
  [1.5, 62],
])('%d more beside two: refused with a maximum of %s, or not', (count, max) => {
  const plan = planOf(['', '']);
  const result = addGpus(plan, plan.hosts[0]!.id, A100, count);
  expect(result.ok ? null : result.error).toEqual(max === null ? null : { code: 'bad-count', count, max });
  if (result.ok) expect(gpusOf(result.value)).toHaveLength(2 + count);
});

test('GPUs of an unknown board, or on a host that is gone, are not added', () => {
  const plan = planOf(['']);
  expect(addGpus(plan, 999 as HostId, A100, 1)).toMatchObject({ error: { code: 'not-found', what: 'host' } });
  expect(addGpus(plan, plan.hosts[0]!.id, 'l40s', 1)).toMatchObject({
    error: { code: 'board-unknown', board: 'l40s' },
  });
});

test.each<[Partial<GpuFields>, object | null]>([
  [{ index: 63 }, null],
  [{ index: 64 }, { code: 'bad-index', index: 64 }],
  [{ index: -1 }, { code: 'bad-index', index: -1 }],
  [{ index: 1.5 }, { code: 'bad-index', index: 1.5 }],
  [{ index: 1 }, { code: 'index-taken', index: 1 }],
])('the first of two GPUs is set to %j: %j', (fields, error) => {
  const result = set(planOf(['3g.20gb@0', '']), fields);
  expect(result.ok ? null : result.error).toEqual(error);
  // Sorted by index: it comes behind the other.
  if (result.ok) expect(indexes(result.value)).toEqual([1, 63]);
});

test('what is so already is no edit; a GPU that is gone is none', () => {
  const plan = planOf(['3g.20gb@0']);
  expect(value(set(plan, { use: 'mig', index: 0, kind: null, variant: null }))).toBe(plan);
  expect(setGpu(plan, 999 as GpuId, { index: 3 })).toMatchObject({
    error: { code: 'not-found', what: 'gpu' },
  });
});

test.each(['off', 'reserved'] as const)(
  'a GPU that is set to %s has no instances, and their VMs wait',
  (use) => {
    const plan = served(['3g.20gb@0 2g.10gb@4', '7g.40gb@0']);
    const next = value(set(plan, { use }));
    expect(gpusOf(next).map((gpu) => [gpu.use, gpu.instances.length])).toEqual([
      [use, 0],
      ['mig', 1],
    ]);
    expect(next.vms.map(({ attachments }) => attachments[0]?.instance !== null)).toEqual([
      false,
      false,
      true,
    ]);
    expect(next.vms[2]).toBe(plan.vms[2]);
    expect(gpusOf(value(set(next, { use: 'mig' })))[0]?.use).toBe('mig');
  },
);

/** A VM of this type on each instance of the first GPU. */
function typed(plan: Plan, ...types: string[]): Plan {
  const gis = gpusOf(plan).flatMap(({ instances }) => instances);
  return {
    ...plan,
    vms: types.map((type, n) => {
      const wants: Wanted = { kind: 'type', type };
      return {
        id: (500 + n) as VmId,
        name: `vm-${n}`,
        notes: '',
        group: null,
        attachments: [{ wants, instance: gis[n]?.id ?? null, extra: [] }],
        extra: [],
      };
    }),
  };
}
const [pcie, hgx] = ['a100-pcie-80gb', 'a100-hgx-80gb'] as const;

test('the variant of a GPU goes with the types of its VMs', () => {
  expect(VGPU_BOARDS.map(({ id }) => id)).toEqual(expect.arrayContaining([pcie, hgx]));
  const plan = typed(planOf(['3g.40gb@0 2g.20gb@4'], 'a100-80gb'), 'A100D-3-40C');
  expect(checkPlan(plan)).toEqual([]);
  const next = value(set(plan, { variant: pcie }));
  expect(gpusOf(next)[0]?.variant).toBe(pcie);
  expect(next.vms).toBe(plan.vms);
  expect(set(plan, { variant: hgx })).toMatchObject({ error: { code: 'wrong-type', profile: '3g.40gb' } });
  // Who should not have it in the first place does not hold the variant.
  const wrong = typed(planOf(['3g.40gb@0'], 'a100-80gb'), 'A100-3-20C');
  expect(gpusOf(value(set(wrong, { variant: hgx })))[0]?.variant).toBe(hgx);
  // Nor does a VM whose instance goes with the same edit.
  expect(gpusOf(value(set(plan, { variant: hgx, use: 'off' })))[0]?.use).toBe('off');
});

test('a variant by which a VM would be on two boards is refused, unless it is already', () => {
  const base = typed(planOf(['3g.40gb@0', '3g.40gb@0'], 'a100-80gb'), 'A100D-3-40C', 'A100D-3-40C');
  const [first, second] = base.vms;
  const both: Plan = {
    ...base,
    vms: [{ ...first!, attachments: [...first!.attachments, ...second!.attachments] }],
  };
  expect(checkPlan(both)).toEqual([]);
  const one = value(set(both, { variant: 'a100-pcie-80gb' }));
  // Liquid-cooled: the same types, another board.
  expect(set(one, { variant: 'a100-pcie-80gb-lc' }, 1)).toMatchObject({ error: { code: 'mixed-boards' } });
  expect(value(set(one, { variant: 'a100-pcie-80gb' }, 1)).vms).toBe(one.vms);
  const torn: Plan = {
    ...one,
    hosts: one.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu, n) => (n === 1 ? { ...gpu, variant: 'a100-pcie-80gb-lc' } : gpu)),
    })),
  };
  expect(checkPlan(torn).map(({ fault }) => fault.code)).toEqual(['mixed-boards']);
  expect(set(torn, { kind: 'mirrored' }, 1).ok).toBe(true);
  expect(gpusOf(value(set(torn, { variant: null }, 1)))[1]?.variant).toBeNull();
});
