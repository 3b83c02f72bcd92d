/** Whole fleets for the tests of the link: legal, full of VMs named as people name them, and the same for the same seed. */
import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type GiId } from '../model/ids.ts';
import { EMPTY_PLAN, type Gpu, type GpuInstance, type Host, type Plan, type Vm } from '../model/plan.ts';
import { renumber } from './renumber.ts';

export interface FleetOptions {
  readonly seed?: number;
  readonly teams?: readonly string[];
  /** How the list of VMs goes: along the instances, by name, or anyhow. */
  readonly order?: 'instances' | 'names' | 'chance';
}

const BOARD = 'a100-pcie-40gb';
const GPUS_PER_HOST = 4;
const TEAMS = ['train', 'infer', 'chat', 'asr', 'ocr', 'vision'];
const STAGES = ['prod', 'dev'];

/** `vmCount` VMs such as train-prod-427, an instance each, spread over GPUs of hosts of four. */
export function fleet(gpuCount: number, vmCount: number, options: FleetOptions = {}): Plan {
  const { seed = 7, teams = TEAMS, order = 'instances' } = options;
  const chance = numbers(seed);
  const ids = new IdSource();
  const names = new Set<string>();
  while (names.size < vmCount) names.add(`${pick(teams, chance)}-${pick(STAGES, chance)}-${chance(1000)}`);
  const hosts: Host[] = [];
  let placed: GpuInstance[] = [];
  for (let n = 0; n < gpuCount; n++) {
    const instances = filled(Math.round(((n + 1) * vmCount) / gpuCount) - placed.length, chance, ids);
    placed = [...placed, ...instances];
    if (n % GPUS_PER_HOST === 0) hosts.push(hostNumber(hosts.length + 1, ids));
    const host = hosts.pop()!;
    hosts.push({ ...host, gpus: [...host.gpus, gpuWith(instances, n % GPUS_PER_HOST, ids)] });
  }
  const free = [...names];
  const vms = placed.map((gi, n) => vmOn(gi, free[n]!, ids));
  if (order === 'names') vms.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (order === 'chance') shuffle(vms, chance);
  return renumber({ ...EMPTY_PLAN, name: 'Fleet', hosts, vms });
}

type Chance = (below: number) => number;

function numbers(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function pick<T>(from: readonly T[], chance: Chance): T {
  return from[chance(from.length)]!;
}

function shuffle(list: unknown[], chance: Chance): void {
  for (let last = list.length - 1; last > 0; last--) {
    const at = chance(last + 1);
    [list[last], list[at]] = [list[at], list[last]];
  }
}

/** So many instances on an empty GPU: drawn and placed until they all find a start. */
function filled(wanted: number, chance: Chance, ids: IdSource): GpuInstance[] {
  const profiles = findBoard(BOARD)!.profiles.filter(({ name }) => !/\+|7g/.test(name));
  for (;;) {
    const taken = new Set<number>();
    const places: { profile: string; start: number }[] = [];
    for (let tries = 0; tries < 40 && places.length < wanted; tries++) {
      const { name, starts, memorySlices } = pick(profiles, chance);
      const slices = (start: number): number[] => Array.from({ length: memorySlices! }, (_, n) => start + n);
      const start = starts!.find((at) => slices(at).every((slice) => !taken.has(slice)));
      if (start === undefined) continue;
      slices(start).forEach((slice) => taken.add(slice));
      places.push({ profile: name, start });
    }
    if (places.length < wanted) continue;
    return places
      .sort((a, b) => a.start - b.start)
      .map((place) => ({
        ...{ id: ids.gi(), ...place, pinned: false, reportedId: null, computeInstances: [], extra: [] },
      }));
  }
}

function hostNumber(number: number, ids: IdSource): Host {
  return {
    ...{ id: ids.host(), name: `esx-${String(number).padStart(2, '0')}`, notes: '', platform: 'esxi' },
    ...{ release: '8.0 U3', driver: null, creation: null, gpus: [], observed: null, extra: [] },
  };
}

function gpuWith(instances: readonly GpuInstance[], index: number, ids: IdSource): Gpu {
  return {
    ...{ id: ids.gpu(), index, notes: '', board: BOARD, variant: null, uuid: null, pciId: null, kind: null },
    ...{ use: 'mig', instances, extra: [] },
  };
}

function vmOn(
  { id, profile }: { readonly id: GiId; readonly profile: string },
  name: string,
  ids: IdSource,
): Vm {
  const type = `A100-${profile.replace(/^(\d)g\.(\d+)gb$/, '$1-$2')}C`;
  const attachments = [{ wants: { kind: 'type' as const, type }, instance: id, extra: [] }];
  return { id: ids.vm(), name, notes: '', group: null, attachments, extra: [] };
}
