/** vGPU types on every board, held against the facts as they are written; the product's own tables are not asked twice. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { profileOf } from '../../model/board.ts';
import { BOARDS, findBoard, typesNamed, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { Plan } from '../../model/plan.ts';
import { isVariantOpen, parseVgpuTypeName, variantsOf } from '../../model/vgpu.ts';
import { checkAssign, isWanted, typesOfInstance, vmsPerInstance } from '../vms/assign.ts';
import { applyCommand } from '../commands.ts';
import { assignMessage, profileOfType } from '../messages.ts';
import { whyNoType } from './nearestType.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import { mmioOf, vmMmio } from '../vms/vmMmio.ts';
import { planWarnings, problemMessage } from '../rules/warnings.ts';

interface TypeFact {
  readonly type: string;
  readonly gi_profile: string;
  readonly framebuffer_mb: number | null;
  readonly vgpus_per_gi: number;
  readonly max_vgpus_per_gpu: number;
  readonly kvm_type: string | null;
  readonly esxi: { readonly name: string | null; readonly status: string };
}
interface BoardFact {
  readonly board: string;
  readonly gpuIds: readonly string[];
  readonly vm_mmio_gb_required_esxi: number | null;
  readonly mig_backed: readonly TypeFact[];
}
const facts = JSON.parse(
  readFileSync(new URL('../../model/catalogue/facts/vgpu.json', import.meta.url), 'utf8'),
) as { readonly boards: readonly BoardFact[] };

const RTX6000 = 'rtx-pro-6000-server';
const RTX4500 = 'rtx-pro-4500-32gb';

test('34 boards, 28 of which are boards of the catalogue', () => {
  expect(facts.boards).toHaveLength(34);
  expect(facts.boards.filter(({ gpuIds }) => gpuIds.length > 0)).toHaveLength(28);
});

describe.each(facts.boards.map((board) => [board.board, board] as const))('%s', (variant, fact) => {
  test('each type belongs to one profile of each board it is joined to, with the maximum that is printed', () => {
    expect(fact.mig_backed.length).toBeGreaterThan(0);
    for (const id of fact.gpuIds) {
      const gpu = { board: id, variant };
      const board = findBoard(id);
      if (board === undefined) throw new Error(`no board ${id}`);
      for (const one of fact.mig_backed) {
        expect(profileOf(board, one.gi_profile)?.name).toBe(one.gi_profile);
        // Exactly one profile of the board carries it: type -> profile.
        expect(
          board.profiles.filter(({ name }) =>
            isWanted({ kind: 'type', type: one.type }, gpu, { profile: name }),
          ),
        ).toMatchObject([{ name: one.gi_profile }]);
        expect(profileOfType(one.type, [id])).toBe(one.gi_profile);
        const type = typesOfInstance(gpu, { profile: one.gi_profile }).find(
          ({ type: name }) => name === one.type,
        );
        expect(type).toMatchObject({
          framebufferMiB: one.framebuffer_mb,
          maxPerGpu: one.max_vgpus_per_gpu,
          mdevType: one.kvm_type,
          esxiName: one.esxi.name,
        });
        expect(vmsPerInstance(type === undefined ? [] : [type], { kind: 'type', type: one.type })).toBe(
          one.vgpus_per_gi,
        );
        // As many instances as the board takes, each with as many VMs as it carries, is what the table prints.
        expect((profileOf(board, one.gi_profile)?.maxInstances ?? 0) * one.vgpus_per_gi).toBe(
          one.max_vgpus_per_gpu,
        );
      }
    }
  });

  test('profile to type to profile leads back, and no type is forgotten', () => {
    for (const id of fact.gpuIds) {
      const gpu = { board: id, variant };
      const found = (findBoard(id)?.profiles ?? []).flatMap(({ name }) =>
        typesOfInstance(gpu, { profile: name }).map(({ type, profile }) => {
          expect(profile).toBe(name);
          return type;
        }),
      );
      expect(found.sort()).toEqual(fact.mig_backed.map(({ type }) => type).sort());
      expect(mmioOf(gpu)).toBe(fact.vm_mmio_gb_required_esxi);
    }
  });
});

/** Names as a host, a table or a person writes them. The status says how sure the ESXi name of the tables is. */
test.each([
  ['A100-3-20C', 'grid_a100-3-20c', 'prefix-seen'],
  ['A100DX-3-40C', 'grid_a100dx-3-40c', 'by-pattern'],
  ['A30-1-6C', 'nvidia_a30-1-6c', 'by-pattern'],
  ['H100XM-1-10CME', 'nvidia_h100xm-1-10cme', 'prefix-seen'],
  ['H200X-1-35C', 'nvidia_h200x-1-35c', 'prefix-seen'],
  ['A800D-3-40C', null, 'unknown'],
  ['B200X-1-23C', null, 'unknown'],
  ['DC-1-24C', null, 'unknown'],
])('%s is %s on ESXi, %s', (name, esxiName, status) => {
  const [type] = typesNamed(name, []);
  expect(type).toMatchObject({ type: name, esxiName, esxiNameStatus: status });
  // What the host prints is taken with either prefix, whatever the tables know.
  for (const prefix of ['grid_', 'nvidia_', 'GRID ', 'NVIDIA ', '']) {
    expect(parseVgpuTypeName(prefix + name.toLowerCase())).toBe(name);
  }
});

