import { findBoard } from '../../model/catalogue/catalogue.ts';
import { boardName } from '../../placement/messages.ts';
import { staysMessage } from '../../placement/solver/fitsMessages.ts';
import type { FitsRepacked } from '../../placement/solver/repack.ts';
import type { BoardSummary, ProfileSummary, Summary } from '../../placement/summary/summary.ts';
import { percent } from '../../placement/summary/summaryMessages.ts';
import { hueOf } from '../board/hue.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { ProfileBar } from './ProfileBar.tsx';

interface ChartProps {
  readonly summary: Summary;
  /** No more figures are to come. */
  readonly isWhole: boolean;
}

/** How the slices in use are divided among the profiles, board by board: a table whose lines are the chart. */
export function ProfileMix({ summary }: Pick<ChartProps, 'summary'>) {
  return (
    <section aria-labelledby="summary-mix" className="summary-part">
      <h3 id="summary-mix">Profiles</h3>
      <p className="summary-note">
        The line is a profile’s share of the memory slices in use: filled with a VM, dashed without.
      </p>
      {summary.boards.map((board) => {
        const rows = board.profiles.filter(({ instances }) => instances > 0);
        const unused = board.profiles.length - rows.length;
        return (
          <table key={board.board} className="summary-chart">
            <caption className={summary.boards.length === 1 ? 'sr-only' : undefined}>
              Profiles of {boardName(board.board)}
            </caption>
            <thead>
              <tr>
                <th scope="col">Profile</th>
                <th scope="col" className="chart-line">
                  <span className="sr-only">Share of memory slices in use</span>
                </th>
                <th scope="col">Instances</th>
                <th scope="col">With a VM</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <MixRow key={row.profile} board={board} row={row} />
              ))}
              {unused > 0 && (
                <tr>
                  <td colSpan={4} className="text-ink3">
                    {rows.length === 0 ? 'No instance yet.' : `${counted(unused, 'more profile')} not used.`}
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        );
      })}
    </section>
  );
}

function MixRow({ board, row }: { readonly board: BoardSummary; readonly row: ProfileSummary }) {
  const known = findBoard(board.board);
  const all = board.figures.memoryUsed;
  const slices = (instances: number): number => instances * (row.memorySlices ?? 0);
  const share = (instances: number): number => (all === 0 ? 0 : slices(instances) / all);
  return (
    <tr>
      <th scope="row">
        <ProfileSwatch board={known} profile={row.profile} />
        {row.profile}
      </th>
      <td className="chart-line">
        <ProfileBar
          hue={hueOf(known, row.profile)}
          full={share(row.instancesWithVm)}
          more={share(row.instances - row.instancesWithVm)}
        />
        <span className="sr-only">
          {row.memorySlices === null ? 'not known' : percent(slices(row.instances), all)}
        </span>
      </td>
      <td>{figure(row.instances)}</td>
      <td>{figure(row.instancesWithVm)}</td>
    </tr>
  );
}

/** How many more of each profile fit: now, and once all that may move is moved. */
export function WhatFits({ summary, isWhole }: ChartProps) {
  const stays = summary.stays === null ? '' : staysMessage(summary.stays);
  return (
    <section aria-labelledby="summary-fits" className="summary-part">
      <h3 id="summary-fits">What still fits</h3>
      <p className="summary-note">
        Each profile alone, out of what these GPUs hold while they are empty: filled now, dashed after
        repacking.
      </p>
      {summary.boards.map((board) => {
        const rows = board.profiles.filter(({ now }) => now !== null);
        return (
          <table key={board.board} className="summary-chart">
            <caption className={summary.boards.length === 1 ? 'sr-only' : undefined}>
              What still fits on {boardName(board.board)}
            </caption>
            <thead>
              <tr>
                <th scope="col">Profile</th>
                <th scope="col" className="chart-line">
                  <span className="sr-only">Share of what fits on empty GPUs</span>
                </th>
                <th scope="col">Now</th>
                <th scope="col">Repacked</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <FitsRow key={row.profile} board={board} row={row} isWhole={isWhole} />
              ))}
              {rows.length === 0 && (
                <tr>
                  <td colSpan={4} className="text-ink3">
                    No public source has the starts of this board.
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        );
      })}
      {stays !== '' && <p className="summary-note">{stays}</p>}
    </section>
  );
}

/** "22", or "20 to 22" where no more is proven. */
function repackedWords({ count, bound }: FitsRepacked): string {
  return count === bound ? figure(count) : `${figure(count)} to ${figure(bound)}`;
}

interface FitsRowProps {
  readonly board: BoardSummary;
  readonly row: ProfileSummary;
  readonly isWhole: boolean;
}

function FitsRow({ board, row, isWhole }: FitsRowProps) {
  const known = findBoard(board.board);
  const now = row.now ?? 0;
  const most = row.most ?? 0;
  const share = (count: number): number => (most === 0 ? 0 : count / most);
  return (
    <tr>
      <th scope="row">
        <ProfileSwatch board={known} profile={row.profile} />
        {row.profile}
      </th>
      <td className="chart-line">
        <ProfileBar
          hue={hueOf(known, row.profile)}
          full={share(now)}
          more={share(Math.max(0, (row.repacked?.count ?? now) - now))}
        />
        <span className="sr-only">{percent(now, most)} now</span>
      </td>
      <td>{figure(now)}</td>
      <td>
        {row.repacked !== null ? (
          repackedWords(row.repacked)
        ) : isWhole ? (
          'not known'
        ) : (
          <span title="Being worked out">…</span>
        )}
      </td>
    </tr>
  );
}
