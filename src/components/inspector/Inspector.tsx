import { findGpu, findHost, findInstance, findVm } from '../../model/plan.ts';
import { usePlan, useUi } from '../../state/app.ts';
import { GpuPanel } from './GpuPanel.tsx';
import { HandPanel } from './HandPanel.tsx';
import { HostPanel } from './HostPanel.tsx';
import { HowTo } from './HowTo.tsx';
import { InstancePanel } from './InstancePanel.tsx';
import { RefusalPanel } from './RefusalPanel.tsx';
import { VmPanel } from './VmPanel.tsx';

/** The page's right pane: why not, what is in the hand, or what is selected. */
export function Inspector() {
  return (
    // It scrolls, and not every page of it holds something to focus.
    <aside aria-label="Inspector" tabIndex={0} data-focus-home className="inspector">
      <Content />
    </aside>
  );
}

function Content() {
  const refusal = useUi((ui) => ui.refusal);
  const lifted = useUi((ui) => (ui.lifted?.kind === 'vm' ? null : ui.lifted));
  const selection = useUi((ui) => ui.selection);
  const plan = usePlan((state) => state.plan);
  if (refusal !== null) return <RefusalPanel refusal={refusal} plan={plan} />;
  if (lifted !== null) return <HandPanel lifted={lifted} plan={plan} />;
  switch (selection?.kind) {
    case 'instance': {
      const place = findInstance(plan, selection.id);
      if (place !== undefined) return <InstancePanel key={selection.id} place={place} plan={plan} />;
      break;
    }
    case 'gpu': {
      const place = findGpu(plan, selection.id);
      if (place !== undefined) return <GpuPanel key={selection.id} place={place} plan={plan} />;
      break;
    }
    case 'host': {
      const host = findHost(plan, selection.id);
      if (host !== undefined) return <HostPanel key={selection.id} host={host} />;
      break;
    }
    case 'vm': {
      const vm = findVm(plan, selection.id);
      if (vm !== undefined) return <VmPanel key={selection.id} vm={vm} plan={plan} />;
      break;
    }
    default:
  }
  return <HowTo />;
}
