/**
 * The instances of one GPU of the picture, each with its place: as printed, by its ID, or, where a text only counts, where the planner
 * puts it, which is said.
 */
import { isDrawable, profileOf, type Board } from '../../model/board.ts';
import { canBeMirrored } from '../../model/instanceId.ts';
import type { ComputeInstance, GpuKind } from '../../model/plan.ts';
import { makeProfileName, parseProfileName, type ProfileName } from '../../model/profile.ts';
import { namedByNvml } from './nvmlNames.ts';
import { driverStart } from '../../model/driverStart.ts';
import { geometryOf, occupancyOf, similarProfiles } from '../../model/geometry.ts';
import type { At } from '../../model/source.ts';
import type { SeenCount, SeenCuts, SeenInstance, SeenRequest } from '../../formats/evidence/evidence.ts';
import type { PictureGpu } from '../../formats/evidence/picture.ts';
import {
  isSameDrawing,
  readingsById,
  type IdPlace,
  type IdReading,
} from '../../formats/evidence/placeByIds.ts';
import type { LgiRow } from '../../formats/migLgiRow.ts';
import type { Notice } from '../../formats/reading.ts';
import { createNearestName } from '../../formats/vmTypeNames.ts';
import { placeCounts, type InstancePlace } from '../../placement/layouts/placeCounts.ts';
import { instanceName, parsedName, requestedProfile } from './boardCandidates.ts';
import { kindOf, rowNotices } from './printedRows.ts';
import type { KindChoice } from './questions.ts';
import { cutsWithin, fillInstances, requestedCuts } from './seenCuts.ts';

export interface PlacedInstance {
  readonly at: At;
  readonly profile: ProfileName;
  readonly start: number;
  /** As the host printed it; null where it did not, or where it may be that of another. */
  readonly reportedId: number | null;
  readonly computeInstances: readonly ComputeInstance[];
  /** No text says where it starts, and it could start elsewhere. */
  readonly isStartUnknown: boolean;
}

export interface PlacedGpu {
  readonly kind: GpuKind | null;
  readonly instances: readonly PlacedInstance[];
  /** What no place was found for. */
  readonly left: readonly { readonly at: At; readonly profile: string; readonly count: number }[];
  /** Readings of the IDs that are drawn differently, of which one has to be chosen. */
  readonly choices: readonly KindChoice[];
  readonly notices: readonly Notice[];
}

export interface PlaceOptions {
  /** For notices. */
  readonly gpuIndex: number;
  /** Which reading of IDs to take where both fit; the first while nobody has said. */
  readonly kind: GpuKind | null;
  /** Places to take for what is only counted, as far as they are legal. */
  readonly like: readonly InstancePlace[];
}

export function placeSeen(gpu: PictureGpu, board: Board | undefined, options: PlaceOptions): PlacedGpu {
  const placer = new Placer(board, options);
  if (gpu.requests.length > 0) placer.placeRequested(gpu.requests, gpu.cuts, gpu.kind);
  else if (gpu.counts !== null) placer.placeCounted(gpu.counts);
  else placer.placeInstances(gpu, options.kind);
  return placer.done();
}

class Placer {
  readonly #board: Board | undefined;
  readonly #gpuIndex: number;
  readonly #notices: Notice[] = [];
  readonly #instances: PlacedInstance[] = [];
  readonly #left: { at: At; profile: string; count: number }[] = [];
  readonly #linted = new Set<string>();
  readonly #like: readonly InstancePlace[];
  #kind: GpuKind | null = null;
  #choices: PlacedGpu['choices'] = [];

  constructor(board: Board | undefined, { gpuIndex, like }: PlaceOptions) {
    this.#board = board;
    this.#gpuIndex = gpuIndex;
    this.#like = like;
  }

