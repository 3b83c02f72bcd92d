/** What several pieces of evidence say together: each host once, each GPU once, and of each what was said last. */
import type { BoardId } from '../../model/board.ts';
import type { GpuKind, Platform } from '../../model/plan.ts';
import type { At } from '../../model/source.ts';
import type { Notice } from '../reading.ts';
import type {
  SeenCount,
  SeenCuts,
  SeenGpu,
  SeenInstance,
  SeenRequest,
  SeenTotal,
  SeenVm,
} from './evidence.ts';

export interface Picture {
  /** In the order of the text. */
  readonly hosts: readonly PictureHost[];
  readonly vms: readonly SeenVm[];
  readonly notices: readonly Notice[];
}

export interface PictureHost {
  readonly at: At;
  readonly name: string | null;
  readonly platform: Platform | null;
  readonly release: string | null;
  readonly driver: string | null;
  /** Lines to be kept with it, each once. */
  readonly notes: readonly string[];
  /** Sorted by index; those without one come last, in the order of the text. */
  readonly gpus: readonly PictureGpu[];
  /** Every text about it says what is wanted, and none what is there. */
  readonly isWanted: boolean;
  /** What is counted for the host as a whole. */
  readonly total: SeenTotal | null;
  /** A text says that no GPU of it that is not named holds an instance. */
  readonly saysNone: boolean;
  /** Of no GPU anything is told but that the host has no GPU instance. */
  readonly isBare: boolean;
  /** What is said of every GPU of the host, where no GPU is named: how many there are is not known. */
  readonly every: readonly SeenGpu[];
}

export interface PictureGpu {
  readonly at: At;
  readonly index: number | null;
  readonly uuid: string | null;
  readonly pciId: string | null;
  readonly product: string | null;
  /** Empty: nothing to tell by. */
  readonly boards: readonly BoardId[];
  /** Two lines of which no board can be: `boards` are those of both. */
  readonly boardsDiffer: { readonly at: At; readonly other: At } | null;
  readonly kind: GpuKind | null;
  readonly mode: 'on' | 'off' | null;
  readonly pendingMode: 'on' | 'off' | null;
  /** Nothing else is on it; false where a text shows only part of what may be there. */
  readonly isWhole: boolean;
  /** False: no text says anything of its instances. */
  readonly isSaid: boolean;
  readonly instances: readonly SeenInstance[];
  /** Instead of instances: how many of each profile. */
  readonly counts: readonly SeenCount[] | null;
  /** What commands ask for, in this order; nobody has seen it. Empty where anything was seen after them. */
  readonly requests: readonly SeenRequest[];
  /** What they ask to be made in every one of these. */
  readonly cuts: readonly SeenCuts[];
}
