/** A packing, instance by instance: for a million requests as flat arrays, for people as a plan. */
import { IdSource } from '../../model/ids.ts';
import {
  EMPTY_PLAN,
  makeInstance,
  type Gpu,
  type Host,
  type Plan,
  type PlanRequest,
} from '../../model/plan.ts';
import type { Packing } from './pack.ts';

/** Where each request goes, indexed like the requests. */
export interface RequestPlaces {
  /** Number of the GPU, from 0. */
  readonly gpu: Int32Array;
  /** First memory slice. */
  readonly start: Uint8Array;
}

/**
 * Gives each request its place. `profiles[r]` is the profile of request r, an index into `board.profiles`; all of them together
 * are the counts of the packing. Requests of one profile take its places in their order.
 */
export function placeRequests({ counts, groups }: Packing, profiles: Uint8Array): RequestPlaces {
  // The places of each profile one after the other, then of the next one.
  const total = profiles.length;
  const next = new Int32Array(counts.length);
  for (let p = 1; p < counts.length; p++) next[p] = (next[p - 1] ?? 0) + (counts[p - 1] ?? 0);
  const first = next.slice();
  const slotGpu = new Int32Array(total);
  const slotStart = new Uint8Array(total);
  let gpu = 0;
  for (const { gpus, layout } of groups) {
    for (const { profileIndex, start } of layout) {
      let at = next[profileIndex] ?? 0;
      for (let k = 0; k < gpus; k++, at++) {
        slotGpu[at] = gpu + k;
        slotStart[at] = start;
      }
      next[profileIndex] = at;
    }
    gpu += gpus;
  }
  const places: RequestPlaces = { gpu: new Int32Array(total), start: new Uint8Array(total) };
  for (let r = 0; r < total; r++) {
    const p = profiles[r] ?? 0;
    const at = first[p] ?? 0;
    first[p] = at + 1;
    places.gpu[r] = slotGpu[at] ?? 0;
    places.start[r] = slotStart[at] ?? 0;
  }
  return places;
}

/** GPUs to a host, as most servers with MIG boards have them. Only names and indices come of it. */
export const GPUS_PER_HOST = 8;

/** Hosts, GPUs and instances of a plan of this packing; a document holds no more than a limit of them. */
export function planItems({ gpus, groups }: Packing): number {
  const instances = groups.reduce((sum, group) => sum + group.gpus * group.layout.length, 0);
  return Math.ceil(gpus / GPUS_PER_HOST) + gpus + instances;
}

/** The packing as a plan: hosts of eight GPUs, "gpu-host-001" and so on, and the requests that it answers. */
export function planOfPacking(
  { board, gpus, groups }: Pick<Packing, 'board' | 'gpus' | 'groups'>,
  requests: readonly PlanRequest[],
): Plan {
  const ids = new IdSource();
  const digits = Math.max(2, String(Math.ceil(gpus / GPUS_PER_HOST)).length);
  const layouts = groups.flatMap((group) => Array.from({ length: group.gpus }, () => group.layout));
  const hosts: Host[] = [];
  for (let from = 0; from < layouts.length; from += GPUS_PER_HOST) {
    const id = ids.host();
    const planned = layouts.slice(from, from + GPUS_PER_HOST).map((layout, index): Gpu => {
      const gpu = ids.gpu();
      return {
        id: gpu,
        index,
        notes: '',
        board: board.id,
        variant: null,
        uuid: null,
        pciId: null,
        kind: null,
        use: 'mig',
        instances: layout.map(({ profileIndex, start }) =>
          makeInstance(ids.gi(), board.profiles[profileIndex]?.name ?? '', start),
        ),
        extra: [],
      };
    });
    hosts.push({
      id,
      name: `gpu-host-${String(hosts.length + 1).padStart(digits, '0')}`,
      notes: '',
      platform: null,
      release: null,
      driver: null,
      creation: null,
      gpus: planned,
      observed: null,
      extra: [],
    });
  }
  return { ...EMPTY_PLAN, name: 'Packing', requests, hosts, nextId: ids.next };
}
