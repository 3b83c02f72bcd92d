import { useMemo } from 'react';
import type { Board } from '../../model/board.ts';
import type { Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { Lifted, Target } from '../../state/uiStore.ts';
import { hueOf } from '../board/hue.ts';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { Part } from './Panel.tsx';
import { startLeaves } from './startLeaves.ts';
import './inspector.css';

interface StartsTableProps {
  readonly lifted: Lifted;
  readonly plan: Plan;
  readonly profile: ProfileName;
  readonly board: Board;
  readonly target: Target | null;
}

/** Two digits: six columns of three leave no room for the names of the starts. */
const MOST_COUNTED = 99;

/** "−2", "0", "+1". */
function signed(count: number): string {
  return count < 0 ? `−${-count}` : count > 0 ? `+${count}` : '0';
}

/** Compares the legal starts before one is taken: how many of each profile would fit afterwards. */
export function StartsTable({ lifted, plan, profile, board, target }: StartsTableProps) {
  const { profiles, now, rows, more } = useMemo(
    () => startLeaves(plan, lifted, profile, board),
    [plan, lifted, profile, board],
  );
  if (rows.length === 0) return null;
  const wide = profiles.find((one) => hueOf(board, one.name) === 'wide-1g');
  // Of a fleet nobody compares 1,438 with 1,440, and six such figures have no room: what each start takes is compared.
  const isMany = now.some((count) => count > MOST_COUNTED);
  return (
    <Part title={isMany ? 'What each start takes' : 'What each start leaves'}>
      <table className="starts">
        <thead>
          <tr>
            <th scope="col">Start</th>
            {profiles.map((one) => (
              <th key={one.name} scope="col" title={one.name}>
                <span className="flex flex-col items-end gap-1">
                  <ProfileSwatch board={board} profile={one.name} />
                  <span aria-hidden="true">
                    {one.computeSlices}g{one === wide ? '+' : ''}
                  </span>
                  <span className="sr-only">{one.name}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {!isMany && (
            <tr className="text-ink3">
              <th scope="row">Now</th>
              {now.map((count, index) => (
                <td key={index}>{count}</td>
              ))}
            </tr>
          )}
          {rows.map((row) => {
            const isAimed = target?.gpuId === row.target.gpuId && target.start === row.target.start;
            return (
              <tr key={row.label} data-aimed={isAimed || undefined}>
                <th scope="row" title={row.label}>
                  {row.label}
                </th>
                {row.fits.map((count, index) => (
                  <td key={index}>{isMany ? signed(count - (now[index] ?? 0)) : count}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="text-note text-ink3">
        {isMany && 'How many fewer fit afterwards. '}
        {wide === undefined ? '' : `1g+ is the wide 1g, ${wide.name}. `}
        {more > 0 ? `${more} more legal ${more === 1 ? 'start' : 'starts'}.` : ''}
      </p>
    </Part>
  );
}
