/** What is drawn of how many GPUs. */
import type { Gpu, Host } from '../../model/plan.ts';
import type { Density, Shown } from '../../state/uiStore.ts';

/**
 * Up to here every GPU is on the page, so that find in page sees all of them: as many as the plain board has. A hundred grids take a
 * busy page a quarter of a second to lay out, at each lift.
 */
export const MOST_WHOLE = 40;
/** In print, where the page may take its time. */
export const MOST_PRINTED = 1000;
/** As many grids can be scrolled through. */
const MOST_GRIDS = 200;
/** As many strips can be scrolled through; of more only a map gives a notion. */
const MOST_STRIPS = 600;

/** What suits so many GPUs when nobody has chosen. */
export function densityFor(gpus: number): Density {
  return gpus <= MOST_GRIDS ? 'grid' : gpus <= MOST_STRIPS ? 'strips' : 'map';
}

/** A host with those of its GPUs that are shown. */
export interface HostRow {
  readonly host: Host;
  readonly gpus: readonly Gpu[];
}

/** The hosts in the order of the plan; of a part of it only what that part has. */
export function hostRows(hosts: readonly Host[], shown: Shown | null): HostRow[] {
  if (shown === null) return hosts.map((host) => ({ host, gpus: host.gpus }));
  return hosts.flatMap((host) => {
    const gpus = host.gpus.filter(({ id }) => shown.gpus.has(id));
    if (gpus.length === 0 && !shown.hosts.has(host.id)) return [];
    // The same array where all are shown: the host is not drawn again.
    return [{ host, gpus: gpus.length === host.gpus.length ? host.gpus : gpus }];
  });
}

export function countGpus(rows: readonly Pick<HostRow, 'gpus'>[]): number {
  return rows.reduce((sum, { gpus }) => sum + gpus.length, 0);
}
