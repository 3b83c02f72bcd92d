/** What is done in the lab outside of a terminal: in the BIOS, in the vSphere Client, and the installer of the guest's driver. */
import { assertNever } from '../../model/assert.ts';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { branchOf } from '../simulator/gpuFacts.ts';
import type { Machine, SimVm } from '../simulator/machine.ts';
import { rebooted } from '../simulator/modeCommands.ts';
import { powerErrorMessage, powerOff, powerOn, type PowerError } from '../simulator/vms.ts';
import { esxiRank } from '../../model/platform.ts';
import { recorded } from './record.ts';
import { LAB_VMS, type LabState } from './state.ts';

export type LabAction =
  /** The host restarts with it, as for any BIOS setting. */
  | { readonly type: 'bios/sriov'; readonly isOn: boolean }
  /** `vgpu` as ESXi lists it, "grid_a100-3-20c"; null takes it off. */
  | { readonly type: 'vm/vgpu'; readonly vm: string; readonly vgpu: string | null }
  | { readonly type: 'vm/power'; readonly vm: string; readonly isOn: boolean }
  | { readonly type: 'vm/driver'; readonly vm: string };

export type LabError =
  | PowerError
  | { readonly code: 'vm-runs'; readonly name: string }
  | { readonly code: 'vm-is-off'; readonly name: string }
  | { readonly code: 'no-such-type'; readonly vgpu: string; readonly offered: readonly string[] }
  | { readonly code: 'sriov-off' }
  | { readonly code: 'graphics-not-shared' }
  | { readonly code: 'no-vgpu'; readonly name: string };

export function labErrorMessage(error: LabError): string {
  switch (error.code) {
    case 'vm-runs':
      return `${error.name} is running: power it off first.`;
    case 'vm-is-off':
      return `${error.name} is off: power it on first.`;
    case 'no-such-type':
      return error.offered.length === 0
        ? 'The host offers no MIG-backed vGPU type: MIG mode is off.'
        : `The host does not offer ${error.vgpu.slice(0, 60)}; it offers ${error.offered.join(', ')}.`;
    case 'sriov-off':
      return 'A MIG-backed vGPU takes a virtual function of the GPU: enable SR-IOV in the BIOS first.';
    case 'graphics-not-shared':
      return 'The host graphics are not Shared Direct: set SharedPassthru and restart xorg first.';
    case 'no-vgpu':
      return `${error.name} has no vGPU: its driver would find no GPU.`;
    case 'no-such-vm':
    case 'already-on':
    case 'in-maintenance':
    case 'no-instance':
      return powerErrorMessage(error);
    default:
      return assertNever(error);
  }
}

/**
 * The MIG-backed types that the host offers now, as ESXi names them: those for a GPU instance of one profile, or for any. None while
 * MIG mode is off.
 */
export function vgpuTypesOffered({ host }: LabState, of: string | null = null): string[] {
  const [gpu] = host.gpus;
  if (gpu?.mode !== true || gpu.board === null) return [];
  const release = esxiRank(host.release ?? '') ?? 0;
  const names = VGPU_BOARDS.filter(({ boards }) => boards.includes(gpu.board ?? '')).flatMap(({ types }) =>
    types.flatMap(({ profile, esxiName, esxiMinRelease }) => {
      const isHere = esxiMinRelease === null || (esxiRank(esxiMinRelease) ?? 0) <= release;
      const isWanted = of === null || of === profile;
      return profile === null || esxiName === null || !isHere || !isWanted ? [] : [esxiName];
    }),
  );
  return [...new Set(names)].sort();
}

/** The lab after something was done in it; on failure nothing has changed. */
export function actInLab(state: LabState, action: LabAction): Result<LabState, LabError> {
  const done = act(state, action);
  return done.ok ? ok(recorded(state, done.value, { kind: 'action', action })) : done;
}

function act(state: LabState, action: LabAction): Result<LabState, LabError> {
  const { host } = state;
  if (action.type === 'bios/sriov') {
    if (action.isOn === state.isSriovOn) return ok(state);
    return ok({ ...state, isSriovOn: action.isOn, host: rebooted(host).machine });
  }
  const vm = host.vms.find(({ name }) => name === action.vm);
  if (vm === undefined) return err({ code: 'no-such-vm', name: action.vm.slice(0, 60) });
  switch (action.type) {
    case 'vm/vgpu':
      return setVgpu(state, vm, action.vgpu);
    case 'vm/power':
      return action.isOn ? start(state, vm) : stop(state, vm);
    case 'vm/driver':
      return installDriver(state, vm);
    default:
      return assertNever(action);
  }
}