  done(): PlacedGpu {
    const instances = [...this.#instances].sort((a, b) => a.start - b.start || lineOf(a.at) - lineOf(b.at));
    return { kind: this.#kind, instances, left: this.#left, choices: this.#choices, notices: this.#notices };
  }

  placeInstances(gpu: PictureGpu, wanted: GpuKind | null): void {
    const instances = gpu.instances.map((one) => namedByNvml(this.#board, one));
    for (const { at, profile } of instances) this.#lint(at, profile);
    const printed = instances.flatMap((one) => (one.start === null ? [] : [{ ...one, start: one.start }]));
    const byId = instances.filter((one) => one.start === null && one.instanceId !== null);
    const loose = instances.filter((one) => one.start === null && one.instanceId === null);
    this.#kind = gpu.kind;
    for (const one of printed)
      this.#add(one, instanceName(one.profile ?? '') ?? one.profile ?? '', one.start, one.instanceId);
    if (byId.length === 0) this.#checkPrinted(printed);
    else
      this.#placeById(
        instances.filter((one) => one.instanceId !== null),
        byId,
        gpu.kind,
        wanted,
      );
    if (loose.length > 0)
      this.placeCounted(loose.map(({ at, profile }) => ({ at, profile: profile ?? '', count: 1 })));
  }

  /** What a listing prints is kept as it is; what does not agree with the board is remarked. */
  #checkPrinted(printed: readonly (SeenInstance & { readonly start: number })[]): void {
    const board = this.#board;
    if (board === undefined || printed.length === 0) return;
    const rows = printed.flatMap((one): LgiRow[] => {
      const profile = one.profile === null ? null : instanceName(one.profile);
      if (profile === null) return [];
      const size = one.size ?? profileOf(board, profile)?.memorySlices ?? 0;
      return [
        {
          line: lineOf(one.at),
          profile,
          profileId: one.profileId,
          instanceId: one.instanceId,
          start: one.start,
          size,
        },
      ];
    });
    const gpu = { index: this.#gpuIndex, line: rows[0]?.line ?? 1, rows };
    const { kind, notice } = kindOf(board, gpu);
    this.#kind ??= kind;
    this.#notices.push(...rowNotices(board, gpu));
    if (notice !== null) this.#notices.push(notice);
  }

  #placeById(
    all: readonly SeenInstance[],
    open: readonly SeenInstance[],
    known: GpuKind | null,
    wanted: GpuKind | null,
  ): void {
    const board = this.#board;
    const readings = board === undefined ? [] : readingsById(board, all, { kind: known });
    const [first, second] = readings;
    if (board === undefined || first === undefined) {
      if (board !== undefined && board.memorySlices !== null && isDrawable(board)) {
        const at = open[0]?.at ?? { line: 1 };
        this.#notices.push({ code: 'ids-explain-nothing', at, gpuIndex: this.#gpuIndex });
      }
      this.placeCounted(open.map((one) => ({ at: one.at, profile: one.profile ?? idName(one), count: 1 })));
      return;
    }
    const isOpen = (place: IdPlace): boolean => open.includes(place.seen);
    if (second === undefined || isSameDrawing(first, second)) {
      this.#kind = second === undefined && canBeMirrored(board) ? first.kind : known;
      // Drawn alike, the ID of a place may be that of another one.
      const ids =
        second === undefined ? null : new Map(second.places.map((place) => [place.seen, place.start]));
      for (const place of first.places.filter(isOpen)) {
        const isSure = ids === null || ids.get(place.seen) === place.start;
        this.#add(place.seen, place.profile, place.start, isSure ? place.seen.instanceId : null);
      }
      return;
    }
    const taken = readings.find((one) => one.kind === wanted) ?? first;
    this.#kind = taken.kind;
    this.#choices = readings.map(choiceOf);
    this.#notices.push({
      code: 'kind-chosen',
      at: open[0]?.at ?? { line: 1 },
      gpuIndex: this.#gpuIndex,
      kind: taken.kind,
    });
    for (const place of taken.places.filter(isOpen))
      this.#add(place.seen, place.profile, place.start, place.seen.instanceId);
  }

