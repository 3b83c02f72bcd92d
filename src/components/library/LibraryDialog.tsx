import { useLayoutEffect, useRef, useState } from 'react';
import { gestures } from '../../state/app.ts';
import { startNewPlan } from '../../state/exchange.ts';
import { libraryErrorMessage } from '../../state/library/messages.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FileIcon } from '../ui/icons.tsx';
import { DeletedPlans } from './DeletedPlans.tsx';
import { PlanList } from './PlanList.tsx';
import { SitePlans } from './SitePlans.tsx';
import { usePlans } from './usePlans.ts';
import { VersionList } from './VersionList.tsx';
import './library.css';

/** What was just done, or why not, and what one may want next: "Undo". */
export interface Done {
  readonly text: string;
  readonly next?: { readonly label: string; readonly run: () => void };
}

/** Every plan that this browser keeps, and its earlier versions. */
export function LibraryDialog() {
  const found = usePlans();
  const [versionsOf, setVersionsOf] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const isThere = found !== null;
  useLayoutEffect(() => {
    const first = body.current?.querySelector<HTMLElement>('[aria-current] [data-main], [data-main]');
    if (isThere) first?.focus();
  }, [isThere]);
  const plans = found?.ok === true ? found.value.plans : [];
  const chosen = plans.find(({ id }) => id === versionsOf);

  return (
    <Dialog
      title={chosen === undefined ? 'Plans' : 'Plans: versions'}
      subtitle={chosen === undefined ? 'kept in this browser' : chosen.name}
      size="wide"
      onClose={gestures.closeDialog}
      footer={
        <>
          <div className="flex min-h-7 min-w-40 flex-1 items-center gap-2">
            <p role="status" aria-label="Done" className="text-table text-ink2">
              {done?.text}
            </p>
            {done?.next !== undefined && (
              <Button size="small" onClick={done.next.run}>
                {done.next.label}
              </Button>
            )}
          </div>
          <Button
            onClick={() => {
              gestures.closeDialog();
              void startNewPlan();
            }}
          >
            <FileIcon /> New plan
          </Button>
        </>
      }
    >
      <div ref={body} className="flex flex-col gap-4">
        {found !== null && !found.ok && (
          <p className="text-body">{libraryErrorMessage(found.error, 'The list of plans')}</p>
        )}
        {found?.ok === true && chosen === undefined && (
          <>
            <PlanList {...found.value} onDone={setDone} onVersions={setVersionsOf} />
            <SitePlans />
            <DeletedPlans deleted={found.value.deleted} now={found.value.at} onDone={setDone} />
          </>
        )}
        {found?.ok === true && chosen !== undefined && (
          <VersionList
            record={chosen}
            now={found.value.at}
            onDone={setDone}
            onBack={() => {
              setVersionsOf(null);
              setDone(null);
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
