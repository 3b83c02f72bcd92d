import type { CSSProperties } from 'react';
import type { CiRows as Rows } from '../../model/compute.ts';
import { ciSlices } from '../../model/compute.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { SliceRange } from '../../model/slices.ts';
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
      {leftOver(rows, total).map(({ start, count }) => {
        const style: Lengths = { '--at': start, '--high': count };
        return (
          <span key={start} className="ci-row ci-left" data-is-cut={start > 0 || undefined} style={style} />
        );
      })}
      {drawn}
    </>
  );
}

/** The rows that nobody has, those beside each other as one. */
function leftOver(rows: readonly Rows[], total: number): SliceRange[] {
  const runs: SliceRange[] = [];
  for (let row = 0; row < total; row++) {
    if (rows.some(({ rows: { start, count } }) => row >= start && row < start + count)) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.start + last.count === row)
      runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else runs.push({ start: row, count: 1 });
  }
  return runs;
}
