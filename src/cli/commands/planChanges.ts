/** `diff --to`: what is other in TARGET than in CURRENT, as sentences or as a change record for the ticket. */
import { makeChangeRecord } from '../../console/changeRecord.ts';
import type { GiId } from '../../model/ids.ts';
import type { Host, Plan } from '../../model/plan.ts';
import type { Change, PlanChanges } from '../../placement/changes/change.ts';
import { countChanges } from '../../placement/changes/changeCounts.ts';
import {
  changeCountWords,
  changeMessage,
  matchMessage,
  offMessage,
} from '../../placement/changes/changeMessages.ts';
import { changesBetween, changesOnHost } from '../../placement/changes/changesBetween.ts';
import { mustBeOff } from '../../placement/changes/mustBeOff.ts';
import { counted } from '../../placement/messages.ts';
import { jsonNotices, noticeLines, type Input } from '../input.ts';
import { printable, printJson, type ExitCode, type Io } from '../io.ts';

export const RECORD_FORMS = ['text', 'markdown'] as const;
export type RecordForm = (typeof RECORD_FORMS)[number];

export interface ChangesAsked {
  readonly form: RecordForm;
  /** Only what is other on this host of the target. */
  readonly host: Host | null;
  readonly json: boolean;
}

/** 0: nothing differs; 1: something does. Files have no ids, so everything is found by its name. */
export function planChanges(
  io: Io,
  current: Plan,
  target: Plan,
  { reading, startUnknown }: Pick<Input, 'reading' | 'startUnknown'>,
  { form, host, json }: ChangesAsked,
): ExitCode {
  const all = changesBetween(current, target, 'names');
  const changes = host === null ? all : changesOnHost(all, host.name);
  if (json) {
    printJson(io, { ...jsonChanges(changes), notices: jsonNotices(reading) });
  } else {
    io.stderr(printable(noticeLines(reading) + onlyCounted(startUnknown)));
    const lines = [...changes.changes.map(changeMessage), changeCountWords(countChanges(changes.changes))];
    io.stdout(
      printable(form === 'markdown' ? makeChangeRecord(changes) : lines.map((line) => `${line}\n`).join('')),
    );
  }
  return changes.changes.length === 0 ? 0 : 1;
}

function onlyCounted(startUnknown: ReadonlySet<GiId>): string {
  const count = startUnknown.size;
  return count === 0
    ? ''
    : `note: CURRENT only counts ${counted(count, 'instance')}: the starts are the planner's, and may be no difference\n`;
}

function jsonChanges(changes: PlanChanges): object {
  return {
    same: changes.changes.length === 0,
    matched: changes.match,
    because: matchMessage(changes),
    counts: countChanges(changes.changes),
    changes: changes.changes.map((change) => ({
      ...{ about: change.about, kind: change.kind, ...placesOf(change) },
      message: changeMessage(change),
    })),
    off: mustBeOff(changes).map(({ vm, why }) => ({
      ...{ vm: vm.name, why: why.code, message: offMessage(why) },
    })),
  };
}

interface JsonPlace {
  readonly host: string;
  readonly gpu: number;
  readonly profile: string | null;
  readonly start: number | null;
}

/** Where it is in either plan; null where it is not there, or no thing of one GPU. */
function placesOf(change: Change): { readonly before: JsonPlace | null; readonly after: JsonPlace | null } {
  const of = (place: Extract<Change, { about: 'instance' | 'gpu' }>['before']): JsonPlace | null => {
    if (place === null) return null;
    const gi = 'gi' in place ? place.gi : null;
    return {
      ...{ host: place.host.name, gpu: place.gpu.index },
      ...{ profile: gi?.profile ?? null, start: gi?.start ?? null },
    };
  };
  if (change.about !== 'instance' && change.about !== 'gpu') return { before: null, after: null };
  return { before: of(change.before), after: of(change.after) };
}
