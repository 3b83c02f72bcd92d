import { gestures, usePlan } from '../../state/app.ts';
import { useLab } from '../../state/lab/lab.ts';
import { Button } from '../ui/Button.tsx';

/** What this is, that nothing of one's own is at stake, and the ways out. */
export function LabHead({ onRestart }: { readonly onRestart: () => void }) {
  const name = usePlan(({ plan }) => plan.name);
  const isBegun = useLab(({ lab }) => lab.log.length > 0);
  return (
    <div className="lab-head">
      <h2 className="lab-title">MIG on one A100, by hand</h2>
      <p className="lab-quiet lab-untouched">A simulated host. Your own plan, {name}, is untouched.</p>
      <Button size="small" variant="quiet" aria-disabled={!isBegun} onClick={isBegun ? onRestart : undefined}>
        Start again
      </Button>
      <Button size="small" aria-label="Leave the lab" onClick={gestures.closeView}>
        Leave
      </Button>
    </div>
  );
}
