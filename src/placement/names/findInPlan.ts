/** Hosts, GPUs, instances and VMs of a plan by any words of their names, or by any name of a profile. */
import { boardLabel } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiPlace, GpuPlace, Host, Plan, Vm } from '../../model/plan.ts';
import type { NameAnswer } from './findNames.ts';
import { gpuName, wantedName } from '../messages.ts';

/** At most so many of each kind, in the order of the plan, and how many there are in all. */
export interface FoundInPlan {
  readonly hosts: Found<Host>;
  readonly gpus: Found<GpuPlace>;
  readonly instances: Found<GiPlace>;
  readonly vms: Found<Vm>;
}

export interface Found<T> {
  readonly first: readonly T[];
  readonly count: number;
}

export const MOST_FOUND = 6;

/**
 * What has every word of the text in its name. A GPU that only its host's name would bring up is not listed beside the host,
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
  const [hosts, gpus, instances, vms] = [list<Host>(), list<GpuPlace>(), list<GiPlace>(), list<Vm>()];
  if (words.length > 0) {
    for (const host of plan.hosts) {
      const isHost = has(host.name.toLowerCase());
      if (isHost) add(hosts, host, most);
      for (const gpu of host.gpus) {
        const known = findBoard(gpu.board);
        const name = gpuName({ host, gpu }).toLowerCase();
        const more = [
          gpu.board,
          known === undefined ? '' : boardLabel(known),
          gpu.uuid ?? '',
          gpu.pciId ?? '',
        ];
        const isGpu = !isHost && has(`${name} ${host.name}/${gpu.index} ${more.join(' ')}`.toLowerCase());
        if (isGpu) add(gpus, { host, gpu }, most);
        for (const gi of gpu.instances) {
          const own = `${gi.profile} at slice ${gi.start} of ${name}`;
          if (isMeant(gpu.board, gi.profile) || (!isHost && !isGpu && hasOwn(own)))
            add(instances, { host, gpu, gi }, most);
        }
      }
    }
    for (const vm of plan.vms) {
      const wanted = vm.attachments.map(({ wants }) => wantedName(wants));
      if (has([vm.name, vm.group ?? '', ...wanted].join(' ').toLowerCase())) add(vms, vm, most);
    }
  }
  return { hosts, gpus, instances, vms };
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
