/** Evidence with what a text does not say filled in as not said. */
import type { Evidence, SeenComputeInstance, SeenGpu, SeenHost, SeenInstance } from '../evidence/evidence.ts';
import type { At } from '../../model/source.ts';
import type { Segment } from '../paste/textReader.ts';

// Field by field: there are ten thousand of them in a text, and what is spread into each other takes engines ten times as long.
export function seenGpu(at: At, said: Partial<SeenGpu>): SeenGpu {
  return {
    at,
    index: said.index ?? null,
    uuid: said.uuid ?? null,
    pciId: said.pciId ?? null,
    product: said.product ?? null,
    boards: said.boards ?? [],
    kind: said.kind ?? null,
    mode: said.mode ?? null,
    pendingMode: said.pendingMode ?? null,
    layout: said.layout ?? null,
    wasReset: said.wasReset === true,
    standsForEvery: said.standsForEvery === true,
  };
}

export function seenInstance(at: At, said: Partial<SeenInstance>): SeenInstance {
  return {
    at,
    profile: said.profile ?? null,
    profileId: said.profileId ?? null,
    nvmlProfileId: said.nvmlProfileId ?? null,
    instanceId: said.instanceId ?? null,
    start: said.start ?? null,
    size: said.size ?? null,
    computeInstances: said.computeInstances ?? null,
    memoryMiB: said.memoryMiB ?? null,
    multiprocessors: said.multiprocessors ?? null,
  };
}

export function seenComputeInstance(at: At, said: Partial<SeenComputeInstance>): SeenComputeInstance {
  return {
    at,
    profile: said.profile ?? null,
    profileId: said.profileId ?? null,
    id: said.id ?? null,
    start: said.start ?? null,
    size: said.size ?? null,
    uuid: said.uuid ?? null,
  };
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
