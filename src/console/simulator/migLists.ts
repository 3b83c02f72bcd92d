/** What `nvidia-smi mig` lists: profiles, placements and instances. Nothing is changed. */
import { emptyOccupancy, freeStarts, geometryOf, occupancyOf, withPosition } from '../../model/geometry.ts';
import type { Board, GiProfile } from '../../model/board.ts';
import { lgiTable, type LgiTableRow } from '../../formats/migLgi.ts';
import { NO_CIS, NO_GIS, NVML } from '../../formats/nvidiaSmi/print/answers.ts';
import {
  makeComputePlacementLines,
  makeComputeProfileTable,
  makeComputeTable,
  type ComputeProfileRow,
  type ComputeRow,
} from '../../formats/nvidiaSmi/print/computeTables.ts';
import { listWidth } from '../../formats/nvidiaSmi/print/driverForm.ts';
import {
  makePlacementLines,
  makeProfileTable,
  type ProfileRow,
} from '../../formats/nvidiaSmi/print/profileTables.ts';
import { freeCount, startsOf } from './computeSlots.ts';
import {
  boardOf,
  branchOf,
  ciProfileId,
  ciProfileIn,
  giProfile,
  giProfileId,
  inListOrder,
  isCiNameSeen,
  offeredProfiles,
  printedCi,
  printedCiSize,
} from './gpuFacts.ts';
import { isGuest, type Machine, type SimGi, type SimGpu } from './machine.ts';
import { printedMemoryGiB } from './memory.ts';
import type { Hint } from './hints.ts';
import type { MigCall } from './migOptions.ts';
import { inferred, reply, seen, type Reply, type ReplyLine } from './reply.ts';

const NOT_FOUND = NVML['not-found'].status;

/** Lines that are seen, but for what only follows: a guest's own list, a board whose figures are not public, other widths. */
function listed(texts: readonly string[], isSeen: boolean): ReplyLine[] {
  return isSeen ? seen(texts) : inferred(texts);
}

