/** Reading as the page asks for it. Loaded where the work is done: the readers are half of the product's code. */
import type { FormatError } from '../../formats/reading.ts';
import type { Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Search } from '../../placement/solver/search.ts';
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

export const READ_TASKS = { read, share };
export type ReadTasks = typeof READ_TASKS;
