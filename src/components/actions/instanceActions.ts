/** What can be done with one instance: the menu of its block, and its part of the commands. */
import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { isUndivided, splitName } from '../../model/compute.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import { splitsOf } from '../../placement/compute/compute.ts';
import { gestures } from '../../state/app.ts';
import { cutNames } from '../compute/cutNames.ts';
import type { Action } from './action.ts';
import { KEYS } from './keys.ts';

export interface InstanceActions {
  /** What it may be cut into, where public listings show that. */
  readonly splits: readonly Action[];
  readonly edit: readonly Action[];
}

/** As the plan stands now. */
export function instanceActions(gpu: Gpu, gi: GpuInstance): InstanceActions {
  const board = findBoard(gpu.board);
  const profile = board && profileOf(board, gi.profile);
  const present = profile === undefined ? '' : splitName(cutNames(gi, profile).sort());
  const splits = (profile === undefined ? [] : splitsOf(profile)).map((split): Action => {
    const names = split.map(({ name }) => name);
    const isPresent = split.length === 1 ? isUndivided(gi) : splitName([...names].sort()) === present;
    return {
      name: split.length === 1 ? 'Undivided' : `Split into ${splitName(names)}`,
      figure: split.length === 1 ? 'default' : `${split.length} MIG devices`,
      edits: true,
      why: () => (isPresent ? 'as it is' : null),
      run: () => gestures.run({ type: 'ci/split', giId: gi.id, profiles: names }),
    };
  });
  const others: Action = { name: 'Other splits', edits: true, why: () => 'not known', run: () => undefined };
  return {
    splits: profile?.computeInstancesComplete === false ? [...splits, others] : splits,
    edit: [
      { name: 'Details', run: () => gestures.select({ kind: 'instance', id: gi.id }) },
      { name: 'Move', edits: true, run: () => gestures.lift({ kind: 'instance', giId: gi.id }, 'choice') },
      {
        name: 'Remove',
        keys: KEYS.remove,
        edits: true,
        run: () => gestures.run({ type: 'gi/remove', giId: gi.id }),
      },
    ],
  };
}
