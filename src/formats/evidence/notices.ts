/** What is remarked when pieces of evidence are put together. */
import type { BoardId } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { At } from '../../model/source.ts';

export type EvidenceNotice =
  /** Two lines do not agree; the later one, `at`, is taken, or the one that says where things are. */
  | {
      readonly code: 'contradicted';
      readonly at: At;
      readonly other: At;
      readonly gpuIndex: number | null;
      readonly now: string;
      readonly before: string;
      readonly taken?: 'with-starts';
    }
  /** No board can be what both lines say, so it is asked for. */
  | {
      readonly code: 'boards-differ';
      readonly at: At;
      readonly other: At;
      readonly gpuIndex: number | null;
      readonly now: readonly BoardId[];
      readonly before: readonly BoardId[];
    }
  | {
      readonly code: 'vm-again';
      readonly at: At;
      readonly other: At;
      readonly name: string;
      readonly now: string;
      readonly before: string;
    }
  /** A name that the board does not have; `nearest` is what may be meant. */
  | {
      readonly code: 'no-such-profile';
      readonly at: At;
      readonly profile: string;
      readonly board: BoardId;
      readonly nearest: string | null;
    }
  | {
      readonly code: 'no-such-type';
      readonly at: At;
      readonly type: string;
      readonly nearest: string | null;
    }
  /** The text says how many and not where: these starts are the planner's choice. */
  | {
      readonly code: 'start-not-known';
      readonly at: At;
      readonly gpuIndex: number;
      readonly profiles: readonly ProfileName[];
    }
  /** There is no room for what the text counts, or no such profile. */
  | {
      readonly code: 'not-placed';
      readonly why: 'no-room' | 'no-such-profile';
      readonly at: At;
      readonly gpuIndex: number;
      readonly profile: ProfileName;
      readonly count: number;
    }
  /** Several compute instances of which the text prints the IDs only; the GPU instance is drawn undivided. */
  | {
      readonly code: 'cut-not-known';
      readonly at: At;
      readonly gpuIndex: number;
      readonly profile: ProfileName;
      readonly count: number;
    }
  /** Counted for a host as a whole: which GPU has what is the planner's choice. */
  | { readonly code: 'spread-not-known'; readonly at: At; readonly host: string; readonly gpus: number }
  /** The text shows only part of what may be on the GPU. */
  | { readonly code: 'part-shown'; readonly at: At; readonly gpuIndex: number; readonly shown: number }
  /** The IDs fit a straight GPU and a mirrored one; the drawing follows the answer. */
  | {
      readonly code: 'kind-chosen';
      readonly at: At;
      readonly gpuIndex: number;
      readonly kind: 'straight' | 'mirrored';
    }
  /** A command without its answer, where instances were seen: whether it was carried out nobody knows. */
  | { readonly code: 'request-left-out'; readonly at: At; readonly gpuIndex: number | null }
  /** A command gives no starts: these are where the driver would put the instances, as far as that is known. */
  | {
      readonly code: 'start-by-order';
      readonly at: At;
      readonly gpuIndex: number;
      readonly profiles: readonly ProfileName[];
    }
  /** In the order of the command the driver finds no room, and stops. */
  | {
      readonly code: 'request-refused';
      readonly at: At;
      readonly gpuIndex: number;
      readonly profile: ProfileName;
      /** What is not created then. */
      readonly left: number;
    }
  /** Of compute instances that a command asks for it is not known in which GPU instance they would be. */
  | { readonly code: 'cuts-left-out'; readonly at: At; readonly gpuIndex: number }
  | { readonly code: 'index-not-said'; readonly at: At; readonly gpuIndex: number }
  | { readonly code: 'mode-pending'; readonly at: At; readonly gpuIndex: number; readonly to: 'on' | 'off' };
