import { expect, test } from 'vitest';
import type { GiId, VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, makeInstance, type Plan, type Vm } from '../../model/plan.ts';
import type { LayoutChange } from './layoutEdits.ts';
import { changeWords, layoutWords, strandsWords } from './layoutWords.ts';

const use = (strandedCompute: number[], strandedMemory: number[]) => ({
  ...{ computeTotal: 7, memoryTotal: 8, computeUsed: 0, memoryUsed: 0 },
  ...{ strandedCompute, strandedMemory },
});

test.each([
  [[], [], 'strands nothing'],
  [[3], [], 'strands compute slice 3'],
  [[], [6, 7], 'strands memory slices 6 and 7'],
  [[1, 2, 3], [7], 'strands compute slices 1, 2 and 3 and memory slice 7'],
])('compute %j and memory %j: %s', (compute, memory, words) => {
  expect(strandsWords(use(compute, memory))).toBe(words);
  const layout = [
    { profile: '3g.20gb', start: 0 },
    { profile: '3g.20gb', start: 4 },
  ];
  expect(layoutWords({ layout, use: use(compute, memory) })).toBe(`3g.20gb at 0, 3g.20gb at 4: ${words}`);
});

test('what changes on the GPUs together, and who loses by it', () => {
  const vm = (id: number, name: string): Vm => ({
    ...{ id: id as VmId, name, notes: '', group: null, attachments: [], extra: [] },
  });
  const plan: Plan = { ...EMPTY_PLAN, vms: [vm(1, 'a'), vm(2, 'b')] };
  const change = (part: Partial<LayoutChange>): LayoutChange =>
    ({
      kept: 0,
      moved: 0,
      added: 0,
      removed: [],
      pinned: [],
      handOvers: [],
      ...part,
    }) as unknown as LayoutChange;
  const gi = makeInstance(1 as GiId, '3g.20gb', 0);
  const handOver = (vmId: number, to: number | null) => ({
    vmId: vmId as VmId,
    from: gi.id,
    to: to as GiId | null,
  });
  const words = (...changes: Partial<LayoutChange>[]): string => changeWords(changes.map(change), plan);
  expect(words()).toBe('');
  expect(words({ kept: 3 })).toBe('');
  expect(words({ removed: [gi] })).toBe('1 instance removed');
  expect(words({ removed: [gi, gi], moved: 1, added: 3 })).toBe('2 instances removed, 1 moved, 3 added');
  expect(words({ added: 1 }, { added: 2, moved: 1 })).toBe('1 instance moved, 3 added');
  expect(words({ added: 3 })).toBe('3 instances added');
  expect(words({ handOvers: [handOver(1, 7), handOver(2, null), handOver(2, null)] })).toBe('b waits');
  expect(words({ removed: [gi], handOvers: [handOver(1, null)] }, { handOvers: [handOver(9, null)] })).toBe(
    '1 instance removed, a and a VM wait',
  );
});
