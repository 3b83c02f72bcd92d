import { expect, test } from 'vitest';
import type { VmId } from '../model/ids.ts';
import type { NewVm, Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import type { CommandError } from './errors.ts';
import { searchCommand } from './searchCommand.ts';
import { planOf } from './standing.testing.ts';

/** The answer of the search, and how often it paused on the way. */
function searched(
  plan: Plan,
  command: PlanCommand,
): { answer: Result<Plan, CommandError> | null; pauses: number } {
  const search = searchCommand(plan, command);
  for (let pauses = 0; ; pauses++) {
    const step = search.next();
    if (step.done === true) return { answer: step.value.best, pauses };
    expect(step.value.best).toBeNull();
  }
}
const vms = (count: number): NewVm[] =>
  Array.from({ length: count }, (_, n) => ({
    name: `vm-${n}`,
    group: null,
    wants: [{ kind: 'profile', profile: '3g.20gb' }],
  }));
const empty = planOf(['', '']);
const waiting = applyCommand(empty, { type: 'vm/addMany', vms: vms(5), place: false });
if (!waiting.ok) throw new Error(waiting.error.code);
const ids = waiting.value.vms.map(({ id }) => id);

test.each<[string, Plan, PlanCommand, number]>([
  ['VMs that are placed, with a pause for each', waiting.value, { type: 'vm/place', vmIds: ids }, 5],
  ['some of them', waiting.value, { type: 'vm/place', vmIds: ids.slice(1, 3) }, 2],
  ['VMs that are gone', waiting.value, { type: 'vm/place', vmIds: [999 as VmId] }, 0],
  ['VMs that are added and placed', empty, { type: 'vm/addMany', vms: vms(3), place: true }, 3],
  [
    'more of them, which leave those that wait alone',
    waiting.value,
    { type: 'vm/addMany', vms: vms(7).slice(5), place: true },
    2,
  ],
  ['VMs that are only added', empty, { type: 'vm/addMany', vms: vms(3), place: false }, 0],
  ['VMs that are refused', waiting.value, { type: 'vm/addMany', vms: vms(1), place: true }, 0],
  ['any other edit', empty, { type: 'plan/rename', name: 'Racks' }, 0],
  ['any other edit that is refused', empty, { type: 'plan/rename', name: '' }, 0],
])('%s: the same answer as at once', (_, plan, command, least) => {
  const { answer, pauses } = searched(plan, command);
  expect(answer).toEqual(applyCommand(plan, command));
  expect(pauses).toBeGreaterThanOrEqual(least);
  if (least === 0) expect(pauses).toBe(0);
});

test('what is answered is what was asked for: four have room, the fifth waits', () => {
  const { answer } = searched(waiting.value, { type: 'vm/place', vmIds: ids });
  const placed = answer?.ok === true ? answer.value.vms : [];
  expect(placed.map(({ attachments }) => attachments[0]?.instance !== null)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});
