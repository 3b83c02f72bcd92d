import { useMemo } from 'react';
import type { Table } from '../../../formats/tableText.ts';
import { classNames } from '../../ui/classNames.ts';
import { counted, figure } from '../counted.ts';
import { ScrolledPreview } from './ScrolledPreview.tsx';

/** The rest is in the file; nobody reads on here. */
const MOST_ROWS = 200;

/** The table as a spreadsheet shows it: its first rows, figures to the right. */
export function TablePreview({ table }: { readonly table: Table }) {
  const { head, rows } = table;
  const isFigures = useMemo(
    () => head.map((_, column) => rows.some((row) => typeof row[column] === 'number')),
    [head, rows],
  );
  return (
    <ScrolledPreview label="Table">
      <table className="w-full border-separate border-spacing-0 text-table">
        <thead>
          <tr>
            {head.map((name, column) => (
              <th
                key={name}
                scope="col"
                className={classNames(
                  'sticky top-0 border-b border-strong bg-surface px-2.5 py-1.5 font-medium whitespace-nowrap',
                  isFigures[column] === true ? 'text-right' : 'text-left',
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, n) => (
            <tr key={n}>
              {row.map((cell, column) => (
                <td
                  key={column}
                  className={classNames(
                    'border-b border-line px-2.5 py-1 whitespace-nowrap',
                    isFigures[column] === true && 'text-right tabular-nums',
                  )}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="px-2.5 py-1.5 text-table text-ink3">No row</p>}
      {rows.length > MOST_ROWS && (
        <p className="sticky left-0 w-fit px-2.5 py-1.5 text-table text-ink3">
          The first {figure(MOST_ROWS)} of {counted(rows.length, 'row')}
        </p>
      )}
    </ScrolledPreview>
  );
}
