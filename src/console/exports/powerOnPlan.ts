/** The power-on order of a host as the runbooks of vSphere print it. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findInstance, type Host, type Plan, type Vm } from '../../model/plan.ts';
import { profileOf } from '../../model/board.ts';
import { makeList, makeShortList } from '../../placement/messages.ts';
import { powerOnHost, type PowerOnHost } from '../../placement/powerOn/powerOn.ts';
import { modelName, noRoomMessage } from '../../placement/powerOn/powerOnMessages.ts';
import { countElsewhere, powerOnOrder, type PowerOnOrder } from '../../placement/powerOn/powerOnOrder.ts';
import type { Landing } from '../../placement/powerOn/powerOnRun.ts';
import type { ExpectedVgpu, PowerOnPlan, PowerOnRow } from '../../formats/vsphere/powerOnPlan.ts';
import type { AssignedVm } from '../../formats/vgpu/assignedVms.ts';

/** GPUs looked at, in thought: an export is waited for. */
const EFFORT = 300_000;

/** For hosts on which the hypervisor makes the instances. */
export function powerOnPlanOf(plan: Plan, of: Host): PowerOnPlan {
  const host = powerOnHost(plan, of.id);
  if (host === null || host.vms.length === 0) return { rows: [], trouble: null, notes: [] };
  const answer = powerOnOrder(host, EFFORT);
  const started = answer.kind === 'no-room' ? [] : answer.order;
  const ids = new Set(started.map(({ vm }) => vm.vm.id));
  const rows: PowerOnRow[] = started.map(({ vm, outcomes }) => ({
    vm: vm.vm,
    outcomes: outcomes.map(({ landings }) => landings.map((landing) => expected(host, landing))),
  }));
  const left = host.vms
    .filter(({ vm }) => !ids.has(vm.id))
    .map(({ vm }): PowerOnRow => ({ vm, outcomes: [] }));
  return { rows: [...rows, ...left], trouble: troubleOf(host, answer), notes: notesOf(host, answer) };
}

function expected(host: PowerOnHost, { gpuAt, profileIndex, start, isJoined }: Landing): ExpectedVgpu {
  const one = host.gpus[gpuAt];
  const profile = one?.geometry.board.profiles[profileIndex];
  return {
    gpuIndex: one?.gpu.index ?? 0,
    profile: profile?.name ?? 'unknown',
    profileId: profile?.id ?? null,
    start,
    size: profile?.memorySlices ?? 1,
    isJoined,
  };
}

function troubleOf(host: PowerOnHost, answer: PowerOnOrder): string | null {
  switch (answer.kind) {
    case 'order':
      return null;
    case 'no-room':
      return noRoomMessage(answer.why, host);
    case 'none':
      return `No order starts all of them under every model of the driver that is reckoned with (${makeShortList(answer.refusedBy.map((model) => modelName(host, model)))}). This one starts the most; ${answer.stuck.vm.vm.name} finds no place after them.`;
    case 'open':
      return 'No order that starts all of them under every model of the driver was found in the time that an export has, and none was ruled out. The power-on view of the planner looks longer.';
  }
}

function notesOf(host: PowerOnHost, answer: PowerOnOrder): string[] {
  const order = answer.kind === 'no-room' ? [] : answer.order;
  const elsewhere = countElsewhere(host, order);
  const isOpen = order.some(({ outcomes }) => outcomes.length > 1);
  const idle = host.idle.map(({ gpu, gi }) => `${gi.profile} at ${gi.start} of GPU ${gpu.index}`);
  return [
    'Assumed: all VMs with a vGPU on this host are off at first, nothing else powers on between, and the first GPU by index that has room is taken (one blog, from an H100 host).',
    'The driver chooses the start, and nothing is ever moved. No vendor prints its rule: two models that are fitted to printed transcripts are both reckoned with.',
    ...(isOpen ? ['Where a row names two places, the models disagree: either is fine for this order.'] : []),
    ...(elsewhere > 0
      ? [
          `${elsewhere} of ${order.length} VMs are to be expected elsewhere than drawn: a start cannot be given at power-on.`,
        ]
      : []),
    ...(idle.length > 0 ? [`No power-on makes the instances without a VM: ${makeShortList(idle)}.`] : []),
    ...(host.leftOut.length > 0
      ? [
          `Without MIG mode, or of a board whose starts are not public, and so left out: GPU ${makeList(host.leftOut.map(({ index }) => index))}.`,
        ]
      : []),
  ];
}

/** Where the administrator makes the instances any order will do: that of the plan, by GPU. */
export function anyOrder(plan: Plan, vms: readonly AssignedVm[]): PowerOnPlan {
  const rows = vms.map(({ vm }): PowerOnRow => ({ vm, outcomes: [drawnOf(plan, vm)] }));
  return { rows, trouble: null, notes: [] };
}

function drawnOf(plan: Plan, vm: Vm): ExpectedVgpu[] {
  return vm.attachments.flatMap(({ instance }): ExpectedVgpu[] => {
    const place = instance === null ? undefined : findInstance(plan, instance);
    const board = place && findBoard(place.gpu.board);
    const profile = board && profileOf(board, place.gi.profile);
    if (place === undefined || profile === undefined) return [];
    const { gpu, gi } = place;
    const size = profile.memorySlices ?? 1;
    return [
      {
        gpuIndex: gpu.index,
        profile: gi.profile,
        profileId: profile.id,
        start: gi.start,
        size,
        isJoined: false,
      },
    ];
  });
}
