/** A host of a plan as a machine to type commands on. */
import { boardLabel, profileOf, type Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf, ciRows, ciSlices, isUndivided } from '../../model/compute.ts';
import type { DriverVariant } from '../../model/driverStart.ts';
import type { HostId } from '../../model/ids.ts';
import { instanceIdOf, kindsThatExplain } from '../../model/instanceId.ts';
import {
  findHost,
  findInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
} from '../../model/plan.ts';
import { creationsIn } from '../../model/migDevices.ts';
import { parseProfileName } from '../../model/profile.ts';
import { blockOf } from '../../model/slices.ts';
import { driverBranch } from '../../formats/nvidiaSmi/print/driverForm.ts';
import { driverOf, hostVib } from './hostDriver.ts';
import { gpuUuid, pciIdOf } from './identity.ts';
import type { Machine, SimCi, SimGi, SimGpu, SimVm } from './machine.ts';
import { boardMemoryMiB } from './memory.ts';
import { CI_ID_FIELD, NO_CIS_FIELD, PENDING_FIELD } from './toPlan.ts';

export interface MachineOptions {
  /** What the GPUs hold: what was observed (nothing where nothing was), what is planned, or nothing. */
  readonly from: 'observed' | 'planned' | 'empty';
  /** True: MIG mode is off on GPUs that hold nothing, as a new machine has it; else it is as planned. */
  readonly isMigOff?: boolean;
  readonly variant?: DriverVariant;
  /** Seconds since 1970 that the first command is run at. */
  readonly seconds?: number;
}

/** 1 January 2026, 09:00: a date like any other. */
const FIRST_SECOND = 1_767_258_000;

/** Null where the plan has no such host. */
export function machineOf(plan: Plan, hostId: HostId, options: MachineOptions): Machine | null {
  const host = findHost(plan, hostId);
  if (host === undefined) return null;
  const driver = driverOf(host);
  const branch = driverBranch(driver) ?? 580;
  const gpus = gpusOf(host, options.from).map((gpu) => simGpu(host, gpu, branch, options));
  return {
    name: host.name,
    boots: 0,
    platform: host.platform,
    release: host.release,
    guestTypes: null,
    driver,
    isDriverAssumed: driver !== host.driver?.trim(),
    variant: options.variant ?? 'list',
    isRoot: true,
    seconds: options.seconds ?? FIRST_SECOND,
    gpus,
    processes: [],
    vms: vmsOf(plan, host, gpus),
    isInMaintenance: false,
    vibs: host.platform === 'esxi' ? [hostVib(driver, host.release)] : [],
    graphics: { type: 'SharedPassthru', policy: 'Performance' },
    history: [],
    forgotten: 0,
  };
}

/** Without anything observed a host has the planned GPUs with nothing on them. No machine has two GPUs of one index. */
function gpusOf(host: Host, from: MachineOptions['from']): readonly Gpu[] {
  const observed = from === 'observed' ? host.observed : null;
  const all = [...(observed ?? host.gpus)].sort((a, b) => a.index - b.index);
  const planned = all.filter(({ index }, at) => all[at - 1]?.index !== index);
  if (observed !== null) return planned;
  return from === 'planned' ? planned : planned.map((gpu) => ({ ...gpu, instances: [] }));
}

const UUID = /^GPU-[0-9a-f-]{8,60}$/i;
const BUS = /^[0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F]$/i;

/** What the plan says where a tool could have printed it; a plan may hold any text. */
function saidOr(said: string | null, form: RegExp, derived: string): string {
  return said !== null && form.test(said) ? said : derived;
}

/** The name of a board that the catalogue does not have, on one line. */
function printable(name: string): string {
  return name.replace(/[^\P{C}]/gu, ' ').slice(0, 60);
}

function simGpu(host: Host, gpu: Gpu, branch: number, { from, isMigOff }: MachineOptions): SimGpu {
  const board = findBoard(gpu.board);
  const kind = kindOf(gpu, board);
  const mode = gpu.use === 'mig' && !(isMigOff === true && gpu.instances.length === 0);
  const pending = gpu.extra.find(([name]) => name === PENDING_FIELD)?.[1];
  return {
    index: gpu.index,
    board: board === undefined ? null : board.id,
    product: board === undefined ? printable(gpu.board) : productOf(board),
    uuid: saidOr(gpu.uuid, UUID, gpuUuid(host.name, gpu.index)),
    pciId: saidOr(gpu.pciId, BUS, pciIdOf(gpu.index)),
    kind,
    mode,
    pending: from === 'observed' && typeof pending === 'boolean' ? pending : mode,
    isPersistent: true,
    isReserved: gpu.use === 'reserved',
    memoryMiB: board === undefined ? null : boardMemoryMiB(board, branch),
    usedMiB: 0,
    sensors: null,
    gis:
      board === undefined || !mode ? [] : possible(gpu.instances.map((gi) => simGi(board, gi, kind, from))),
  };
}