export function listProfiles(machine: Machine, gpus: readonly SimGpu[]): Reply {
  const rows = gpus.flatMap((gpu) => profileRows(machine, gpu));
  const isEsxi = machine.platform === 'esxi' && !isGuest(machine);
  const isZero = isEsxi && gpus.some((gpu) => gpu.gis.length === 0);
  // What ESXi prints once something was created is not known.
  const isSeen = !isGuest(machine) && !(isEsxi && gpus.some((gpu) => gpu.gis.length > 0));
  const form = listWidth(machine.driver ?? '');
  const lines = makeProfileTable(rows, form.width);
  return reply(
    machine,
    // N/A is what nobody knows: the tool prints a figure there.
    lines.map((text) => ({ text, isSeen: isSeen && form.isSeen && !/ N\/A | \?\//.test(text) })),
    0,
    isZero ? [{ code: 'free-is-zero' }] : unknownStarts(gpus),
  );
}

function profileRows(machine: Machine, gpu: SimGpu): ProfileRow[] {
  const board = boardOf(gpu);
  if (board === undefined) return [];
  if (isGuest(machine)) {
    return gpu.gis.flatMap((gi) => {
      const profile = giProfile(gpu, gi);
      return profile === undefined ? [] : [{ ...profileRow(gpu, profile), id: 0, free: 0, total: 1 }];
    });
  }
  const isZero = machine.platform === 'esxi' && gpu.gis.length === 0;
  return offeredProfiles(machine, board).map((profile) => ({
    ...profileRow(gpu, profile),
    free: isZero ? 0 : profile.starts === null ? null : moreOf(board, gpu.gis, profile),
  }));
}

function profileRow(gpu: SimGpu, profile: GiProfile): ProfileRow {
  const { name, id, maxInstances, sm, engines } = profile;
  const memoryGiB = printedMemoryGiB(profile);
  return { gpu: gpu.index, name, id, free: 0, total: maxInstances, memoryGiB, sm, engines };
}

/** How many more of a profile fit now, beside what is there. */
export function moreOf(board: Board, gis: readonly SimGi[], profile: GiProfile): number {
  const geometry = geometryOf(board);
  const index = board.profiles.indexOf(profile);
  let occupancy = gis.length === 0 ? emptyOccupancy(geometry) : occupancyOf(geometry, gis);
  let count = 0;
  for (;;) {
    const free = freeStarts(geometry, occupancy, index);
    const position = geometry.positions[index]?.find(({ start }) => (free & (1 << start)) !== 0);
    if (position === undefined) return count;
    occupancy = withPosition(occupancy, position);
    count += 1;
  }
}

/** The boards of which nobody has published where a profile may start. */
function unknownStarts(gpus: readonly SimGpu[]): Hint[] {
  const boards = gpus.flatMap((gpu) => boardOf(gpu) ?? []);
  const unknown = boards.filter(({ profiles }) => profiles.some(({ starts }) => starts === null));
  return [...new Set(unknown.map(({ id }) => id))].map((board) => ({ code: 'starts-unknown', board }));
}

export function listPlacements(machine: Machine, gpus: readonly SimGpu[]): Reply {
  const rows = gpus.flatMap((gpu) => {
    const board = boardOf(gpu);
    // The one profile that a guest lists has the whole of its GPU.
    if (isGuest(machine)) {
      return gpu.gis.map(({ start, size }) => ({ gpu: gpu.index, id: 0, starts: [start], size }));
    }
    const profiles = board === undefined ? [] : offeredProfiles(machine, board);
    return profiles.map(({ id, starts, memorySlices }) => ({
      gpu: gpu.index,
      id,
      starts,
      size: memorySlices ?? 0,
    }));
  });
  const lines = makePlacementLines(rows);
  return reply(
    machine,
    lines.map((text) => ({ text, isSeen: !isGuest(machine) && !text.includes('N/A') })),
    0,
    unknownStarts(gpus),
  );
}

/** The instances that -gi names, or all; in the order of -lgi. */
export function namedGis(gpu: SimGpu, call: Pick<MigCall, 'gis'>): SimGi[] {
  return inListOrder(gpu).filter(({ id }) => call.gis === null || call.gis.includes(id));
}

export function listGis(machine: Machine, gpus: readonly SimGpu[]): Reply {
  const rows = gpus.flatMap((gpu) =>
    inListOrder(gpu).map((gi): LgiTableRow => ({
      gpu: gpu.index,
      profile: gi.profile,
      profileId: giProfileId(machine, gpu, gi),
      instanceId: gi.id,
      start: gi.start,
      size: gi.size,
    })),
  );
  if (rows.length === 0) return reply(machine, seen([NO_GIS]), NOT_FOUND);
  const { width, isSeen } = listWidth(machine.driver ?? '');
  return reply(machine, listed(lgiTable(rows, width), isSeen));
}

export function listCis(machine: Machine, gpus: readonly SimGpu[], call: MigCall): Reply {
  const unseen = new Set<number>();
  const rows: ComputeRow[] = [];
  for (const gpu of gpus) {
    for (const gi of namedGis(gpu, call)) {
      const profile = giProfile(gpu, gi);
      for (const ci of gi.cis) {
        const { id, start } = ci;
        const of = ciProfileIn(gpu, gi, ci.profile);
        const number = profile && of && ciProfileId(profile, of);
        const { size, isSeen } = printedCiSize(gpu, gi, ci);
        if (!isSeen || number?.isKnown === false || !isCiNameSeen(ci)) unseen.add(rows.length);
        rows.push({
          ...{ gpu: gpu.index, gi: gi.id, name: printedCi(ci), profileId: number?.id ?? null },
          ...{ id, start, size },
        });
      }
    }
  }
  if (rows.length === 0) return reply(machine, seen([NO_CIS]), NOT_FOUND);
  const { heading, rows: lines } = makeComputeTable(rows, branchOf(machine));
  return reply(machine, [
    ...seen(heading),
    ...lines.flatMap(([text, border], at) => [{ text, isSeen: !unseen.has(at) }, ...seen([border])]),
  ]);
}

export function listCiProfiles(machine: Machine, gpus: readonly SimGpu[], call: MigCall): Reply {
  const rows = gpus.flatMap((gpu) =>
    namedGis(gpu, call).flatMap((gi) => {
      const profile = giProfile(gpu, gi);
      return (profile?.computeInstances ?? []).map((ci): ComputeProfileRow => ({
        gpu: gpu.index,
        gi: gi.id,
        name: printedCi({ profile: ci.name }),
        id: profile === undefined ? null : ciProfileId(profile, ci).id,
        isDefault: ci.isDefault,
        free: profile === undefined ? 0 : freeCount(profile, gi, ci),
        total: ci.maxInstances,
        sm: ci.sm,
        engines: profile?.engines ?? NO_ENGINES,
      }));
    }),
  );
  if (rows.length === 0) return reply(machine, inferred([NO_GIS]), NOT_FOUND);
  // Public lists are of a 2g, a 3g and a 4g; what a whole GPU offers is known from software alone.
  const isComplete = gpus.every((gpu) =>
    namedGis(gpu, call).every((gi) => {
      const profile = giProfile(gpu, gi);
      return profile?.computeInstancesComplete === true && profile.computeSlices < 7;
    }),
  );
  // The list is public in full for some boards only, and its width for R470 to R550.
  return reply(machine, listed(makeComputeProfileTable(rows), isComplete && branchOf(machine) >= 470));
}

const NO_ENGINES = { decoders: null, encoders: null, jpeg: null, ofa: null, copyEngines: null };

export function listCiPlacements(machine: Machine, gpus: readonly SimGpu[], call: MigCall): Reply {
  const rows = gpus.flatMap((gpu) =>
    namedGis(gpu, call).flatMap((gi) => {
      const profile = giProfile(gpu, gi);
      return (profile?.computeInstances ?? []).map((ci) => ({
        gpu: gpu.index,
        gi: gi.id,
        id: profile === undefined ? null : ciProfileId(profile, ci).id,
        starts: profile === undefined ? [] : startsOf(profile, ci),
        size: ci.computeSlices,
      }));
    }),
  );
  if (rows.length === 0) return reply(machine, inferred([NO_GIS]), NOT_FOUND);
  return reply(machine, inferred(makeComputePlacementLines(rows)));
}
