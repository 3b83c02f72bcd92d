import { useEffect, useState } from 'react';
import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import { counted } from '../../placement/messages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { selectViolations } from '../../state/selectors.ts';
import { whenIdle } from '../../state/repacked.ts';
import { selectWarnings } from '../../state/warnings.ts';

/** "1 problem, 2 warnings"; empty where there is nothing to say. */
export function problemsText(problems: number, warnings: number): string {
  return [
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(', ');
}

/** Of more VMs and GPUs than these an edit is painted first, and checked while the page rests. */
const AT_ONCE = 2000;

/** The plan; of a large one the last that the page had a moment for. */
function useRestingPlan(): Plan {
  const plan = usePlan((state) => state.plan);
  const [rested, setRested] = useState<Plan>(EMPTY_PLAN);
  const isLarge = plan.vms.length + plan.hosts.length > AT_ONCE;
  useEffect(() => {
    if (!isLarge) return undefined;
    let stop = whenIdle(() => {
      // One after the other: either is kept with the plan, and both at once would hold the page up twice as long.
      selectViolations({ plan });
      stop = whenIdle(() => setRested(plan));
    });
    return () => stop();
  }, [plan, isLarge]);
  return isLarge ? rested : plan;
}

/** How many rules the plan breaks or leaves in doubt, and the way to read which. */
export function RulesFigure() {
  const plan = useRestingPlan();
  const problems = selectViolations({ plan }).length;
  const warnings = selectWarnings({ plan }).length;
  const text = problemsText(problems, warnings);
  if (text === '') return null;
  return (
    <div>
      <dt>Rules</dt>
      <dd>
        <button
          type="button"
          title="What is wrong or in doubt, and by which rule"
          className="figure-button"
          onClick={() => gestures.openDialog('problems')}
        >
          {text}
        </button>
      </dd>
    </div>
  );
}