/** Without those that a driver could not have made beside the ones before them: a plan may be illegal, a machine not. */
function possible(gis: readonly SimGi[]): SimGi[] {
  const kept: SimGi[] = [];
  for (const gi of gis) {
    const isIn = kept.some(
      (one) => one.id === gi.id || (gi.start < one.start + one.size && one.start < gi.start + gi.size),
    );
    if (!isIn && parseProfileName(gi.profile) !== null) kept.push(gi);
  }
  return kept;
}

/** As nvidia-smi prints the board, without the maker; where that was never seen, as NVIDIA sells it. */
function productOf(board: Board): string {
  const name = board.productNames.find((one) => !one.includes('(')) ?? boardLabel(board);
  return name.replace(/^NVIDIA /, '');
}

/** The kind that the plan says, else the one that the printed IDs show, else straight. */
function kindOf(gpu: Gpu, board: Board | undefined): SimGpu['kind'] {
  if (gpu.kind !== null) return gpu.kind;
  if (board === undefined) return 'straight';
  const rows = gpu.instances.flatMap((gi) =>
    gi.reportedId === null
      ? []
      : [
          {
            instanceId: gi.reportedId,
            placement: { start: gi.start, size: blockOf(board, gi.profile, gi.start).memory.count },
          },
        ],
  );
  return kindsThatExplain(board, rows)[0] ?? 'straight';
}

function simGi(board: Board, gi: GpuInstance, kind: SimGpu['kind'], from: MachineOptions['from']): SimGi {
  const size = blockOf(board, gi.profile, gi.start).memory.count;
  const id = gi.reportedId ?? instanceIdOf(board, { start: gi.start, size }, kind) ?? gi.start;
  const hasNone = gi.extra.some(([name, value]) => name === NO_CIS_FIELD && value === true);
  return {
    ...{ id, profile: gi.profile, start: gi.start, size, usedMiB: 0 },
    cis: hasNone ? [] : simCis(board, gi, from === 'observed'),
  };
}

/**
 * Observed compute instances have the IDs of their places, or those that were noted; planned ones get theirs in the order in which a
 * script creates them.
 */
function simCis(board: Board, gi: GpuInstance, isObserved: boolean): SimCi[] {
  const total = blockOf(board, gi.profile, gi.start).compute.count;
  const profile = profileOf(board, gi.profile);
  if (isUndivided(gi)) return [{ id: 0, profile: gi.profile, start: 0, size: total, uuid: null }];
  const rows = new Map(ciRows(gi, total).map((row) => [row.ciIndex, row.rows]));
  const listed = isObserved
    ? gi.computeInstances.map((ci, ciIndex) => ({ ciIndex, name: ci.profile }))
    : creationsIn(gi);
  return listed.flatMap(({ ciIndex, name }, at) => {
    const place = rows.get(ciIndex);
    const noted = gi.computeInstances[ciIndex]?.extra.find(([field]) => field === CI_ID_FIELD)?.[1];
    const id = isObserved && typeof noted === 'number' ? noted : at;
    const known = (profile && ciProfileOf(profile, name)?.name) ?? name;
    const size = ciSlices(name) ?? 1;
    return place === undefined ? [] : [{ id, profile: known, start: place.start, size, uuid: null }];
  });
}

/** VMs with an instance on this host; each on the GPU instance that it is drawn on, where there is one like it. */
function vmsOf(plan: Plan, host: Host, gpus: readonly SimGpu[]): SimVm[] {
  return plan.vms.flatMap((vm): SimVm[] => {
    const drawn = vm.attachments.map(({ instance }) =>
      instance === null ? undefined : findInstance(plan, instance),
    );
    if (!drawn.some((place) => place?.host.id === host.id)) return [];
    const vgpus = vm.attachments.flatMap(({ wants }, at) => {
      const place = drawn[at];
      // A VM runs on one host: what a plan draws of it on another is not here.
      if (place !== undefined && place.host.id !== host.id) return [];
      const gpu = gpus.find(({ index }) => index === place?.gpu.index);
      const gi = gpu?.gis.find((one) => one.profile === place?.gi.profile && one.start === place.gi.start);
      return [{ wants, at: gpu === undefined || gi === undefined ? null : { gpu: gpu.index, gi: gi.id } }];
    });
    return [{ id: vm.id, name: vm.name, isOn: false, vgpus, guest: null, starts: 0 }];
  });
}
