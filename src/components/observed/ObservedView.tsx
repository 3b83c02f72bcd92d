import type { Host } from '../../model/plan.ts';

/** Replaced by the feature that follows. */
export function ObservedView({ host }: { readonly host: Host }) {
  return <main aria-label={host.name} />;
}
