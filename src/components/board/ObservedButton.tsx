import type { Host } from '../../model/plan.ts';
import { gestures } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';

interface ObservedButtonProps {
  readonly host: Host;
  readonly isSame: boolean;
}

/** The way to what was observed, where something was. */
export function ObservedButton({ host, isSame }: ObservedButtonProps) {
  if (host.observed === null) return null;
  return (
    <Button
      variant="quiet"
      size="small"
      data-observed={host.id}
      onClick={() => gestures.openView({ kind: 'observed', hostId: host.id })}
    >
      {isSame ? 'As observed' : 'Observed differs'}
    </Button>
  );
}
