/** Why placement refuses something. Codes and facts only; the sentences are in messages.ts. */
import type { BoardId } from '../model/board.ts';
import type { GiId, VmId } from '../model/ids.ts';
import type { NameError } from '../model/name.ts';
import type { GpuUse, Wanted } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import type { DriverFault } from './rules/platformRules.ts';
import type { VmRuleFault } from './vms/vmRules.ts';

/** Why an instance cannot stand somewhere, or why a GPU cannot take a profile at all. */
export type PlacementError =
  | { readonly code: 'board-unknown'; readonly board: BoardId }
  | { readonly code: 'mig-off'; readonly use: GpuUse }
  | {
      readonly code: 'not-a-profile';
      readonly profile: ProfileName;
      readonly board: BoardId;
      /** What the board has instead, nearest first. */
      readonly similar: readonly ProfileName[];
    }
  | { readonly code: 'starts-unknown'; readonly profile: ProfileName; readonly board: BoardId }
  | {
      readonly code: 'not-a-start';
      readonly profile: ProfileName;
      readonly start: number;
      readonly starts: readonly number[];
    }
  | {
      readonly code: 'overlap';
      readonly profile: ProfileName;
      readonly start: number;
      readonly size: number;
      readonly blockedBy: readonly GiId[];
    }
  | {
      readonly code: 'maximum';
      readonly profile: ProfileName;
      readonly max: number;
      readonly blockedBy: readonly GiId[];
    }
  | {
      readonly code: 'excluded';
      readonly profile: ProfileName;
      readonly blockedBy: readonly GiId[];
      readonly why: string;
    }
  | {
      /** Each start is legal by itself and taken: the answer to "why can this GPU not take it?". */
      readonly code: 'no-start-free';
      readonly profile: ProfileName;
      readonly starts: readonly number[];
      readonly size: number;
      /** Memory slices free on the GPU. */
      readonly free: number;
      readonly blockedBy: readonly GiId[];
    }
  | DriverFault
  | ComputeFault;

/** Why an instance cannot be cut into these compute instances. `instance` is the profile that is cut. */
export type ComputeFault =
  | {
      readonly code: 'ci-not-offered';
      readonly profile: ProfileName;
      readonly instance: ProfileName;
      readonly offered: readonly ProfileName[];
    }
  | {
      readonly code: 'ci-maximum';
      readonly profile: ProfileName;
      readonly instance: ProfileName;
      readonly max: number;
    }
  /** Compute slices that all of them need, and that the instance has. */
  | {
      readonly code: 'ci-slices';
      readonly instance: ProfileName;
      readonly needed: number;
      readonly has: number;
    }
  /** It leaves the instance, or stands on another. */
  | {
      readonly code: 'ci-place';
      readonly profile: ProfileName;
      readonly instance: ProfileName;
      readonly start: number;
      readonly slices: number;
    };

/** No public source says whether the board offers it. */
export interface ComputeUnknown {
  readonly code: 'ci-unknown';
  readonly profile: ProfileName;
  readonly instance: ProfileName;
  readonly board: BoardId;
}

/** Why an instance cannot serve a VM. */
export type AssignError =
  | {
      readonly code: 'wrong-type';
      readonly wants: Wanted;
      /** Of the instance: the same name is another type on another board. */
      readonly board: BoardId;
      readonly profile: ProfileName;
      /** The types that the instance carries; empty where its board has none for this profile. */
      readonly types: readonly string[];
    }
  | { readonly code: 'instance-full'; readonly vms: readonly VmId[]; readonly max: number }
  | { readonly code: 'already-assigned' }
  | VmRuleFault;

/** Why an edit of the plan is refused. */
export type EditError =
  | { readonly code: 'not-found'; readonly what: 'host' | 'gpu' | 'instance' | 'vm' | 'vgpu' }
  | { readonly code: 'bad-name'; readonly what: 'plan' | 'host' | 'vm' | 'group'; readonly why: NameError }
  | { readonly code: 'name-taken'; readonly what: 'host' | 'vm'; readonly name: string }
  | { readonly code: 'index-taken'; readonly index: number }
  | { readonly code: 'bad-index'; readonly index: number }
  | { readonly code: 'bad-count'; readonly count: number; readonly max: number }
  | { readonly code: 'too-many-vms'; readonly count: number; readonly max: number }
  | { readonly code: 'too-many-vgpus'; readonly max: number }
  | { readonly code: 'notes-too-long'; readonly length: number; readonly max: number }
  /** The plan is open to be read only. */
  | { readonly code: 'read-only' }
  /** Instances that are to stay where they are, and that a layout has not there. */
  | { readonly code: 'pinned'; readonly pinned: readonly GiId[] }
  | { readonly code: 'nothing-observed'; readonly host: string }
  /** A layout for all VMs of a host has no place for this one. */
  | { readonly code: 'not-started'; readonly vm: string };

/** Why a layout of one board has no equal on another. */
export type TranslateError =
  | { readonly code: 'other-slices'; readonly from: BoardId; readonly to: BoardId }
  | {
      readonly code: 'no-counterpart';
      readonly profile: ProfileName;
      readonly from: BoardId;
      readonly to: BoardId;
    };

export type CommandError = PlacementError | AssignError | EditError | ComputeUnknown;

/** What a whole plan can be wrong in, beyond single instances. */
export type PlanFault =
  | { readonly code: 'duplicate-host-name'; readonly name: string }
  | { readonly code: 'duplicate-vm-name'; readonly name: string }
  | { readonly code: 'duplicate-gpu-index'; readonly index: number }
  | { readonly code: 'instance-gone' };
