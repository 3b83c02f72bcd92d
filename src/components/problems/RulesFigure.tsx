import { counted } from '../../placement/messages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { selectViolations } from '../../state/selectors.ts';
import { selectWarnings } from '../../state/warnings.ts';

/** "1 problem, 2 warnings"; empty where there is nothing to say. */
export function problemsText(problems: number, warnings: number): string {
  return [
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(', ');
}

/** How many rules the plan breaks or leaves in doubt, and the way to read which. */
export function RulesFigure() {
  const problems = usePlan((state) => selectViolations(state).length);
  const warnings = usePlan((state) => selectWarnings(state).length);
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
