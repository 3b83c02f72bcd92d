import { gestures, usePlan, useUi } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { PlusIcon } from '../ui/icons.tsx';
import { HostSection } from './HostSection.tsx';

/** All hosts with their GPUs. */
export function Board() {
  const hosts = usePlan((state) => state.plan.hosts);
  const isConsoleOpen = useUi((ui) => ui.isConsoleOpen);
  return (
    <div data-board-scroll className="board">
      {hosts.map((host) => (
        <HostSection key={host.id} host={host} />
      ))}
      <div>
        <div className="flex gap-2">
          <Button onClick={() => gestures.openDialog('add-host')}>
            <PlusIcon /> Add host
          </Button>
          <Button
            data-console-button
            aria-expanded={isConsoleOpen}
            onClick={() => gestures.showConsole(!isConsoleOpen)}
          >
            Console
          </Button>
        </div>
      </div>
    </div>
  );
}
