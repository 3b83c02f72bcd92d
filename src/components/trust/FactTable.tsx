import type { ReactNode } from 'react';

interface FactTableProps {
  readonly label: string;
  readonly columns: readonly string[];
  /** Rows. */
  readonly children: ReactNode;
}

/** A table of facts, which scrolls by itself where it is wider than the dialog. */
export function FactTable({ label, columns, children }: FactTableProps) {
  return (
    <div className="trust-table" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
