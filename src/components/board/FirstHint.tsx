import { useEffect, useState } from 'react';
import type { Plan } from '../../model/plan.ts';
import { planStore, useReadOnly } from '../../state/app.ts';
import { isHintDue, leaveHint } from '../../state/firstHint.ts';
import { browserStorage } from '../../state/persist.ts';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import './firstHint.css';

const holdsInstances = ({ hosts }: Plan): boolean =>
  hosts.some(({ gpus }) => gpus.some(({ instances }) => instances.length > 0));

/**
 * What to do first, in the grid that it is done in: over its free cells, so nothing moves when it goes. It goes with the first
 * instance or when it is waved away, and does not come again; while something is in the hand it steps aside for the starts, and a plan that
 * is only read has none. It is read where it stands and announced nowhere.
 */
export function FirstHint({ isAside }: { readonly isAside: boolean }) {
  const [isDue, setDue] = useState(() => isHintDue(browserStorage()));
  const isReadOnly = useReadOnly();
  useEffect(
    () =>
      planStore.subscribe(({ plan, isReadOnly: isTheirs }) => {
        if (!isTheirs && holdsInstances(plan)) leaveHint(browserStorage());
      }),
    [],
  );
  if (!isDue || isAside || isReadOnly) return null;
  return (
    <div className="first-hint">
      <p>
        <b>Drag a profile here,</b> or choose one and then a start.
      </p>
      <p className="max-wide:hidden">
        By keys: <Kbd>Space</Kbd> on a profile, <Kbd>Space</Kbd> again.
      </p>
      <Button
        size="small"
        onClick={() => {
          leaveHint(browserStorage());
          setDue(false);
        }}
      >
        Got it
      </Button>
    </div>
  );
}
