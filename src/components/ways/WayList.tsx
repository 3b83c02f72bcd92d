import type { PlanCommand } from '../../placement/commands.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import type { Ending } from '../../state/solver/client.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { Part } from '../inspector/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import './ways.css';

export interface Way {
  readonly label: string;
  readonly cost: string;
  readonly command: PlanCommand;
}

interface WayListProps {
  readonly ending: Ending<unknown> | null;
  readonly ways: readonly Way[];
  /** What is said where there are none. */
  readonly none: string;
}

/** Ways out, the cheapest first: each a button that does all of it as one step. */
export function WayList({ ending, ways, none }: WayListProps) {
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
  return (
    <Part title={ways.length === 0 ? 'No way out was found' : 'Ways out, the cheapest first'}>
      {ways.length === 0 ? (
        <p className="text-table text-ink2">{none}</p>
      ) : (
        <ul aria-label="Ways out" className="flex flex-col gap-2">
          {ways.map(({ label, cost, command }, index) => (
            <li
              key={`${index} ${label}`}
              className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1"
            >
              <Button
                data-edits
                variant={index === 0 ? 'primary' : 'plain'}
                className="way-out max-w-full"
                onClick={() => runCommand(command)}
              >
                {label}
              </Button>
              <span className="text-note text-ink2">{cost}</span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
