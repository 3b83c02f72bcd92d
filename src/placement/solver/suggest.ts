/**
 * Where one more instance is best put in a plan: the GPU and start at which it costs the others least (`arrival.ts`). Where
 * the hypervisor creates instances nobody chooses a start: there it is the one that the driver is modelled to pick.
 */
import type { Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { driverStart } from '../../model/driverStart.ts';
import type { GpuId } from '../../model/ids.ts';
import { OfLayout } from '../../model/layoutKey.ts';
import { creationOf } from '../../model/platform.ts';
import type { Gpu, GpuPlace, Host, Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { driverRefusal } from '../rules/platformRules.ts';
import { arrivalTable, type ArrivalTable } from './arrival.ts';
import { NO_STATE, stateOf, stateTable } from './states.ts';

/** A place for one more instance on a GPU. */
export interface Offer {
  readonly start: number;
  /** What the others lose by it, in GB of memory, over all profiles: to be compared, over boards too. */
  readonly cost: number;
  /** GB of memory that are free before. */
  readonly free: number;
}

/** The table of a GPU's board with all its profiles; null where nothing can be placed, whatever stands there. */
export function tableOf({ board, use }: Pick<Gpu, 'board' | 'use'>): ArrivalTable | null {
  const known = use === 'mig' ? findBoard(board) : undefined;
  if (known?.memorySlices == null) return null;
  let table = tables.get(known);
  if (table === undefined) tables.set(known, (table = arrivalTable(stateTable(known))));
  return table;
}

const tables = new WeakMap<Board, ArrivalTable>();

/** The best place for a profile (by index in `board.profiles`) on a GPU in this state of its table; null when it has none. */
export function offerOn(
  { host, gpu }: GpuPlace,
  table: ArrivalTable,
  state: number,
  profileIndex: number,
): Offer | null {
  const { states, best, costs } = table;
  const kind = states.profiles.indexOf(profileIndex);
  if (state === NO_STATE || kind === -1) return null;
  const chosen = best[state * states.spotsOf.length + kind] ?? NO_STATE;
  const spot = chosen !== NO_STATE && creationOf(host) === 'power-on' ? drivenSpot() : chosen;
  if (spot === NO_STATE) return null;
  const { board } = states.geometry;
  const perSlice = board.memoryGB / (board.memorySlices ?? 1);
  return {
    start: states.spots[spot]?.start ?? 0,
    cost: (costs[state * states.spots.length + spot] ?? Infinity) * perSlice,
    free: (states.free[state] ?? 0) * perSlice,
  };

  function drivenSpot(): number {
    const occupancy = states.occupancies[state];
    const model = { variant: 'fewest-lost', kind: gpu.kind ?? 'straight' } as const;
    const start =
      occupancy === undefined ? null : driverStart(states.geometry.board, occupancy, profileIndex, model);
    return (states.spotsOf[kind] ?? []).find((one) => states.spots[one]?.start === start) ?? NO_STATE;
  }
}

/** True when `a` is the better place: it costs less, or as much on a fuller GPU. */
export function isBetterOffer(a: Offer, b: Offer): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.free < b.free);
}

interface Suggestion {
  readonly gpuId: GpuId;
  readonly offer: Offer;
}

const offers = new OfLayout<Offer | null>();

/** By the host, and of it by profile: it is the same object until something of it changes. */
const bestOf = new WeakMap<Host, Map<ProfileName, Suggestion | null>>();

function bestOn(host: Host, profile: ProfileName): Suggestion | null {
  let known = bestOf.get(host);
  if (known === undefined) bestOf.set(host, (known = new Map<ProfileName, Suggestion | null>()));
  const before = known.get(profile);
  if (before !== undefined) return before;
  let best: Suggestion | null = null;
  for (const gpu of host.gpus) {
    const table = tableOf(gpu);
    const index = table?.states.geometry.profileIndexByName.get(profile);
    if (table === null || index === undefined || driverRefusal(host, gpu, profile) !== null) continue;
    // Of ten thousand GPUs a few hundred differ in this.
    const offer = offers.of(gpu, `${profile}\n${creationOf(host)}\n${gpu.kind ?? ''}`, () =>
      offerOn({ host, gpu }, table, stateOf(table.states, gpu.instances), index),
    );
    if (offer !== null && (best === null || isBetterOffer(offer, best.offer)))
      best = { gpuId: gpu.id, offer };
  }
  known.set(profile, best);
  return best;
}

/** Where one more instance of this profile is best put; the first in the order of the plan on a tie, null when nowhere. */
export function suggestPlace(
  plan: Plan,
  profile: ProfileName,
): { readonly gpuId: GpuId; readonly start: number } | null {
  let best: Suggestion | null = null;
  for (const host of plan.hosts) {
    const one = bestOn(host, profile);
    if (one !== null && (best === null || isBetterOffer(one.offer, best.offer))) best = one;
  }
  return best === null ? null : { gpuId: best.gpuId, start: best.offer.start };
}
