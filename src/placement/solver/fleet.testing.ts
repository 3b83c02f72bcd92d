/** Partly filled fleets for tests and benchmarks, by seed. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { freeStarts, geometryOf, occupancyOf, slicesIn } from '../../model/geometry.ts';
import { IdSource, type GiId } from '../../model/ids.ts';
import {
  EMPTY_PLAN,
  makeInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
} from '../../model/plan.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { gpuOf } from '../standing.testing.ts';

export interface FleetOptions {
  readonly boards: readonly string[];
  readonly gpus: number;
  readonly gpusPerHost?: number;
  /** Share of the instances that are pinned. */
  readonly pinned: number;
  /** How full: share of the tries to place something more that are made. */
  readonly fill: number;
  /** Share of the instances that have a VM, and of those VMs that are in a group. */
  readonly vms?: number;
  readonly groups?: number;
}

/** A legal plan. Same seed, same plan. */
export function seededFleet(seed: number, options: FleetOptions): Plan {
  const random = mulberry32(seed * 7919 + 13);
  const { boards, pinned, fill } = options;
  const ids = new IdSource();
  const perHost = options.gpusPerHost ?? 4;
  const hosts: Host[] = [];
  for (let first = 0; first < options.gpus; first += perHost) {
    const id = ids.host();
    const count = Math.min(perHost, options.gpus - first);
    const gpus = Array.from({ length: count }, (_, index): Gpu => {
      const board = boards[Math.floor(random() * boards.length)] ?? '';
      const gpu = gpuOf('', board, index, ids);
      const instances: GpuInstance[] = [];
      for (let tries = 0; tries < 10; tries++) {
        if (random() > fill) continue;
        const next = randomInstance(board, instances, random, ids);
        if (next !== null) instances.push({ ...next, pinned: random() < pinned });
      }
      return { ...gpu, instances: instances.sort((a, b) => a.start - b.start) };
    });
    hosts.push({
      ...{ id, name: `esx-${String(hosts.length + 1).padStart(2, '0')}`, notes: '', platform: null },
      ...{ release: null, driver: null, creation: null, gpus, observed: null, extra: [] },
    });
  }
  const giIds = hosts.flatMap(({ gpus }) => gpus.flatMap(({ instances }) => instances));
  const vms = giIds.flatMap(({ id, profile }) => {
    if (random() >= (options.vms ?? 0)) return [];
    const group = random() < (options.groups ?? 0) ? `group-${Math.floor(random() * 3)}` : null;
    const attachments = [{ wants: { kind: 'profile', profile } as const, instance: id, extra: [] }];
    const vmId = ids.vm();
    return [{ id: vmId, name: `vm-${vmId}`, notes: '', group, attachments, extra: [] }];
  });
  return { ...EMPTY_PLAN, hosts, vms, nextId: ids.next };
}

function randomInstance(
  boardId: string,
  instances: readonly GpuInstance[],
  random: () => number,
  ids: { gi: () => GiId },
): GpuInstance | null {
  const board = findBoard(boardId);
  if (board === undefined) return null;
  const geometry = geometryOf(board);
  const index = Math.floor(random() * board.profiles.length);
  const starts = slicesIn(freeStarts(geometry, occupancyOf(geometry, instances), index));
  const start = starts[Math.floor(random() * starts.length)];
  const name = board.profiles[index]?.name;
  return start === undefined || name === undefined ? null : makeInstance(ids.gi(), name, start);
}
