import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import { counted } from '../../placement/messages.ts';
import { gestures } from '../../state/app.ts';
import { selectViolations } from '../../state/selectors.ts';
import { selectWarnings } from '../../state/warnings.ts';
import { useRestingPlan } from '../shell/useRestingPlan.ts';

/** "1 problem, 2 warnings"; empty where there is nothing to say. */
export function problemsText(problems: number, warnings: number): string {
  return [
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(', ');
}

/** Kept with the plan: the warnings come in a moment of their own. */
function findProblems(plan: Plan): void {
  selectViolations({ plan });
}

/** How many rules the plan breaks or leaves in doubt, and the way to read which. */
export function RulesFigure() {
  const plan = useRestingPlan(findProblems) ?? EMPTY_PLAN;
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
