import { exportErrorMessage } from '../../../console/messages.ts';
import type { ExportError } from '../../../console/exports/exportDefinition.ts';
import type { Plan } from '../../../model/plan.ts';
import { Button } from '../../ui/Button.tsx';
import { ViolationList } from '../ViolationList.tsx';
import type { Mend } from './mends.ts';

interface RefusalProps {
  readonly error: ExportError;
  readonly plan: Plan;
  readonly mends: readonly Mend[];
}

/** What stands against the text, and the ways to the places where it is mended. */
export function Refusal({ error, plan, mends }: RefusalProps) {
  const isIllegal = error.code === 'plan-illegal';
  return (
    <div
      // There may be more violations than there is room for.
      tabIndex={isIllegal ? 0 : undefined}
      role="region"
      aria-label="Why there is no text"
      className="min-h-0 flex-1 overflow-y-auto"
    >
      <h4 className="text-body font-semibold">
        {isIllegal ? 'Not written while the plan is illegal' : 'No text for this'}
      </h4>
      <p className="pb-3 text-body text-ink2">
        {isIllegal
          ? 'It would ask for what cannot be created. Pictures, the page to print, Plan JSON and layout notation show the plan as it is.'
          : exportErrorMessage(error, plan)}
      </p>
      {mends.length > 0 && (
        <div className="flex flex-wrap gap-2 pb-4">
          {mends.map(({ label, run }) => (
            <Button key={label} onClick={run}>
              {label}
            </Button>
          ))}
        </div>
      )}
      {isIllegal && <ViolationList violations={error.violations} plan={plan} />}
    </div>
  );
}
