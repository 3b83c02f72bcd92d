import { useEffect } from 'react';
import { startOffline, takeUpdate, useUpdate } from '../../state/offline/updates.ts';
import { Button } from '../ui/Button.tsx';

/** Stands in the status line when a new version waits; nothing before. It never reloads by itself. */
export function UpdateSign() {
  const isReady = useUpdate();
  useEffect(startOffline, []);
  if (!isReady) return null;
  return (
    <Button
      variant="quiet"
      size="small"
      title="Reload the page with the new version; plans stay as they are"
      onClick={takeUpdate}
      className="-my-1 shrink-0 underline underline-offset-2"
    >
      <span>
        Reload<span className="max-[30rem]:sr-only"> for the new version</span>
      </span>
    </Button>
  );
}
