/**
 * What texts say about hosts, before it is a plan. Every reader of somebody else's format answers in these terms, so
 * that several pastes add up to one picture: a summary gives boards and UUIDs, a listing gives starts, a table gives VMs.
 * Nothing in here is guessed: what a text does not say is null. Readers never throw and take each line once.
 */
import type { BoardId } from '../../model/board.ts';
import type { GpuKind, Platform, Wanted } from '../../model/plan.ts';
import type { At } from '../../model/source.ts';
import type { Notice } from '../reading.ts';

export interface Evidence {
  readonly hosts: readonly SeenHost[];
  readonly vms: readonly SeenVm[];
  /** What was passed over or is doubtful, in the order of the text. */
  readonly notices: readonly Notice[];
}

/** A machine of which a text speaks. Several may be the same one: they are joined by name, UUID, PCI id and index. */
export interface SeenHost {
  readonly at: At;
  /** From a prompt, a node name, a column; null where the text does not say. */
  readonly name: string | null;
  readonly platform: Platform | null;
  /** As the platform calls it: "8.0 U3". */
  readonly release: string | null;
  /** Version or branch of the driver: "550.54.16", "R550". */
  readonly driver: string | null;
  readonly gpus: readonly SeenGpu[];
  /** Lines worth keeping with the host as they are printed, for no field holds them: its VIBs. */
  readonly notes?: readonly string[];
  /** True: what somebody wants there (a configuration), not what is there. */
  readonly isWanted?: boolean;
  /** Where the text says that no other GPU of the host holds an instance: a listing of all of them, or one that found none. */
  readonly othersEmpty?: At | null;
  /** What a text counts for the host as a whole, where it does not say on which GPU: labels and resources of a node. */
  readonly total?: SeenTotal;
}

/** All MIG devices of a host, without their GPUs. */
export interface SeenTotal {
  readonly at: At;
  /** How many GPUs they are on; null: not said. */
  readonly gpus: number | null;
  /** As for one GPU. */
  readonly product: string | null;
  readonly boards: readonly BoardId[];
  readonly isWhole: boolean;
  readonly counts: readonly SeenCount[];
  /** MIG devices of which only the number is said; null: none of these. */
  readonly withoutProfile: number | null;
}

export interface SeenGpu {
  readonly at: At;
  /** As nvidia-smi counts them; null where the text names it otherwise or not at all. */
  readonly index: number | null;
  readonly uuid: string | null;
  readonly pciId: string | null;
  /** As printed: "NVIDIA A100-PCI...", "NVIDIA-A100-SXM4-40GB"; null: not said. */
  readonly product: string | null;
  /** Boards that can be meant by what is printed, in the order of the catalogue; empty: nothing to tell by. */
  readonly boards: readonly BoardId[];
  readonly kind: GpuKind | null;
  /** MIG mode now, and after the next reset or reboot; null: not said. */
  readonly mode: 'on' | 'off' | null;
  readonly pendingMode: 'on' | 'off' | null;
  /** Null: the text says nothing of instances. */
  readonly layout: SeenLayout | null;
  /** True: it was reset, so no instance is left and a pending mode is the mode. */
  readonly wasReset?: boolean;
  /** True: not one GPU but each one of the host's, of which the text does not say how many there are ("devices: all"). */
  readonly standsForEvery?: boolean;
}

/** `isWhole`: all that is there, so that what is missing is not there; a table that is cut, or devices without a GPU instance's own listing, is not. */
export type SeenLayout =
  | { readonly kind: 'instances'; readonly isWhole: boolean; readonly instances: readonly SeenInstance[] }
  /** How many of each profile, without instances: YAML, labels, gres lines. */
  | { readonly kind: 'counts'; readonly isWhole: boolean; readonly counts: readonly SeenCount[] }
  /** What was done to it, in the order of the text: lines of `-cgi`, `-cci`, `-dci` and `-dgi`. */
  | { readonly kind: 'changes'; readonly changes: readonly SeenChange[] }
  /** What commands ask for that have no answer in the text, in the order of the text. `isAnew`: what was there was to be destroyed first. */
  | {
      readonly kind: 'requests';
      readonly isAnew: boolean;
      readonly requests: readonly SeenRequest[];
      readonly cuts: SeenCuts;
    };

/** One instance that a command asks for: by its name, or by its ID, which is another profile on another board. */
export interface SeenRequest {
  readonly at: At;
  readonly profile: string | null;
  readonly profileId: number | null;
  readonly start: number | null;
}

/** Compute instances that a command asks for, by name or ID; none: the default ones. */
export interface SeenCuts {
  readonly at: At;
  readonly profiles: readonly string[];
  /** Only in the GPU instances of some IDs, which nobody knows before they are created. */
  readonly ofInstances: boolean;
}

export type SeenChange =
  | { readonly kind: 'created'; readonly instance: SeenInstance }
  | { readonly kind: 'destroyed'; readonly at: At; readonly instanceId: number }
  | {
      readonly kind: 'ci-created';
      readonly at: At;
      readonly instanceId: number;
      readonly computeInstance: SeenComputeInstance;
    }
  /** `id` null: all of the GPU instance. */
  | {
      readonly kind: 'ci-destroyed';
      readonly at: At;
      readonly instanceId: number;
      readonly id: number | null;
    };

export interface SeenCount {
  readonly at: At;
  /** As written: "3g.20gb", "1c.3g.20gb", "1g.5gb.me". */
  readonly profile: string;
  readonly count: number;
}

export interface SeenInstance {
  readonly at: At;
  /** As written, without "MIG"; null where only an ID says what it is. */
  readonly profile: string | null;
  /** As nvidia-smi counts profiles. */
  readonly profileId: number | null;
  /** As NVML counts them, which is not the same (model/nvmlProfiles.ts). */
  readonly nvmlProfileId?: number | null;
  /** The GPU-instance ID. With the board and the kind of the GPU it may give the placement. */
  readonly instanceId: number | null;
  /** Memory slices; null where the text does not say. */
  readonly start: number | null;
  readonly size: number | null;
  /** Null: nothing is said of them; empty: there are none. */
  readonly computeInstances: readonly SeenComputeInstance[] | null;
  /** Memory as printed, and the multiprocessors of its compute instances together: a hint at the profile where only an ID is said. */
  readonly memoryMiB?: number | null;
  readonly multiprocessors?: number | null;
}

export interface SeenComputeInstance {
  readonly at: At;
  /** "1c.3g.20gb", or of the whole instance "3g.20gb"; null where only an ID says. */
  readonly profile: string | null;
  readonly profileId: number | null;
  readonly id: number | null;
  /** First compute slice inside the GPU instance. */
  readonly start: number | null;
  readonly size: number | null;
  readonly uuid: string | null;
}

export interface SeenVm {
  readonly at: At;
  readonly name: string;
  /** The host that it runs on, where that is said. */
  readonly host: string | null;
  readonly group: string | null;
  /** One for each vGPU; empty where only the name is said. */
  readonly wants: readonly Wanted[];
}

/** One of several configurations that a text holds: a mig-parted file, a ConfigMap. The reader of the text has to choose. */
export interface NamedEvidence {
  readonly at: At;
  readonly name: string;
  readonly evidence: Evidence;
}
