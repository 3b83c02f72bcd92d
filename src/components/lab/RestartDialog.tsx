import { lab } from '../../state/lab/lab.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { focusNow } from './focusNow.ts';

/** Asks before the lab begins anew. */
export function RestartDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      title="Start the lab again?"
      size="small"
      onClose={onClose}
      footer={
        <>
          <span className="flex-1" />
          <Button onClick={onClose}>Keep going</Button>
          <Button
            variant="primary"
            onClick={() => {
              lab.restart();
              onClose();
              queueMicrotask(focusNow);
            }}
          >
            Start again
          </Button>
        </>
      }
    >
      <p className="text-body">
        The host goes back to its old driver and every step to not done. Undo brings all of it back.
      </p>
    </Dialog>
  );
}
