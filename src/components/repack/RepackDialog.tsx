import { useState } from 'react';
import { gestures, usePlan } from '../../state/app.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { CompactPart } from './CompactPart.tsx';
import { MixPart } from './MixPart.tsx';
import type { ToApply } from './repackWords.ts';
import './repack.css';

const AIMS = [
  { value: 'compact', label: 'Fewest GPUs' },
  { value: 'mix', label: 'Another mix' },
] as const;

/** The present instances on the fewest GPUs, or the present GPUs cut for another mix: looked at first, then applied as one step. */
export function RepackDialog() {
  const plan = usePlan((state) => state.plan);
  const [aim, setAim] = useState<(typeof AIMS)[number]['value']>('compact');
  // What the part found last, told with the plan that it was found for.
  const [found, setFound] = useState<ToApply | null>(null);
  const ready = found !== null && found.aim === aim && found.plan === plan ? found : null;
  const apply = (): void => {
    if (ready?.after == null) return;
    const isMix = aim === 'mix';
    if (runCommand({ type: 'plan/repack', plan: ready.after, ...(isMix ? { isMix } : {}) }, ready.note))
      gestures.closeDialog();
  };
  return (
    <Dialog
      title="Repack"
      subtitle="nothing is applied yet"
      size="wide"
      onClose={gestures.closeDialog}
      footer={
        <>
          <p role="status" aria-label="What repacking does" className="min-w-0 flex-1 text-table">
            {/* Its headline says the same, and is in sight; but below many counts on a narrow page. */}
            <span className={aim === 'mix' ? 'wide:sr-only' : 'sr-only'}>
              {ready?.status ?? 'Working it out …'}
            </span>
          </p>
          <div className="flex gap-2 max-[30rem]:w-full">
            <Button onClick={gestures.closeDialog}>Cancel</Button>
            <Button
              data-edits
              variant="primary"
              disabled={ready?.after == null}
              className="max-[30rem]:flex-1"
              onClick={apply}
            >
              Apply as one step
            </Button>
          </div>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-4">
        <Segmented label="What to repack for" options={AIMS} value={aim} onChange={setAim} />
        <p className="min-w-0 text-table text-ink2">
          {aim === 'compact'
            ? 'The instances that there are, on as few GPUs as hold them.'
            : 'The GPUs that there are, cut for other instances. As few as possible are destroyed.'}
        </p>
      </div>
      {aim === 'compact' ? (
        <CompactPart plan={plan} onFound={setFound} />
      ) : (
        <MixPart plan={plan} onFound={setFound} />
      )}
    </Dialog>
  );
}
