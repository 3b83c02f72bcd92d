/** Evidence with what a text does not say filled in as not said. */
import type { Evidence, SeenComputeInstance, SeenGpu, SeenHost, SeenInstance } from '../evidence/evidence.ts';
import type { At } from '../../model/source.ts';
import type { Segment } from '../paste/textReader.ts';

export function seenGpu(at: At, said: Partial<SeenGpu>): SeenGpu {
  const nothing = { index: null, uuid: null, pciId: null, product: null, boards: [], kind: null };
  return { ...nothing, mode: null, pendingMode: null, layout: null, ...said, at };
}

export function seenInstance(at: At, said: Partial<SeenInstance>): SeenInstance {
  const nothing = { profile: null, profileId: null, instanceId: null, start: null, size: null };
  return { ...nothing, computeInstances: null, ...said, at };
}

export function seenComputeInstance(at: At, said: Partial<SeenComputeInstance>): SeenComputeInstance {
  return { profile: null, profileId: null, id: null, start: null, size: null, uuid: null, ...said, at };
}

/** One host, that of the segment. */
export function onHost(segment: Segment, gpus: readonly SeenGpu[], said: Partial<SeenHost> = {}): SeenHost {
  const at: At = { line: segment.lines[0]?.line ?? 1 };
  return { at, name: segment.host, platform: null, release: null, driver: null, gpus, ...said };
}

export function evidenceOf(
  hosts: readonly SeenHost[],
  said: Partial<Evidence> = {},
): { readonly kind: 'evidence'; readonly evidence: Evidence } {
  return { kind: 'evidence', evidence: { hosts, vms: [], notices: [], ...said } };
}

/** The GPUs that the call names by index: null where it names none or names them otherwise. */
export function indexesAsked(segment: Segment): readonly number[] | null {
  const args = segment.call?.args ?? [];
  const at = args.findIndex((arg) => /^-{1,2}(?:i|id)(?:=|$)/.test(arg));
  if (at < 0) return null;
  const list = args[at]?.split('=')[1] ?? args[at + 1] ?? '';
  return /^\d{1,4}(?:,\d{1,4})*$/.test(list) ? list.split(',').map(Number) : null;
}

/** Whether the call names GPUs at all, by index or otherwise. */
export function isOfSomeGpus(segment: Segment): boolean {
  return segment.call?.args.some((arg) => /^-{1,2}(?:i|id)(?:=|$)/.test(arg)) === true;
}
