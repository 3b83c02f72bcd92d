/**
 * The lab: one ESXi host of 2020 with one A100 and two VMs, made for it alone; no plan is read or changed. Plain readonly data, and
 * the log of what was done is enough to make it again.
 */
import type { VmId } from '../../model/ids.ts';
import type { GpuKind } from '../../model/plan.ts';
import { gpuUuid, pciIdOf } from '../simulator/identity.ts';
import { hostVib } from '../simulator/hostDriver.ts';
import type { Machine } from '../simulator/machine.ts';
import type { LabAction } from './actions.ts';

/** In the order of the article. */
export const LAB_STEP_IDS = [
  'sriov',
  'graphics',
  'maintenance',
  'driver',
  'mig-mode',
  'mig-reboot',
  'back-in-service',
  'gi-profiles',
  'gi-create',
  'gi-list',
  'ci-profiles',
  'ci-create',
  'ci-list',
  'vgpu-type',
  'power-on',
  'guest-driver',
  'guest-view',
  'container',
] as const;
export type LabStepId = (typeof LAB_STEP_IDS)[number];

/** What was shown in a terminal, and is no state of the machine. */
export const LAB_VIEWS = [
  'gi-profiles',
  'gis',
  'ci-profiles',
  'cis',
  'guest-gis',
  'guest-cis',
  'container',
] as const;
export type LabView = (typeof LAB_VIEWS)[number];

/** One thing that was done: a line at a terminal ("host" or a VM), or something that is no command there. */
export type LabEntry =
  | { readonly kind: 'line'; readonly at: string; readonly line: string }
  | { readonly kind: 'action'; readonly action: LabAction };

export interface LabState {
  /** The host with its GPU and its VMs, and in them their guests. */
  readonly host: Machine;
  /** SR-IOV in the BIOS, which no command of the host shows. */
  readonly isSriovOn: boolean;
  /** By VM: the driver that is installed in it. */
  readonly guestDrivers: Readonly<Record<string, string>>;
  /** In the order of LAB_VIEWS. */
  readonly seen: readonly LabView[];
  /** Steps that were reached at some time, in their order. */
  readonly ticked: readonly LabStepId[];
  /** What was done and changed something, oldest first. */
  readonly log: readonly LabEntry[];
  readonly kind: GpuKind;
}

/** Names of the two VMs. The first is the one that the steps go into. */
export const LAB_VMS = ['ml-vm-1', 'ml-vm-2'] as const;
/** The terminal of the host. */
export const HOST = 'host';

const BOARD = 'a100-pcie-40gb';
/** The pre-MIG driver that the article starts from. */
const OLD_DRIVER = '440.107';
/** 1 September 2020, 09:00 UTC: the month of the article. */
const FIRST_SECOND = 1_598_950_800;

/** A lab at its beginning: old driver, MIG off, SR-IOV off, graphics not yet for vGPUs. `kind` of the GPU: straight unless said. */
export function startLab(kind: GpuKind = 'straight'): LabState {
  const name = 'esx-lab';
  const host: Machine = {
    name,
    boots: 0,
    platform: 'esxi',
    release: '7.0',
    guestTypes: null,
    driver: OLD_DRIVER,
    isDriverAssumed: false,
    variant: 'list',
    isRoot: true,
    seconds: FIRST_SECOND,
    gpus: [
      {
        index: 0,
        board: BOARD,
        product: 'A100-PCIE-40GB',
        uuid: gpuUuid(name, 0),
        pciId: pciIdOf(0),
        kind,
        mode: false,
        pending: false,
        isPersistent: true,
        isReserved: false,
        memoryMiB: 40_960,
        usedMiB: 0,
        sensors: null,
        gis: [],
      },
    ],
    processes: [],
    vms: LAB_VMS.map((vm, at) => ({
      id: (at + 1) as VmId,
      name: vm,
      isOn: false,
      vgpus: [],
      guest: null,
      starts: 0,
    })),
    isInMaintenance: false,
    vibs: [hostVib(OLD_DRIVER, '7.0')],
    graphics: { type: 'Shared', policy: 'Performance' },
    history: [],
    forgotten: 0,
  };
  return { host, isSriovOn: false, guestDrivers: {}, seen: [], ticked: [], log: [], kind };
}

/** The machine of a terminal, for its prompt and completion; null for a VM that is off or not there. */
export function machineAt({ host }: LabState, at: string): Machine | null {
  return at === HOST ? host : (host.vms.find(({ name }) => name === at)?.guest ?? null);
}
