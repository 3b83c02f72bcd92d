import { lazy, Suspense } from 'react';
import { findHost } from '../../model/plan.ts';
import { usePlan } from '../../state/app.ts';
import type { View } from '../../state/uiStore.ts';
import { laterPart } from '../ui/laterPart.tsx';
import { BottomBar } from './BottomBar.tsx';
import { StatusLine } from './StatusLine.tsx';

const PowerOnView = laterPart(async () => ({
  default: (await import('../powerOn/PowerOnView.tsx')).PowerOnView,
}));
const ObservedView = laterPart(async () => ({
  default: (await import('../observed/ObservedView.tsx')).ObservedView,
}));
const SummaryView = laterPart(async () => ({
  default: (await import('../summary/SummaryView.tsx')).SummaryView,
}));
// Not fetched before it is opened: it brings the simulator with it.
const LabView = lazy(async () => ({ default: (await import('../lab/LabView.tsx')).LabView }));

/** The task that has the board's place: each brings its own <main>. */
export function TaskView({ view }: { readonly view: View }) {
  const host = usePlan((state) => ('hostId' in view ? findHost(state.plan, view.hostId) : undefined));
  return (
    <>
      <Suspense fallback={<main className="min-h-0" />}>
        {view.kind === 'lab' && <LabView />}
        {view.kind === 'summary' && <SummaryView />}
        {host !== undefined && view.kind === 'power-on' && <PowerOnView key={host.id} host={host} />}
        {host !== undefined && view.kind === 'observed' && <ObservedView key={host.id} host={host} />}
      </Suspense>
      <StatusLine />
      <BottomBar sheets={null} />
    </>
  );
}
