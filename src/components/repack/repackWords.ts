import type { Repacked } from '../../state/solver/repackTask.ts';
import { counted, figure } from '../dialogs/counted.ts';

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
        ? `No way to move what may move empties one of the ${counted(usedBefore, 'GPU')} in use.`
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
