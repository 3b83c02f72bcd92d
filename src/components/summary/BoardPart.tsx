import { boardName } from '../../placement/messages.ts';
import type { Summary } from '../../placement/summary/summary.ts';
import { proofMessage } from '../../placement/summary/summaryMessages.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { FigureCells, FigureHeads } from './FigureCells.tsx';

/** Each board with its figures, and what is proven of it. */
export function BoardPart({ summary: { boards } }: { readonly summary: Summary }) {
  return (
    <section aria-labelledby="summary-boards" className="summary-part summary-wide">
      <h3 id="summary-boards">Use by board</h3>
      <div className="summary-scroll" role="region" aria-label="Table of the boards" tabIndex={0}>
        <table className="summary-table">
          <caption className="sr-only">Figures of each board</caption>
          <thead>
            <tr>
              <th scope="col">Board</th>
              <FigureHeads />
            </tr>
          </thead>
          <tbody>
            {boards.map((board) => (
              <tr key={board.board}>
                <th scope="row">
                  <span className="summary-name">{boardName(board.board)}</span>
                  <span className="text-ink3"> on {counted(board.hosts, 'host')}</span>
                </th>
                <FigureCells figures={board.figures} proof={board.proof} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {boards.length > 1 && (
        <ul className="summary-proofs">
          {boards.map(({ board, proof }) =>
            proof === null ? null : (
              <li key={board}>
                {boardName(board)}: {proofMessage(proof, figure)}
              </li>
            ),
          )}
        </ul>
      )}
    </section>
  );
}
