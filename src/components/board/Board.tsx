import { gestures, usePlan } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { PlusIcon } from '../ui/icons.tsx';
import { HostSection } from './HostSection.tsx';

/** All hosts with their GPUs. */
export function Board() {
  const hosts = usePlan((state) => state.plan.hosts);
  return (
    <div data-board-scroll className="board">
      {hosts.map((host) => (
        <HostSection key={host.id} host={host} />
      ))}
      <div>
        <Button onClick={() => gestures.openDialog('add-host')}>
          <PlusIcon /> Add host
        </Button>
      </div>
    </div>
  );
}
