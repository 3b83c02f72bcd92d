import { expect, test } from 'vitest';
import { findVm, powerOn, runInVm, runLine, runLines } from '../../console/simulator/simulator.ts';
import { parseLayout } from '../../formats/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { applyCommand, type PlanCommand } from '../../placement/commands.ts';
import { createPlanStore } from '../planStore.ts';
import { following, reportedChange, sessionOf, type Session } from './machines.ts';
import { editEntries, isSameDocument } from './plannedLines.ts';
import { answerEntries, withEntries, type NewEntry } from './terminals.ts';

function planOf(layout: string): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error('layout');
  return reading.value.plan;
}

function apply(plan: Plan, command: PlanCommand): Plan {
  const next = applyCommand(plan, command);
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
}

const PLAN = planOf('h/0 a100-pcie-40gb: 7g.40gb@0');
const [HOST] = PLAN.hosts;
const begin = (plan: Plan): Session => sessionOf(plan, HOST!.id)!;

/** Runs the lines, and records what they changed. */
function record(plan: Plan, session: Session, text: string): { plan: Plan; session: Session } {
  const { machine } = runLines(session.machine, text).at(-1)!;
  const gpus = reportedChange(session.machine, machine, session.host)!;
  const next = apply(plan, { type: 'host/observe', seen: [{ hostId: HOST!.id, gpus, isPlannedToo: false }] });
  return { plan: next, session: { machine, host: next.hosts[0]!, vms: next.vms } };
}

const layoutOf = ({ machine }: Session): string[] =>
  machine.gpus.flatMap((gpu) => [
    gpu.mode ? 'on' : 'off',
    ...gpu.gis.map(({ profile, start }) => `${profile}@${start}`).sort(),
  ]);

test('a host of which nothing was observed begins with MIG mode off', () => {
  expect(layoutOf(begin(PLAN))).toEqual(['off']);
});

test('a command that only reads reports nothing new', () => {
  const { machine, host } = begin(PLAN);
  const read = runLines(machine, 'nvidia-smi\nnvidia-smi mig -lgip\nnonsense').at(-1)!;
  expect(reportedChange(machine, read.machine, host)).toBeNull();
});

test('what a command made is recorded, stays through edits of the target, and goes with undo', () => {
  const made = record(PLAN, begin(PLAN), 'nvidia-smi -mig 1\nnvidia-smi mig -cgi 9,9 -C');
  expect(layoutOf(made.session)).toEqual(['on', '3g.20gb@0', '3g.20gb@4']);
  const [gi] = made.plan.hosts[0]!.gpus[0]!.instances;
  const edited = apply(made.plan, { type: 'gi/remove', giId: gi!.id });
  const along = following(made.session, edited)!;
  expect(along.isReset).toBe(false);
  expect(layoutOf(along.session)).toEqual(['on', '3g.20gb@0', '3g.20gb@4']);
  const undone = following(made.session, PLAN)!;
  expect(undone.isReset).toBe(true);
  expect(layoutOf(undone.session)).toEqual(['off']);
  expect(undone.session.machine.history).toHaveLength(2);
});

test('a VM that runs keeps its guest under a new name, and whoever gets the old one has not', () => {
  const plan = planOf('h/0 a100-pcie-40gb: 3g.20gb@0=a, 3g.20gb@4=b');
  const [a, b] = plan.vms;
  const session = sessionOf(plan, plan.hosts[0]!.id)!;
  const made = runLines(session.machine, 'nvidia-smi -mig 1\nnvidia-smi mig -cgi 9,9 -C').at(-1)!.machine;
  const on = powerOn(made, a!.id);
  if (!on.ok) throw new Error(on.error.code);
  const cut = runInVm(on.value, a!.id, 'nvidia-smi mig -dci; nvidia-smi mig -cci 0,0')!.machine;
  const freed = apply(plan, { type: 'vm/rename', vmId: a!.id, name: 'c' });
  const renamed = apply(freed, { type: 'vm/rename', vmId: b!.id, name: 'a' });
  const { machine } = following({ ...session, machine: cut }, renamed)!.session;
  expect(machine.vms.map(({ id, name, isOn }) => [id, name, isOn])).toEqual([
    [a!.id, 'c', true],
    [b!.id, 'a', false],
  ]);
  const guest = findVm(machine, a!.id)!.guest!;
  expect([guest.name, guest.gpus[0]!.gis[0]!.cis.length]).toEqual(['c', 2]);
  expect(findVm(machine, b!.id)!.guest).toBeNull();
});

test('a host that is gone has no machine', () => {
  const gone = apply(PLAN, { type: 'host/remove', hostId: HOST!.id });
  expect(following(begin(PLAN), gone)).toBeNull();
});

test('an edit of the target is told as commands, and an observation is not', () => {
  const [gi] = HOST!.gpus[0]!.instances;
  const edited = apply(PLAN, { type: 'gi/remove', giId: gi!.id });
  expect(editEntries(PLAN, edited)).toEqual([
    {
      kind: 'edit',
      text: 'Planned on h, GPU 0. The same as commands:',
      lines: ['nvidia-smi mig -i 0 -gi 0 -dci', 'nvidia-smi mig -i 0 -gi 0 -dgi'],
    },
  ]);
  expect(editEntries(PLAN, record(PLAN, begin(PLAN), 'nvidia-smi -mig 1').plan)).toEqual([]);
});

test('a target that comes to what the machine has needs no command', () => {
  const made = record(PLAN, begin(PLAN), 'nvidia-smi -mig 1\nnvidia-smi mig -cgi 9,9 -C').plan;
  const adopted = apply(made, { type: 'host/adoptObserved', hostId: HOST!.id, gpuIndexes: null });
  expect(editEntries(made, adopted)).toEqual([
    { kind: 'remark', text: 'Planned on h, GPU 0: as it is on the machine, so no command is needed.' },
  ]);
});

test('a step, undo and redo stay in the document; another plan does not', () => {
  const store = createPlanStore(PLAN);
  const states = [store.getState()];
  const note = (): void => void states.push(store.getState());
  const [gi] = HOST!.gpus[0]!.instances;
  store.getState().dispatch({ type: 'gi/remove', giId: gi!.id });
  note();
  store.getState().undo();
  note();
  store.getState().redo();
  note();
  store.getState().open({ plan: planOf('other/0 a30-24gb:'), past: [], future: [] });
  note();
  expect(states.slice(1).map((now, at) => isSameDocument(states[at]!, now))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('of a megabyte that was pasted as a line its beginning is kept, and how long it was', () => {
  const line = 'x'.repeat(1_000_000);
  const [entry] = answerEntries('$ ', line, runLine(begin(PLAN).machine, line));
  expect(entry).toMatchObject({
    kind: 'answer',
    line: `${'x'.repeat(500)}… (1000000 characters)`,
    status: 2,
  });
  expect(JSON.stringify(entry).length).toBeLessThan(2000);
});

test('entries are numbered on, and the oldest go when there are too many or too long ones', () => {
  const remark = (text: string): NewEntry => ({ kind: 'remark', text });
  const many = withEntries(
    [],
    Array.from({ length: 400 }, (_, at) => remark(String(at))),
  );
  expect([many.length, many[0]?.id, many.at(-1)?.id]).toEqual([300, 101, 400]);
  const long = withEntries(many, [remark('x'.repeat(400_000)), remark('y'.repeat(400_000))]);
  expect(long.map(({ id }) => id)).toEqual([402]);
});
