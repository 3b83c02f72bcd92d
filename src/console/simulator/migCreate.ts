/** `nvidia-smi mig -cgi`: one after the other, stopping at the first that fails; what was made before it stays. */
import type { Board, GiProfile } from '../../model/board.ts';
import { driverAge } from '../../model/driverVersion.ts';
import { driverOfSet } from '../../model/driverOfSet.ts';
import { driverStart } from '../../model/driverStart.ts';
import {
  emptyOccupancy,
  freeStarts,
  geometryOf,
  occupancyOf,
  positionAt,
  similarProfiles,
} from '../../model/geometry.ts';
import { instanceIdOf } from '../../model/instanceId.ts';
import { parseProfileName } from '../../model/profile.ts';
import { giCreated, giNotCreated, NVML } from '../../formats/nvidiaSmi/print/answers.ts';
import { fails, type Attempt } from './attempt.ts';
import { boardOf, branchOf, isBusy, isOffered } from './gpuFacts.ts';
import type { Hint } from './hints.ts';
import { isGuest, withGpu, type Machine, type SimGi, type SimGpu } from './machine.ts';
import { ciLine, ciOf } from './migCreateCompute.ts';
import { moreOf } from './migLists.ts';
import type { MigCall, ProfileItem } from './migOptions.ts';
import { inferred, reply, seen, type Reply, type ReplyLine } from './reply.ts';

export function createGis(machine: Machine, gpus: readonly SimGpu[], call: MigCall): Reply {
  const lines: ReplyLine[] = [];
  const hints: Hint[] =
    call.gpus === null && gpus.length > 1 ? [{ code: 'every-gpu', gpus: gpus.length }] : [];
  let now = machine;
  for (const { index } of gpus) {
    for (const item of call.items ?? []) {
      const gpu = now.gpus.find((one) => one.index === index);
      if (gpu === undefined) continue;
      const made = createGi(now, gpu, item);
      if (!made.ok) {
        const { error, isSeen, hints: more } = made.failure;
        const texts = giNotCreated(index, item.profile, error);
        lines.push(...(isSeen ? seen(texts) : inferred(texts)));
        return reply(now, lines, NVML[error].status, [...hints, ...more]);
      }
      const { profile, gi } = made.value;
      lines.push(...seen([giCreated(index, gi.id, profile.name, profile.id ?? 0)]));
      const whole = call.withCi ? profile.computeInstances.find((ci) => ci.isDefault) : undefined;
      const ci = whole && ciOf(profile, whole, gi, 0);
      if (whole !== undefined && ci !== undefined) {
        lines.push(ciLine(machine, index, gi, profile, whole, ci));
      }
      now = withGpu(now, { ...gpu, gis: [...gpu.gis, ci === undefined ? gi : { ...gi, cis: [ci] }] });
    }
  }
  if (!call.withCi) hints.push({ code: 'no-compute-instance', gpus: gpus.length });
  return reply(now, lines, 0, hints);
}

/** One instance where the driver, or the start that was given, puts it. */
function createGi(
  machine: Machine,
  gpu: SimGpu,
  item: ProfileItem,
): Attempt<{ readonly profile: GiProfile; readonly gi: SimGi }> {
  const board = boardOf(gpu);
  if (board === undefined) return fails('not-supported', false);
  if (isGuest(machine)) return fails('no-permission', false, { code: 'guest-mig-mode' });
  const profile = namedProfile(board, item.profile);
  if (profile === undefined) {
    const names =
      parseProfileName(item.profile) === null
        ? slipped(board, item.profile)
        : similarProfiles(board, item.profile);
    const hint: Hint = { code: 'did-you-mean', typed: item.typed.slice(0, 60), names: names.slice(0, 4) };
    return fails('invalid-argument', item.start === null, ...(names.length > 0 ? [hint] : []));
  }
  if (!isOffered(machine, profile)) {
    return fails('invalid-argument', false, {
      code: 'driver-too-old',
      profile: profile.name,
      needs: profile.minDriver ?? '',
    });
  }
  // Drivers of R450 take no start.
  if (item.start !== null && branchOf(machine) < 460) return fails('invalid-argument', false);
  if (profile.starts === null || board.memorySlices === null) {
    return fails('no-resources', false, { code: 'starts-unknown', board: board.id });
  }
  if (isBusy(machine, gpu.index) && gpu.gis.length === 0) return fails('in-use', true);
  const start = startFor(machine, gpu, board, profile, item.start);
  if (start === 'no-start') return fails('invalid-argument', false);
  if (start === null) {
    const fitsEmpty = moreOf(board, [], profile) > 0;
    const isByStarts =
      fitsEmpty &&
      memoryLeft(board, gpu) >= (profile.memorySlices ?? 0) &&
      moreOf(board, gpu.gis, profile) === 0;
    return fails(
      'no-resources',
      item.start === null,
      ...(isByStarts && profile.maxInstances > countOf(gpu, profile) && item.start === null
        ? [{ code: 'order-matters', profile: profile.name } as const]
        : []),
    );
  }
  const size = profile.memorySlices ?? 0;
  const id = instanceIdOf(board, { start, size }, gpu.kind) ?? start;
  return {
    ok: true,
    value: { profile, gi: { id, profile: profile.name, start, size, cis: [], usedMiB: 0 } },
  };
}

function memoryLeft(board: Board, gpu: SimGpu): number {
  return (board.memorySlices ?? 0) - gpu.gis.reduce((sum, { size }) => sum + size, 0);
}

function countOf(gpu: SimGpu, { name }: GiProfile): number {
  return gpu.gis.filter(({ profile }) => profile === name).length;
}

function startFor(
  machine: Machine,
  gpu: SimGpu,
  board: Board,
  profile: GiProfile,
  wanted: number | null,
): number | 'no-start' | null {
  const geometry = geometryOf(board);
  const index = board.profiles.indexOf(profile);
  const occupancy = gpu.gis.length === 0 ? emptyOccupancy(geometry) : occupancyOf(geometry, gpu.gis);
  const names = [...gpu.gis.map((gi) => gi.profile), profile.name];
  const together = driverOfSet(board, names);
  if (together !== null && machine.driver !== null) {
    const age = driverAge(machine.driver, together.needs);
    if (age === 'older' || age === 'older-branch') return null;
  }
  if (wanted === null) {
    return driverStart(board, occupancy, index, { variant: machine.variant, kind: gpu.kind });
  }
  if (positionAt(geometry, profile.name, wanted) === undefined) return 'no-start';
  return (freeStarts(geometry, occupancy, index) & (1 << wanted)) === 0 ? null : wanted;
}

/** By ID, by name, or by name with "MIG " before it. */
function namedProfile(board: Board, typed: string): GiProfile | undefined {
  if (/^\d{1,3}$/.test(typed)) return board.profiles.find(({ id }) => id === Number(typed));
  const name = typed
    .trim()
    .toLowerCase()
    .replace(/^mig\s+/, '');
  return board.profiles.find((profile) => profile.name === name);
}

/** Profiles that a name with a slip may mean: "3g.20b". */
function slipped(board: Board, typed: string): string[] {
  const bare = typed.toLowerCase().replace(/b$/, '');
  return bare.length < 2 ? [] : board.profiles.flatMap(({ name }) => (name.startsWith(bare) ? [name] : []));
}