function setVgpu(state: LabState, vm: SimVm, vgpu: string | null): Result<LabState, LabError> {
  if (vm.isOn) return err({ code: 'vm-runs', name: vm.name });
  if (vgpu === null) return ok(withVm(state, { ...vm, vgpus: [] }));
  const offered = vgpuTypesOffered(state);
  const type = typeOf(vgpu);
  if (type === undefined || !offered.includes(vgpu)) return err({ code: 'no-such-type', vgpu, offered });
  // One vGPU: more than one MIG-backed came with vSphere 8.0.
  return ok(withVm(state, { ...vm, vgpus: [{ wants: { kind: 'type', type }, at: null }] }));
}

/** The registered name of a type that ESXi lists. */
function typeOf(vgpu: string): string | undefined {
  return VGPU_BOARDS.flatMap(({ types }) => types).find(({ esxiName }) => esxiName === vgpu)?.type;
}

/** The type that a VM has, as ESXi lists it; null for none. */
export function vgpuOf({ vgpus: [vgpu] }: SimVm): string | null {
  const wants = vgpu?.wants;
  if (wants?.kind !== 'type') return null;
  const types = VGPU_BOARDS.flatMap((board) => board.types);
  return types.find(({ type }) => type === wants.type)?.esxiName ?? null;
}

/** True where the lab is already as the action would make it. */
export function isActionHeld(state: LabState, action: LabAction): boolean {
  if (action.type === 'bios/sriov') return state.isSriovOn === action.isOn;
  const vm = state.host.vms.find(({ name }) => name === action.vm);
  switch (action.type) {
    case 'vm/vgpu':
      return vm !== undefined && vgpuOf(vm) === action.vgpu;
    case 'vm/power':
      return vm?.isOn === action.isOn;
    case 'vm/driver':
      return state.guestDrivers[action.vm] !== undefined;
    default:
      return assertNever(action);
  }
}

/** What an action does, for the list of steps that can be taken back. */
export function labActionName(action: LabAction): string {
  switch (action.type) {
    case 'bios/sriov':
      return `${action.isOn ? 'Enable' : 'Disable'} SR-IOV in the BIOS`;
    case 'vm/vgpu':
      return action.vgpu === null
        ? `Take the vGPU off ${action.vm}`
        : `Give ${action.vm} the vGPU type ${action.vgpu}`;
    case 'vm/power':
      return `Power ${action.vm} ${action.isOn ? 'on' : 'off'}`;
    case 'vm/driver':
      return `Install the guest driver in ${action.vm}`;
    default:
      return assertNever(action);
  }
}

function start(state: LabState, vm: SimVm): Result<LabState, LabError> {
  if (vm.vgpus.length > 0 && !state.isSriovOn) return err({ code: 'sriov-off' });
  if (vm.vgpus.length > 0 && state.host.graphics.type !== 'SharedPassthru')
    return err({ code: 'graphics-not-shared' });
  const on = powerOn(state.host, vm.name);
  return on.ok ? ok(withGuestAsInstalled({ ...state, host: on.value }, vm.name)) : on;
}

function stop(state: LabState, vm: SimVm): Result<LabState, LabError> {
  if (!vm.isOn) return err({ code: 'vm-is-off', name: vm.name });
  const off = powerOff(state.host, vm.name);
  return off.ok ? ok({ ...state, host: off.value }) : off;
}

/** The guest's driver that the article pairs with its host's; for another branch the host's own number. */
const GUEST_DRIVER = '450.63';

function installDriver(state: LabState, vm: SimVm): Result<LabState, LabError> {
  if (!vm.isOn) return err({ code: 'vm-is-off', name: vm.name });
  if (vm.vgpus.length === 0) return err({ code: 'no-vgpu', name: vm.name });
  const version = branchOf(state.host) === 450 ? GUEST_DRIVER : (state.host.driver ?? GUEST_DRIVER);
  const guestDrivers = { ...state.guestDrivers, [vm.name]: version };
  return ok(withGuestAsInstalled({ ...state, guestDrivers }, vm.name));
}

/** The UUID that the article prints for the GPU in its VM, so that its container command runs as it stands there. */
const ARTICLE_UUID = 'GPU-786035d5-1e85-11b2-9fec-ac9c9a792daf';

/** A guest has the driver that was installed in it, not the host's, and none before that. */
function withGuestAsInstalled(state: LabState, name: string): LabState {
  const vm = state.host.vms.find((one) => one.name === name);
  if (vm?.guest == null) return state;
  const gpus = vm.guest.gpus.map((gpu) => (name === LAB_VMS[0] ? { ...gpu, uuid: ARTICLE_UUID } : gpu));
  const guest: Machine = { ...vm.guest, gpus, driver: state.guestDrivers[name] ?? null };
  return withVm(state, { ...vm, guest });
}

function withVm(state: LabState, vm: SimVm): LabState {
  const vms = state.host.vms.map((one) => (one.name === vm.name ? vm : one));
  return { ...state, host: { ...state.host, vms } };
}
