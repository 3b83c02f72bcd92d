/** The sentences about changes between two plans, for page, command line and change record alike. */
import { assertNever } from '../../model/assert.ts';
import { splitName } from '../../model/compute.ts';
import { creationsIn } from '../../model/migDevices.ts';
import type { GiPlace, GpuInstance, PlanRequest, Vm } from '../../model/plan.ts';
import { boardName, counted, gpuName, makeShortList, PLATFORM_NAMES, wantedName } from '../messages.ts';
import type {
  Change,
  ChangeKind,
  ChangeSubject,
  GiField,
  GpuField,
  HostField,
  InstanceChange,
  Match,
  PlanChanges,
  PlanField,
  RequestField,
  Vgpu,
  VgpuChange,
  VmChange,
  VmField,
} from './change.ts';
import { changedSubjects, type ChangeCounts } from './changeCounts.ts';
import type { OffReason } from './mustBeOff.ts';

export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  added: 'Added',
  removed: 'Removed',
  moved: 'Moved',
  changed: 'Changed',
};

const SUBJECT_WORDS: Readonly<Record<ChangeSubject, readonly [one: string, many: string]>> = {
  plan: ['plan', 'plan'],
  host: ['host', 'hosts'],
  gpu: ['GPU', 'GPUs'],
  instance: ['instance', 'instances'],
  vm: ['VM', 'VMs'],
  request: ['request', 'requests'],
};

/** What a change is of, "instance"; several of them, "instances". */
export function subjectWord(about: ChangeSubject, count = 1): string {
  return SUBJECT_WORDS[about][count === 1 ? 0 : 1];
}

/** "2 instances added, 1 moved; 1 VM moved; the plan itself changed"; "nothing differs". */
export function changeCountWords(counts: ChangeCounts): string {
  const parts = changedSubjects(counts).map((about) => {
    // There is one of it: its name and its notes.
    if (about === 'plan') return 'the plan itself changed';
    const kinds = (['added', 'removed', 'moved', 'changed'] as const).filter(
      (kind) => counts[about][kind] > 0,
    );
    return kinds
      .map((kind, n) => {
        const count = counts[about][kind];
        return `${count}${n === 0 ? ` ${subjectWord(about, count)}` : ''} ${kind}`;
      })
      .join(', ');
  });
  return parts.length === 0 ? 'nothing differs' : parts.join('; ');
}

/** How the two plans were laid beside each other, and that it found no host, as sentences. */
export function matchMessage({ match, before, after, hosts }: PlanChanges): string {
  const how = MATCH_MESSAGES[match];
  const isNone =
    before.hosts.length > 0 &&
    after.hosts.length > 0 &&
    hosts.every((host) => host.before === null || host.after === null);
  return isNone ? `${how} No host is in both.` : how;
}

const MATCH_MESSAGES: Readonly<Record<Match, string>> = {
  ids: 'Both are states of one plan: hosts, GPUs, instances and VMs are matched whatever they are called.',
  names: 'Hosts are matched by name, GPUs by host and index, VMs by name.',
};

/** A change as one sentence: "Moved: 3g.20gb from slice 0 to slice 4 of GPU 0 on esx-01, with chat-a." */
export function changeMessage(change: Change): string {
  return `${KIND_WORDS[change.kind]}: ${changeWords(change)}.`;
}

function changeWords(change: Change): string {
  const { before, after } = wordsOf(change);
  const fields = fieldWords(change);
  const more = fields.length === 0 ? '' : `: ${fields.join('; ')}`;
  switch (change.about) {
    case 'plan':
      return `the plan${more}`;
    case 'host': {
      const host = change.after ?? change.before;
      const gpus = change.kind === 'changed' ? '' : `, ${counted(host?.gpus.length ?? 0, 'GPU')}`;
      return `host ${host?.name ?? ''}${gpus}${more}`;
    }
    case 'gpu': {
      const place = change.after ?? change.before;
      if (place === null) return 'a GPU';
      const board = change.kind === 'changed' ? '' : `, ${boardName(place.gpu.board)}`;
      return `${gpuName(place)}${board}${more}`;
    }
    case 'instance': {
      const had = namesOf(change.vmsBefore);
      const has = namesOf(change.vmsAfter);
      if (change.after === null) return `${before}${had === '' ? '' : `, which ${had} had`}`;
      if (change.before === null) return `${after}${has === '' ? '' : `, for ${has}`}`;
      if (change.kind === 'changed') return `${after}${more}`;
      return `${movedWords(change.before, change.after)}${has === '' ? '' : `, with ${has}`}${more}`;
    }
    case 'vm':
      return vmWords(change, fields);
    case 'request': {
      const request = change.after ?? change.before;
      return request === null ? 'a request' : `the request for ${requestWords(request)}${more}`;
    }
    default:
      return assertNever(change);
  }
}

