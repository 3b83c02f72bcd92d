import { useId, useState } from 'react';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { BoardId } from '../../model/board.ts';
import type { GpuPlace, Plan } from '../../model/plan.ts';
import { isVariantOpen } from '../../model/vgpu.ts';
import {
  boardChangeWords,
  instanceLines,
  newDoubts,
  vgpuLines,
  type ChangeLine,
} from '../../placement/boardMessages.ts';
import { boardChange } from '../../placement/changeBoard.ts';
import { boardName, commandMessage } from '../../placement/messages.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { Button } from '../ui/Button.tsx';
import { VariantSelect } from './VariantSelect.tsx';

interface BoardPreviewProps {
  readonly place: GpuPlace;
  readonly plan: Plan;
  readonly board: BoardId;
  /** The board was changed, or is not to be. */
  readonly onDone: () => void;
}

/** What another board would make of a GPU, before it does: what becomes what, what goes, who waits, what objects. */
export function BoardPreview({ place, plan, board, onDone }: BoardPreviewProps) {
  const titleId = useId();
  const [variant, setVariant] = useState<string | null>(null);
  const command = { type: 'gpu/setBoard', gpuId: place.gpu.id, board, variant } as const;
  const result = boardChange(plan, command);
  if (!result.ok) return <p className="text-table">{commandMessage(result.error, plan)}</p>;
  const change = result.value;
  const doubts = newDoubts(change, plan);
  const asksVariant =
    isVariantOpen(VGPU_BOARDS, board) && change.vgpus.some(({ from }) => from.kind === 'type');
  return (
    <section
      aria-labelledby={titleId}
      className="flex flex-col gap-2 rounded-control border border-strong p-3 text-table"
    >
      <h3 id={titleId} className="font-semibold">
        {boardName(place.gpu.board)} becomes {boardName(board)}
      </h3>
      <p role="status">{boardChangeWords(change, plan)}</p>
      {asksVariant && <VariantSelect board={board} value={variant} onChange={setVariant} />}
      <Lines title="Instances" lines={instanceLines(change, plan)} none="no counterpart" />
      <Lines title="VMs" lines={vgpuLines(change, plan)} none="waits" />
      {doubts.length > 0 && (
        <>
          <h4 className="text-note text-ink3">In doubt</h4>
          <ul className="text-note text-ink2">
            {doubts.slice(0, MAX_DOUBTS).map((doubt) => (
              <li key={doubt}>{doubt}</li>
            ))}
          </ul>
        </>
      )}
      {change.refusal !== null && (
        <p className="font-medium">Not possible: {commandMessage(change.refusal, plan)}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {change.refusal === null && (
          <Button
            variant="primary"
            onClick={() => {
              if (runCommand(command)) onDone();
            }}
          >
            Change the board
          </Button>
        )}
        <Button onClick={onDone}>Leave it</Button>
      </div>
    </section>
  );
}

/** As many as a GPU can have instances; a fleet's worth of sentences is no preview. */
const MAX_DOUBTS = 7;

interface LinesProps {
  readonly title: string;
  readonly lines: readonly ChangeLine[];
  /** Said of what has no name afterwards. */
  readonly none: string;
}

function Lines({ title, lines, none }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <>
      <h4 className="text-note text-ink3">{title}</h4>
      {groupsOf(lines).map(({ why, same }, index) => (
        <div key={index}>
          <ul className="flex flex-col gap-1">
            {same.map(({ from, to }, at) => (
              <li key={at}>
                {from} <span aria-hidden>→</span> <span className="sr-only">becomes</span>{' '}
                <span className="font-medium">{to ?? none}</span>
              </li>
            ))}
          </ul>
          {why !== null && <p className="text-note text-ink2">{why}</p>}
        </div>
      ))}
    </>
  );
}

interface SameReason {
  readonly why: string | null;
  readonly same: readonly ChangeLine[];
}

/** The lines by their reason, which is said once below all that it is the reason of. */
function groupsOf(lines: readonly ChangeLine[]): SameReason[] {
  const groups = new Map<string | null, ChangeLine[]>();
  for (const line of lines) groups.set(line.why, [...(groups.get(line.why) ?? []), line]);
  return [...groups].map(([why, same]) => ({ why, same }));
}
