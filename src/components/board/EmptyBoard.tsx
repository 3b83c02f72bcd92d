import { gestures, useReadOnly, useUi } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { ImportIcon, PlusIcon } from '../ui/icons.tsx';

/** A plan without hosts on the board: the three ways to come by some. */
export function EmptyBoard() {
  const isAsking = useUi((ui) => ui.left === 'requests');
  const isReadOnly = useReadOnly();
  if (isReadOnly) return <p className="py-6 text-body text-ink2">This plan has no hosts.</p>;
  return (
    <div className="flex max-w-110 flex-col items-start gap-3 py-6 text-body text-ink2">
      <h2 className="text-figure font-semibold text-ink">No host yet</h2>
      <p>
        {isAsking
          ? 'Say beside the board how many instances you need: the page finds the fewest GPUs, says why fewer cannot hold them, and makes their hosts.'
          : 'From the instances you need the page finds the fewest GPUs, and makes their hosts.'}
      </p>
      {!isAsking && <Button onClick={() => gestures.showLeft('requests')}>How many GPUs do I need?</Button>}
      <p>
        Or take those that you have: add a host and its GPUs by hand, or paste what nvidia-smi prints there.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => gestures.openDialog('add-host')}>
          <PlusIcon /> Add host
        </Button>
        <Button onClick={() => gestures.openDialog('import')}>
          <ImportIcon /> Paste what a host prints
        </Button>
      </div>
    </div>
  );
}
