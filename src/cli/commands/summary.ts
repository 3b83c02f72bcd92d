/** `summary`: a plan in figures: use, what is stranded and why, who waits and why, what fits, and whether fewer GPUs would do. */
import { summaryLines } from '../../console/summaryText.ts';
import { ok, type Result } from '../../model/result.ts';
import type { PackingProof } from '../../placement/summary/fewest.ts';
import { summarize } from '../../placement/summary/searchSummary.ts';
import type { Summary } from '../../placement/summary/summary.ts';
import { causeMessage, proofMessage } from '../../placement/summary/summaryMessages.ts';
import { jsonNotices, noticeLines, readPlan } from '../input.ts';
import { printable, printJson, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';

export interface SummaryOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  readonly json: boolean;
}

export function summary(io: Io, file: string, options: SummaryOptions): Result<ExitCode, Unusable> {
  const input = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!input.ok) return input;
  const { reading } = input.value;
  const best = summarize(reading.plan);
  if (options.json) {
    printJson(io, { ...jsonOf(best), notices: jsonNotices(reading) });
    return ok(0);
  }
  io.stderr(printable(noticeLines(reading)));
  io.stdout(
    printable(
      summaryLines(best)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
  return ok(0);
}

function jsonOf({ name, figures, vms, proof, boards, hosts, stranded, waiting, stays }: Summary): object {
  return {
    plan: name,
    ...figures,
    vms,
    proof: jsonProof(proof),
    boards: boards.map((one) => ({
      board: one.board,
      hosts: one.hosts,
      ...one.figures,
      proof: jsonProof(one.proof),
      profiles: one.profiles.map(({ repacked, ...rest }) => ({
        ...rest,
        repacked: repacked?.count ?? null,
        bound: repacked?.bound ?? null,
        proven: repacked !== null && repacked.count === repacked.bound,
      })),
    })),
    hosts: hosts.map((one) => ({
      host: one.name,
      boards: one.boards,
      ...one.figures,
      proof: jsonProof(one.proof),
    })),
    stranded: stranded.map((group) => ({ ...group, message: causeMessage(group) })),
    waiting: (waiting ?? []).map(({ reason, why, vms: count, names, wants }) => ({
      code: reason?.code ?? 'room',
      vms: count,
      names,
      wants: wants.map(({ wanted, count: vgpus }) => ({ wanted, vgpus })),
      message: why,
    })),
    stays,
  };
}

function jsonProof(proof: PackingProof | null): object | null {
  if (proof === null) return null;
  const { gpus, gpusLeftOut, fewest, isProven } = proof;
  return { gpus, gpusLeftOut, fewest, proven: isProven, message: proofMessage(proof) };
}
