/** What commands ask of a GPU again and again: its board, what it offers, in which order things are listed. */
import { profileOf, type Board, type CiProfile, type GiProfile } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf } from '../../model/compute.ts';
import { driverAge } from '../../model/driverVersion.ts';
import { driverBranch, printsMaker } from '../../formats/nvidiaSmi/print/driverForm.ts';
import { migUuid } from './identity.ts';
import { isGuest, type Machine, type SimCi, type SimGi, type SimGpu } from './machine.ts';

/** A late branch for a machine without a driver: nothing of it is printed then. */
export function branchOf(machine: Machine): number {
  return driverBranch(machine.driver ?? '') ?? 580;
}

export function boardOf(gpu: SimGpu): Board | undefined {
  return gpu.board === null ? undefined : findBoard(gpu.board);
}

/** As this driver prints the GPU: "A100-PCIE-40GB", "NVIDIA A100-PCIE-40GB", in a guest "GRID A100-3-20C". */
export function printedProduct(machine: Machine, gpu: SimGpu): string {
  if (isGuest(machine)) return gpu.product;
  return printsMaker(branchOf(machine)) ? `NVIDIA ${gpu.product}` : gpu.product;
}

/** True where the driver may be too old for a profile: it does not list it then. */
export function isOffered(machine: Machine, profile: GiProfile): boolean {
  if (profile.minDriver === null || machine.driver === null) return true;
  const age = driverAge(machine.driver, profile.minDriver);
  return age !== 'older' && age !== 'older-branch';
}

/** The GPU-instance profiles that the driver lists for a board, in its order. */
export function offeredProfiles(machine: Machine, board: Board): readonly GiProfile[] {
  return board.profiles.filter((profile) => isOffered(machine, profile));
}

/** The profile of an instance; of a board that the catalogue has. */
export function giProfile(gpu: SimGpu, gi: Pick<SimGi, 'profile'>): GiProfile | undefined {
  const board = boardOf(gpu);
  return board && profileOf(board, gi.profile);
}

/** Instances in the order of -lgi: by profile as the board lists them, then by ID. */
export function inListOrder(gpu: SimGpu): SimGi[] {
  const board = boardOf(gpu);
  const rank = (gi: SimGi): number => board?.profiles.findIndex(({ name }) => name === gi.profile) ?? 0;
  const slices = (gi: SimGi): number => giProfile(gpu, gi)?.computeSlices ?? 0;
  return [...gpu.gis].sort((a, b) => slices(a) - slices(b) || rank(a) - rank(b) || a.id - b.id);
}

/** Instances in the order of -L and of the table of MIG devices: by ID. */
export function byId(gpu: SimGpu): SimGi[] {
  return [...gpu.gis].sort((a, b) => a.id - b.id);
}

/** Drivers before R450 know no MIG: nothing of it is listed, shown or queried. */
export function knowsMig(machine: Machine): boolean {
  return branchOf(machine) >= 450;
}

/** The name that a compute instance prints: that of a "+me" instance without it. */
export function printedCi({ profile }: Pick<SimCi, 'profile'>): string {
  return profile.replace(/\+me$/, '');
}

/** In a guest the one profile has ID 0, whatever it is on the host. */
export function giProfileId(machine: Machine, gpu: SimGpu, gi: SimGi): number | null {
  return isGuest(machine) ? 0 : (giProfile(gpu, gi)?.id ?? null);
}

export interface CiId {
  readonly id: number | null;
  /** False: no public output shows it; the number is by analogy. */
  readonly isKnown: boolean;
}

/**
 * The ID that -cci takes and prints. Where none is public: 7 for a 1g with double memory, which two H100 and GH200 print, and 4 for
 * one of seven slices.
 */
export function ciProfileId(profile: GiProfile, ci: CiProfile): CiId {
  if (ci.id !== null) return { id: ci.id, isKnown: true };
  const isWide = profile.computeSlices === 1 && profile.memorySlices === 2;
  if (isWide && ci.isDefault) return { id: 7, isKnown: false };
  return { id: ci.computeSlices === 7 ? 4 : ci.computeSlices - 1, isKnown: false };
}

export function ciProfileIn(gpu: SimGpu, gi: SimGi, name: string): CiProfile | undefined {
  const profile = giProfile(gpu, gi);
  return profile && ciProfileOf(profile, name);
}

export interface CiSize {
  readonly size: number;
  /** False: no public list has one like it. */
  readonly isSeen: boolean;
}

/**
 * The size that -lci prints for a compute instance. One that spans a 3g is 0:3 on an A100 and 0:4 on an H100 SXM (two
 * sources), whose 3g has more SMs than three 1g; of other boards from Hopper on none was seen.
 */
export function printedCiSize(gpu: SimGpu, gi: SimGi, ci: SimCi): CiSize {
  const isWhole3g = ci.profile === gi.profile && giProfile(gpu, gi)?.computeSlices === 3;
  const board = boardOf(gpu);
  if (!isWhole3g || board?.architecture === 'Ampere') return { size: ci.size, isSeen: true };
  return board?.id === 'h100-sxm5-80gb' ? { size: 4, isSeen: true } : { size: ci.size, isSeen: false };
}

/** False for names of compute instances in "+gfx", "-me" and "+me.all" instances: no public output prints one. */
export function isCiNameSeen({ profile }: Pick<SimCi, 'profile'>): boolean {
  return !/[+-]/.test(printedCi({ profile }));
}

export function ciUuid(machine: Machine, gpu: SimGpu, gi: SimGi, ci: SimCi): string {
  return ci.uuid ?? migUuid(gpu.uuid, gi.id, ci.id, machine.boots);
}

/** True where a process runs on the GPU, on the instance, or on the compute instance. */
export function isBusy(machine: Machine, gpu: number, gi?: number, ci?: number): boolean {
  return machine.processes.some(
    (one) => one.gpu === gpu && (gi === undefined || one.gi === gi) && (ci === undefined || one.ci === ci),
  );
}

/** True where a running VM has the instance. */
export function isHeldByVm(machine: Machine, gpu: number, gi: number): boolean {
  return machine.vms.some(
    ({ isOn, vgpus }) => isOn && vgpus.some(({ at }) => at?.gpu === gpu && at.gi === gi),
  );
}

/** GPUs from Hopper on change MIG mode without a reset and lose it at a reboot. */
export function keepsModeOverReboot(gpu: SimGpu): boolean {
  return boardOf(gpu)?.architecture === 'Ampere';
}
