/** The sentences about a difference, for page and command line alike. */
import type { GiId } from '../../model/ids.ts';
import type { GpuInstance, Vm } from '../../model/plan.ts';
import type { GpuDifference, InstancePair } from './difference.ts';
import type { DifferenceCounts } from './differenceCounts.ts';
import { boardName, counted, makeShortList } from '../messages.ts';

type VmsOn = ReadonlyMap<GiId, readonly Vm[]>;

/** "3g.20gb at slice 0". */
function instanceWords(gi: GpuInstance): string {
  return `${gi.profile} at slice ${gi.start}`;
}

/** "3g.20gb from slice 0 to slice 4, chat-a". */
function movedWords({ planned, observed }: InstancePair, vms: VmsOn): string {
  const move = `${planned.profile} from slice ${planned.start} to slice ${observed.start}`;
  return [move, ...vmWords(planned, vms)].join(', ');
}

function vmWords(gi: GpuInstance, vms: VmsOn): string[] {
  const names = (vms.get(gi.id) ?? []).map((vm) => vm.name);
  return names.length === 0 ? [] : [makeShortList(names)];
}

/** What is not about an instance: another board, another MIG mode, a GPU that one side does not have. */
export function gpuWords({ planned, observed, isOtherBoard, isOtherMode }: GpuDifference): string[] {
  if (planned === null) return ['The plan has no such GPU.'];
  if (observed === null) return ['Not reported: a listing names no GPU without instances.'];
  return [
    ...(isOtherBoard
      ? [`The board is ${boardName(observed.board)}, planned is ${boardName(planned.board)}.`]
      : []),
    ...(isOtherMode ? [`MIG mode is ${modeWord(observed.use)}, planned is ${modeWord(planned.use)}.`] : []),
  ];
}

function modeWord(use: string): string {
  return use === 'mig' ? 'on' : 'off';
}

/** "4 as planned, 1 moved, 3 only observed, 1 only planned": what there is none of is left out. */
export function countWords({ asPlanned, moved, onlyObserved, onlyPlanned }: DifferenceCounts): string {
  const parts = [
    ...(asPlanned === 0 ? [] : [`${asPlanned} as planned`]),
    ...(moved === 0 ? [] : [`${moved} moved`]),
    ...(onlyObserved === 0 ? [] : [`${onlyObserved} only observed`]),
    ...(onlyPlanned === 0 ? [] : [`${onlyPlanned} only planned`]),
  ];
  return parts.length === 0 ? 'no instance on either side' : parts.join(', ');
}

/**
 * One line of the receipt per thing that is not as planned: "missing 3g.20gb at slice 0, chat-a". VMs are on what is planned;
 * the ids of what was observed may be those of another plan.
 */
export function receiptLines(one: GpuDifference, vms: VmsOn): string[] {
  return [
    ...(one.isSame ? [] : gpuWords(one).map((sentence) => sentence.replace(/\.$/, ''))),
    ...one.onlyPlanned.map((gi) => `missing ${[instanceWords(gi), ...vmWords(gi, vms)].join(', ')}`),
    ...one.onlyObserved.map((gi) => `extra ${instanceWords(gi)}`),
    ...one.moved.map((pair) => `moved ${movedWords(pair, vms)}`),
  ];
}

/** "differs: 1 missing, 3 extra, 0 moved, 4 as planned", or "as planned: 4 instances". */
export function receiptWords(counts: DifferenceCounts, isSame: boolean): string {
  if (isSame) return `as planned: ${counted(counts.asPlanned, 'instance')}`;
  return `differs: ${counts.onlyPlanned} missing, ${counts.onlyObserved} extra, ${counts.moved} moved, ${counts.asPlanned} as planned`;
}
