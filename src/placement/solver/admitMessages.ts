/** The sentences about who is let in, and why others wait. */
import { assertNever } from '../../model/assert.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { counted, makeList } from '../messages.ts';
import { leavesOf } from '../verifyTree.ts';
import type { AdmitAnswer, AdmitError } from './admitPlan.ts';
import type { Waiting } from './admitWaiting.ts';
import { flexibleErrorMessage } from './flexibleMessages.ts';
import { number } from './messages.ts';

export function admitErrorMessage(error: AdmitError): string {
  switch (error.code) {
    case 'no-gpus':
      return 'The plan has no GPU of that board, or none of a board that is known.';
    case 'gpus-unusable':
      return `${error.gpus} is no number of GPUs; it has to be a whole number from 1 to ${number(error.max)}.`;
    case 'weights-too-fine':
      return 'The weights, times the counts, are too large or too fine to be added up exactly; round them.';
    case 'nothing-satisfies':
      return 'No profile of the GPUs in this plan has all that it needs, as far as is public.';
    default:
      return flexibleErrorMessage(error);
  }
}

/** "4 of 3g.20gb wait: they would fit if instances were moved." */
export function waitingMessage({ count, profile, needs, reason, afterRepacking }: Waiting): string {
  const who = `${number(count)} x ${profile ?? needsWords(needs)} ${count === 1 ? 'waits' : 'wait'}`;
  switch (reason) {
    case 'capacity':
      return `${who} for capacity: moving instances would make no room for another one.`;
    case 'fragmentation':
      return afterRepacking >= count
        ? `${who} for room in one piece: after repacking ${count === 1 ? 'it fits' : 'any one kind of them fits'}.`
        : `${who} for room in one piece: after repacking ${number(afterRepacking)} more would fit, not all.`;
    case 'group':
      return `${who}: what room is left, or could be made, is beside others of the same group.`;
    case 'no-gpu':
      return `${who}: no GPU here has the profile and a driver for it.`;
    case 'budget':
      return `${who}: the search was stopped before it had an answer.`;
    default:
      return assertNever(reason);
  }
}

/** Why the value cannot be higher, as far as that is known. */
export function admitReason(answer: AdmitAnswer): string {
  const { value, bound, isProven, proof, tree, names, waiting, granted } = answer;
  if (waiting.length === 0) {
    const all = sum(granted);
    return all === 1 ? 'The one that is requested is let in.' : `All ${number(all)} requests are let in.`;
  }
  if (!isProven)
    return `The best that was found is worth ${figure(value)}; no more than ${figure(bound)} can be.`;
  if (proof === null && tree !== null) {
    const cases = leavesOf(tree);
    return cases === 1
      ? `No choice is worth more than ${figure(value)}: at the prices of the proof, what the GPUs can take and what requests are worth above their price add up to less than one more.`
      : `No choice is worth more than ${figure(value)}: in each of the ${number(cases)} cases of the proof, prices show that nothing is.`;
  }
  if (proof === null)
    return `No choice is worth more than ${figure(value)}: proven by search, not re-checkable.`;
  const priced = names.flatMap((name, index) => {
    const price = proof.prices[index] ?? 0;
    return price > 0 ? [`${figure(price / proof.scale)} for ${name}`] : [];
  });
  return `No choice is worth more than ${figure(value)}: with prices of ${makeList(priced)}, the dearest sets that the GPUs can take and what requests are worth above their price add up to no more.`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0);
}

function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** "at least 10 GB and 2 compute slices", as a request that leaves the profile open is spoken of. */
export function needsWords(needs: PlanRequest['needs']): string {
  const least =
    typeof needs === 'object' && needs !== null && !Array.isArray(needs) ? Object.entries(needs) : [];
  const words = least.flatMap(([name, value]) =>
    typeof value !== 'number' || value === 0
      ? []
      : [name === 'memoryGB' ? `${value} GB` : needWords(name, value)],
  );
  return words.length === 0 ? 'what was needed' : `at least ${makeList(words)}`;
}

const NEED_WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  computeSlices: ['compute slice', 'compute slices'],
  decoders: ['decoder', 'decoders'],
  encoders: ['encoder', 'encoders'],
  jpeg: ['JPEG engine', 'JPEG engines'],
  ofa: ['optical flow engine', 'optical flow engines'],
  sm: ['SM', 'SMs'],
};

function needWords(name: string, least: number): string {
  // Needs are a value of the document: a name such as "constructor" is only a word.
  const [one, many] = (Object.hasOwn(NEED_WORDS, name) ? NEED_WORDS[name] : undefined) ?? [name, name];
  return counted(least, one, many);
}
