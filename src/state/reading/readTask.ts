/** Reading as the page asks for it. Loaded where the work is done: the readers are half of the product's code. */
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { textPieces } from '../../formats/planText.ts';
import type { FormatError } from '../../formats/reading.ts';
import type { Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Search } from '../../placement/solver/search.ts';
import { packPlan, type AnyPackedPlan } from '../packedPlan.ts';
import { packReply, type PackedReply } from './packedReply.ts';
import { readImport, type Answers } from './readImport.ts';
import { share } from './shareTask.ts';

export interface ReadArgs extends Answers {
  readonly text: string;
  /** The plan that is open. */
  readonly plan: Plan;
}

/** One step: a text that is to be read has a megabyte at the most, or is of our own. */
// oxlint-disable-next-line require-yield
function* read({ text, plan, ...answers }: ReadArgs): Search<Result<PackedReply, FormatError>> {
  const reply = readImport(text, answers, plan);
  return { best: reply.ok ? ok(packReply(reply.value)) : reply, bound: null, isProven: true, work: 1 };
}

/** The text of a plan, made of the texts of its parts: of the next one only what changed is written anew. */
function* write({ plan }: { readonly plan: Plan }): Search<string> {
  for (const _ of textPieces(plan)) yield { best: null, bound: null, isProven: false, work: 1 };
  return { best: makePlanJson(plan), bound: null, isProven: true, work: 1 };
}

/** The plan of a document of ours. */
// oxlint-disable-next-line require-yield
function* plan({ text }: { readonly text: string }): Search<Result<AnyPackedPlan, FormatError>> {
  const reading = parsePlanJson(text);
  const best = reading.ok ? ok(packPlan(reading.value.plan)) : reading;
  return { best, bound: null, isProven: true, work: 1 };
}

export const READ_TASKS = { read, share, write, plan };
export type ReadTasks = typeof READ_TASKS;
