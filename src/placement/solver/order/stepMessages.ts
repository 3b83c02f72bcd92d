/** The sentences of steps, for page and command line alike. */
import { assertNever } from '../../../model/assert.ts';
import { profileOf } from '../../../model/board.ts';
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import { isUndivided, splitName } from '../../../model/compute.ts';
import type { ComputeInstance } from '../../../model/plan.ts';
import { blockOf, makeRangeName } from '../../../model/slices.ts';
import { boardName, counted, gpuName, makeList, makeShortList } from '../../messages.ts';
import { modelName, noRoomMessage } from '../../powerOn/powerOnMessages.ts';
import type { NoPowerOn, StepNote, StepPlan } from './planSteps.ts';
import type { GpuAt, InstanceAt, PowerOnPlace, Step } from './steps.ts';

function gpuWords({ host, gpu }: GpuAt): string {
  return gpuName({ host: { name: host }, gpu: { index: gpu } });
}

/** "slice 6", "slices 0–3"; only where it starts, of a profile whose size nobody knows. */
function rangeWords({ board, profile, start }: InstanceAt): string {
  const known = findBoard(board);
  const isKnown = known !== undefined && profileOf(known, profile) !== undefined;
  return makeRangeName(isKnown ? blockOf(known, profile, start).memory : { start, count: 1 });
}

/** "3g.20gb at slices 0–3 of GPU 1 on esx-01". */
export function instanceWords(at: InstanceAt): string {
  return `${at.profile} at ${rangeWords(at)} of ${gpuWords(at)}`;
}

function cutWords(profile: string, computeInstances: readonly ComputeInstance[]): string {
  return isUndivided({ profile, computeInstances })
    ? 'one compute instance'
    : splitName(computeInstances.map((ci) => ci.profile));
}

/** What is to be done, without number and full stop. */
export function actionWords(step: Step): string {
  switch (step.kind) {
    case 'mig-on':
    case 'mig-off':
      return `Turn MIG mode ${step.kind === 'mig-on' ? 'on' : 'off'} for ${gpuWords(step.at)}`;
    case 'exchange':
      return `Exchange ${gpuWords(step.at)}: ${boardName(step.at.board)} out, ${boardName(step.to)} in`;
    case 'create': {
      const { profile } = step.at;
      const isCut = !isUndivided({ profile, computeInstances: step.computeInstances });
      const cut = isCut ? `, cut into ${cutWords(profile, step.computeInstances)}` : '';
      return `Create ${instanceWords(step.at)}${cut}${step.isSpare ? ', a place to wait' : ''}`;
    }
    case 'destroy':
      return `Destroy ${instanceWords(step.at)}${step.isPinned ? ', which is pinned' : ''}${destroyWords(step)}`;
    case 'recut':
      return `Cut ${instanceWords(step.at)} into ${cutWords(step.at.profile, step.to)} instead of ${cutWords(step.at.profile, step.from)}`;
    case 'move':
      return `Move ${step.vm} from ${instanceWords(step.from)} to ${instanceWords(step.to)}`;
    case 'stop':
      return `Stop ${step.vm} on ${instanceWords(step.from)}`;
    case 'start':
      return `Start ${step.vm} on ${instanceWords(step.to)}`;
    case 'power-off': {
      const from = makeShortList(step.from.map(instanceWords));
      const who = step.vm ?? 'whoever has';
      return step.vm === null ? `Power off ${who} ${from}` : `Power off ${who}, which frees ${from}`;
    }
    case 'power-on':
      return `Power on ${step.vm}: ${makeList(step.outcomes.map(placesWords), 'or')}`;
    default:
      return assertNever(step);
  }
}

function destroyWords({ isParked, replacedBy, isSpare }: Step & { kind: 'destroy' }): string {
  if (isSpare || replacedBy === null) return '';
  return isParked
    ? ` before ${instanceWords(replacedBy)} can be made for it`
    : `, now that there is ${instanceWords(replacedBy)}`;
}

function placesWords(places: readonly PowerOnPlace[]): string {
  return `it is expected on ${makeList(places.map(({ at }) => `GPU ${at.gpu}, ${rangeWords(at)}`))}`;
}

