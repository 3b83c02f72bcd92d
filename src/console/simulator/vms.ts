/** VMs of a host: what happens to GPU instances when one powers on, and the machine that its guest sees. */
import { findBoard, typesNamed, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { driverStart } from '../../model/driverStart.ts';
import { emptyOccupancy, geometryOf, occupancyOf } from '../../model/geometry.ts';
import { instanceIdOf } from '../../model/instanceId.ts';
import { creationOf } from '../../model/platform.ts';
import type { Creation, Wanted } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { VgpuType } from '../../model/vgpu.ts';
import { isRoomFor, typesOfInstance, vmsPerInstance } from '../../placement/vms/assign.ts';
import { gpuUuid } from './identity.ts';
import { boardOf, giProfile } from './gpuFacts.ts';
import {
  findVm,
  withGpu,
  withVm,
  type Machine,
  type SimGi,
  type SimGpu,
  type SimVm,
  type VmRef,
  type VmVgpu,
} from './machine.ts';

export type PowerError =
  | { readonly code: 'no-such-vm'; readonly name: string }
  | { readonly code: 'already-on'; readonly name: string }
  | { readonly code: 'in-maintenance' }
  /** No GPU has an instance for it, or room for one. */
  | { readonly code: 'no-instance'; readonly name: string; readonly vgpu: number };

export function powerErrorMessage(error: PowerError): string {
  switch (error.code) {
    case 'no-such-vm':
      return `There is no VM ${error.name} on this host.`;
    case 'already-on':
      return `${error.name} is running already.`;
    case 'in-maintenance':
      return 'The host is in maintenance mode: no VM powers on.';
    case 'no-instance':
      return `${error.name} does not start: no GPU has an instance for its vGPU ${error.vgpu + 1}, or room to create one.`;
  }
}

/**
 * Powers a VM on. A free instance of its profile is taken; where the hypervisor creates instances, one is made on the first GPU by
 * index with room, where the driver puts it. On failure nothing has changed. `creation`: as the host of the plan has it.
 */
export function powerOn(machine: Machine, ref: VmRef, creation?: Creation): Result<Machine, PowerError> {
  const vm = findVm(machine, ref);
  if (vm === undefined) return err({ code: 'no-such-vm', name: String(ref) });
  const { name } = vm;
  if (vm.isOn) return err({ code: 'already-on', name });
  if (machine.isInMaintenance) return err({ code: 'in-maintenance' });
  const how = creation ?? creationOf({ ...machine, creation: null });
  let now = machine;
  const vgpus: VmVgpu[] = [];
  for (const [vgpu, one] of vm.vgpus.entries()) {
    const served = serve(now, vm, one, how, vgpus);
    if (served === null) return err({ code: 'no-instance', name, vgpu });
    now = served.machine;
    vgpus.push(served.vgpu);
  }
  const running: SimVm = { ...vm, isOn: true, vgpus, starts: vm.starts + 1, guest: null };
  const whole = withVm(now, running);
  return ok(withVm(whole, { ...running, guest: guestOf(whole, running) }));
}

export function powerOff(machine: Machine, ref: VmRef, creation?: Creation): Result<Machine, PowerError> {
  const vm = findVm(machine, ref);
  if (vm === undefined) return err({ code: 'no-such-vm', name: String(ref) });
  const how = creation ?? creationOf({ ...machine, creation: null });
  let now: Machine = withVm(machine, { ...vm, isOn: false, guest: null });
  // What the hypervisor created it takes away again.
  if (how === 'power-on') {
    for (const { at } of vm.vgpus) {
      const gpu = now.gpus.find(({ index }) => index === at?.gpu);
      if (gpu !== undefined && at !== null && !isTaken(now, at)) {
        now = withGpu(now, { ...gpu, gis: gpu.gis.filter(({ id }) => id !== at.gi) });
      }
    }
  }
  return ok(now);
}

/** The profile that a vGPU needs on a GPU; null where its board has none for it. */
function profileFor(gpu: SimGpu, { wants }: VmVgpu): ProfileName | null {
  if (gpu.board === null) return null;
  if (wants.kind === 'profile')
    return giProfile(gpu, { profile: wants.profile }) && wants.profile ? wants.profile : null;
  const isOfBoard = VGPU_BOARDS.some(
    ({ boards, types }) => boards.includes(gpu.board ?? '') && types.some(({ type }) => type === wants.type),
  );
  return isOfBoard ? (typesNamed(wants.type, [gpu.board])[0]?.profile ?? null) : null;
}

type InstancePlace = NonNullable<VmVgpu['at']>;

function isAt({ at }: VmVgpu, place: InstancePlace): boolean {
  return at?.gpu === place.gpu && at.gi === place.gi;
}

function isTaken(machine: Machine, at: InstancePlace): boolean {
  return machine.vms.some(({ isOn, vgpus }) => isOn && vgpus.some((one) => isAt(one, at)));
}

/** True where the instance is of its type and has room: for one VM, or for several where the board time-slices inside it. */
function hasRoom(machine: Machine, vm: SimVm, gpu: SimGpu, gi: SimGi, vgpu: VmVgpu): boolean {
  if (gi.profile !== profileFor(gpu, vgpu) || gpu.board === null) return false;
  const types = typesOfInstance({ board: gpu.board, variant: null }, gi);
  const used = machine.vms
    .filter(({ id, isOn }) => isOn && id !== vm.id)
    .flatMap(({ vgpus }) => vgpus.filter(({ at }) => at?.gpu === gpu.index && at.gi === gi.id))
    .reduce((sum, one) => sum + 1 / vmsPerInstance(types, one.wants), 0);
  return isRoomFor(vmsPerInstance(types, vgpu.wants), used);
}

function serve(
  machine: Machine,
  vm: SimVm,
  vgpu: VmVgpu,
  how: Creation,
  beside: readonly VmVgpu[],
): { readonly machine: Machine; readonly vgpu: VmVgpu } | null {
  const isFree = (gpu: SimGpu, gi: SimGi): boolean =>
    hasRoom(machine, vm, gpu, gi, vgpu) && !beside.some(({ at }) => at?.gpu === gpu.index && at.gi === gi.id);
  const drawn = machine.gpus.find(({ index }) => index === vgpu.at?.gpu);
  const own = drawn?.gis.find((gi) => gi.id === vgpu.at?.gi && isFree(drawn, gi));
  if (drawn !== undefined && own !== undefined) return { machine, vgpu };
  for (const gpu of machine.gpus) {
    const gi = gpu.mode ? gpu.gis.find((one) => isFree(gpu, one)) : undefined;
    if (gi !== undefined) return { machine, vgpu: { ...vgpu, at: { gpu: gpu.index, gi: gi.id } } };
  }
  if (how === 'pre-create') return null;
  for (const gpu of machine.gpus) {
    const made = gpu.mode ? createdFor(machine, gpu, vgpu) : null;
    if (made === null) continue;
    const next = withGpu(machine, { ...gpu, gis: [...gpu.gis, made] });
    return { machine: next, vgpu: { ...vgpu, at: { gpu: gpu.index, gi: made.id } } };
  }
  return null;
}

function createdFor(machine: Machine, gpu: SimGpu, vgpu: VmVgpu): SimGi | null {
  const name = profileFor(gpu, vgpu);
  const board = gpu.board === null ? undefined : findBoard(gpu.board);
  if (name === null || board === undefined) return null;
  const geometry = geometryOf(board);
  const index = geometry.profileIndexByName.get(name) ?? -1;
  const occupancy = gpu.gis.length === 0 ? emptyOccupancy(geometry) : occupancyOf(geometry, gpu.gis);
  const start = driverStart(board, occupancy, index, { variant: machine.variant, kind: gpu.kind });
  const size = board.profiles[index]?.memorySlices ?? 0;
  if (start === null) return null;
  const id = instanceIdOf(board, { start, size }, gpu.kind) ?? start;
  return { id, profile: name, start, size, cis: [], usedMiB: 0 };
}

/**
 * The vGPU type that a VM has: the one it wants; for a profile the one that takes the whole instance, and where VMs share it the
 * largest of which so many fit.
 */
function typeOf(host: Machine, gpu: SimGpu, gi: SimGi, wants: Wanted): VgpuType | undefined {
  if (gpu.board === null) return undefined;
  if (wants.kind === 'type') return typesNamed(wants.type, [gpu.board])[0];
  const at = { gpu: gpu.index, gi: gi.id };
  // Also those that are off: a type is chosen when a VM is set up.
  const sharers = host.vms.filter(({ vgpus }) => vgpus.some((one) => isAt(one, at))).length;
  const fitting = typesOfInstance({ board: gpu.board, variant: null }, gi)
    .filter(({ maxPerInstance }) => (maxPerInstance ?? 1) >= sharers)
    .sort((a, b) => (a.maxPerInstance ?? 1) - (b.maxPerInstance ?? 1));
  return fitting[0];
}

/** The whole of 8: how a guest sees the instance that it has, wherever that lies on the host. */
const GUEST_SIZE = 8;

/**
 * The machine inside a running VM: a GPU for each vGPU, called by its type, with GPU instance 0 at 0:8 and the default compute
 * instance in it.
 */
export function guestOf(host: Machine, vm: SimVm): Machine | null {
  if (!vm.isOn) return null;
  const gpus = vm.vgpus.flatMap(({ wants, at }, index): SimGpu[] => {
    const gpu = host.gpus.find((one) => one.index === at?.gpu);
    const gi = gpu?.gis.find((one) => one.id === at?.gi);
    const profile = gpu !== undefined && gi !== undefined ? giProfile(gpu, gi) : undefined;
    if (gpu === undefined || gi === undefined || profile === undefined) return [];
    const named = typeOf(host, gpu, gi, wants);
    const type = named?.type ?? (wants.kind === 'type' ? wants.type : gi.profile);
    // The family's prefix: "grid_a100-3-20c" on ESXi is "GRID A100-3-20C" in the guest.
    const prefix = (named?.esxiName ?? 'grid_').startsWith('grid_') ? 'GRID' : 'NVIDIA';
    const whole = { id: 0, profile: gi.profile, start: 0, size: profile.computeSlices, uuid: null };
    return [
      {
        ...gpu,
        index,
        product: `${prefix} ${type}`,
        uuid: gpuUuid(`${host.name}/${vm.name}`, index),
        pciId: `00000000:02:${String(index).padStart(2, '0')}.0`,
        mode: true,
        pending: true,
        isReserved: false,
        memoryMiB: named?.framebufferMiB ?? null,
        usedMiB: 0,
        sensors: null,
        gis: [{ id: 0, profile: gi.profile, start: 0, size: GUEST_SIZE, cis: [whole], usedMiB: 0 }],
      },
    ];
  });
  return {
    ...host,
    name: vm.name,
    boots: vm.starts,
    platform: null,
    release: null,
    guestTypes: gpus.map(({ product }) => product),
    gpus,
    processes: [],
    vms: [],
    vibs: [],
    isInMaintenance: false,
    history: [],
    forgotten: 0,
  };
}

/** The host after something was typed in a VM. */
export function withGuest(host: Machine, ref: VmRef, guest: Machine): Machine {
  const vm = findVm(host, ref);
  return vm === undefined
    ? host
    : withVm({ ...host, seconds: Math.max(host.seconds, guest.seconds) }, { ...vm, guest });
}

/** A guest after its own reboot: what it cut itself is gone, and the default compute instance is back. */
export function guestRebooted(guest: Machine): Machine {
  const gpus = guest.gpus.map((gpu) => ({
    ...gpu,
    gis: gpu.gis.map((gi) => {
      const size = boardOf(gpu) === undefined ? 1 : (giProfile(gpu, gi)?.computeSlices ?? 1);
      return { ...gi, cis: [{ id: 0, profile: gi.profile, start: 0, size, uuid: null }], usedMiB: 0 };
    }),
  }));
  return { ...guest, gpus, processes: [], boots: guest.boots + 1, seconds: guest.seconds + 60 };
}
