import type { Ref } from 'react';
import type { Host } from '../../model/plan.ts';
import { platformName } from '../../placement/messages.ts';
import { gestures } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { CloseIcon } from '../ui/icons.tsx';

interface NotNeededProps {
  readonly host: Host;
  readonly heading: Ref<HTMLHeadingElement>;
}

/** A host whose instances the administrator creates: there the drawing is the plan, and any order of the VMs will do. */
export function NotNeeded({ host, heading }: NotNeededProps) {
  return (
    <main className="power-on">
      <section aria-label="Summary" className="power-on-left panel-part">
        <div className="flex items-center justify-between gap-2">
          <p className="min-w-0 text-table text-ink3">Power-on of {host.name}</p>
          <Button variant="quiet" size="small" onClick={gestures.closeView}>
            <CloseIcon /> Close
          </Button>
        </div>
        <h2 ref={heading} data-focus-home tabIndex={-1} className="text-head font-semibold">
          Not needed here
        </h2>
        <p className="pt-1 text-table text-ink2">
          The instances of {host.name}
          {host.platform === null ? '' : ` (${platformName(host)})`} are created in advance, each at its drawn
          start, and a VM takes the one it is assigned to. So the VMs may be started in any order. Where the
          hypervisor creates them instead, say so in the settings of the host.
        </p>
      </section>
    </main>
  );
}
