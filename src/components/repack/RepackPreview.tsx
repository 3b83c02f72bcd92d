import { useMemo, useState } from 'react';
import type { GiId } from '../../model/ids.ts';
import { isDrawable } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { vmsByInstance, type Gpu, type Plan } from '../../model/plan.ts';
import { gpuName, makeShortList } from '../../placement/messages.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { MiniGrid } from '../ui/MiniGrid.tsx';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { changedGpus, madeRows, moveRows, numbersOf, type ChangedGpu, type MoveRow } from './repackRows.ts';

interface RepackPreviewProps {
  readonly plan: Plan;
  /** The plan with the moves made. */
  readonly after: Plan;
}

/** Shown at once; a fleet has thousands. */
const MOST_GPUS = 12;
const MOST_MOVES = 100;
const PITCH_PX = 18;

/** What would move, drawn as it is now and as it would be, and listed with whom it interrupts. */
export function RepackPreview({ plan, after }: RepackPreviewProps) {
  const rows = useMemo(() => moveRows(plan, after), [plan, after]);
  const gpus = useMemo(() => changedGpus(plan, after), [plan, after]);
  const made = useMemo(() => madeRows(plan, after, rows), [plan, after, rows]);
  const signs = useMemo(
    () => new Map<GiId, Sign>([...numbersOf(rows), ...made.map(({ gi }) => [gi.id, '+'] as const)]),
    [rows, made],
  );
  const [limits, setLimits] = useState({ gpus: MOST_GPUS, moves: MOST_MOVES });
  const gone = rows.filter(({ to }) => to === null).length;
  return (
    <div className="repack">
      <section aria-label="Moves" className="repack-moves">
        {rows.length > 0 && (
          <h3 className="text-table font-semibold">{movesWords(rows.length - gone, gone)}</h3>
        )}
        <ol>
          {rows.slice(0, limits.moves).map((row) => (
            <MoveLine key={row.from.gi.id} row={row} />
          ))}
        </ol>
        {rows.length > limits.moves && (
          <Button size="small" onClick={() => setLimits({ ...limits, moves: limits.moves + MOST_MOVES })}>
            Show {figure(Math.min(MOST_MOVES, rows.length - limits.moves))} more
          </Button>
        )}
        {made.length > 0 && (
          <>
            <h3 className="text-table font-semibold">{counted(made.length, 'new instance')}</h3>
            <ul aria-label="New instances">
              {made.slice(0, limits.moves).map((place) => (
                <li key={place.gi.id} className="repack-move">
                  <Signed sign="+" isLanding />
                  <p className="flex min-w-0 flex-wrap items-center gap-x-1.5">
                    <ProfileSwatch board={findBoard(place.gpu.board)} profile={place.gi.profile} />
                    <span className="font-medium">{place.gi.profile}</span>
                    <span className="text-ink2">
                      {gpuName(place)}, slice {place.gi.start}
                    </span>
                  </p>
                </li>
              ))}
            </ul>
            {made.length > limits.moves && (
              <Button size="small" onClick={() => setLimits({ ...limits, moves: limits.moves + MOST_MOVES })}>
                Show {figure(Math.min(MOST_MOVES, made.length - limits.moves))} more new
              </Button>
            )}
          </>
        )}
      </section>
      <section aria-label="GPUs that change" className="repack-gpus">
        <h3 className="text-table font-semibold">
          {counted(gpus.length, 'GPU')} that {gpus.length === 1 ? 'changes' : 'change'}
        </h3>
        <ul>
          {gpus.slice(0, limits.gpus).map((one) => (
            <ChangedGpuPair key={one.after.id} changed={one} plan={plan} afterPlan={after} signs={signs} />
          ))}
        </ul>
        {gpus.length > limits.gpus && (
          <Button size="small" onClick={() => setLimits({ ...limits, gpus: limits.gpus + MOST_GPUS })}>
            Draw {figure(Math.min(MOST_GPUS, gpus.length - limits.gpus))} more
          </Button>
        )}
      </section>
    </div>
  );
}