/** "3g.20gb from slice 0 to slice 4 of GPU 0 on esx-01", or from one GPU to another. */
function movedWords(before: GiPlace, after: GiPlace): string {
  const isSameGpu = before.gpu.index === after.gpu.index && before.host.name === after.host.name;
  return isSameGpu
    ? `${after.gi.profile} from slice ${before.gi.start} to slice ${after.gi.start} of ${gpuName(after)}`
    : `${after.gi.profile} from slice ${before.gi.start} of ${gpuName(before)} to slice ${after.gi.start} of ${gpuName(after)}`;
}

/** "3g.20gb at slice 4 of GPU 0 on esx-01". */
export function instanceAt(place: GiPlace): string {
  return `${place.gi.profile} at slice ${place.gi.start} of ${gpuName(place)}`;
}

function vmWords({ kind, before, after, vgpus }: VmChange, fields: readonly string[]): string {
  const name = `VM ${(after ?? before)?.name ?? ''}`;
  if (kind === 'added' || kind === 'removed') {
    const places = vgpus.map((one) => vgpuAt(kind === 'added' ? one.after : one.before));
    const was = kind === 'removed' ? 'which was ' : '';
    return places.length === 0 ? name : `${name}, ${was}${makeShortList(places)}`;
  }
  return `${name}: ${[...vgpus.map((one) => vgpuWords(one, vgpus.length)), ...fields].join('; ')}`;
}

/** "on 3g.20gb at slice 4 of GPU 0 on esx-01 as A100-3-20C", "waiting for A100-3-20C". */
function vgpuAt(vgpu: Vgpu | null): string {
  if (vgpu === null) return 'without a vGPU';
  if (vgpu.at === null) return `waiting for ${wantedName(vgpu.wants)}`;
  const type = vgpu.wants.kind === 'type' ? ` as ${vgpu.wants.type}` : '';
  return `on ${instanceAt(vgpu.at)}${type}`;
}

function vgpuWords({ index, before, after, isElsewhere }: VgpuChange, count: number): string {
  const which = count === 1 ? '' : `vGPU ${index + 1} `;
  if (before === null) return `one vGPU more, ${vgpuAt(after)}`;
  if (after === null) return `one vGPU less, which was ${vgpuAt(before)}`;
  const [was, is] = [wantedName(before.wants), wantedName(after.wants)];
  const wants = was === is ? [] : [`${which}wants ${is}, before ${was}`];
  if (!isElsewhere) return wants.length > 0 ? wants.join('; ') : `${which}other unknown fields`;
  if (before.at !== null && after.at !== null)
    return [`${which}from ${instanceAt(before.at)} to ${instanceAt(after.at)}`, ...wants].join('; ');
  if (after.at === null && before.at !== null)
    return [`${which}waits, before on ${instanceAt(before.at)}`, ...wants].join('; ');
  return [`${which}on ${after.at === null ? '' : instanceAt(after.at)}, before waiting`, ...wants].join('; ');
}

export function requestWords({ profile, needs, count, group }: PlanRequest): string {
  const what = profile ?? (needs === null ? 'anything' : shortened(JSON.stringify(needs)));
  return `${count} × ${what}${group === null ? '' : `, group ${group}`}`;
}

function namesOf(vms: readonly Vm[]): string {
  return vms.length === 0 ? '' : makeShortList(vms.map(({ name }) => name));
}

/** Where something is before and after, for two cells of a table; empty where it is not. */
export function wordsOf(change: Change): { readonly before: string; readonly after: string } {
  switch (change.about) {
    case 'instance':
      return {
        before: change.before === null ? '' : instanceAt(change.before),
        after: change.after === null ? '' : instanceAt(change.after),
      };
    case 'vm':
      return {
        before: makeShortList(change.vgpus.flatMap((one) => (one.before === null ? [] : vgpuAt(one.before)))),
        after: makeShortList(change.vgpus.flatMap((one) => (one.after === null ? [] : vgpuAt(one.after)))),
      };
    case 'gpu':
      return {
        before: change.before === null ? '' : boardName(change.before.gpu.board),
        after: change.after === null ? '' : boardName(change.after.gpu.board),
      };
    case 'host':
    case 'plan':
      return { before: change.before?.name ?? '', after: change.after?.name ?? '' };
    case 'request':
      return {
        before: change.before === null ? '' : requestWords(change.before),
        after: change.after === null ? '' : requestWords(change.after),
      };
    default:
      return assertNever(change);
  }
}

/** Fields that differ, a clause each: "release 8.0 U3, before 7.0". */
export function fieldWords(change: Change): string[] {
  return change.fields.map((one) => {
    const said =
      change.about === 'instance' && one.field === 'computeInstances' ? cutSaid(change) : saidOf(one);
    return typeof said === 'string' ? said : `${said.name} ${said.after}, before ${said.before}`;
  });
}