  /**
   * What commands ask for, one after the other as the driver would: where no start is given, one model of it says which. At the first
   * that finds no room it stops. The board is known by now, so an ID is a profile.
   */
  placeRequested(requests: readonly SeenRequest[], cuts: readonly SeenCuts[], kind: GpuKind | null): void {
    this.#kind = kind;
    const board = this.#board;
    if (board === undefined || !isDrawable(board)) {
      for (const one of requests) this.#leave(one.at, requestName(board, one), 1);
      return;
    }
    const geometry = geometryOf(board);
    const model = { variant: 'list', kind: kind ?? 'straight' } as const;
    const made: InstancePlace[] = [];
    const assumed = new Set<ProfileName>();
    for (const [n, one] of requests.entries()) {
      const { at } = one;
      const profile = requestedProfile(board, one)?.name;
      if (profile === undefined) {
        const wanted = requestName(board, one);
        this.#lint(at, wanted);
        this.#left.push({ at, profile: wanted, count: 1 });
        continue;
      }
      const index = geometry.profileIndexByName.get(profile) ?? -1;
      const start = one.start ?? driverStart(board, occupancyOf(geometry, made), index, model);
      if (start === null) {
        const rest = requests.slice(n);
        for (const other of rest)
          this.#left.push({ at: other.at, profile: requestName(board, other), count: 1 });
        const refused = { at, gpuIndex: this.#gpuIndex, profile, left: rest.length };
        this.#notices.push({ code: 'request-refused', ...refused });
        break;
      }
      made.push({ profile, start });
      if (one.start === null) assumed.add(profile);
      this.#instances.push({
        ...{ at, profile, start, reportedId: null },
        computeInstances: this.#cutsFor(profile, cuts),
        isStartUnknown: one.start === null,
      });
    }
    const first = requests.find((one) => one.start === null);
    if (first === undefined || assumed.size === 0 || this.#hasOneWay(board)) return;
    const profiles = [...assumed].sort();
    this.#notices.push({ code: 'start-by-order', at: first.at, gpuIndex: this.#gpuIndex, profiles });
  }

  /** Where nothing else is legal the driver has no choice, so that the starts are known after all. */
  #hasOneWay(board: Board): boolean {
    const given = this.#instances.filter((one) => !one.isStartUnknown);
    const wanted = new Map<ProfileName, number>();
    for (const { profile, isStartUnknown } of this.#instances)
      if (isStartUnknown) wanted.set(profile, (wanted.get(profile) ?? 0) + 1);
    const { isOnlyWay, left } = placeCounts(board, given, wanted);
    if (!isOnlyWay || left.size > 0) return false;
    for (const [n, one] of this.#instances.entries()) this.#instances[n] = { ...one, isStartUnknown: false };
    return true;
  }

  #cutsFor(profile: ProfileName, cuts: readonly SeenCuts[]): ComputeInstance[] {
    const { made, left } = requestedCuts(profile, cuts);
    for (const at of left) {
      const isSaid = this.#notices.some((one) => one.code === 'cuts-left-out' && one.at === at);
      if (!isSaid) this.#notices.push({ code: 'cuts-left-out', at, gpuIndex: this.#gpuIndex });
    }
    return made;
  }

