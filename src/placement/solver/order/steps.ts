/** Steps from one plan to another, in the order in which they are taken, and what each interrupts. Plain values, by name. */
import type { BoardId } from '../../../model/board.ts';
import type { ComputeInstance } from '../../../model/plan.ts';
import type { ProfileName } from '../../../model/profile.ts';

export interface GpuAt {
  readonly host: string;
  readonly gpu: number;
  readonly board: BoardId;
}

export interface InstanceAt extends GpuAt {
  readonly profile: ProfileName;
  readonly start: number;
}

/** Where a VM lands at power-on, as one modelled driver does it. */
export interface PowerOnPlace {
  readonly attachment: number;
  readonly at: InstanceAt;
}

export type StepAction =
  /** MIG mode on or off; whatever uses the GPU has to stop. */
  | { readonly kind: 'mig-on' | 'mig-off'; readonly at: GpuAt }
  /** The board at this index is taken out and another put in. */
  | { readonly kind: 'exchange'; readonly at: GpuAt; readonly to: BoardId }
  /** `isSpare`: a place to park, gone again later. `isMade` compute instances: empty means the default one. */
  | {
      readonly kind: 'create';
      readonly at: InstanceAt;
      readonly computeInstances: readonly ComputeInstance[];
      readonly isSpare: boolean;
    }
  /** `replacedBy`: an instance of its kind that is there already, or, where it `isParked`, that comes later. */
  | {
      readonly kind: 'destroy';
      readonly at: InstanceAt;
      readonly isSpare: boolean;
      readonly isPinned: boolean;
      readonly isParked: boolean;
      readonly replacedBy: InstanceAt | null;
    }
  /** Other compute instances in an instance that stays. */
  | {
      readonly kind: 'recut';
      readonly at: InstanceAt;
      readonly from: readonly ComputeInstance[];
      readonly to: readonly ComputeInstance[];
    }
  /** From an instance to another that is there; both are, while it moves. */
  | {
      readonly kind: 'move';
      readonly vm: string;
      readonly attachment: number;
      readonly from: InstanceAt;
      readonly to: InstanceAt;
    }
  /** The VM gives up its instance and has none until it starts again, or for good. */
  | { readonly kind: 'stop'; readonly vm: string; readonly attachment: number; readonly from: InstanceAt }
  | { readonly kind: 'start'; readonly vm: string; readonly attachment: number; readonly to: InstanceAt }
  /** On hosts that make instances at power-on: with its VM an instance goes, and comes. `vm` null: nobody known. */
  | {
      readonly kind: 'power-off';
      readonly host: string;
      readonly vm: string | null;
      readonly from: readonly InstanceAt[];
      readonly isPinned: boolean;
    }
  /** Every place that some modelled driver gives it; one: all agree. */
  | {
      readonly kind: 'power-on';
      readonly host: string;
      readonly vm: string;
      readonly outcomes: readonly (readonly PowerOnPlace[])[];
    };

/** A step before it is known when what it interrupts is back. */
export type StepDraft = StepAction & {
  /** Steps of one wave can be taken together, kind by kind. Counted from 1. */
  readonly wave: number;
  /** VMs that cannot work while or after it is taken. */
  readonly interrupts: readonly string[];
};

/** `until`: in the list of steps, the one after which what was interrupted works again; null: this very step, or never. */
export type Step = StepDraft & { readonly until: number | null };

/** The list as it is handed out. */
export function withUntil(drafts: readonly StepDraft[]): Step[] {
  const backAt = new Map<string, number>();
  const steps: Step[] = [];
  for (let at = drafts.length - 1; at >= 0; at--) {
    const draft = drafts[at];
    if (draft === undefined) continue;
    const isDown = draft.kind === 'stop' || draft.kind === 'power-off';
    steps.push({ ...draft, until: isDown ? (backAt.get(draft.vm ?? '') ?? null) : null });
    if (draft.kind === 'start' || draft.kind === 'power-on') backAt.set(draft.vm, at);
  }
  return steps.reverse();
}