test('types that exist on two boards are looked up by the board', () => {
  expect(profileOfType('DC-1-8C', [RTX6000])).toBe('1g.24gb+gfx');
  expect(profileOfType('DC-1-8C', [RTX4500])).toBe('1g.16gb+gfx');
  expect(profileOfType('DC-2-16C', [RTX4500])).toBe('2g.32gb+gfx');
  // Where neither is there, or both are, both are said.
  expect(profileOfType('DC-1-8C', ['a30-24gb'])).toBe('1g.24gb+gfx or 1g.16gb+gfx');
  expect(profileOfType('DC-1-8C', [RTX6000, RTX4500])).toBe('1g.24gb+gfx or 1g.16gb+gfx');
  expect(profileOfType('L40S-8C', [])).toBeNull();
  const gpu = gpuOf('2g.48gb+gfx@0', RTX6000);
  const [gi] = gpu.instances;
  if (gi === undefined) throw new Error('no instance');
  const serves = checkAssign({ kind: 'type', type: 'DC-1-8C' }, { gpu, gi }, []);
  expect(serves.ok ? '' : assignMessage(serves.error, planOf(['']))).toContain('needs 1g.24gb+gfx;');
});

test('the variant is asked for only where the names of the types depend on it', () => {
  const open = BOARDS.filter(({ id }) => isVariantOpen(VGPU_BOARDS, id)).map(({ id }) => id);
  expect(open).toEqual(['a100-80gb', 'a800-80gb', 'h800-80gb', 'h100-94gb', 'h200-141gb']);
  // Where it is not asked for, nothing that is shown depends on it.
  for (const { id } of BOARDS) {
    const variants = variantsOf(VGPU_BOARDS, { board: id, variant: null });
    if (open.includes(id)) continue;
    for (const { types, mmioGiB } of variants) {
      expect(types).toEqual(variants[0]?.types);
      expect(mmioGiB).toBe(variants[0]?.mmioGiB);
    }
  }
});

test('VMs share a +gfx instance up to its maximum, and not one more', () => {
  const [board] = facts.boards.filter(({ gpuIds }) => gpuIds.includes(RTX6000));
  expect(board?.mig_backed).toHaveLength(11);
  for (const one of board?.mig_backed ?? []) {
    let plan: Plan = planOf([`${one.gi_profile}@0`], RTX6000);
    const giId = plan.hosts[0]?.gpus[0]?.instances[0]?.id ?? null;
    const add = (n: number) =>
      applyCommand(plan, { type: 'vm/add', name: `vm-${n}`, wants: { kind: 'type', type: one.type }, giId });
    for (let n = 0; n < one.vgpus_per_gi; n++) {
      const added = add(n);
      if (!added.ok) throw new Error(`${one.type}: ${added.error.code}`);
      plan = added.value;
    }
    expect(add(99)).toMatchObject({ ok: false, error: { code: 'instance-full', max: one.vgpus_per_gi } });
  }
});

test('VMs of two types on one instance: too much for it is refused, what adds up is told as not known', () => {
  const plain = planOf(['1g.24gb+gfx@0'], RTX6000);
  const giId = plain.hosts[0]?.gpus[0]?.instances[0]?.id ?? null;
  const doubts = (...types: string[]): string[] => {
    const plan = types.reduce((now, type, n) => {
      const next = applyCommand(now, {
        type: 'vm/add',
        name: `vm-${n}`,
        wants: { kind: 'type', type },
        giId,
      });
      if (!next.ok) throw new Error(next.error.code);
      return next.value;
    }, plain);
    return planWarnings(plan)
      .filter(({ fault }) => fault.code === 'mixed-types')
      .map((one) => problemMessage(one, plan));
  };
  expect(() => doubts('DC-1-24C', 'DC-1-8C')).toThrow('instance-full');
  expect(doubts('DC-1-12C', 'DC-1-8C')).toEqual([
    'Whether DC-1-12C and DC-1-8C may share one instance is not known.',
  ]);
  expect(doubts('DC-1-8C', 'DC-1-8C', 'DC-1-8C')).toEqual([]);
});

