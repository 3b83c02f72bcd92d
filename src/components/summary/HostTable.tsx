import { memo } from 'react';
import { boardName } from '../../placement/messages.ts';
import type { HostSummary } from '../../placement/summary/summary.ts';
import { goTo } from '../search/goTo.ts';
import { FigureCells, FigureHeads } from './FigureCells.tsx';

/** Each host with its figures; its name leads to it on the board. */
export const HostTable = memo(function HostTable({ hosts }: { readonly hosts: readonly HostSummary[] }) {
  return (
    // Where it is too wide and yet a table, it is scrolled sideways, by keys too.
    <div className="summary-scroll" role="region" aria-label="Table of the hosts" tabIndex={0}>
      <table className="summary-table">
        <caption className="sr-only">Figures of each host</caption>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <FigureHeads />
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.id}>
              <th scope="row" title={host.boards.map(boardName).join(', ')}>
                <button
                  type="button"
                  className="figure-button summary-name"
                  title="Show it on the board"
                  onClick={() => goTo({ kind: 'host', id: host.id })}
                >
                  {host.name}
                </button>
              </th>
              <FigureCells figures={host.figures} proof={host.proof} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
