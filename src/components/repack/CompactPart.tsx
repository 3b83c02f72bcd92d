import { useEffect, useMemo, useState } from 'react';
import type { Plan } from '../../model/plan.ts';
import { retargetErrorMessage } from '../../placement/solver/retarget/retargetMessages.ts';
import { applyPatch } from '../../state/solver/patch.ts';
import { counted } from '../dialogs/counted.ts';
import { SearchState } from '../requests/SearchState.tsx';
import { useTask } from '../solver/useTask.ts';
import { Found } from './Found.tsx';
import { RepackPreview } from './RepackPreview.tsx';
import { repackWords, type ToApply } from './repackWords.ts';

interface CompactPartProps {
  readonly plan: Plan;
  readonly onFound: (found: ToApply | null) => void;
}

/** Work after which it shows the best it has found. */
const BUDGET = 5_000_000;

/** The fewest GPUs that all instances fit on, with the moves that lead there. */
export function CompactPart({ plan, onFound }: CompactPartProps) {
  const [budget, setBudget] = useState(BUDGET);
  const args = useMemo(() => ({ plan }), [plan]);
  const { ending, soFar, cancel } = useTask('repack', args, { budget, keep: { plan, name: '' } });
  const answer = ending === null || ending.how === 'fault' ? null : ending.outcome.best;
  const found = answer?.ok === true ? answer.value : null;
  const isProven = ending !== null && ending.how !== 'fault' && ending.outcome.isProven;
  const after = useMemo(() => (found === null ? null : applyPatch(plan, found.patch)), [plan, found]);
  const words = found === null ? null : repackWords(found, isProven);
  const status =
    ending === null
      ? null
      : answer?.ok === false
        ? retargetErrorMessage(answer.error)
        : (words?.headline ?? 'Nothing was found by then.');
  const isChange = after !== null && after !== plan;
  useEffect(() => {
    onFound(
      status === null
        ? null
        : { aim: 'compact', plan, after: isChange ? after : null, status, note: `${status}.` },
    );
  }, [onFound, plan, after, isChange, status]);
  return (
    <>
      <div className="text-table text-ink2">
        <SearchState
          ending={ending}
          soFar={soFar}
          known={soFar?.bound == null ? null : `At least ${counted(soFar.bound, 'GPU')}`}
          hasFound={found !== null}
          onStop={cancel}
          onGoOn={() => setBudget(budget * 10)}
        />
      </div>
      {answer?.ok === false && <p className="text-body">{retargetErrorMessage(answer.error)}</p>}
      {found !== null && words !== null && (
        <Found {...words} isProven={isProven} leftOut={found.leftOut}>
          {isChange && <RepackPreview plan={plan} after={after} />}
        </Found>
      )}
    </>
  );
}
