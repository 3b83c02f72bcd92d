import { useMemo } from 'react';
import type { Plan } from '../../model/plan.ts';
import { wayCost, wayLabel } from '../../placement/solver/whyMessages.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import type { Refusal } from '../../state/uiStore.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { Part } from '../inspector/Panel.tsx';
import { useTask } from '../solver/useTask.ts';
import { Button } from '../ui/Button.tsx';

interface WaysOutProps {
  readonly refusal: Refusal;
  readonly plan: Plan;
}

/** What would help, the cheapest first: each a button that does all of it as one step. */
export function WaysOut({ refusal, plan }: WaysOutProps) {
  const { gpuId, profile, start, moving } = refusal;
  const asked = useMemo(
    () => (profile === null ? null : { plan, question: { gpuId, profile, start, moving } }),
    [plan, gpuId, profile, start, moving],
  );
  const { ending } = useTask('ways', asked, { keep: { plan, name: JSON.stringify(asked?.question) } });
  if (profile === null) return null;
  // Buttons come all at once: one that moves from under the pointer is pressed by mistake.
  if (ending === null)
    return (
      <Part title="Ways out">
        <p className="text-table text-ink2">Looking for ways out …</p>
      </Part>
    );
  if (ending.how === 'fault')
    return (
      <Part title="Ways out">
        <p className="text-table text-ink2">{solverFaultMessage(ending.fault)}</p>
      </Part>
    );
  const ways = ending.outcome.best ?? [];
  return (
    <Part title={ways.length === 0 ? 'No way out was found' : 'Ways out, the cheapest first'}>
      {ways.length === 0 ? (
        <p className="text-table text-ink2">
          No other GPU has room, and neither one move nor two make it. What is pinned was left where it is.
        </p>
      ) : (
        <ul aria-label="Ways out" className="flex flex-col gap-2">
          {ways.map((way, index) => (
            <li
              key={`${way.kind} ${way.place.gpuId}`}
              className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1"
            >
              <Button
                variant={index === 0 ? 'primary' : 'plain'}
                className="max-w-full text-left whitespace-normal"
                onClick={() => runCommand(way.command)}
              >
                {wayLabel(way, plan)}
              </Button>
              <span className="text-note text-ink2">{wayCost(way)}</span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