function MoveLine({ row: { number, from, to, vms } }: { readonly row: MoveRow }) {
  const { profile } = from.gi;
  return (
    <li className="repack-move">
      <Signed sign={to === null ? '−' : number} isLanding={to !== null} />
      <div className="min-w-0">
        <p className="flex items-center gap-1.5 font-medium">
          <ProfileSwatch board={findBoard(from.gpu.board)} profile={profile} />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {vms === '' ? profile : `${profile} ${vms}`}
          </span>
        </p>
        <p className="text-ink2">
          {gpuName(from)}, slice {from.gi.start} <span aria-hidden>→</span>{' '}
          <span className="sr-only">to</span>{' '}
          {to === null
            ? vms === ''
              ? 'goes'
              : 'goes; its VMs wait'
            : `${to.gpu.id === from.gpu.id ? '' : `${gpuName(to)}, `}slice ${to.gi.start}`}
        </p>
        <p className="text-note text-ink3">{vms === '' ? 'interrupts no VM' : `interrupts ${vms}`}</p>
      </div>
    </li>
  );
}

/** "3 moves", "3 moves, 2 go", "2 instances go". */
function movesWords(moves: number, gone: number): string {
  if (gone === 0) return counted(moves, 'move');
  const goes = counted(gone, 'instance goes', 'instances go');
  return moves === 0 ? goes : `${counted(moves, 'move')}, ${goes}`;
}

/** The number of a move; one that is new, or goes for good, has a sign. */
type Sign = number | '+' | '−';

/** White where it leaves, black where it lands. */
function Signed({ sign, isLanding }: { readonly sign: Sign; readonly isLanding: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex h-4 min-w-4 shrink-0 items-center justify-center rounded-full border border-ink px-0.5 text-axis font-semibold',
        isLanding ? 'bg-ink text-surface' : 'bg-surface text-ink',
      )}
    >
      {sign}
    </span>
  );
}

interface ChangedGpuPairProps {
  readonly changed: ChangedGpu;
  readonly plan: Plan;
  readonly afterPlan: Plan;
  readonly signs: ReadonlyMap<GiId, Sign>;
}

function ChangedGpuPair({ changed: { now, after }, plan, afterPlan, signs }: ChangedGpuPairProps) {
  const isEmptied = after.instances.length === 0;
  return (
    <li>
      <h4 className="flex items-baseline gap-2 text-table">
        <span className="font-medium">{gpuName(now)}</span>
        {isEmptied && <span className="text-note text-ink2">empty afterwards</span>}
        <span className="sr-only">
          Now {contentOf(now.gpu)}; afterwards {contentOf(after)}.
        </span>
      </h4>
      <div className="repack-pair">
        <Drawing title="Now" gpu={now.gpu} plan={plan} signs={signs} isLanding={false} />
        <Drawing title="After" gpu={after} plan={afterPlan} signs={signs} isLanding />
      </div>
    </li>
  );
}

function contentOf(gpu: Gpu): string {
  return gpu.instances.length === 0
    ? 'empty'
    : makeShortList(gpu.instances.map(({ profile, start }) => `${profile} at slice ${start}`));
}

interface DrawingProps {
  readonly title: string;
  readonly gpu: Gpu;
  readonly plan: Plan;
  readonly signs: ReadonlyMap<GiId, Sign>;
  readonly isLanding: boolean;
}

function Drawing({ title, gpu, plan, signs, isLanding }: DrawingProps) {
  const board = findBoard(gpu.board);
  const vms = vmsByInstance(plan);
  if (board === undefined || !isDrawable(board)) return null;
  return (
    <div>
      <p className="text-note text-ink3" aria-hidden="true">
        {title}
      </p>
      <MiniGrid
        board={board}
        pitch={PITCH_PX}
        showStranded
        instances={gpu.instances.map((gi) => {
          const sign = signs.get(gi.id);
          const label = makeShortList((vms.get(gi.id) ?? []).map(({ name }) => name));
          return {
            profile: gi.profile,
            start: gi.start,
            ...(label === '' ? {} : { label }),
            ...(sign === undefined
              ? {}
              : {
                  isLit: isLanding,
                  isGhost: !isLanding,
                  badge: <Signed sign={sign} isLanding={isLanding} />,
                }),
          };
        })}
      />
    </div>
  );
}
