/** Hosts, GPUs, instances and VMs of a plan by any words of their names or notes, or by any name of a profile. */
import { boardLabel } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiPlace, Gpu, GpuPlace, Host, Plan, Vm } from '../../model/plan.ts';
import type { NameAnswer } from './findNames.ts';
import { gpuName, wantedName } from '../messages.ts';

/** At most so many of each kind, in the order of the plan, and how many there are in all. */
export interface FoundInPlan {
  readonly hosts: Found<Host>;
  readonly gpus: Found<GpuPlace>;
  readonly instances: Found<GiPlace>;
  readonly vms: Found<Vm>;
  /** Of those listed that their name alone would not bring up: the part of their notes with the first of the words. */
  readonly excerpts: ReadonlyMap<Host | Gpu | Vm, string>;
}

export interface Found<T> {
  readonly first: readonly T[];
  readonly count: number;
}

export const MOST_FOUND = 6;

/**
 * What has every word of the text in its name, or in its name and notes. A GPU that only its host's name would bring up is not listed beside the host,
 * nor an instance beside its GPU. `names` is what the text means in the name table: "nvidia-476" brings up the instances of 3g.20gb
 * on boards where that is its type. `most`: of each kind.
 */
export function findInPlan(plan: Plan, text: string, names: NameAnswer, most = MOST_FOUND): FoundInPlan {
  const words = text.normalize('NFC').trim().toLowerCase().split(/\s+/).filter(Boolean);
  const has = (name: string): boolean => words.every((word) => hasWord(name, word));
  // Slices and indexes are both small numbers, so with a number the words have to stand together: "slice 4", "GPU 0 on esx-01".
  const phrase = words.join(' ');
  const hasOwn = (name: string): boolean =>
    has(name) && (!/(?:^| )[0-9]+(?: |$)/.test(phrase) || name.includes(phrase));
  const isMeant = slicesMeant(names);
  const excerpts = new Map<Host | Gpu | Vm, string>();
  /** Whether the notes bring it up, where the name does not. */
  const isNoted = (thing: Host | Gpu | Vm, name: string): boolean => {
    if (thing.notes === '' || !has(`${name} ${thing.notes.toLowerCase()}`)) return false;
    excerpts.set(thing, excerptOf(thing.notes, words));
    return true;
  };
  const [hosts, gpus, instances, vms] = [list<Host>(), list<GpuPlace>(), list<GiPlace>(), list<Vm>()];
  if (words.length > 0) {
    for (const host of plan.hosts) {
      const isHost = has(host.name.toLowerCase());
      if (isHost || isNoted(host, host.name.toLowerCase())) add(hosts, host, most);
      for (const gpu of host.gpus) {
        const known = findBoard(gpu.board);
        const name = gpuName({ host, gpu }).toLowerCase();
        const more = [
          gpu.board,
          known === undefined ? '' : boardLabel(known),
          gpu.uuid ?? '',
          gpu.pciId ?? '',
        ];
        const own = `${name} ${host.name}/${gpu.index} ${more.join(' ')}`.toLowerCase();
        const isGpu = (!isHost && has(own)) || isNoted(gpu, own);
        if (isGpu) add(gpus, { host, gpu }, most);
        for (const gi of gpu.instances) {
          const slice = `${gi.profile} at slice ${gi.start} of ${name}`;
          if (isMeant(gpu.board, gi.profile) || (!isHost && !isGpu && hasOwn(slice)))
            add(instances, { host, gpu, gi }, most);
        }
      }
    }
    for (const vm of plan.vms) {
      const wanted = vm.attachments.map(({ wants }) => wantedName(wants));
      const name = [vm.name, vm.group ?? '', ...wanted].join(' ').toLowerCase();
      if (has(name) || isNoted(vm, name)) add(vms, vm, most);
    }
  }
  return { hosts, gpus, instances, vms, excerpts };
}

/** Characters before and behind the word that was found. */
const BESIDE = 24;

/** "... the fan is loud since ...": the line that has the first of the words that any has. */
function excerptOf(notes: string, words: readonly string[]): string {
  const lines = notes.split('\n').map((line) => line.trim());
  for (const word of words) {
    for (const line of lines) {
      const at = line.toLowerCase().indexOf(word);
      if (at === -1) continue;
      const [from, to] = [Math.max(0, at - BESIDE), at + word.length + BESIDE];
      return `${from === 0 ? '' : '…'}${cut(line, from, to)}${to >= line.length ? '' : '…'}`;
    }
  }
  return cut(lines[0] ?? '', 0, 2 * BESIDE);
}

/** Without half a character at either end. */
function cut(line: string, from: number, to: number): string {
  return line.slice(from, to).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

/** Whether a profile of a board is one that was named: not for products, of which every profile is one. */
function slicesMeant(names: NameAnswer): (board: string, profile: string) => boolean {
  if (names.kind !== 'found' || names.as === 'product' || names.as === 'pci' || names.as === 'part')
    return () => false;
  const meant = new Set(
    names.boards.flatMap(({ board, rows }) => rows.map(({ profile }) => `${board.id} ${profile ?? ''}`)),
  );
  return (board, profile) => meant.has(`${board} ${profile}`);
}

/** A number is meant whole: "GPU 1" is not GPU 0 on esx-01. */
function hasWord(name: string, word: string): boolean {
  if (!/^[0-9]+$/.test(word)) return name.includes(word);
  return name.split(/[^0-9a-z]+/).includes(word);
}

interface List<T> {
  readonly first: T[];
  count: number;
}

function list<T>(): List<T> {
  return { first: [], count: 0 };
}

function add<T>(found: List<T>, one: T, most: number): void {
  found.count++;
  if (found.first.length < most) found.first.push(one);
}
