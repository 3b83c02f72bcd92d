/** Notes as edits: kept as they are typed, cleaned of what nobody sees, bounded, and nothing else changed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanNotes, MAX_NOTES_LENGTH } from '../model/name.ts';
import type { GpuId, VmId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { planChange } from '../model/planChange.ts';
import { fieldWords } from './changes/changeMessages.ts';
import { changesBetween } from './changes/changesBetween.ts';
import { applyCommand } from './commands.ts';
import { describeCommand } from './describeCommand.ts';
import { commandMessage } from './messages.ts';
import type { NotesOf, SetNotes } from './notesEdits.ts';
import { planOf } from './standing.testing.ts';

const base = planOf(['3g.20gb@0', '', '', '']);
const [host] = base.hosts;
if (host === undefined) throw new Error('no host');
const PLAN: Plan = {
  ...base,
  hosts: Array.from({ length: 8 }, (_, n) =>
    n === 0 ? host : { ...host, id: (100 + n) as typeof host.id, name: `esx-1${n}`, gpus: [] },
  ),
  vms: Array.from({ length: 9 }, (_, n) => ({
    ...{ id: (200 + n) as VmId, name: `chat-${n}`, notes: '', group: null, attachments: [], extra: [] },
  })),
  nextId: 300,
};
const gpuId = host.gpus[1]?.id as GpuId;
const vmId = 201 as VmId;

const PLACES: readonly [what: string, of: NotesOf, read: (plan: Plan) => string | undefined][] = [
  ['of the plan', { kind: 'plan' }, (plan) => plan.notes],
  ['on esx-01', { kind: 'host', id: host.id }, (plan) => plan.hosts[0]?.notes],
  ['on GPU 1 on esx-01', { kind: 'gpu', id: gpuId }, (plan) => plan.hosts[0]?.gpus[1]?.notes],
  ['on chat-1', { kind: 'vm', id: vmId }, (plan) => plan.vms[1]?.notes],
];

const set = (of: NotesOf, notes: string): SetNotes => ({ type: 'notes/set', of, notes });

function done(plan: Plan, command: SetNotes): Plan {
  const result = applyCommand(plan, command);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

describe.each(PLACES)('notes %s', (what, of, read) => {
  test('are kept with their lines, named in the history, and taken away again', () => {
    const noted = done(PLAN, set(of, 'fan is loud\r\nask Rita\n\n'));
    expect(read(noted)).toBe('fan is loud\nask Rita');
    expect(describeCommand(set(of, 'x'), PLAN)).toBe(`Change the notes ${what}`);
    expect(describeCommand(set(of, ' '), PLAN)).toBe(`Remove the notes ${what}`);
    expect(done(noted, set(of, 'fan is loud\nask Rita '))).toBe(noted);
    const cleared = done(noted, set(of, ''));
    expect(cleared).toEqual(PLAN);
  });

  test('lose what nobody could see', () => {
    expect(read(done(PLAN, set(of, 'a\u202eb\u0007c\u200d\tx')))).toBe(
      cleanNotes('a\u202eb\u0007c\u200d\tx'),
    );
  });

  test('are refused where they are too long, and nothing of them is cut off', () => {
    const most = 'é'.repeat(MAX_NOTES_LENGTH);
    expect(read(done(PLAN, set(of, most)))).toBe(most);
    const result = applyCommand(PLAN, set(of, `${most}!`));
    expect(result).toMatchObject({ ok: false, error: { code: 'notes-too-long', length: 4001, max: 4000 } });
    expect(result.ok ? '' : commandMessage(result.error, PLAN)).toBe(
      'Notes take at most 4000 characters, and these are 4001.',
    );
  });
});

test('only what the notes are of is another object than before', () => {
  const noted = done(PLAN, set({ kind: 'gpu', id: gpuId }, 'x'));
  expect(noted.vms).toBe(PLAN.vms);
  expect(noted.hosts[1]).toBe(PLAN.hosts[1]);
  expect(noted.hosts[0]?.gpus[0]).toBe(PLAN.hosts[0]?.gpus[0]);
  expect([...(planChange(PLAN, noted)?.hosts ?? [])]).toEqual([host.id]);
  const vm = done(PLAN, set({ kind: 'vm', id: vmId }, 'x'));
  expect(vm.hosts).toBe(PLAN.hosts);
  expect([...(planChange(PLAN, vm)?.vms ?? [])].map(({ name }) => name)).toEqual(['chat-1']);
});

test('what is gone has no notes', () => {
  for (const of of [
    { kind: 'host', id: 999 },
    { kind: 'gpu', id: 999 },
    { kind: 'vm', id: 999 },
  ] as NotesOf[])
    expect(applyCommand(PLAN, set(of, 'x'))).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

test('any text gives clean notes within the bound, or is refused whole (seed 811)', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(...PLACES),
      (text, [, of, read]) => {
        const notes = read(done(PLAN, set(of, text))) ?? '';
        expect(cleanNotes(notes)).toBe(notes);
        expect(notes).toBe(notes.trimEnd());
        expect(notes.length).toBeLessThanOrEqual(MAX_NOTES_LENGTH);
      },
    ),
    { seed: 811 },
  );
});

test('what two plans differ in names the notes of each thing', () => {
  const noted = PLACES.reduce<Plan>((plan, [, of]) => done(plan, set(of, 'fan is loud')), PLAN);
  const said = changesBetween(PLAN, noted, 'names').changes.flatMap(fieldWords);
  expect(said).toEqual(PLACES.map(() => 'notes “fan is loud”, before none'));
});
