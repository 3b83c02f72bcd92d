import { expect, test } from 'vitest';
import { applyCommand, type PlanCommand } from '../../placement/commands.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { searchCommand } from '../../placement/searchCommand.ts';
import { makeTemplate } from '../templates.ts';
import { applyPatch, patchOf } from './patch.ts';
import { TASKS } from './tasks.ts';

const plan = makeTemplate('article');
const [host] = plan.hosts;
const [gpu] = host?.gpus ?? [];
const [gi] = gpu?.instances ?? [];
const [vm] = plan.vms;

const EDITS: readonly PlanCommand[] = [
  { type: 'plan/rename', name: plan.name },
  { type: 'plan/rename', name: 'another' },
  { type: 'host/add', name: 'esx-07', fields: {}, gpus: { board: 'a30-24gb', count: 3 } },
  ...(host === undefined ? [] : [{ type: 'host/remove' as const, hostId: host.id }]),
  ...(gi === undefined ? [] : [{ type: 'gi/remove' as const, giId: gi.id }]),
  ...(gpu === undefined ? [] : [{ type: 'gpu/clear' as const, gpuIds: [gpu.id] }]),
  ...(vm === undefined ? [] : [{ type: 'vm/remove' as const, vmId: vm.id }]),
  {
    type: 'vm/addMany',
    place: true,
    vms: Array.from({ length: 40 }, (_, n) => ({
      name: `new-${n}`,
      group: n % 3 === 0 ? 'apart' : null,
      wants: [{ kind: 'profile' as const, profile: n % 2 === 0 ? '1g.5gb' : '3g.20gb' }],
    })),
  },
];

test.each(EDITS)('a worker makes the plan of $type that the page would make', (command) => {
  const here = applyCommand(plan, command);
  const answer = runSearch(TASKS.edit({ plan: structuredClone(plan), command })).best;
  if (answer?.ok !== true || !here.ok) throw new Error('refused');
  expect(applyPatch(plan, structuredClone(answer.value))).toEqual(here.value);
});

test('what an edit leaves alone stays the same object', () => {
  const command: PlanCommand = { type: 'host/add', name: 'esx-07', fields: {}, gpus: null };
  const after = applyCommand(plan, command);
  if (!after.ok) throw new Error(after.error.code);
  const made = applyPatch(plan, patchOf(plan, after.value));
  expect(made.vms).toBe(plan.vms);
  expect(made.hosts[0]).toBe(plan.hosts[0]);
  expect(applyPatch(plan, patchOf(plan, plan))).toBe(plan);
});

test('an edit that is refused is refused with the same reason, and one that is stopped half way gives none', () => {
  const taken: PlanCommand = { type: 'host/add', name: host?.name ?? '', fields: {}, gpus: null };
  expect(runSearch(searchCommand(plan, taken)).best).toEqual(applyCommand(plan, taken));
  const many = EDITS.at(-1) ?? taken;
  expect(runSearch(searchCommand(plan, many), 10)).toMatchObject({ best: null, work: 10 });
});
