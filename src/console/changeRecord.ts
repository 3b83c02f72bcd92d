/**
 * What changes from one plan to another, as Markdown for the ticket of the change: counts, a table and drawings for each host,
 * who has to be off, and who signs. The page and `diff --to markdown` write the same. Names are code (encode/markdown.ts).
 */
import { isDrawable } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId } from '../model/ids.ts';
import type { GpuInstance, GpuPlace, Plan, Vm } from '../model/plan.ts';
import { beside, gridLines } from '../formats/asciiGrid.ts';
import { markdownCode, markdownFence, markdownText } from '../formats/encode/markdown.ts';
import { markdownTable, searchMarkdownTable } from '../formats/markdownTable.ts';
import { capital } from '../formats/messageWords.ts';
import type { Change, ChangeSubject, GpuPair, HostPair, PlanChanges } from '../placement/changes/change.ts';
import { changedSubjects, countChanges, type ChangeCounts } from '../placement/changes/changeCounts.ts';
import {
  changeCountWords,
  fieldWords,
  KIND_WORDS,
  matchMessage,
  offMessage,
  subjectWord,
  wordsOf,
} from '../placement/changes/changeMessages.ts';
import { searchMustBeOff } from '../placement/changes/mustBeOff.ts';
import { makeShortList } from '../placement/messages.ts';

