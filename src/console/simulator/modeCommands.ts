/** `nvidia-smi -mig`, `--gpu-reset` and `-pm`: what changes a GPU as a whole. */
import {
  ALL_DONE,
  modeNotSupported,
  modePending,
  modeSet,
  notReset,
  NVML,
  persistenceSet,
  persistenceWarning,
  resetInUse,
  wasReset,
} from '../../formats/nvidiaSmi/print/answers.ts';
import { boardOf, branchOf, isBusy, isHeldByVm, keepsModeOverReboot } from './gpuFacts.ts';
import type { Hint } from './hints.ts';
import { isGuest, withGpu, type Machine, type SimGpu } from './machine.ts';
import { inferred, reply, seen, type Reply, type ReplyLine } from './reply.ts';

/** True where the host cannot reset a GPU: on ESXi, and in a VM. */
function cannotReset(machine: Machine): boolean {
  return machine.platform === 'esxi' || isGuest(machine);
}

function isInUse(machine: Machine, gpu: SimGpu): boolean {
  return isBusy(machine, gpu.index) || gpu.gis.some(({ id }) => isHeldByVm(machine, gpu.index, id));
}

function notRoot(machine: Machine, what: string): Reply {
  const { words, status } = NVML['no-permission'];
  return reply(machine, inferred([`Unable to ${what}: ${words}`]), status);
}

/** Drivers from R535 on were seen to warn; earlier ones not. */
const WARNS_FROM = 535;

export function setMigMode(
  machine: Machine,
  gpus: readonly SimGpu[],
  isOn: boolean,
  isNamed: boolean,
): Reply {
  if (!machine.isRoot) return notRoot(machine, `${isOn ? 'enable' : 'disable'} MIG Mode`);
  const lines: ReplyLine[] = [];
  const pendingOn: number[] = [];
  const hints: Hint[] = [];
  const warnings: string[] = [];
  let now = machine;
  let lost = 0;
  for (const gpu of gpus) {
    const { pciId, index } = gpu;
    if (boardOf(gpu) === undefined || isGuest(machine)) {
      // Of a guest that is told so nobody has written.
      const texts = modeNotSupported(pciId, isOn);
      lines.push(...(isGuest(machine) ? inferred(texts) : seen(texts)));
      if (isGuest(machine)) hints.push({ code: 'guest-mig-mode' });
      continue;
    }
    const isChange = gpu.mode !== isOn;
    const blocked = !isChange
      ? null
      : isInUse(machine, gpu) || (!isOn && gpu.gis.length > 0 && !keepsModeOverReboot(gpu))
        ? 'in-use'
        : keepsModeOverReboot(gpu) && cannotReset(machine)
          ? 'not-supported'
          : null;
    if (blocked !== null) {
      const texts = modePending(pciId, isOn, blocked);
      lines.push(...(isOn ? seen(texts) : inferred(texts)));
      pendingOn.push(index);
      now = withGpu(now, { ...gpu, pending: isOn });
      continue;
    }
    // Whether a driver that resets takes instances with it was not seen: those in public emptied the GPU first.
    const isSeen = !isChange || gpu.gis.length === 0;
    lines.push({ text: modeSet(pciId, isOn), isSeen });
    if (!gpu.isPersistent && branchOf(machine) >= WARNS_FROM) warnings.push(persistenceWarning(pciId));
    if (isChange) lost += gpu.gis.length;
    const gis = isChange ? [] : gpu.gis;
    now = withGpu(now, { ...gpu, mode: isOn, pending: isOn, gis });
  }
  if (warnings.length > 0) lines.push(...seen(['', ...warnings]));
  if (pendingOn.length > 0) hints.push({ code: 'reboot-needed', gpus: pendingOn });
  if (lost > 0) hints.push({ code: 'instances-lost', count: lost, by: 'mode' });
  if (!isNamed && gpus.length > 1) hints.push({ code: 'every-gpu', gpus: gpus.length });
  return reply(now, [...lines, ...seen([ALL_DONE])], 0, hints);
}

export function resetGpus(machine: Machine, gpus: readonly SimGpu[]): Reply {
  if (!machine.isRoot) return notRoot(machine, 'reset GPU');
  const [first] = gpus;
  if (first !== undefined && cannotReset(machine)) {
    const pending = gpus.filter(({ mode, pending }) => mode !== pending).map(({ index }) => index);
    const hints: Hint[] = pending.length > 0 ? [{ code: 'reboot-needed', gpus: pending }] : [];
    return reply(machine, seen([notReset(first.pciId)]), NVML['not-supported'].status, hints);
  }
  const busy = gpus.filter((gpu) => isInUse(machine, gpu));
  if (busy.length > 0) return reply(machine, seen(resetInUse(busy.map(({ pciId }) => pciId))), 255);
  let now = machine;
  let lost = 0;
  for (const gpu of gpus) {
    lost += gpu.gis.length;
    now = withGpu(now, { ...gpu, mode: gpu.pending, gis: [] });
  }
  const lines = seen([...gpus.map(({ pciId }) => wasReset(pciId)), ALL_DONE]);
  return reply(now, lines, 0, lost > 0 ? [{ code: 'instances-lost', count: lost, by: 'reset' }] : []);
}

export function setPersistence(machine: Machine, gpus: readonly SimGpu[], isOn: boolean): Reply {
  if (!machine.isRoot) return notRoot(machine, 'set persistence mode');
  let now = machine;
  const lines = gpus.map((gpu): ReplyLine => {
    now = withGpu(now, { ...gpu, isPersistent: isOn });
    const word = isOn ? 'Enabled' : 'Disabled';
    return gpu.isPersistent === isOn
      ? { text: `Persistence mode is already ${word} for GPU ${gpu.pciId}.`, isSeen: false }
      : { text: persistenceSet(gpu.pciId, isOn), isSeen: isOn };
  });
  return reply(now, [...lines, ...seen([ALL_DONE])]);
}

/** The machine after a reboot: no instance, process or running VM is left; a pending mode is the mode, and from Hopper on it is off. */
export function rebooted(machine: Machine): { readonly machine: Machine; readonly hints: readonly Hint[] } {
  const lost = machine.gpus.reduce((sum, { gis }) => sum + gis.length, 0);
  const off = machine.gpus.filter(
    (gpu) => gpu.mode && boardOf(gpu) !== undefined && !keepsModeOverReboot(gpu),
  );
  const hints: Hint[] = [
    ...(lost > 0 ? [{ code: 'instances-lost', count: lost, by: 'reboot' } as const] : []),
    ...(off.length > 0 ? [{ code: 'mode-lost', gpus: off.map(({ index }) => index) } as const] : []),
  ];
  const gpus = machine.gpus.map((gpu) => {
    const mode = keepsModeOverReboot(gpu) && gpu.pending;
    return { ...gpu, mode, pending: mode, gis: [], usedMiB: 0 };
  });
  const vms = machine.vms.map((vm) => ({
    ...vm,
    isOn: false,
    guest: null,
    vgpus: vm.vgpus.map((vgpu) => ({ ...vgpu, at: null })),
  }));
  return {
    machine: { ...machine, gpus, vms, processes: [], seconds: machine.seconds + BOOT_SECONDS },
    hints,
  };
}

/** Five minutes: what a host of today takes. */
const BOOT_SECONDS = 300;
