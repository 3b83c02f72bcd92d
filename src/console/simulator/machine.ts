/**
 * The machine behind a simulated terminal: a host or, with the same shape, a VM as its guest sees it. Plain readonly data;
 * every command makes a new one. Nothing in it comes from a clock or from chance.
 */
import type { BoardId } from '../../model/board.ts';
import type { DriverVariant } from '../../model/driverStart.ts';
import type { VmId } from '../../model/ids.ts';
import type { GpuKind, Platform, Wanted } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { Sensors } from '../../formats/nvidiaSmi/print/summaryTable.ts';

export interface SimCi {
  readonly id: number;
  /** As the board lists it: "1c.3g.20gb", or "1g.5gb+me", which prints without its attribute. */
  readonly profile: ProfileName;
  /** Compute slices inside the GPU instance. */
  readonly start: number;
  readonly size: number;
  /** Null: derived from GPU, GPU instance and compute instance. */
  readonly uuid: string | null;
}

export interface SimGi {
  /** The GPU-instance ID that nvidia-smi prints. */
  readonly id: number;
  readonly profile: ProfileName;
  /** Memory slices, as nvidia-smi displays them. */
  readonly start: number;
  readonly size: number;
  /** Really those that are there: none is none. Sorted by ID. */
  readonly cis: readonly SimCi[];
  readonly usedMiB: number;
}

export interface SimGpu {
  readonly index: number;
  /** Null: a GPU without MIG. */
  readonly board: BoardId | null;
  /** Without "NVIDIA ", as R450 prints it. */
  readonly product: string;
  readonly uuid: string;
  readonly pciId: string;
  readonly kind: GpuKind;
  /** MIG mode, and what it will be after the next reset or reboot. */
  readonly mode: boolean;
  readonly pending: boolean;
  readonly isPersistent: boolean;
  /** Kept for time-sliced vGPU or passthrough in the plan. */
  readonly isReserved: boolean;
  /** Null: not known. */
  readonly memoryMiB: number | null;
  readonly usedMiB: number;
  readonly sensors: Sensors | null;
  readonly gis: readonly SimGi[];
}

export interface SimProcess {
  readonly gpu: number;
  /** Null where MIG mode is off. */
  readonly gi: number | null;
  readonly ci: number | null;
  readonly pid: number;
  readonly name: string;
  readonly memoryMiB: number;
}

export interface Vib {
  readonly name: string;
  readonly version: string;
  readonly vendor: string;
  readonly acceptance: string;
  readonly installed: string;
}

export interface VmVgpu {
  readonly wants: Wanted;
  /** The GPU instance that it has while the VM runs, or is drawn on. */
  readonly at: { readonly gpu: number; readonly gi: number } | null;
}

export interface SimVm {
  /** Of the plan: names may be there twice, and change. */
  readonly id: VmId;
  readonly name: string;
  readonly isOn: boolean;
  readonly vgpus: readonly VmVgpu[];
  /** What its own terminal runs on; null while it is off. */
  readonly guest: Machine | null;
  /** How often it was started: UUIDs of its MIG devices change with it. */
  readonly starts: number;
}

export interface Machine {
  readonly name: string;
  /** In a guest how often its VM was started, for its MIG devices get new UUIDs then; 0 on a host. */
  readonly boots: number;
  readonly platform: Platform | null;
  readonly release: string | null;
  /** Set in a guest: the vGPU types, one for each GPU, with the prefix that the driver prints. */
  readonly guestTypes: readonly string[] | null;
  /** Null: no driver is installed. */
  readonly driver: string | null;
  /** The plan says no driver, or only a branch of it. */
  readonly isDriverAssumed: boolean;
  readonly variant: DriverVariant;
  readonly isRoot: boolean;
  /** Seconds since 1970, in the state and nowhere else; each command takes one. */
  readonly seconds: number;
  readonly gpus: readonly SimGpu[];
  readonly processes: readonly SimProcess[];
  readonly vms: readonly SimVm[];
  readonly isInMaintenance: boolean;
  readonly vibs: readonly Vib[];
  readonly graphics: { readonly type: string; readonly policy: string };
  readonly history: readonly string[];
  /** The commands that the history no longer holds. */
  readonly forgotten: number;
}

/** The machine with another GPU in the place of the one of that index. */
export function withGpu(machine: Machine, gpu: SimGpu): Machine {
  return { ...machine, gpus: machine.gpus.map((one) => (one.index === gpu.index ? gpu : one)) };
}

/** The GPU with another instance in the place of the one of that ID. */
export function withGi(gpu: SimGpu, gi: SimGi): SimGpu {
  return { ...gpu, gis: gpu.gis.map((one) => (one.id === gi.id ? gi : one)) };
}

/** A VM by its id, or the first of that name, as people call it. */
export type VmRef = VmId | string;

export function findVm({ vms }: Pick<Machine, 'vms'>, ref: VmRef): SimVm | undefined {
  return vms.find(({ id, name }) => (typeof ref === 'string' ? name : id) === ref);
}

/** The machine with another VM in the place of the one of that id. */
export function withVm(machine: Machine, vm: SimVm): Machine {
  return { ...machine, vms: machine.vms.map((one) => (one.id === vm.id ? vm : one)) };
}

/** True for the machine of a VM. */
export function isGuest(machine: Machine): boolean {
  return machine.guestTypes !== null;
}
