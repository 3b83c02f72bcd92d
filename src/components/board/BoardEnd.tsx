import { gestures, useUi } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { PlusIcon } from '../ui/icons.tsx';

/** Below the last host. */
export function BoardEnd() {
  const isConsoleOpen = useUi((ui) => ui.isConsoleOpen);
  return (
    <div>
      <div className="flex gap-2">
        <Button data-edits onClick={() => gestures.openDialog('add-host')}>
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
  );
}
