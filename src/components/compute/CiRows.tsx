import type { CSSProperties } from 'react';
import type { CiRows as Rows } from '../../model/compute.ts';
import { ciSlices } from '../../model/compute.ts';
import type { ProfileName } from '../../model/profile.ts';
import './compute.css';

type Lengths = CSSProperties & Readonly<Record<`--${string}`, number>>;

/** "1c" of "1c.3g.20gb", "3c" of the whole 3g.20gb. */
export function ciLabel(profile: ProfileName): string {
  const slices = ciSlices(profile);
  return slices === null ? profile : `${slices}c`;
}

interface CiRowsProps {
  readonly rows: readonly Rows[];
  /** How many there are: those that nobody has are hatched. */
  readonly total: number;
  /** Behind the size, where there is room for it. */
  readonly note?: (profile: ProfileName) => string | null;
}

/** The compute instances of a block as rows with lines between them; the block brings --row. */
export function CiRows({ rows, total, note }: CiRowsProps) {
  const left = Array.from({ length: total }, (_, row) => row).filter(
    (row) => !rows.some(({ rows: { start, count } }) => row >= start && row < start + count),
  );
  const drawn = rows.map(({ profile, rows: { start, count } }, index) => {
    const words = note?.(profile) ?? null;
    const style: Lengths = { '--at': start, '--high': count };
    const end = rows[index - 1];
    // Also below rows that nobody has.
    const isCut = start > 0 || end !== undefined;
    return (
      <span key={index} className="ci-row" data-is-cut={isCut || undefined} style={style}>
        <span className="font-semibold">{ciLabel(profile)}</span>
        {words !== null && <span>{words}</span>}
      </span>
    );
  });
  return (
    <>
      {left.map((row) => {
        const style: Lengths = { '--at': row, '--high': 1 };
        return <span key={row} className="ci-row ci-left" data-is-cut={row > 0 || undefined} style={style} />;
      })}
      {drawn}
    </>
  );
}
