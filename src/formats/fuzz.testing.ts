/** For tests that throw anything at the readers: texts that are nearly right, and what must hold of every answer. */
import fc from 'fast-check';
import { invariant } from '../model/assert.ts';
import type { AnyId } from '../model/ids.ts';
import { checkName, cleanNotes } from '../model/name.ts';
import type { Gpu, Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import type { At } from '../model/source.ts';
import { MAX_INDEX } from './documentShape.ts';
import { formatErrorMessage, noticeMessage } from './messages.ts';
import type { FormatError, Reading } from './reading.ts';

type Mangling = (text: string) => string;

/** Cut, bit flipped, a character more, lines twice or swapped. */
const manglingArbitrary: fc.Arbitrary<Mangling> = fc.oneof(
  fc.nat().map(
    (at): Mangling =>
      (text) =>
        text.slice(0, at % (text.length + 1)),
  ),
  fc.nat().map(
    (at): Mangling =>
      (text) =>
        text.slice(at % (text.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.nat({ max: 7 })).map(([at, bit]): Mangling => (text) => {
    const place = at % Math.max(1, text.length);
    const flipped = String.fromCharCode((text.charCodeAt(place) || 0) ^ (1 << bit));
    return text.slice(0, place) + flipped + text.slice(place + 1);
  }),
  fc.tuple(fc.nat(), fc.string({ maxLength: 3 })).map(([at, more]): Mangling => (text) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + more + text.slice(place);
  }),
  fc.tuple(fc.nat(), fc.nat()).map(([from, to]): Mangling => (text) => {
    const lines = text.split('\n');
    lines.splice(to % (lines.length + 1), 0, lines[from % lines.length] ?? '');
    return lines.join('\n');
  }),
);

/** Texts with one to three things wrong with them; now and then none. */
export function mangled(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(manglingArbitrary, { maxLength: 3 }))
    .map(([text, manglings]) => manglings.reduce((before, mangle) => mangle(before), text));
}

/** Throws unless the answer of a reader is one that may be given, whatever the text was. */
export function expectSound(result: Result<Reading, FormatError>): void {
  if (!result.ok) {
    checkSentence(formatErrorMessage(result.error));
    if ('at' in result.error) checkPlace(result.error.at);
    return;
  }
  const { plan, notices, places } = result.value;
  checkPlan(plan);
  for (const notice of notices) {
    checkSentence(noticeMessage(notice));
    if ('at' in notice) checkPlace(notice.at);
  }
  const ids = idsOf(plan);
  invariant(places.size === ids.length && ids.every((id) => places.has(id)), 'everything has a place');
  for (const at of places.values()) checkPlace(at);
}

function checkPlace(at: At): void {
  const isPlace = 'line' in at ? at.line > 0 : /^(?:\/(?:[^~]|~[01])*)?$/s.test(at.pointer);
  invariant(isPlace, `a place: ${JSON.stringify(at)}`);
}

function checkSentence(message: string): void {
  invariant(/^[^\p{Cc}\p{Cf}\p{Cs}]{10,400}[.?]$/u.test(message), `a sentence: ${message}`);
}

function idsOf(plan: Plan): AnyId[] {
  const ofGpus = (gpus: readonly Gpu[]): AnyId[] =>
    gpus.flatMap((gpu) => [gpu.id, ...gpu.instances.map((gi) => gi.id)]);
  return [
    ...plan.hosts.flatMap((host) => [host.id, ...ofGpus(host.gpus), ...ofGpus(host.observed ?? [])]),
    ...plan.vms.map((vm) => vm.id),
  ];
}

function checkPlan(plan: Plan): void {
  const ids = idsOf(plan);
  invariant(
    ids.every((id, n) => id === n + 1) && plan.nextId === ids.length + 1,
    'ids count up in the order of the plan',
  );
  const gpus = plan.hosts.flatMap((host) => [...host.gpus, ...(host.observed ?? [])]);
  const instances = gpus.flatMap((gpu) => gpu.instances);
  const names = [
    ...[plan.name, ...plan.hosts.map((host) => host.name), ...plan.vms.map((vm) => vm.name)],
    ...[...gpus.map((gpu) => gpu.board), ...instances.map((gi) => gi.profile)],
    ...[...plan.vms, ...plan.requests].flatMap(({ group }) => (group === null ? [] : [group])),
  ];
  for (const name of names) {
    const checked = checkName(name);
    invariant(checked.ok && checked.value === name, `a name: ${JSON.stringify(name)}`);
  }
  for (const { notes } of [plan, ...plan.hosts, ...gpus, ...plan.vms]) {
    invariant(cleanNotes(notes) === notes, `clean notes: ${JSON.stringify(notes)}`);
  }
  for (const index of [...gpus.map((gpu) => gpu.index), ...instances.map((gi) => gi.start)]) {
    invariant(Number.isInteger(index) && index >= 0 && index <= MAX_INDEX, `an index or start: ${index}`);
  }
  const planned = new Set(
    plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id))),
  );
  for (const { instance } of plan.vms.flatMap((vm) => vm.attachments)) {
    invariant(instance === null || planned.has(instance), 'attachments are to planned instances');
  }
}
