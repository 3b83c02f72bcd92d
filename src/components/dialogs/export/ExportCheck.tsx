import type { Plan } from '../../../model/plan.ts';
import type { Violation } from '../../../placement/check.ts';
import { selectFigures } from '../../../state/selectors.ts';
import { CheckIcon, RefusedIcon } from '../../ui/icons.tsx';
import { counted } from '../counted.ts';

interface ExportCheckProps {
  readonly plan: Plan;
  readonly violations: readonly Violation[];
  /** The chosen format takes an illegal plan too. */
  readonly keepsAnything: boolean;
}

/** The check before the text leaves the page. */
export function ExportCheck({ plan, violations, keepsAnything }: ExportCheckProps) {
  const { instances, gpusInUse, vmsWaiting } = selectFigures({ plan });
  const isLegal = violations.length === 0;
  return (
    <div className="flex min-w-60 flex-1 items-start gap-2 text-table max-[30rem]:basis-full">
      {isLegal ? <CheckIcon /> : <RefusedIcon />}
      <p className="min-w-0">
        <span className="font-medium">
          {isLegal
            ? `The plan is legal: ${counted(instances, 'instance')} on ${counted(gpusInUse, 'GPU')}.`
            : `The plan is illegal: ${counted(violations.length, 'problem')}.`}
        </span>{' '}
        <span className="text-ink2">
          {!isLegal && keepsAnything && 'This format keeps it as it is.'}
          {isLegal &&
            vmsWaiting > 0 &&
            `${counted(vmsWaiting, 'VM')} still ${vmsWaiting === 1 ? 'waits' : 'wait'}.`}
        </span>
      </p>
    </div>
  );
}
