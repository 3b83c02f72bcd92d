import { boardLabel, type BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Plan } from '../../model/plan.ts';
import type { PresentMix } from '../../placement/solver/retarget/presentMix.ts';
import { retargetErrorMessage } from '../../placement/solver/retarget/retargetMessages.ts';
import type { Repacked } from '../../state/solver/repackTask.ts';
import type { MixError, Remixed } from '../../state/solver/retargetTask.ts';
import { counted, figure } from '../dialogs/counted.ts';

/** What the dialog would apply, and says of it. */
export interface ToApply {
  readonly aim: 'compact' | 'mix';
  /** The plan that it was found for. */
  readonly plan: Plan;
  /** Null: there is nothing to apply. */
  readonly after: Plan | null;
  readonly status: string;
  /** Told with the step. */
  readonly note: string;
}

/** What another mix comes to: who stays, who goes, and why fewer cannot go. */
export function mixWords(
  { kept, destroyed, created, moved, waiting }: Omit<Remixed, 'patch' | 'leftOut'>,
  isProven: boolean,
  bound: number | null,
): { readonly headline: string; readonly because: string } {
  const headline = `${figure(destroyed)} destroyed, ${figure(created)} made, ${figure(kept)} kept`;
  const proof = isProven
    ? destroyed === 0
      ? 'Nothing that stands has to go.'
      : 'No way to cut these GPUs so destroys fewer.'
    : `The best found so far${bound === null ? '' : `; at least ${counted(bound, 'instance')} ${bound === 1 ? 'is' : 'are'} destroyed in any case`}.`;
  const vms = [
    ...(moved === 0 ? [] : [`${counted(moved, 'VM')} ${moved === 1 ? 'gets' : 'get'} another instance.`]),
    ...(waiting === 0 ? [] : [`${counted(waiting, 'VM')} ${waiting === 1 ? 'waits' : 'wait'} afterwards.`]),
  ];
  return { headline, because: [proof, ...vms].join(' ') };
}

/** Why there is no way to a mix. `present` is what the boards hold now. */
export function mixErrorWords(
  { board, error }: { readonly board: BoardId; readonly error: MixError },
  present: readonly PresentMix[],
): { readonly headline: string; readonly because: string } {
  const found = findBoard(board);
  const name = found === undefined ? board : boardLabel(found);
  const own = present.find((one) => one.board === board);
  if (error.code !== 'no-target')
    return { headline: `There is no such way for ${name}`, because: retargetErrorMessage(error) };
  const pinned = [...(own?.pinned.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const gpus = own?.gpus ?? 0;
  return {
    headline: `${gpus === 1 ? 'One' : `${figure(gpus)} ×`} ${name} cannot hold all of that`,
    because: `However ${gpus === 1 ? 'it is' : 'they are'} cut, the instances do not fit together${
      pinned === 0
        ? ''
        : `; ${counted(pinned, 'pinned instance')} ${pinned === 1 ? 'stays' : 'stay'} in place`
    }. That was proven. Ask for less, or add a GPU.`,
  };
}

/** What a repack comes to, and why it is the best: fewest GPUs first, then the fewest moves. */
export function repackWords(
  { usedBefore, used, destroyed, waiting }: Pick<Repacked, 'usedBefore' | 'used' | 'destroyed' | 'waiting'>,
  isProven: boolean,
): { readonly headline: string; readonly because: string } {
  const freed = usedBefore - used;
  if (destroyed === 0)
    return {
      headline: 'Nothing to gain by moving',
      because: isProven
        ? usedBefore === 1
          ? 'Only one GPU is in use, and its instances need one.'
          : `None of the ${counted(usedBefore, 'GPU')} in use can be emptied by moving what may move.`
        : 'No way to empty a GPU was found; that there is none is not proven.',
    };
  const waits = waiting === 0 ? '' : ` ${counted(waiting, 'VM')} would wait afterwards.`;
  const change = `${counted(usedBefore, 'GPU')} in use become ${figure(used)}`;
  return {
    headline: `${counted(destroyed, 'move')} ${destroyed === 1 ? 'empties' : 'empty'} ${counted(freed, 'GPU')}`,
    because:
      (isProven
        ? `${change}: fewer cannot hold these instances, and no way there moves fewer of them.`
        : `${change}: the best found so far.`) + waits,
  };
}
