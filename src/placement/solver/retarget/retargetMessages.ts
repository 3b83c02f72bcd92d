/** The sentences of retarget and compact, for page and command line alike. */
import { assertNever } from '../../../model/assert.ts';
import { boardName, counted, gpuName, layoutName } from '../../messages.ts';
import type { LeftOut } from './fleet.ts';
import type { Retargeted, RetargetError } from './retarget.ts';

export function retargetErrorMessage(error: RetargetError): string {
  switch (error.code) {
    case 'no-gpu':
      return error.gpus === 0
        ? 'The plan has no GPUs.'
        : 'No GPU of the plan can take part: each is out of MIG mode, of an unknown board, or illegal as it is.';
    case 'profile-not-here':
      return `No GPU that can take part has the profile "${error.profile}".`;
    case 'pins-exceed-demand':
      return `${counted(error.pinned, 'instance')} of ${error.profile} ${error.pinned === 1 ? 'is' : 'are'} pinned and ${error.wanted} ${error.wanted === 1 ? 'is' : 'are'} wanted; unpin some, or ask for as many.`;
    default:
      return assertNever(error);
  }
}

export function leftOutMessage({ place, why }: LeftOut): string {
  const name = gpuName(place);
  switch (why) {
    case 'not-in-mig-mode':
      return `${name} is not in MIG mode and is left as it is.`;
    case 'board-unknown':
      return `${name} is of an unknown board, ${place.gpu.board}, and is left as it is.`;
    case 'starts-unknown':
      return `${name}: no public source gives the starts of ${boardName(place.gpu.board)}, so it is left as it is.`;
    case 'illegal':
      return `${name} holds what a driver would refuse (${layoutName(place.gpu.instances)}) and is left as it is.`;
    default:
      return assertNever(why);
  }
}

/** Where there is no answer. */
export function noTargetMessage(isProven: boolean): string {
  return isProven
    ? 'The GPUs that take part cannot hold all of this together, however they are cut; pinned instances stay where they are.'
    : 'No way to cut the GPUs so was found yet, and that there is none is not proven.';
}

/** "2 destroyed, 3 created, 14 kept: no target loses less." */
export function retargetVerdict(answer: Retargeted, isProven: boolean, bound: number | null): string {
  const { destroyed, created, kept } = answer;
  const proof = isProven
    ? 'no target loses less'
    : `the best found, and at least ${bound ?? 0} would be lost in any case`;
  return [`${destroyed} destroyed, ${created} created, ${kept} kept: ${proof}.`, ...vmWords(answer)].join(
    ' ',
  );
}

/** "7 GPUs in use instead of 9: fewer cannot hold it, and no way to do it loses less than 3." */
export function compactVerdict(answer: Retargeted, isProven: boolean): string {
  const { used, usedBefore, destroyed, kept } = answer;
  const change =
    used === usedBefore
      ? `${counted(used, 'GPU')} in use, as before`
      : `${counted(used, 'GPU')} in use instead of ${usedBefore}`;
  const proof = isProven
    ? 'fewer cannot hold them, and no way to it moves fewer instances'
    : 'the best found, which may not be the best there is';
  return [
    `${change}, ${counted(destroyed, 'instance')} made anew elsewhere, ${kept} kept: ${proof}.`,
    ...vmWords(answer),
  ].join(' ');
}

function vmWords({ moved, waiting }: Retargeted): string[] {
  return [
    ...(moved === 0 ? [] : [`${counted(moved, 'VM')} ${moved === 1 ? 'gets' : 'get'} another instance.`]),
    ...(waiting === 0 ? [] : [`${counted(waiting, 'VM')} ${waiting === 1 ? 'waits' : 'wait'}.`]),
  ];
}