test('types of two variants on one GPU are told, as long as nobody said which it is', () => {
  const plain = planOf(['3g.40gb@0 2g.20gb@4'], 'a100-80gb');
  const gis = plain.hosts[0]?.gpus[0]?.instances ?? [];
  const told = (...types: string[]): string[] => {
    const plan = types.reduce((now, type, n) => {
      const giId = gis[n]?.id ?? null;
      const next = applyCommand(now, {
        type: 'vm/add',
        name: `vm-${n}`,
        wants: { kind: 'type', type },
        giId,
      });
      if (!next.ok) throw new Error(next.error.code);
      return next.value;
    }, plain);
    return planWarnings(plan).map((one) => problemMessage(one, plan));
  };
  expect(told('A100D-3-40C', 'A100DX-2-20C')).toEqual([
    'A100D-3-40C and A100DX-2-20C are of different variants of the board, and a GPU is one of them: both will not start on this one.',
  ]);
  // Two of the three variants have these.
  expect(told('A100D-3-40C', 'A100D-2-20C')).toEqual([]);
  expect(told('A100DX-3-40C')).toEqual([]);
});

test('an instance without a vGPU type names the nearest that has one', () => {
  const rtx = (profile: string) => whyNoType({ board: RTX6000, variant: null }, profile);
  expect(rtx('1g.24gb+gfx')).toBeNull();
  expect(rtx('1g.24gb')).toEqual({ code: 'profile-without-type', nearest: '1g.24gb+gfx' });
  expect(rtx('1g.24gb+me.all')).toEqual({ code: 'profile-without-type', nearest: '1g.24gb+gfx' });
  expect(rtx('2g.48gb-me')).toEqual({ code: 'profile-without-type', nearest: '2g.48gb+gfx' });
  expect(rtx('4g.96gb')).toEqual({ code: 'profile-without-type', nearest: '4g.96gb+gfx' });
  expect(whyNoType({ board: 'gb300', variant: null }, '1g.35gb')).toEqual({ code: 'board-without-types' });
  expect(whyNoType({ board: 'nobody', variant: null }, '1g.5gb')).toBeNull();
  for (const board of BOARDS) {
    for (const { name, computeSlices, memorySlices } of board.profiles) {
      const why = whyNoType({ board: board.id, variant: null }, name);
      expect(why === null).toBe(
        facts.boards.some(
          ({ gpuIds, mig_backed }) =>
            gpuIds.includes(board.id) && mig_backed.some(({ gi_profile }) => gi_profile === name),
        ),
      );
      if (why?.code !== 'profile-without-type' || why.nearest === null) continue;
      const nearest = profileOf(board, why.nearest);
      expect(nearest?.computeSlices).toBeGreaterThanOrEqual(computeSlices);
      expect(nearest?.memorySlices ?? 0).toBeGreaterThanOrEqual(memorySlices ?? 0);
    }
  }
});

describe('the MMIO of a VM', () => {
  const vmOn = (layouts: readonly string[], board: string, platform: 'esxi' | 'kvm' = 'esxi') => {
    const plain = planOf(layouts, board);
    const start: Plan = { ...plain, hosts: plain.hosts.map((host) => ({ ...host, platform })) };
    const gis = start.hosts.flatMap(({ gpus }) => gpus.flatMap(({ instances }) => instances));
    const added = applyCommand(start, {
      type: 'vm/addMany',
      vms: [
        { name: 'vm', group: null, wants: gis.map(({ profile }) => ({ kind: 'profile', profile }) as const) },
      ],
      place: true,
    });
    const vm = added.ok ? added.value.vms[0] : undefined;
    if (!added.ok || vm === undefined) throw new Error('no VM');
    return vmMmio(added.value, vm);
  };
  const A100 = 'a100-pcie-40gb';

  test.each([
    ['one A100 40GB', [A100, '3g.20gb@0'], { eachGiB: [128], sizeGiB: 128 }],
    ['two', [A100, '3g.20gb@0', '3g.20gb@0'], { eachGiB: [128, 128], sizeGiB: 256 }],
    [
      'three, rounded up',
      [A100, '3g.20gb@0', '3g.20gb@0', '3g.20gb@0'],
      { eachGiB: [128, 128, 128], sizeGiB: 512 },
    ],
    ['an A30', ['a30-24gb', '1g.6gb@0'], { eachGiB: [64], sizeGiB: 64 }],
    ['an A100 80GB of open variant', ['a100-80gb', '1g.10gb@0'], { eachGiB: [256], sizeGiB: 256 }],
    [
      'a board of which no table says',
      ['b200-180gb', '1g.23gb@0'],
      { code: 'mmio-unknown', board: 'b200-180gb' },
    ],
  ])('%s', (_, [board = '', ...layouts], expected) => {
    expect(vmOn(layouts, board)).toEqual(expected);
  });

  test('it waits for its instance, and it is a setting of ESXi', () => {
    expect(vmOn(['3g.20gb@0'], A100, 'kvm')).toBeNull();
    const plan = planOf([''], A100);
    const added = applyCommand(plan, {
      type: 'vm/add',
      name: 'vm',
      wants: { kind: 'type', type: 'A100-3-20C' },
      giId: null,
    });
    const vm = added.ok ? added.value.vms[0] : undefined;
    expect(vm === undefined ? null : vmMmio(plan, vm)).toEqual({ code: 'waits' });
  });
});
