/** The sentences about a difference, for page and command line alike. */
import type { GiId } from '../../model/ids.ts';
import { splitName } from '../../model/compute.ts';
import { creationsIn } from '../../model/migDevices.ts';
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
export function gpuWords({ planned, observed, isOtherBoard, isOtherMode, recut }: GpuDifference): string[] {
  if (planned === null) return ['The plan has no such GPU.'];
  if (observed === null) return ['Not reported: a listing names no GPU without instances.'];
  return [
    ...(isOtherBoard
      ? [`The board is ${boardName(observed.board)}, planned is ${boardName(planned.board)}.`]
      : []),
    ...(isOtherMode ? [`MIG mode is ${modeWord(observed.use)}, planned is ${modeWord(planned.use)}.`] : []),
    ...recut.map(
      (pair) =>
        `${instanceWords(pair.planned)} is cut into ${cutWords(pair.observed)}, planned is ${cutWords(pair.planned)}.`,
    ),
  ];
}

/** No instance has more compute instances than this; a text can say so all the same. */
const MAX_CUTS = 8;

/** "2c + 1c", or the default compute instance by its size, "3c". */
function cutWords(gi: GpuInstance): string {
  const names = creationsIn(gi).map(({ name }) => name);
  const more = names.length - MAX_CUTS;
  return `${splitName(names.slice(0, MAX_CUTS))}${more > 0 ? ` and ${more} more` : ''}`;
}

function modeWord(use: string): string {
  return use === 'mig' ? 'on' : 'off';
}

/** "4 as planned, 1 moved, 3 only observed, 1 only planned": what there is none of is left out. */
export function countWords(counts: DifferenceCounts): string {
  const { asPlanned, recut, moved, onlyObserved, onlyPlanned } = counts;
  const parts = [
    ...(asPlanned === 0 ? [] : [`${asPlanned} as planned`]),
    ...(recut === 0 ? [] : [`${recut} cut otherwise`]),
    ...(moved === 0 ? [] : [`${moved} moved`]),
    ...(onlyObserved === 0 ? [] : [`${onlyObserved} only observed`]),
    ...(onlyPlanned === 0 ? [] : [`${onlyPlanned} only planned`]),
  ];
  return parts.length === 0 ? 'no instance on either side' : parts.join(', ');
}

/**
 * One line of the receipt per thing that is not as planned: "missing 3g.20gb at slice 0, chat-a". VMs are on what is planned;
 * the ids of what was observed may be those of another plan. Of those in `startUnknown` nobody reported where they start.
 */
export function receiptLines(
  one: GpuDifference,
  vms: VmsOn,
  startUnknown: ReadonlySet<GiId> = new Set(),
): string[] {
  return [
    ...(one.isSame ? [] : gpuWords(one).map((sentence) => sentence.replace(/\.$/, ''))),
    ...one.onlyPlanned.map((gi) => `missing ${[instanceWords(gi), ...vmWords(gi, vms)].join(', ')}`),
    ...one.onlyObserved.map((gi) =>
      startUnknown.has(gi.id) ? `extra ${gi.profile}, start not reported` : `extra ${instanceWords(gi)}`,
    ),
    ...one.moved.map((pair) => `moved ${movedWords(pair, vms)}`),
  ];
}

/** "differs: 1 missing, 3 extra, 0 moved, 4 as planned", or "as planned: 4 instances". */
export function receiptWords(counts: DifferenceCounts, isSame: boolean): string {
  if (isSame) return `as planned: ${counted(counts.asPlanned, 'instance')}`;
  const { onlyPlanned, onlyObserved, moved, recut, asPlanned } = counts;
  const cut = recut === 0 ? '' : ` ${recut} cut otherwise,`;
  return `differs: ${onlyPlanned} missing, ${onlyObserved} extra, ${moved} moved,${cut} ${asPlanned} as planned`;
}
