/** Parts of a plan that somebody wants to see alone: what a search can ask for beside names, and which GPUs it is. */
import type { GpuId, HostId } from '../model/ids.ts';
import { findInstance, vmsByInstance, type Gpu, type Host, type Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { fitsOnGpu } from './fits.ts';
import { findInPlan } from './names/findInPlan.ts';
import type { NameAnswer } from './names/findNames.ts';
import { gpuDifferences } from './observed/difference.ts';
import { sliceUse } from './stranded.ts';
import { causeKey, readGpu, type StrandedCause } from './summary/strandedCause.ts';
import { causeLabel } from './summary/summaryMessages.ts';

export type PartQuestion =
  /** GPUs that take one more of it as they are, moving nothing. */
  | { readonly kind: 'room'; readonly profile: ProfileName }
  /** GPUs with an instance of it. */
  | { readonly kind: 'profile'; readonly profile: ProfileName }
  | { readonly kind: 'stranded' }
  /** GPUs that lose a slice for this cause. */
  | { readonly kind: 'cause'; readonly cause: StrandedCause }
  /** GPUs that are observed otherwise than planned. */
  | { readonly kind: 'differs' }
  /** GPUs with an instance that no VM has. */
  | { readonly kind: 'no-vm' }
  /** Hosts, GPUs, instances and VMs by the words of their names, as the search finds them. */
  | { readonly kind: 'named'; readonly text: string; readonly names: NameAnswer };

export interface PlanPart {
  readonly hosts: ReadonlySet<HostId>;
  readonly gpus: ReadonlySet<GpuId>;
}

/** The GPUs, and the hosts that are part of it themselves or have one of them. */
export function partOf(plan: Plan, question: PartQuestion): PlanPart {
  if (question.kind === 'named') return namedPart(plan, question);
  const has = testOf(plan, question);
  const hosts = new Set<HostId>();
  const gpus = new Set<GpuId>();
  for (const host of plan.hosts) {
    const found = host.gpus.filter(has(host));
    for (const { id } of found) gpus.add(id);
    if (found.length > 0 || (question.kind === 'differs' && hasUnplanned(host))) hosts.add(host.id);
  }
  return { hosts, gpus };
}

function testOf(
  plan: Plan,
  question: Exclude<PartQuestion, { kind: 'named' }>,
): (host: Host) => (gpu: Gpu) => boolean {
  switch (question.kind) {
    case 'room':
      return (host) => (gpu) => fitsOnGpu(host, gpu, question.profile) > 0;
    case 'profile':
      return () => (gpu) => gpu.instances.some(({ profile }) => profile === question.profile);
    case 'stranded':
      return () => (gpu) => {
        const { strandedCompute, strandedMemory } = sliceUse(gpu);
        return strandedCompute.length + strandedMemory.length > 0;
      };
    case 'cause': {
      const key = causeKey(question.cause);
      return () => (gpu) => readGpu(gpu).causes.some((cause) => causeKey(cause) === key);
    }
    case 'differs':
      return (host) => {
        const differing = new Set(differencesOf(host).map(({ index }) => index));
        return (gpu) => differing.has(gpu.index);
      };
    case 'no-vm': {
      const vms = vmsByInstance(plan);
      return () => (gpu) => gpu.instances.some(({ id }) => !vms.has(id));
    }
  }
}

/** Whether a GPU is as planned does not depend on who uses it. */
const NO_VMS = new Map<never, never>();

function differencesOf({ gpus, observed }: Host) {
  return observed === null ? [] : gpuDifferences(gpus, observed, NO_VMS).filter((one) => !one.isSame);
}

/** A GPU that is there and in no plan has no drawing of its own: its host is shown for it. */
function hasUnplanned(host: Host): boolean {
  return differencesOf(host).some(({ index }) => host.gpus.every((gpu) => gpu.index !== index));
}

function namedPart(plan: Plan, { text, names }: Extract<PartQuestion, { kind: 'named' }>): PlanPart {
  const found = findInPlan(plan, text, names, Infinity);
  const served = found.vms.first.flatMap(({ attachments }) =>
    attachments.flatMap(({ instance }) => (instance === null ? [] : (findInstance(plan, instance) ?? []))),
  );
  const places = [
    ...found.hosts.first.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu }))),
    ...found.gpus.first,
    ...found.instances.first,
    ...served,
  ];
  return {
    hosts: new Set([...found.hosts.first, ...places.map(({ host }) => host)].map(({ id }) => id)),
    gpus: new Set(places.map(({ gpu }) => gpu.id)),
  };
}

/** What the part has in common, to stand behind a number of GPUs: "room for 3g.20gb". */
export function partLabel(question: PartQuestion): string {
  switch (question.kind) {
    case 'room':
      return `room for ${question.profile}`;
    case 'profile':
      return `with ${question.profile}`;
    case 'stranded':
      return 'stranded slices';
    case 'cause':
      return causeLabel(question.cause);
    case 'differs':
      return 'observed otherwise than planned';
    case 'no-vm':
      return 'an instance without a VM';
    case 'named':
      return `named “${question.text.trim()}”`;
  }
}

/** Words that ask for a part; as soon as three letters say which. */
const WORDS: readonly (readonly [words: string, question: PartQuestion])[] = [
  ['stranded', { kind: 'stranded' }],
  ['differs', { kind: 'differs' }],
  ['no vm', { kind: 'no-vm' }],
  ['without vm', { kind: 'no-vm' }],
  ['without a vm', { kind: 'no-vm' }],
];
const ROOM = /^(?:has\s+)?room\s+for\b\s*/i;

/** The text without what asks for room: the name that is left. */
export function nameAsked(text: string): string {
  return text.trim().replace(ROOM, '');
}

/**
 * What a text may ask for, the likeliest first. `names` is what `nameAsked` of it means in the name table; of a name that is one of
 * several profiles (an mdev type, a product) only those that a board of the plan has are meant, and no more than a few.
 */
export function questionsIn(text: string, names: NameAnswer, plan: Plan): PartQuestion[] {
  const asked = text.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ');
  const worded = WORDS.find(([words]) => asked.length >= 3 && words.startsWith(asked));
  if (worded !== undefined) return [worded[1]];
  const profiles = profilesNamed(names, plan);
  const room = profiles.map((profile): PartQuestion => ({ kind: 'room', profile }));
  if (ROOM.test(asked)) return room;
  const present = profiles.map((profile): PartQuestion => ({ kind: 'profile', profile }));
  // Nothing narrower than a name that is a profile's.
  return present.length > 0 ? [...present, ...room] : [{ kind: 'named', text, names }];
}

const MOST_PROFILES = 2;

function profilesNamed(names: NameAnswer, { hosts }: Plan): ProfileName[] {
  if (names.kind !== 'found' || names.as === 'product' || names.as === 'pci') return [];
  const boards = new Set<string>(hosts.flatMap(({ gpus }) => gpus.map(({ board }) => board)));
  const found = new Set(
    names.boards
      .filter(({ board }) => boards.has(board.id))
      .flatMap(({ rows }) => rows.flatMap(({ profile }) => profile ?? [])),
  );
  return found.size > MOST_PROFILES ? [] : [...found];
}
