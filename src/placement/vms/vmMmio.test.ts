import { expect, test } from 'vitest';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { VmId } from '../../model/ids.ts';
import type { Host, Plan, Vm } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import { mmioOf, vmMmio } from './vmMmio.ts';

const A100 = 'a100-pcie-40gb';
const printed = VGPU_BOARDS.find(({ id }) => id === A100)?.mmioGiB ?? 0;

function planWith(boards: readonly string[], platform: Host['platform'], lost: readonly number[] = []) {
  const base = planOf(boards.map(() => '1g.5gb@0'));
  const host = base.hosts[0]!;
  const gpus = host.gpus.map((gpu, n) => ({ ...gpu, board: boards[n]! }));
  const vm: Vm = {
    id: 90 as VmId,
    name: 'vm',
    notes: '',
    group: null,
    attachments: gpus.map(({ instances }, n) => ({
      wants: { kind: 'profile', profile: '1g.5gb' },
      instance: lost.includes(n) ? null : instances[0]!.id,
      extra: [],
    })),
    extra: [],
  };
  const plan: Plan = { ...base, hosts: [{ ...host, platform, gpus }], vms: [vm] };
  return vmMmio(plan, vm);
}

test('the figures of the table are summed and rounded up to a power of two', () => {
  expect(printed).toBeGreaterThan(0);
  expect(mmioOf({ board: A100, variant: null })).toBe(printed);
  for (const count of [1, 2, 3, 4]) {
    const answer = planWith(Array<string>(count).fill(A100), 'esxi');
    const size = 2 ** Math.ceil(Math.log2(printed * count));
    expect(answer).toEqual({ eachGiB: Array<number>(count).fill(printed), sizeGiB: size });
  }
  // A platform that nobody named may be ESXi.
  expect(planWith([A100], null)).toMatchObject({ eachGiB: [printed] });
});

test('nothing to set without a vGPU, and on another platform', () => {
  expect(planWith([], 'esxi')).toBeNull();
  expect(planWith([A100], 'kvm')).toBeNull();
  expect(planWith([A100, A100], 'kvm', [0])).toBeNull();
});

test('what is open is said: first of all that a vGPU waits, or a board without a figure', () => {
  expect(planWith([A100, A100], 'esxi', [1])).toEqual({ code: 'waits' });
  expect(planWith([A100, 'nobody'], 'esxi')).toEqual({ code: 'mmio-unknown', board: 'nobody' });
  expect(planWith([A100, 'nobody', A100], 'esxi', [2])).toEqual({ code: 'mmio-unknown', board: 'nobody' });
  expect(planWith([A100, 'nobody', A100], 'esxi', [0])).toEqual({ code: 'waits' });
});

test('variants that differ leave the figure open; one that is named settles it', () => {
  const byBoard = new Map<string, Set<number | null>>();
  for (const { boards, mmioGiB } of VGPU_BOARDS)
    for (const board of boards) byBoard.set(board, (byBoard.get(board) ?? new Set()).add(mmioGiB));
  for (const [board, sizes] of byBoard) {
    const [only = null] = sizes;
    expect(mmioOf({ board, variant: null }), board).toBe(sizes.size === 1 ? only : null);
  }
  for (const { id, boards, mmioGiB } of VGPU_BOARDS)
    for (const board of boards) expect(mmioOf({ board, variant: id }), id).toBe(mmioGiB);
  expect(mmioOf({ board: 'nobody', variant: null })).toBeNull();
});
