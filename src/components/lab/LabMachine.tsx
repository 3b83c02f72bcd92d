import { useState } from 'react';
import { useLab, lab } from '../../state/lab/lab.ts';
import { MachineDrawing } from '../console/MachineDrawing.tsx';
import { Button } from '../ui/Button.tsx';
import { LabGpu } from './LabGpu.tsx';
import { LabVms } from './LabVms.tsx';

const NO_PLAN = { gpus: [], observed: null };

/** The machine as it is now: the GPU, what software sees of it, and what is done outside of a terminal. */
export function LabMachine() {
  const state = useLab((page) => page.lab);
  const { host, isSriovOn } = state;
  const [isOpen, setOpen] = useState(false);
  const facts = [
    `ESXi ${host.release ?? ''}`,
    host.driver === null ? 'no host driver' : `driver ${host.driver}`,
    host.graphics.type === 'SharedPassthru' ? 'graphics Shared Direct' : `graphics ${host.graphics.type}`,
    host.isInMaintenance ? 'in maintenance mode' : 'in service',
  ];
  return (
    <section aria-label="Host and VMs" className="lab-machine" data-pane data-open={isOpen || undefined}>
      {/* On a narrow page the drawing is one line, and opens to the rest. */}
      <div className="lab-strip">
        <MachineDrawing machine={host} host={NO_PLAN} />
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Host and VMs
        </Button>
      </div>
      <div className="lab-machine-body">
        <div className="lab-host">
          <h3>{host.name}</h3>
          <p className="lab-quiet">{facts.join(' · ')}</p>
          <p className="lab-bios">
            <span>SR-IOV {isSriovOn ? 'on' : 'off'}</span>
            <Button size="small" onClick={() => lab.act({ type: 'bios/sriov', isOn: !isSriovOn })}>
              {isSriovOn ? 'Disable' : 'Enable'} SR-IOV in the BIOS, and restart
            </Button>
          </p>
        </div>
        <LabGpu lab={state} />
        <LabVms />
      </div>
    </section>
  );
}
