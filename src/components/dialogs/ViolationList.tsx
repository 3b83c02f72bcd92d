import type { Plan } from '../../model/plan.ts';
import { makeAt, type Places } from '../../model/source.ts';
import { subjectOf, type Violation } from '../../placement/check.ts';
import { gpuName, violationMessage } from '../../placement/messages.ts';
import { figure } from './counted.ts';
import { capital } from '../ui/capital.ts';

interface ViolationListProps {
  readonly violations: readonly Violation[];
  readonly plan: Plan;
  /** Where things stood in the text they were read from; left out for the plan that is open. */
  readonly places?: Places;
}

const MOST = 100;

/** What is wrong with a plan, each with where it is. */
export function ViolationList({ violations, plan, places }: ViolationListProps) {
  return (
    <ul className="flex flex-col">
      {violations.slice(0, MOST).map((violation, index) => (
        <li
          key={index}
          className="flex gap-3 border-t border-line py-1.5 text-table max-[30rem]:flex-col max-[30rem]:gap-0"
        >
          <span className="w-28 shrink-0 text-ink3">{whereOf(violation, places)}</span>
          <span className="min-w-0 flex-1">{violationMessage(violation, plan)}</span>
        </li>
      ))}
      {violations.length > MOST && (
        <li className="border-t border-line py-1.5 text-table text-ink3">
          and {figure(violations.length - MOST)} more
        </li>
      )}
    </ul>
  );
}

/** The place in the text where it is known, else the place in the plan. */
function whereOf(violation: Violation, places: Places | undefined): string {
  const subject = subjectOf(violation);
  const at = subject === null ? undefined : places?.get(subject);
  if (at !== undefined) {
    return capital(makeAt(at));
  }
  const { host, gpu, vm } = violation;
  if (host !== null && gpu !== null) return gpuName({ host, gpu });
  return host?.name ?? vm?.name ?? 'The plan';
}
