import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, type NewVm, type Plan } from '../../model/plan.ts';
import { applyCommand } from '../../placement/commands.ts';
import { listed, nextSort, rangeOf, SORT_KEYS, sorted, vmEntries } from './rows.ts';

function planOf(vms: readonly NewVm[], isPlaced = true): Plan {
  const commands = [
    {
      type: 'host/add',
      name: 'esx-01',
      fields: {},
      gpus: { board: 'a100-pcie-40gb', count: 1 },
    },
    { type: 'vm/addMany', vms, place: isPlaced },
  ] as const;
  return commands.reduce<Plan>((plan, command) => {
    const next = applyCommand(plan, command);
    if (!next.ok) throw new Error(next.error.code);
    return next.value;
  }, EMPTY_PLAN);
}

const vm = (name: string, profile = '1g.5gb', group: string | null = null): NewVm => ({
  name,
  group,
  wants: [{ kind: 'profile', profile }],
});
const names = (entries: ReturnType<typeof vmEntries>): string[] => entries.map((entry) => entry.vm.name);

const SOME = planOf([
  vm('vm-10', '3g.20gb'),
  vm('vm-2', '2g.10gb', 'web'),
  vm('night', '7g.40gb'),
  vm('odd', '1g.6gb'),
]);

test.each([
  ['all', '', ['vm-10', 'vm-2', 'night', 'odd']],
  ['waiting', '', ['vm-10', 'vm-2', 'odd']],
  ['placed', '', ['night']],
  ['all', 'VM', ['vm-10', 'vm-2']],
  ['all', 'grid_a100-2', ['vm-2']],
  ['all', 'web', ['vm-2']],
  ['all', 'esx-01', ['night']],
  ['all', 'vm 20gb', ['vm-10']],
  ['placed', 'web', []],
] as const)('of the list %s, "%s" finds %s', (list, text, found) => {
  expect(names(listed(vmEntries(SOME), list, text))).toEqual(found);
});

test('numbers in names count; waiting ones come first while nothing is chosen', () => {
  const entries = vmEntries(SOME);
  expect(names(sorted(entries, null))).toEqual(['vm-10', 'vm-2', 'odd', 'night']);
  expect(names(sorted(entries, { key: 'name', isDescending: false }))).toEqual([
    'night',
    'odd',
    'vm-2',
    'vm-10',
  ]);
  expect(names(sorted(entries, { key: 'group', isDescending: false }))[0]).toBe('vm-2');
  expect(names(sorted(entries, { key: 'where', isDescending: false }))[0]).toBe('night');
});

test('a heading sorts up, then down, then not at all', () => {
  const up = nextSort(null, 'name');
  const down = nextSort(up, 'name');
  expect([up, down, nextSort(down, 'name'), nextSort(down, 'type')]).toEqual([
    { key: 'name', isDescending: false },
    { key: 'name', isDescending: true },
    null,
    { key: 'type', isDescending: false },
  ]);
});

test('a range is what lies between in the order shown, either way', () => {
  const entries = sorted(vmEntries(SOME), { key: 'name', isDescending: false });
  const ids = entries.map((entry) => entry.vm.id) as [VmId, VmId, VmId, VmId];
  expect(rangeOf(entries, ids[3], ids[1])).toEqual(ids.slice(1));
  expect(rangeOf(entries, 9999 as VmId, ids[1])).toEqual([ids[1]]);
});

const seed = 20261125;
test(`sorting and filtering neither make nor lose a VM, seed ${seed}`, () => {
  const one = fc.record({
    profile: fc.constantFrom('1g.5gb', '2g.10gb', '7g.40gb'),
    group: fc.constantFrom(null, 'a', 'b'),
  });
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: 20 }),
      fc.constantFrom(...SORT_KEYS),
      fc.boolean(),
      (vms, key, isDescending) => {
        const plan = planOf(vms.map(({ profile, group }, n) => vm(`v${n}`, profile, group)));
        const entries = vmEntries(plan);
        const order = sorted(entries, { key, isDescending });
        expect(new Set(order)).toEqual(new Set(entries));
        expect(order.length).toBe(entries.length);
        const parts = (['waiting', 'placed'] as const).map((list) => listed(order, list, '').length);
        expect(parts[0]! + parts[1]!).toBe(entries.length);
      },
    ),
    { seed, numRuns: 100 },
  );
});
