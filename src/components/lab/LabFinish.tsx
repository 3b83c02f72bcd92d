import type { LabState } from '../../console/lab/lab.ts';
import { takeLab } from '../../state/lab/takeLab.ts';
import { Button } from '../ui/Button.tsx';

interface LabFinishProps {
  readonly lab: LabState;
  readonly onRestart: () => void;
}

/** The end, and what can come after it. */
export function LabFinish({ lab, onRestart }: LabFinishProps) {
  return (
    <div className="lab-finish">
      <h3 tabIndex={-1} data-lab-now data-focus-home>
        The whole way is done
      </h3>
      <p>
        Two VMs run on one A100, each on a GPU instance that the other cannot touch, and a container works in
        one of them.
      </p>
      <div className="lab-buttons">
        <Button variant="primary" onClick={() => void takeLab(lab)}>
          Take this layout into a plan of your own
        </Button>
        <Button onClick={onRestart}>Start again…</Button>
      </div>
      <p className="lab-quiet">
        The layout can go on as a plan, with scripts, a runbook and a link to it. Or stay: power a VM off, or
        cut its compute instance anew from inside with nvidia-smi mig -dci and -cci 0,0.
      </p>
    </div>
  );
}
