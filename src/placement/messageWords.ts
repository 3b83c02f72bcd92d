/** The words that the sentences of this room are made of: lists, counts, and what things are called. */
import type { BoardId } from '../model/board.ts';
import { boardTitle, findBoard, typesNamed } from '../model/catalogue/catalogue.ts';
import type { GiId, VmId } from '../model/ids.ts';
import {
  findInstance,
  findVm,
  vmsByInstance,
  type Host,
  type Plan,
  type Platform,
  type Wanted,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import type { SliceUse } from './stranded.ts';

/** "3", "3 and 5", "0, 2 and 4". */
export function makeList(items: readonly (string | number)[], last = 'and'): string {
  if (items.length < 2) return String(items[0] ?? '');
  return `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`;
}

/** Names in one sentence: all instances of a whole GPU still are, what an illegal plan can pile up is not. */
export const MAX_NAMED = 8;

/** The same as `makeList` for what there may be ten thousand of: "a, b, c and 9,997 more" once they are many. */
export function makeShortList(items: readonly (string | number)[], last = 'and'): string {
  if (items.length <= MAX_NAMED) return makeList(items, last);
  const named = items.slice(0, MAX_NAMED - 1);
  return makeList([...named, `${items.length - named.length} more`], last);
}

/** "1 instance", "2 instances". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "GPU 0 on esx-01". */
export function gpuName(place: {
  readonly host: { readonly name: string };
  readonly gpu: { readonly index: number };
}): string {
  return `GPU ${place.gpu.index} on ${place.host.name}`;
}

/** "3g.20gb + 3g.20gb", "4g.20gb + 3 × 1g.5gb": what a layout cuts a GPU into, wherever each piece stands. */
export function layoutName(layout: readonly { readonly profile: ProfileName }[]): string {
  return layout.length === 0 ? 'nothing' : profileRuns(layout).join(' + ');
}

/** Each profile once, in the order of its first; two of a kind are named twice, three and more are counted. */
export function profileRuns(layout: readonly { readonly profile: ProfileName }[]): string[] {
  const counts = new Map<ProfileName, number>();
  for (const { profile } of layout) counts.set(profile, (counts.get(profile) ?? 0) + 1);
  return [...counts].flatMap(([profile, count]) =>
    count > 2 ? [`${count} × ${profile}`] : new Array<string>(count).fill(profile),
  );
}

/** The board's product name, or the id that was written where the catalogue does not have it. */
export function boardName(board: string): string {
  const known = findBoard(board);
  return known === undefined ? board : boardTitle(known);
}

/** What a VM wants, with the profile beside the type where it is known. */
export function wantedName(wants: Wanted): string {
  return wants.kind === 'type' ? wants.type : wants.profile;
}

/** "3g.20gb", the profile that a vGPU type needs on these boards, all where it is not one; null when no table says. */
export function profileOfType(type: string, on: readonly BoardId[]): string | null {
  const profiles = typesNamed(type, on).flatMap(({ profile }) => profile ?? []);
  return profiles.length === 0 ? null : makeList(profiles, 'or');
}

/** "ESXi", "KVM": as the maker writes it. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  esxi: 'ESXi',
  kvm: 'KVM',
  kubernetes: 'Kubernetes',
  'bare-metal': 'Bare metal',
};

/** "ESXi 8.0 U2", "ESXi of unknown release", "a host of unknown platform". */
export function platformName({ platform, release }: Pick<Host, 'platform' | 'release'>): string {
  if (platform === null) return 'a host of unknown platform';
  if (platform === 'bare-metal') return 'bare metal';
  const name = PLATFORM_NAMES[platform];
  // The release as it was written may name the platform itself.
  if (release !== null)
    return release.toLowerCase().includes(name.toLowerCase()) ? release : `${name} ${release}`;
  return platform === 'esxi' ? 'ESXi of unknown release' : name;
}

/** Who holds the slices: its VMs by name, or the instance itself. */
export function holderName(plan: Plan, id: GiId): string {
  const place = findInstance(plan, id);
  if (place === undefined) return 'another instance';
  const vms = vmsByInstance(plan).get(id) ?? [];
  return vms.length === 0 ? place.gi.profile : makeShortList(vms.map((vm) => vm.name));
}

export function uniqueProfiles(plan: Plan, ids: readonly GiId[]): ProfileName[] {
  return [...new Set(ids.flatMap((id) => findInstance(plan, id)?.gi.profile ?? []))];
}

export function vmNames(plan: Plan, ids: readonly VmId[]): string {
  return makeShortList(ids.map((id) => findVm(plan, id)?.name ?? 'another VM'));
}

export function startsPhrase(starts: readonly number[]): string {
  return starts.length === 1 ? `slice ${starts[0]} only` : `slice ${makeList(starts, 'or')}`;
}

/** "compute 3, memory 6 7"; empty where nothing is stranded. */
export function strandedList({ strandedCompute, strandedMemory }: SliceUse): string {
  const parts = [
    ...(strandedCompute.length === 0 ? [] : [`compute ${strandedCompute.join(' ')}`]),
    ...(strandedMemory.length === 0 ? [] : [`memory ${strandedMemory.join(' ')}`]),
  ];
  return parts.join(', ');
}
