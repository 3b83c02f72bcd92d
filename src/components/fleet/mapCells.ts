/** What the map has a button for: a host, and of a host with very many GPUs each part of it. */
import type { GpuId, HostId } from '../../model/ids.ts';
import type { Gpu, Host } from '../../model/plan.ts';

/** GPUs of a part: a square of tiles. */
const MOST_TILES = 16;

export interface MapCell {
  /** The same for the same part, whatever its GPUs are. */
  readonly key: string;
  readonly hostId: HostId;
  readonly hostName: string;
  /** What stands before a row that begins with it: the host, or the first GPU where the host began before. */
  readonly label: string;
  /** Its host has others. */
  readonly isPart: boolean;
  /** "esx-01", or of a host in parts "esx-01, GPU 16 to 31". */
  readonly name: string;
  readonly gpus: readonly Gpu[];
  /** Where it leads: to a GPU of the host; null: to the host itself. */
  readonly firstGpu: GpuId | null;
}

/** The cells of each host as it was. */
export type KnownCells = Map<HostId, { readonly host: Host; readonly cells: readonly MapCell[] }>;

/** The cells of a host. `before`: those that it had, which stay the same objects where they say the same. */
function cellsOf(host: Host, before: readonly MapCell[] | undefined): readonly MapCell[] {
  const { id: hostId, name: hostName } = host;
  const count = Math.max(1, Math.ceil(host.gpus.length / MOST_TILES));
  return Array.from({ length: count }, (_, part) => {
    const gpus = count === 1 ? host.gpus : host.gpus.slice(part * MOST_TILES, (part + 1) * MOST_TILES);
    const was = before?.[part];
    if (was?.hostName === hostName && was.isPart === count > 1 && isSameList(was.gpus, gpus)) return was;
    const [first, last] = [gpus[0], gpus.at(-1)];
    return {
      ...{ key: `${hostId} ${part}`, hostId, hostName, gpus, isPart: count > 1 },
      name: count === 1 ? hostName : `${hostName}, GPU ${first?.index} to ${last?.index}`,
      label: part === 0 ? hostName : `GPU ${first?.index}`,
      firstGpu: part === 0 ? null : (first?.id ?? null),
    };
  });
}

function isSameList(a: readonly Gpu[], b: readonly Gpu[]): boolean {
  return a === b || (a.length === b.length && a.every((gpu, index) => gpu === b[index]));
}

/** The cells of all hosts in the order of the plan, kept from plan to plan: `known` has those of the last one and gets these. */
export function mapCells(hosts: readonly Host[], known: KnownCells): MapCell[] {
  const cells = hosts.flatMap((host) => {
    const was = known.get(host.id);
    if (was?.host === host) return was.cells;
    const now = cellsOf(host, was?.cells);
    known.set(host.id, { host, cells: now });
    return now;
  });
  if (known.size > 2 * hosts.length) known.clear();
  return cells;
}