type AnyField = PlanField | HostField | GpuField | GiField | VmField | RequestField;
type Said = string | { readonly name: string; readonly before: string; readonly after: string };

function saidOf(one: AnyField): Said {
  switch (one.field) {
    case 'name':
      return pair('name', one, (name) => name);
    case 'notes':
      return pair('notes', one, (notes) => (notes === '' ? 'none' : `“${shortened(notes)}”`));
    case 'group':
      return pair('group', one, (group) => group ?? 'none');
    case 'platform':
      return pair('platform', one, (platform) => (platform === null ? 'unknown' : PLATFORM_NAMES[platform]));
    case 'release':
    case 'driver':
    case 'uuid':
    case 'variant':
      return pair(FIELD_NAMES[one.field], one, (text) => text ?? 'unknown');
    case 'pciId':
      return pair('PCI ID', one, (text) => text ?? 'unknown');
    case 'kind':
      return pair('kind', one, (kind) => kind ?? 'unknown');
    case 'creation':
      return pair('instances made', one, (creation) =>
        creation === null ? 'as the platform has it' : CREATION_WORDS[creation],
      );
    case 'observed':
      return pair('observed', one, (gpus) =>
        gpus === null
          ? 'nothing'
          : `${counted(
              gpus.reduce((sum, gpu) => sum + gpu.instances.length, 0),
              'instance',
            )} on ${counted(gpus.length, 'GPU')}`,
      );
    case 'index':
      return pair('index', one, String);
    case 'board':
      return pair('board', one, boardName);
    case 'use':
      return pair('use', one, (use) => USE_WORDS[use]);
    case 'profile':
      return pair('profile', one, (profile) => profile);
    case 'pinned':
      return one.after ? 'pinned, before not' : 'no longer pinned';
    case 'reportedId':
      return pair('reported ID', one, (id) => (id === null ? 'none' : String(id)));
    case 'computeInstances':
      return 'cut otherwise';
    case 'count':
    case 'weight':
      return pair(one.field, one, (count) => (count === null ? 'none' : String(count)));
    case 'extra':
      return 'other fields that this version does not know';
    default:
      return assertNever(one);
  }
}

const FIELD_NAMES = { release: 'release', driver: 'driver', uuid: 'UUID', variant: 'vGPU variant' } as const;
const CREATION_WORDS = { 'pre-create': 'by the administrator', 'power-on': 'at power-on' } as const;
const USE_WORDS = {
  mig: 'MIG mode on',
  off: 'MIG mode off',
  reserved: 'reserved for time-sliced vGPU or passthrough',
} as const;

function pair<T>(
  name: string,
  { before, after }: { readonly before: T; readonly after: T },
  words: (value: T) => string,
): Said {
  const [was, is] = [words(before), words(after)];
  // Where the difference is not in what is said: behind a cut, or in what was observed.
  return was === is ? `other ${name}, ${is} as before` : { name, before: was, after: is };
}

const MOST_CHARACTERS = 80;

/** On one line, and no longer than a sentence bears. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= MOST_CHARACTERS ? line : `${characters.slice(0, MOST_CHARACTERS).join('')}…`;
}

function cutSaid({ before, after }: InstanceChange): Said {
  const [was, is] = [before, after].map((place) => (place === null ? '' : cutOf(place.gi)));
  return was === is
    ? 'compute instances in another order or from other starts'
    : `cut into ${is}, before ${was}`;
}

/** No instance has more compute instances than this; a text can say so all the same. */
const MAX_CUTS = 8;

/** "2c + 1c", or the default compute instance by its size, "3c". */
function cutOf(gi: GpuInstance): string {
  const names = creationsIn(gi).map(({ name }) => name);
  const more = names.length - MAX_CUTS;
  return `${splitName(names.slice(0, MAX_CUTS))}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why a VM has to be off: "its 3g.20gb at slice 0 of GPU 0 on esx-01 moves". */
export function offMessage(why: OffReason): string {
  switch (why.code) {
    case 'instance-goes':
      return `its ${instanceAt(why.at)} goes`;
    case 'instance-moves':
      return `its ${instanceAt(why.at)} moves`;
    case 'instance-recut':
      return `its ${instanceAt(why.at)} is cut otherwise`;
    case 'gpu-goes':
      return `${gpuName(why.at)} goes`;
    case 'other-board':
      return `${gpuName(why.at)} is exchanged for another board`;
    case 'other-use':
      return `MIG mode of ${gpuName(why.at)} changes`;
    case 'vgpus-change':
      return 'its vGPUs change';
    case 'vm-goes':
      return 'it is not in the plan any more';
    default:
      return assertNever(why);
  }
}