/** Who cannot work, and until when; null where nobody is known to be interrupted. */
export function interruptWords(step: Step): string | null {
  const who = makeShortList(step.interrupts);
  switch (step.kind) {
    case 'mig-on':
    case 'mig-off':
      return 'interrupts whatever uses the GPU';
    case 'exchange':
      return 'interrupts the host';
    case 'move':
      return `interrupts ${who} while it moves`;
    case 'recut':
      return step.interrupts.length === 0
        ? 'interrupts whatever runs in the instance'
        : `interrupts ${who} while it is cut`;
    case 'destroy':
      if (step.interrupts.length === 0) return null;
      return step.isParked ? `interrupts ${who}` : `interrupts ${who} while it moves`;
    case 'stop':
    case 'power-off':
      if (step.interrupts.length === 0) return 'interrupts whoever has it';
      return step.until === null
        ? `interrupts ${who}, which the target leaves without an instance`
        : `interrupts ${who} until step ${step.until + 1}`;
    default:
      return null;
  }
}

/** "3. Move chat-a ... [wave 2; interrupts chat-a while it moves]". */
export function stepLine(step: Step, at: number): string {
  const said = [`wave ${step.wave}`, interruptWords(step)].filter((note) => note !== null);
  return `${at + 1}. ${actionWords(step)} [${said.join('; ')}]`;
}

export function stepNoteMessage(note: StepNote): string {
  switch (note.code) {
    case 'only-current':
      return note.gpu === null
        ? `The host ${note.host} is not in the target: its instances go.`
        : `GPU ${note.gpu} on ${note.host} is not in the target: its instances go.`;
    case 'only-target':
      return note.gpu === null
        ? `The host ${note.host} is only in the target: it is taken as one without instances.`
        : `GPU ${note.gpu} on ${note.host} is only in the target: it is taken as one without instances, as a listing leaves those out.`;
    case 'pinned-goes':
      return `The target does not have the pinned ${instanceWords(note.at)}: it cannot be reached without interrupting it.`;
    case 'stays-elsewhere':
      return `${note.vm} goes on running on ${note.host}, elsewhere than it is drawn: a start cannot be named at power-on.`;
    case 'nobody-named':
      return 'No VM is named on what there is now: instances of one profile are taken to be interchangeable, and whom a step interrupts is what the target has in the place of what goes.';
    case 'perhaps-fewer':
      return `Perhaps fewer VMs of ${note.host} could be powered off: not every choice was tried.`;
    default:
      return assertNever(note);
  }
}

/** Why a host has no order. */
export function noPowerOnMessage({ host, change }: NoPowerOn): string {
  if (change.kind === 'no-room')
    return `${host}: none exists, because ${lowerFirst(noRoomMessage(change.why, change.host))}`;
  const stuck =
    change.stuck === null
      ? ''
      : `: ${change.stuck.vm.vm.name} does not start under the model "${modelName(change.host, change.stuck.model)}"`;
  return change.isProven
    ? `${host}: none exists, because no order of power-on starts every VM under every model of the driver, whoever is powered off${stuck}.`
    : `${host}: none was found that starts every VM under every model of the driver, and not every way was tried${stuck}.`;
}

/** A name keeps its capital, a sentence of ours does not. */
function lowerFirst(sentence: string): string {
  return /^(The|There|A) /.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

/** The closing line: what it comes to, and whether it could be less. */
export function stepsVerdict(plan: StepPlan, isProven: boolean): string {
  if (plan.steps.length === 0) return 'nothing to do: it is as the target has it';
  const parts = [
    `${counted(plan.steps.length, 'step')} in ${counted(plan.waves, 'wave')}`,
    `${counted(plan.kept, 'instance')} kept`,
  ];
  const off = plan.steps.filter((step) => step.kind === 'power-off' && step.until !== null).length;
  if (off > 0) parts.push(`${counted(off, 'VM')} powered off to make room and on again`);
  if (plan.parked === 0) {
    return off > 0 ? parts.join(', ') : `${parts.join(', ')}, none goes before its replacement is there`;
  }
  const vms = plan.parkedVms === 0 ? '' : `, ${counted(plan.parkedVms, 'VM')} among them`;
  const proof = isProven ? 'no order has fewer' : 'perhaps fewer would do';
  return `${parts.join(', ')}, ${plan.parked} ${plan.parked === 1 ? 'goes' : 'go'} before the replacement is there${vms} (${proof})`;
}