  placeCounted(counts: readonly SeenCount[]): void {
    const wanted = new Map<ProfileName, number>();
    const cuts = new Map<ProfileName, ProfileName[]>();
    const ats = new Map<ProfileName, At>();
    for (const { at, profile, count } of counts) {
      const name = instanceName(profile);
      if (name === null || (this.#board !== undefined && profileOf(this.#board, name) === undefined)) {
        this.#lint(at, profile);
        this.#leave(at, profile, count);
        continue;
      }
      if (!ats.has(name)) ats.set(name, at);
      const parsed = parsedName(profile);
      if (parsed?.ciSlices == null) wanted.set(name, (wanted.get(name) ?? 0) + count);
      else {
        const own = cuts.get(name) ?? [];
        cuts.set(name, own);
        for (let n = 0; n < Math.min(count, 64); n++) own.push(makeProfileName(parsed));
      }
    }
    // Compute instances of one GPU instance are devices of their own: as few GPU instances as can hold them.
    const inside = new Map<ProfileName, ProfileName[][]>();
    for (const [name, own] of cuts) {
      const filled = fillInstances(own, parseProfileName(name)?.computeSlices ?? 1);
      inside.set(name, filled);
      wanted.set(name, (wanted.get(name) ?? 0) + filled.length);
    }
    if (this.#board === undefined) {
      for (const [profile, count] of wanted) this.#leave(ats.get(profile) ?? { line: 1 }, profile, count);
      return;
    }
    const { places, isOnlyWay, left } = placeCounts(this.#board, this.#instances, wanted, this.#like);
    const unknown: ProfileName[] = [];
    for (const { profile, start } of places) {
      const at = ats.get(profile) ?? { line: 1 };
      const computeInstances = (inside.get(profile)?.shift() ?? []).map((name) => ({
        profile: name,
        start: null,
        extra: [],
      }));
      this.#instances.push({
        at,
        profile,
        start,
        reportedId: null,
        computeInstances,
        isStartUnknown: !isOnlyWay,
      });
      if (!isOnlyWay) unknown.push(profile);
    }
    for (const [profile, count] of left) this.#leave(ats.get(profile) ?? { line: 1 }, profile, count);
    const first = counts[0];
    if (unknown.length > 0 && first !== undefined) {
      this.#notices.push({
        code: 'start-not-known',
        at: first.at,
        gpuIndex: this.#gpuIndex,
        profiles: unknown.sort(),
      });
    }
  }

  #leave(at: At, profile: string, count: number): void {
    if (count <= 0) return;
    this.#left.push({ at, profile, count });
    const name = instanceName(profile);
    const isKnown =
      this.#board === undefined || (name !== null && profileOf(this.#board, name) !== undefined);
    const why = isKnown ? 'no-room' : 'no-such-profile';
    this.#notices.push({ code: 'not-placed', why, at, gpuIndex: this.#gpuIndex, profile, count });
  }

  #add(seen: SeenInstance, profile: ProfileName, start: number, reportedId: number | null): void {
    const computeInstances = cutsWithin(seen, profile);
    if (computeInstances === null) {
      const count = seen.computeInstances?.length ?? 0;
      this.#notices.push({ code: 'cut-not-known', at: seen.at, gpuIndex: this.#gpuIndex, profile, count });
    }
    this.#instances.push({
      at: seen.at,
      profile,
      start,
      reportedId,
      computeInstances: computeInstances ?? [],
      isStartUnknown: false,
    });
  }

  /** A name that the board does not have: what may be meant instead. */
  #lint(at: At, profile: string | null): void {
    const board = this.#board;
    if (board === undefined || profile === null) return;
    const name = instanceName(profile);
    if (name !== null && profileOf(board, name) !== undefined) return;
    if (this.#linted.has(profile)) return;
    this.#linted.add(profile);
    const nearest =
      similarProfiles(board, name ?? profile)[0] ??
      createNearestName([{ board: board.id, variant: null }])(profile);
    this.#notices.push({ code: 'no-such-profile', at, profile, board: board.id, nearest });
  }
}

function requestName(board: Board | undefined, one: SeenRequest): string {
  const known = board === undefined ? null : requestedProfile(board, one);
  return known?.name ?? one.profile ?? `profile ID ${one.profileId}`;
}

function idName(one: SeenInstance): string {
  return `GPU instance ${one.instanceId ?? ''}`;
}

function choiceOf({ kind, places: found }: IdReading): KindChoice {
  const places = found.map(({ profile, start }) => ({ profile, start })).sort((a, b) => a.start - b.start);
  return { kind, layout: places.map(({ profile, start }) => `${profile}@${start}`).join(', '), places };
}

function lineOf(at: At): number {
  return 'line' in at ? at.line : 0;
}
