import { findHost } from '../../model/plan.ts';
import { usePlan } from '../../state/app.ts';
import type { View } from '../../state/uiStore.ts';
import { laterPart } from '../ui/laterPart.tsx';
import { BottomBar } from './BottomBar.tsx';
import { StatusLine } from './StatusLine.tsx';

const MEANWHILE = <main className="min-h-0" />;

const PowerOnView = laterPart(async () => (await import('../powerOn/PowerOnView.tsx')).PowerOnView, {
  meanwhile: MEANWHILE,
});
const ObservedView = laterPart(async () => (await import('../observed/ObservedView.tsx')).ObservedView, {
  meanwhile: MEANWHILE,
});
const SummaryView = laterPart(async () => (await import('../summary/SummaryView.tsx')).SummaryView, {
  meanwhile: MEANWHILE,
});
// Not fetched before it is opened: it brings the simulator with it.
const LabView = laterPart(async () => (await import('../lab/LabView.tsx')).LabView, { meanwhile: MEANWHILE });

/** The task that has the board's place: each brings its own <main>. */
export function TaskView({ view }: { readonly view: View }) {
  const host = usePlan((state) => ('hostId' in view ? findHost(state.plan, view.hostId) : undefined));
  return (
    <>
      {view.kind === 'lab' && <LabView />}
      {view.kind === 'summary' && <SummaryView />}
      {host !== undefined && view.kind === 'power-on' && <PowerOnView key={host.id} host={host} />}
      {host !== undefined && view.kind === 'observed' && <ObservedView key={host.id} host={host} />}
      <StatusLine />
      <BottomBar sheets={null} />
    </>
  );
}
