/** What the database has of a plan, read: its text, and its steps where they belong to it. */
import { parsePlanJson } from '../../formats/planJson.ts';
import type { FormatError } from '../../formats/reading.ts';
import type { Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { PlanDocument } from '../planStore.ts';
import { readHistoryRecord } from './historyRecord.ts';
import type { OpenError, SessionParts } from './openPlan.ts';
import type { StoredPlan } from './shelf.ts';
import { stampPlan } from './stamps.ts';

/** Characters of a text that the page reads faster than it hands it on. */
const MAX_READ_HERE = 500_000;

/** What a large text says, read beside the page; null: it is to be read here. */
export async function readBeside(
  { beside }: Pick<SessionParts, 'beside'>,
  text: string | null,
): Promise<Result<Plan, FormatError> | null> {
  return text === null || text.length <= MAX_READ_HERE ? null : ((await beside?.read(text)) ?? null);
}

export function planIn(text: string): Result<Plan, FormatError> {
  const reading = parsePlanJson(text);
  return reading.ok ? ok(reading.value.plan) : reading;
}

/** A stored plan as it was left; without its history where that is of another text. `known`: what its text says, where it was read. */
export function readStored(
  { record, text, history }: StoredPlan,
  known: Result<Plan, FormatError> | null = null,
): Result<{ document: PlanDocument; isHistoryLost: boolean }, OpenError> {
  if (text === null) return err({ code: 'unreadable', error: null });
  const reading = known ?? planIn(text);
  if (!reading.ok) return err({ code: 'unreadable', error: reading.error });
  const kept = readHistoryRecord(history, { revision: record.revision, text, read: reading.value });
  const document = kept ?? { plan: reading.value, past: [], future: [] };
  stampPlan(document.plan, text);
  return ok({ document, isHistoryLost: kept === null && history !== undefined });
}
