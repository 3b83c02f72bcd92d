import { creationOf } from '../../model/platform.ts';
import type { Host } from '../../model/plan.ts';
import { gestures } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';

/** The way to the order in which the VMs start, where the hypervisor creates their instances. */
export function PowerOnButton({ host }: { readonly host: Host }) {
  if (creationOf(host) !== 'power-on') return null;
  return (
    <Button
      variant="quiet"
      size="small"
      data-power-on={host.id}
      aria-label={`Power-on order of ${host.name}`}
      onClick={() => gestures.openView({ kind: 'power-on', hostId: host.id })}
    >
      Power-on order
    </Button>
  );
}