/** The text, with a line end. Deterministic: the reader writes in who did it and when. */
export function makeChangeRecord(changes: PlanChanges): string {
  const steps = searchChangeRecord(changes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same a host or some VMs at a time, so that whoever waits for it can rest in between: that of a fleet takes seconds. */
export function* searchChangeRecord(changes: PlanChanges): Generator<void, string> {
  const { before, after, hosts } = changes;
  const counts = countChanges(changes.changes);
  const touched = hosts.filter(
    (host) => host.changes.length > 0 || host.gpus.some((gpu) => gpu.changes.length > 0),
  );
  const parts = [
    `# Change record: ${planName(before)} to ${planName(after)}`,
    markdownTable(
      ['', 'Plan', 'Hosts', 'GPUs', 'Instances', 'VMs'],
      [sizeRow('Before', before), sizeRow('After', after)],
    ).join('\n'),
    markdownText(matchMessage(changes)),
    '## Summary',
    ...(changes.changes.length === 0 ? ['Nothing differs.'] : summary(counts)),
    ...general(changes.changes),
    ...(touched.some((host) => host.gpus.some(isDrawn)) ? [MARKS] : []),
  ];
  yield;
  for (const host of touched) {
    parts.push(...hostPart(host));
    yield;
  }
  parts.push(...(yield* vmPart(changes.changes)), '## VMs that have to be off', ...(yield* offPart(changes)));
  parts.push(
    '## Sign-off',
    markdownTable(
      ['', 'Name', 'Date and time', 'Remarks'],
      ['Requested', 'Approved', 'Done', 'Checked', 'Rolled back, if so'].map((row) => [row, '', '', '']),
    ).join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

/** Rows that are written between two rests. */
const AT_ONCE = 200;

/** A row of a table for each. */
function* rowsOf<T>(list: readonly T[], rowOf: (one: T) => string[]): Generator<void, string[][]> {
  const rows: string[][] = [];
  for (const one of list) {
    rows.push(rowOf(one));
    if (rows.length % AT_ONCE === 0) yield;
  }
  return rows;
}

function planName({ name }: Plan): string {
  return markdownCode(name) || 'a plan without a name';
}

function sizeRow(which: string, plan: Plan): string[] {
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  const instances = gpus.reduce((sum, gpu) => sum + gpu.instances.length, 0);
  return [
    ...[which, markdownCode(plan.name, { inTable: true })],
    ...[plan.hosts.length, gpus.length, instances, plan.vms.length].map(String),
  ];
}

function summary(counts: ChangeCounts): string[] {
  const figure = (count: number): string => (count === 0 ? '-' : String(count));
  const rows = changedSubjects(counts).map((about) => {
    const { added, removed, moved, changed } = counts[about];
    return [capital(subjectWord(about, 2)), ...[added, removed, moved, changed].map(figure)];
  });
  return [
    markdownTable(['', 'Added', 'Removed', 'Moved', 'Changed'], rows).join('\n'),
    `In words: ${markdownText(changeCountWords(counts))}.`,
  ];
}

/** The plan itself and what is asked for: of no host. */
function general(changes: readonly Change[]): string[] {
  const rows = changes.filter(({ about }) => about === 'plan' || about === 'request');
  return rows.length === 0 ? [] : ['## The plan itself', changeTable(rows, null)];
}

/** Everything on a host, each change once. */
function changesOn({ changes, gpus }: HostPair): Change[] {
  return [...new Set([...changes, ...gpus.flatMap((gpu) => gpu.changes)])];
}

const ON_HOST: readonly ChangeSubject[] = ['host', 'gpu', 'instance'];

function hostPart(host: HostPair): string[] {
  const rows = changesOn(host).filter(({ about }) => ON_HOST.includes(about));
  const drawings = host.gpus.filter(isDrawn);
  return [
    `## Host ${markdownCode(host.name)}`,
    rows.length === 0
      ? 'Its instances stay; VMs come to them or leave them, see below.'
      : changeTable(rows, host.name),
    ...drawings.flatMap((gpu) => [`**GPU ${gpu.index}**`, markdownFence(gridsOf(gpu), 'text')]),
  ];
}

/** `here`: the host that need not be named. */
function changeTable(rows: readonly Change[], here: string | null): string {
  return markdownTable(
    ['What', 'Which', 'Before', 'After', 'VMs'],
    rows.map((change) => {
      const fields = fieldWords(change).map(markdownText).join('; ');
      // Of what stays where it is, a clause says both sides of a field.
      const isNowhere = change.kind === 'changed' && change.about !== 'instance';
      const [before, after] = isNowhere
        ? ['', '']
        : [cellOf(change, 'before', here), cellOf(change, 'after', here)];
      return [
        KIND_WORDS[change.kind],
        markdownCode(whichOf(change), { inTable: true }),
        before || '-',
        [after, fields].filter((part) => part !== '').join('; ') || '-',
        markdownCode(vmsOf(change), { inTable: true }) || '-',
      ];
    }),
  ).join('\n');
}

/** Where or what it is at one side: "GPU 0, slice 4"; with the host where that is another one. */
function cellOf(change: Change, side: 'before' | 'after', here: string | null): string {
  if (change.about === 'instance') {
    const place = change[side];
    if (place === null) return '';
    const host = place.host.name === here ? '' : ` on ${markdownCode(place.host.name, { inTable: true })}`;
    return `GPU ${place.gpu.index}, slice ${place.gi.start}${host}`;
  }
  return markdownText(wordsOf(change)[side]);
}

function whichOf(change: Change): string {
  switch (change.about) {
    case 'instance':
      return (change.after ?? change.before)?.gi.profile ?? '';
    case 'gpu':
      return `GPU ${(change.after ?? change.before)?.gpu.index ?? ''}`;
    case 'vm':
      return (change.after ?? change.before)?.name ?? '';
    default:
      return subjectWord(change.about);
  }
}

function vmsOf(change: Change): string {
  if (change.about !== 'instance') return '';
  const names = (vms: readonly Vm[]): string =>
    vms.length === 0 ? '' : makeShortList(vms.map(({ name }) => name));
  const [had, has] = [names(change.vmsBefore), names(change.vmsAfter)];
  if (change.kind === 'removed') return had;
  return had === has || change.kind === 'added'
    ? has
    : `${has === '' ? 'none' : has}, before ${had === '' ? 'none' : had}`;
}

const MARKS =
  'In the drawings rows are compute slices, columns memory slices. `=` stays, `-` goes, `+` comes, `>` moves, `~` changes where it stands, `.` is free.';

/** Only of a GPU whose instances differ: what VMs do is no matter of the drawing. */
function isDrawn(gpu: GpuPair): boolean {
  return gpu.changes.some(({ about }) => about === 'instance' || about === 'gpu') && gridsOf(gpu).length > 0;
}

/** Both drawings beside each other; nothing where neither side can be drawn. */
function gridsOf({ before, after, changes }: GpuPair): string[] {
  const marks = new Map<GiId, string>();
  const marksAfter = new Map<GiId, string>();
  for (const change of changes) {
    if (change.about !== 'instance') continue;
    const mark = { added: '+', removed: '-', moved: '>', changed: '~' }[change.kind];
    if (change.before !== null) marks.set(change.before.gi.id, mark);
    if (change.after !== null) marksAfter.set(change.after.gi.id, mark);
  }
  const left = grid('before', before, (gi) => marks.get(gi.id) ?? '=');
  const right = grid('after', after, (gi) => marksAfter.get(gi.id) ?? '=');
  if (left === null || right === null) return left ?? right ?? [];
  return beside(left, right);
}

function grid(word: string, place: GpuPlace | null, fill: (gi: GpuInstance) => string): string[] | null {
  const board = place === null ? undefined : findBoard(place.gpu.board);
  if (place === null || board === undefined || !isDrawable(board)) return null;
  return [`    ${word}`, ...gridLines({ board, instances: place.gpu.instances, fill })];
}

function* vmPart(changes: readonly Change[]): Generator<void, string[]> {
  const ofVms = changes.filter(({ about }) => about === 'vm');
  if (ofVms.length === 0) return [];
  const rows = yield* rowsOf(ofVms, (change) => [
    KIND_WORDS[change.kind],
    markdownCode(whichOf(change), { inTable: true }),
    ...[wordsOf(change).before, wordsOf(change).after, fieldWords(change).join('; ')].map(
      (text) => markdownText(text) || '-',
    ),
  ]);
  const table = yield* searchMarkdownTable(['What', 'VM', 'Before', 'After', 'Fields'], rows);
  return ['## VMs', table.join('\n')];
}

function* offPart(changes: PlanChanges): Generator<void, string[]> {
  const off = yield* searchMustBeOff(changes);
  if (changes.before.vms.length === 0) return ['None: there was no VM before.'];
  if (off.length === 0) return ['None: every VM keeps its instance as it is.'];
  const rows = yield* rowsOf(off, ({ vm, why }) => [
    markdownCode(vm.name, { inTable: true }),
    markdownText(offMessage(why)),
    ...['', ''],
  ]);
  const table = yield* searchMarkdownTable(['VM', 'Why', 'Off', 'On again'], rows);
  return [
    'While their instance is destroyed, moved or exchanged. The order of the steps says how long (`mig-planner diff BEFORE AFTER`).',
    table.join('\n'),
  ];
}
