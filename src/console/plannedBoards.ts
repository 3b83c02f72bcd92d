/** Where a text leaves something open, the plan it is held against mostly knows it. */
import type { BoardId } from '../model/board.ts';
import type { Host, Plan } from '../model/plan.ts';
import type { BoardQuestion, ImportQuestion } from './importText.ts';

/**
 * The board of the same GPU in the plan, on the host of that name or, where the plan has none, on `into`, when that has every GPU asked for and it is one that
 * fits the text; null where the plan does not say, and where lines of the text name different boards: which is wrong, a plan cannot know.
 */
export function plannedBoard(
  question: Pick<BoardQuestion, 'boards' | 'differ' | 'gpus'>,
  into: Host | null,
  plan: Plan,
): { readonly board: BoardId; readonly host: string } | null {
  if (question.differ !== null) return null;
  const isNamed = (name: string | null): boolean => plan.hosts.some((one) => one.name === name);
  // A text of more GPUs than the host has is of another host.
  const isOther = question.gpus.some(
    ({ host, index }) => !isNamed(host) && into !== null && into.gpus.every((gpu) => gpu.index !== index),
  );
  if (isOther) return null;
  for (const { host: name, index } of question.gpus) {
    const host = plan.hosts.find((one) => one.name === name) ?? into;
    const gpu = host?.gpus.find((one) => one.index === index) ?? host?.gpus[0];
    if (host !== null && gpu !== undefined && question.boards.includes(gpu.board)) {
      return { board: gpu.board, host: host.name };
    }
  }
  return null;
}

export interface PlannedAnswer {
  readonly answer: string;
  /** The host of the plan that answers. */
  readonly host: string;
}

/** What the plan says to a question: the board of a GPU, whether it is mirrored, how many GPUs a host has; null where it does not know. */
export function plannedAnswer(question: ImportQuestion, into: Host | null, plan: Plan): PlannedAnswer | null {
  const named = (name: string | null): Host | null => plan.hosts.find((one) => one.name === name) ?? into;
  switch (question.kind) {
    case 'board': {
      const found = plannedBoard(question, into, plan);
      return found === null ? null : { answer: found.board, host: found.host };
    }
    case 'kind': {
      const host = named(question.gpu.host);
      const kind = host?.gpus.find((one) => one.index === question.gpu.index)?.kind;
      const fits = question.choices.some((choice) => choice.kind === kind);
      return host === null || kind == null || !fits ? null : { answer: kind, host: host.name };
    }
    case 'gpu-count': {
      const host = named(question.host);
      const count = host?.gpus.length ?? 0;
      return host === null || count === 0 || count > question.max
        ? null
        : { answer: String(count), host: host.name };
    }
    case 'configuration':
      return null;
  }
}

/** The only host that a text names, where the plan has none of that name. */
export function strangerIn(read: Plan, plan: Plan): string | null {
  const [only, second] = read.hosts;
  if (only === undefined || second !== undefined) return null;
  return plan.hosts.some((host) => host.name === only.name) ? null : only.name;
}
