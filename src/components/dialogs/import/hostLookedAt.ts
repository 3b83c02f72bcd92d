import { findGpu, findInstance, type Host, type Plan } from '../../../model/plan.ts';
import type { Selection } from '../../../state/uiStore.ts';

/** The host that is selected, or whose GPU or instance is; else the only host there is. */
export function hostLookedAt(plan: Plan, selection: Selection | null): Host | null {
  switch (selection?.kind) {
    case 'host':
      return plan.hosts.find((host) => host.id === selection.id) ?? null;
    case 'gpu':
      return findGpu(plan, selection.id)?.host ?? null;
    case 'instance':
      return findInstance(plan, selection.id)?.host ?? null;
    default:
      return plan.hosts.length === 1 ? (plan.hosts[0] ?? null) : null;
  }
}
