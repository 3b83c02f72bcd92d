/** Where a text does not name its boards, the plan it is held against mostly does. */
import type { BoardId } from '../model/board.ts';
import type { Host, Plan } from '../model/plan.ts';
import type { BoardQuestion } from './importText.ts';

/**
 * The board of the same GPU in the plan, on the host of that name or, where the plan has none, on `into`, when it is one that
 * fits the text; null where the plan does not say.
 */
export function plannedBoard(
  question: Pick<BoardQuestion, 'boards' | 'gpus'>,
  into: Host | null,
  plan: Plan,
): { readonly board: BoardId; readonly host: string } | null {
  for (const { host: name, index } of question.gpus) {
    const host = plan.hosts.find((one) => one.name === name) ?? into;
    const gpu = host?.gpus.find((one) => one.index === index) ?? host?.gpus[0];
    if (host !== null && gpu !== undefined && question.boards.includes(gpu.board)) {
      return { board: gpu.board, host: host.name };
    }
  }
  return null;
}
