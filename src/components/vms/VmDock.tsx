import { useState } from 'react';
import { isWaiting } from '../../placement/assign.ts';
import { usePlan } from '../../state/app.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { ChevronDownIcon } from '../ui/icons.tsx';
import { AddVmForm } from './AddVmForm.tsx';
import { VmRow } from './VmRow.tsx';

/** From here on the options of a row come when it is touched. */
const MANY = 60;

/** All VMs, waiting ones first: those are what is still to do. */
export function VmDock() {
  const plan = usePlan((state) => state.plan);
  const [isFolded, setFolded] = useState(false);
  const { vms } = plan;
  const sorted = [...vms.filter(isWaiting), ...vms.filter((vm) => !isWaiting(vm))];
  const waiting = vms.filter(isWaiting).length;
  return (
    <section aria-label="VMs" className="dock" data-folded={isFolded || undefined}>
      <div className="dock-head">
        <h2 className="text-body font-semibold">
          VMs <span className="font-normal text-ink3">{vms.length}</span>
        </h2>
        {waiting > 0 && <span className="text-table text-ink2">{waiting} waiting</span>}
        <span className="flex-1" />
        {!isFolded && <AddVmForm />}
        <IconButton
          label={isFolded ? 'Unfold the VMs' : 'Fold the VMs'}
          aria-expanded={!isFolded}
          className="max-wide:hidden"
          onClick={() => setFolded(!isFolded)}
        >
          <span className={isFolded ? 'rotate-180' : ''}>
            <ChevronDownIcon />
          </span>
        </IconButton>
      </div>
      {!isFolded && (
        <div className="dock-body">
          {vms.length === 0 ? (
            <p className="dock-empty">
              No VMs yet. Add one with the vGPU type it wants, then drag it onto an instance of that type.
            </p>
          ) : (
            <table className="vms">
              <thead>
                <tr>
                  <th scope="col">VM</th>
                  <th scope="col">vGPU type</th>
                  <th scope="col">Where</th>
                  <th scope="col">State</th>
                  <th scope="col">
                    <span className="sr-only">Remove</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {sorted.map((vm) => (
                  <VmRow key={vm.id} vm={vm} plan={plan} isLazy={vms.length > MANY} />
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
    </section>
  );
}
