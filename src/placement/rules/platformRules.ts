/**
 * What a host's platform, release and driver say about its instances and its VMs. A rule that a vendor documents refuses;
 * one that rests on less, or of which nothing public is known, is a doubt: it is told and stops nothing.
 */
import { profileOf, type BoardId } from '../../model/board.ts';
import { findBoard, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { driverAge } from '../../model/driverVersion.ts';
import type { HostId } from '../../model/ids.ts';
import type { Gpu, GpuPlace, Host, Platform, Wanted } from '../../model/plan.ts';
import { esxiRank, platformFacts, type Confidence } from '../../model/platform.ts';
import type { ProfileName } from '../../model/profile.ts';
import { Remembered } from '../../model/remembered.ts';
import type { RuleSourceId } from '../../model/ruleSources.ts';
import { variantsOf, type VgpuType } from '../../model/vgpu.ts';

/** How sure a rule is, and where it is written. */
export interface Ruled {
  readonly confidence: Confidence;
  readonly source: RuleSourceId | null;
}

/** The same for a rule of one host's platform. */
export interface RuledOnHost extends Ruled {
  readonly host: HostId;
  readonly platform: Platform | null;
  readonly release: string | null;
}

/** Why a vGPU of a VM may not be on a host, or, where the rule is not certain, why that is in doubt. */
export type VgpuRuleFault = RuledOnHost &
  (
    | {
        /** `count`: how many the VM has with this one. `sure` and `most`: of `VgpuLimit`. */
        readonly code: 'vgpus-per-vm';
        readonly count: number;
        readonly sure: number | null;
        readonly most: number | null;
      }
    /** The VM's vGPUs are of different boards, or of types of different series. */
    | { readonly code: 'mixed-boards'; readonly boards: readonly [string, string] }
    | { readonly code: 'mixed-series'; readonly types: readonly [string, string] }
    | { readonly code: 'type-release'; readonly type: string; readonly needs: string }
  );

/** Why the driver of a host cannot have a profile, or may not have it. */
export type DriverFault = Ruled & {
  readonly code: 'driver-too-old';
  readonly profile: ProfileName;
  readonly driver: string;
  readonly needs: string;
};

export type RuleFault = VgpuRuleFault | DriverFault;

/** True when the rule refuses; else it only warns. */
export function isCertain({ confidence }: Pick<RuleFault, 'confidence'>): boolean {
  return confidence === 'documented';
}

/** How sure `told` is, said of this host. */
export function ruledBy(host: Host, { confidence, source }: Ruled): RuledOnHost {
  return { host: host.id, platform: host.platform, release: host.release, confidence, source };
}

/** The least driver of a profile: its own floor, or that of its board. Null: none is known. */
export function leastDriver(boardId: BoardId, profile: ProfileName): string | null {
  const board = findBoard(boardId);
  if (board === undefined) return null;
  return profileOf(board, profile)?.minDriver ?? board.minDriver;
}

/**
 * A profile against the driver of its host. Where nobody said the driver there is nothing to hold it against. An older
 * branch is certainly too old; within the branch of the floor it is a doubt, for VMware's article cuts an A100 with
 * 450.73 where NVIDIA asks for 450.80.02.
 */
export function driverFault(
  { driver }: Pick<Host, 'driver'>,
  gpu: Pick<Gpu, 'board'>,
  profile: ProfileName,
): DriverFault | null {
  if (driver === null) return null;
  return driverFaults.of(`${driver}\n${gpu.board}\n${profile}`, () => {
    const needs = leastDriver(gpu.board, profile);
    const age = needs === null ? null : driverAge(driver, needs);
    if (needs === null || age === null || age === 'enough') return null;
    const confidence = age === 'older-branch' ? 'documented' : age === 'older' ? 'reported' : 'unknown';
    return { code: 'driver-too-old', confidence, source: 'mig-guide', profile, driver, needs };
  });
}

/** A host with a driver is asked this of each of its instances, and of each GPU for each profile. */
const driverFaults = new Remembered<DriverFault | null>();

/** The same where it refuses. */
export function driverRefusal(
  host: Pick<Host, 'driver'>,
  gpu: Pick<Gpu, 'board'>,
  profile: ProfileName,
): DriverFault | null {
  const fault = driverFault(host, gpu, profile);
  return fault !== null && isCertain(fault) ? fault : null;
}

/** A vGPU that has, or is about to have, its instance. */
export interface HeldVgpu {
  readonly wants: Wanted;
  readonly place: GpuPlace;
}

/**
 * What the rules that may refuse say of one vGPU beside those of the same VM that have their instance. Those that only
 * ever warn are in warnings.ts.
 */
export function vgpuRuleFaults(vgpu: HeldVgpu, beside: readonly HeldVgpu[]): VgpuRuleFault[] {
  return [countFault(vgpu, beside.length + 1), mixFault(vgpu, beside), releaseFault(vgpu)].filter(
    (fault) => fault !== null,
  );
}

function countFault({ place: { host } }: HeldVgpu, count: number): VgpuRuleFault | null {
  const limit = platformFacts(host).vgpusPerVm;
  // One vGPU is what a VM can have everywhere.
  if (limit === null || count <= (limit.sure ?? 1)) return null;
  return {
    code: 'vgpus-per-vm',
    ...ruledBy(host, limit),
    count,
    sure: limit.sure,
    most: limit.value,
  };
}

/** "A100-3-20C" is of series C; the letter behind the size says so. */
function seriesOf({ wants }: HeldVgpu): string | null {
  return wants.kind === 'type' ? (/-\d+([ABCQ])[A-Z]*$/.exec(wants.type)?.[1] ?? null) : null;
}

function mixFault(vgpu: HeldVgpu, beside: readonly HeldVgpu[]): VgpuRuleFault | null {
  const { host, gpu } = vgpu.place;
  const { isOneBoard, vgpusPerVm } = platformFacts(host);
  if (vgpusPerVm === null || vgpusPerVm.value === 1) return null;
  const ruled = ruledBy(host, isOneBoard);
  const other = beside.find(({ place }) => !isSameBoard(place.gpu, gpu));
  if (other !== undefined) {
    const isVariant = other.place.gpu.board === gpu.board;
    const name = ({ board, variant }: Gpu): string => (isVariant ? (variant ?? board) : board);
    return { code: 'mixed-boards', ...ruled, boards: [name(other.place.gpu), name(gpu)] };
  }
  const series = seriesOf(vgpu);
  const mixed = beside.find((one) => ![null, series].includes(seriesOf(one)));
  if (series === null || mixed?.wants.kind !== 'type' || vgpu.wants.kind !== 'type') return null;
  return { code: 'mixed-series', ...ruled, types: [mixed.wants.type, vgpu.wants.type] };
}

/** Where both say which variant of the board they are, it is the same one. */
function isSameBoard(a: Gpu, b: Gpu): boolean {
  return a.board === b.board && (a.variant === null || b.variant === null || a.variant === b.variant);
}

/**
 * Types whose table has no footnote, though every other type of their kind has it (vgpu.json, conflicts_between_sources): what
 * the others need is a doubt for them.
 */
const FLOOR_BY_KIND: Readonly<Record<string, string>> = { 'H800L-1-24C': '8.0 U3' };

/** The release of ESXi that the type asks for. */
function releaseFault({ wants, place: { host, gpu } }: HeldVgpu): VgpuRuleFault | null {
  if (host.platform !== 'esxi') return null;
  const { type, floor: printed } = needsOf(gpu, wants);
  const floor = printed ?? (Object.hasOwn(FLOOR_BY_KIND, type) ? FLOOR_BY_KIND[type] : null) ?? null;
  const rank = host.release === null ? null : esxiRank(host.release);
  if (floor === null || (rank !== null && rank >= (esxiRank(floor) ?? 0))) return null;
  const confidence = printed === null ? 'inferred' : rank === null ? 'unknown' : 'documented';
  return { code: 'type-release', ...ruledBy(host, { confidence, source: 'aie6' }), type, needs: floor };
}

export interface TypeNeeds {
  readonly type: string;
  /** The first release of ESXi that has any of the types that are meant; null where one of them has no floor. */
  readonly floor: string | null;
  /** True when every type that is meant lets VMs share an instance. */
  readonly isShared: boolean;
}

const needs = new Map<string, TypeNeeds>();

/** What the types that are meant on this GPU ask for; several where a profile alone is wanted or the variant is open. */
export function needsOf(gpu: Pick<Gpu, 'board' | 'variant'>, wants: Wanted): TypeNeeds {
  const name = wants.kind === 'type' ? wants.type : wants.profile;
  const key = `${gpu.board}|${gpu.variant ?? ''}|${wants.kind}|${name}`;
  const known = needs.get(key);
  if (known !== undefined) return known;
  const types = variantsOf(VGPU_BOARDS, gpu)
    .flatMap((board): readonly VgpuType[] => board.types)
    .filter((one) => (wants.kind === 'type' ? one.type === name : one.profile === name));
  const floors = types.map((one) => one.esxiMinRelease);
  const found: TypeNeeds = {
    type: name,
    floor: floors.includes(null) ? null : (floors[0] ?? null),
    isShared: types.length > 0 && types.every((one) => (one.maxPerInstance ?? 1) > 1),
  };
  // Names of an import are anybody's: what is kept must not grow with them.
  if (types.length > 0) needs.set(key, found);
  return found;
}
