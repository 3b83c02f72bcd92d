import { useState } from 'react';
import type { BoardId } from '../../model/board.ts';
import type { Counterpart, NameAnswer } from '../../placement/names/findNames.ts';
import { nameAnswerMessage } from '../../placement/names/nameMessages.ts';
import { counted } from '../dialogs/counted.ts';
import { useIsNarrow } from '../dialogs/useIsNarrow.ts';
import { Button } from '../ui/Button.tsx';
import { BoardNamesRows } from './BoardNamesRows.tsx';

interface NamesPartProps {
  readonly answer: NameAnswer;
  readonly others: readonly Counterpart[];
  /** Boards of the plan. */
  readonly planned: readonly BoardId[];
}

/** Boards in the table before the rest is asked for. */
const SOME = 6;

/** What the text is a name of, and all the other names of the same, board by board. */
export function NamesPart({ answer, others, planned }: NamesPartProps) {
  const [asked, setAsked] = useState('');
  const isNarrow = useIsNarrow();
  const boards = answer.kind === 'found' ? answer.boards : [];
  const name = answer.kind === 'found' ? answer.name : '';
  const shown = asked === name ? boards : boards.slice(0, SOME);
  const left = boards.length - shown.length;
  return (
    <div className="search-part">
      <h2 className="pb-1 text-table text-ink3">Names</h2>
      <p className="max-w-[44rem] pb-2 text-table">{nameAnswerMessage(answer, others)}</p>
      {shown.length > 0 && (
        <table className="names">
          <caption className="sr-only">Names by board</caption>
          <thead>
            <tr>
              <th scope="col">Profile</th>
              <th scope="col">ID</th>
              <th scope="col">vGPU type</th>
              {!isNarrow && (
                <>
                  <th scope="col">On ESXi</th>
                  <th scope="col">mdev on KVM</th>
                  <th scope="col">Kubernetes</th>
                </>
              )}
            </tr>
          </thead>
          {shown.map((one) => (
            <BoardNamesRows
              key={one.board.id}
              names={one}
              isPlanned={planned.includes(one.board.id)}
              isNarrow={isNarrow}
            />
          ))}
        </table>
      )}
      {left > 0 && (
        <p className="pt-3">
          <Button size="small" onClick={() => setAsked(name)}>
            Show {counted(left, 'more board')}
          </Button>
        </p>
      )}
    </div>
  );
}
