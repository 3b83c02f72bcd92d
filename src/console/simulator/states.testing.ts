/** States of machines to type commands on, for tests. */
import type { GpuKind, Platform } from '../../model/plan.ts';
import { parseLayout } from '../../formats/layout.ts';
import { machineOf } from './fromPlan.ts';
import { byId, ciProfileIn } from './gpuFacts.ts';
import type { Machine, SimGpu, SimProcess } from './machine.ts';

export interface GpuState {
  readonly board: string;
  /** "3g.20gb@4": instances without a compute instance, unless `cis` says which. */
  readonly at?: readonly string[];
  /** By GPU-instance ID: profiles in the order of their IDs. */
  readonly cis?: Readonly<Record<number, readonly string[]>>;
  readonly kind?: GpuKind;
  /** Of its MIG devices, in the order in which -L lists them. */
  readonly uuids?: readonly string[];
  readonly isOff?: boolean;
  readonly set?: Partial<SimGpu>;
}

export interface MachineState {
  readonly driver: string;
  readonly platform?: Platform;
  readonly gpus: readonly GpuState[];
  readonly processes?: readonly SimProcess[];
  /** Memory in use, by "GPU GI". */
  readonly used?: ReadonlyMap<string, number>;
  readonly set?: Partial<Machine>;
}

/** A machine in that state. GPUs are 0, 1 ... unless `set` says otherwise. */
export function machineIn(state: MachineState): Machine {
  const layout = state.gpus.map(({ board, at = [] }, index) => `host/${index} ${board}: ${at.join(', ')}`);
  const reading = parseLayout(layout.join('\n'));
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const { plan } = reading.value;
  const [host] = plan.hosts;
  if (host === undefined) throw new Error('no host');
  const hosts = [
    {
      ...host,
      driver: state.driver,
      platform: state.platform ?? null,
      gpus: host.gpus.map((gpu, at) => ({ ...gpu, kind: state.gpus[at]?.kind ?? null })),
    },
  ];
  const machine = machineOf({ ...plan, hosts }, host.id, { from: 'planned' });
  if (machine === null) throw new Error('no machine');
  const gpus = machine.gpus.map((gpu, at): SimGpu => {
    const { cis = {}, isOff = false, set = {}, uuids = [] } = state.gpus[at] ?? { board: '' };
    const left = [...uuids];
    const gis = byId(gpu).map((gi) => {
      let start = 0;
      const own = (cis[gi.id] ?? []).map((name, id) => {
        const size = ciProfileIn(gpu, gi, name)?.computeSlices;
        if (size === undefined) throw new Error(`${name} in ${gi.profile}`);
        const ci = { id, profile: name, start, size, uuid: left.shift() ?? null };
        start += size;
        return ci;
      });
      return { ...gi, cis: own, usedMiB: state.used?.get(`${gpu.index} ${gi.id}`) ?? 0 };
    });
    return { ...gpu, gis, mode: !isOff, pending: !isOff, ...set };
  });
  return { ...machine, gpus, processes: state.processes ?? [], ...state.set };
}

export const A100 = 'a100-pcie-40gb';
export const SXM = 'a100-sxm4-40gb';
export const RTX = 'rtx-pro-6000-server';

/** A machine with one GPU. */
export function one(driver: string, gpu: GpuState, more: Partial<MachineState> = {}): MachineState {
  return { driver, gpus: [gpu], ...more };
}

/** The ESXi host that several samples come from: its A100 is mirrored. */
export function esxi(gpu: Partial<GpuState>): MachineState {
  return one('510.47.03', { board: A100, kind: 'mirrored', ...gpu }, { platform: 'esxi' });
}

export const ESXI_LAYOUT = ['1g.5gb@0', '1g.5gb@1', '2g.10gb@2', '3g.20gb@4'];
export const SEVEN = [0, 1, 2, 3, 4, 5, 6].map((start) => `1g.5gb@${start}`);

/** One compute instance of that profile in each of these GPU instances. */
export function full(name: string, ids: readonly number[]): Record<number, string[]> {
  return Object.fromEntries(ids.map((id) => [id, [name]]));
}

export const bus = (pciId: string): GpuState['set'] & object => ({ pciId });
export const uuid = (text: string): GpuState['set'] & object => ({ uuid: text });
