import { useEffect, useMemo, useState } from 'react';
import { boardLabel, type BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { presentMix, type PresentMix } from '../../placement/solver/retarget/presentMix.ts';
import { applyPatch } from '../../state/solver/patch.ts';
import type { BoardMix } from '../../state/solver/retargetTask.ts';
import { counted } from '../dialogs/counted.ts';
import { CountField } from '../requests/CountField.tsx';
import { SearchState } from '../requests/SearchState.tsx';
import { useTask } from '../solver/useTask.ts';
import { Button } from '../ui/Button.tsx';
import { Found } from './Found.tsx';
import { RepackPreview } from './RepackPreview.tsx';
import { mixErrorWords, mixWords, type ToApply } from './repackWords.ts';
import '../requests/requests.css';

interface MixPartProps {
  readonly plan: Plan;
  readonly onFound: (found: ToApply | null) => void;
}

/** Work after which it shows the best it has found. */
const BUDGET = 5_000_000;
const PAUSE_MS = 200;

/** What is asked for otherwise than it is, by board and profile. */
type Wanted = Readonly<Record<BoardId, Readonly<Record<ProfileName, number>>>>;

/** Counts that are wanted, beginning with those that there are; and the nearest way to cut the GPUs so. */
export function MixPart({ plan, onFound }: MixPartProps) {
  const present = useMemo(() => presentMix(plan), [plan]);
  const [wanted, setWanted] = useState<Wanted>({});
  const [draft, setDraft] = useState<Wanted | null>(null);
  const [budget, setBudget] = useState(BUDGET);
  const asked = draft ?? wanted;
  const mixes = useMemo(() => mixesOf(present, asked), [present, asked]);
  const args = useMemo(() => (mixes.length === 0 ? null : { plan, mixes }), [plan, mixes]);
  const { ending, soFar, before, cancel } = useTask('retarget', args, {
    budget,
    pauseMs: PAUSE_MS,
    keep: { plan, name: JSON.stringify(mixes) },
  });
  // The last answer stays while the next one is worked on, for nothing is to jump while a count is stepped.
  const shown = args === null ? null : (ending ?? before);
  const answer = shown === null || shown.how === 'fault' ? null : shown.outcome.best;
  const found = answer?.ok === true ? answer.value : null;
  const isProven = shown !== null && shown.how !== 'fault' && shown.outcome.isProven;
  const after = useMemo(() => (found === null ? null : applyPatch(plan, found.patch)), [plan, found]);
  const words = found === null ? null : mixWords(found, isProven, shown?.outcome.bound ?? null);
  const status =
    args === null
      ? present.length === 0
        ? 'No GPU can be cut otherwise.'
        : 'Change a count to begin.'
      : ending === null
        ? null
        : answer?.ok === false
          ? mixErrorWords(answer.error, present).headline
          : (words?.headline ?? 'Nothing was found by then.');
  const note = words === null ? '' : `${words.headline}.`;
  const isChange = ending !== null && draft === null && after !== null && after !== plan;
  const fault = answer?.ok === false ? mixErrorWords(answer.error, present) : null;
  useEffect(() => {
    onFound(
      status === null
        ? null
        : {
            ...{ aim: 'mix', plan, status },
            after: isChange ? after : null,
            note,
          },
    );
  }, [onFound, plan, after, isChange, status, note]);
  const withCount = (board: BoardId, profile: ProfileName, count: number): Wanted => ({
    ...wanted,
    [board]: { ...wanted[board], [profile]: count },
  });
  return (
    <div className="mix">
      <div className="mix-fields">
        {present.map(({ board: id, gpus, counts }) => {
          const board = findBoard(id);
          if (board === undefined) return null;
          return (
            <section key={id} aria-label={`Mix of ${boardLabel(board)}`}>
              <h3 className="flex items-baseline justify-between gap-2 pb-1 text-table">
                <span className="font-semibold">{boardLabel(board)}</span>
                <span className="text-note text-ink2">{counted(gpus, 'GPU')}</span>
              </h3>
              {counts.map(([profile, now]) => (
                <CountField
                  key={profile}
                  board={board}
                  profile={profile}
                  verb="wanted"
                  note={(wanted[id]?.[profile] ?? now) === now ? '' : `now ${now}`}
                  count={wanted[id]?.[profile] ?? now}
                  onDraft={(count) => setDraft(count === null ? null : withCount(id, profile, count))}
                  onCommit={(count) => setWanted(withCount(id, profile, count))}
                />
              ))}
            </section>
          );
        })}
        {Object.keys(wanted).length > 0 && (
          <p>
            <Button size="small" onClick={() => setWanted({})}>
              Back to the present mix
            </Button>
          </p>
        )}
      </div>
      <section aria-label="The nearest way" className="min-w-0">
        {args === null ? (
          <p className="text-body text-ink2">
            {present.length === 0
              ? 'Every GPU of the plan is out of MIG mode, of an unknown board, or illegal as it is.'
              : 'The counts are those of the plan. Change what there is to be of each profile: the instances that stay, and the fewest that have to go for it, are shown here.'}
          </p>
        ) : (
          <div className="text-table text-ink2">
            <SearchState
              ending={ending}
              soFar={soFar}
              known={soFar?.bound == null ? null : `At least ${counted(soFar.bound, 'instance')} destroyed`}
              hasFound={found !== null}
              onStop={cancel}
              onGoOn={() => setBudget(budget * 10)}
            />
          </div>
        )}
        <div className="mix-answer" data-behind={ending === null || undefined}>
          {fault !== null && (
            <>
              <p className="text-head font-semibold">{fault.headline}</p>
              <p className="max-w-160 text-body text-ink2">{fault.because}</p>
            </>
          )}
          {found !== null && words !== null && (
            <Found {...words} isProven={isProven} leftOut={found.leftOut}>
              {after !== null && after !== plan && <RepackPreview plan={plan} after={after} />}
            </Found>
          )}
        </div>
      </section>
    </div>
  );
}

/** The boards of which something else is wanted than there is. */
function mixesOf(present: readonly PresentMix[], wanted: Wanted): BoardMix[] {
  return present.flatMap(({ board, counts }) => {
    const own = counts.map(([profile, now]) => [profile, wanted[board]?.[profile] ?? now] as const);
    return own.every(([, count], at) => count === counts[at]?.[1]) ? [] : [{ board, counts: own }];
  });
}
