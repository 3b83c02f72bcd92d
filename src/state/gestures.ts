/**
 * What a user does: lift, aim, drop, put back, and every edit. Pointer, keys and buttons all end in these functions, so
 * that one gesture is one command, one step and one sentence, however it was made.
 */
import { unitsPerRow, type Board } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId, GpuId } from '../model/ids.ts';
import { findGpu, findInstance, findVm, type Gpu, type Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { blockOf } from '../model/slices.ts';
import { checkAssign, vmIdsOn } from '../placement/assign.ts';
import type { PlanCommand } from '../placement/commands.ts';
import type { CommandError } from '../placement/errors.ts';
import { checkPlacement, legalStarts, type LegalStarts } from '../placement/legal.ts';
import { commandMessage, describeCommand, gpuName, placementMessage } from '../placement/messages.ts';
import type { PlanStore } from './planStore.ts';
import type { DialogName, Lifted, LiftedBy, Message, Selection, Target, UiStore } from './uiStore.ts';

/** The stores that a gesture works on. */
export interface Stores {
  readonly planStore: PlanStore;
  readonly uiStore: UiStore;
}

/** The profile in the hand: the lifted one, or that of the lifted instance. Null for a VM. */
export function profileInHand(plan: Plan, lifted: Lifted | null): ProfileName | null {
  if (lifted === null || lifted.kind === 'vm') return null;
  return lifted.kind === 'profile' ? lifted.profile : (findInstance(plan, lifted.giId)?.gi.profile ?? null);
}

/** Where the thing in the hand may go on this GPU, and why nowhere; an instance may not be put where it is. */
export function legalFor(plan: Plan, gpu: Gpu, lifted: Lifted): LegalStarts {
  if (lifted.kind === 'vm') return legalInstances(plan, gpu, lifted.vmId);
  const profile = profileInHand(plan, lifted);
  if (profile === null) return { starts: [], why: null };
  const moving = lifted.kind === 'instance' ? lifted.giId : null;
  const legal = legalStarts(gpu, profile, moving);
  const own = gpu.instances.find((gi) => gi.id === moving);
  return own === undefined
    ? legal
    : { ...legal, starts: legal.starts.filter((start) => start !== own.start) };
}

/** For a VM in the hand the legal starts are those of the instances that may serve it. */
function legalInstances(plan: Plan, gpu: Gpu, vmId: Extract<Lifted, { kind: 'vm' }>['vmId']): LegalStarts {
  const attachments = findVm(plan, vmId)?.attachments ?? [];
  // A VM with one vGPU may change over; one with several first has to wait for one of them.
  const moving = attachments.length === 1 ? attachments[0] : undefined;
  const wants = (attachments.find((one) => one.instance === null) ?? moving)?.wants;
  if (wants === undefined) return { starts: [], why: null };
  const starts = gpu.instances
    .filter((gi) => {
      const others = vmIdsOn(plan, gi.id);
      return !others.includes(vmId) && checkAssign(wants, { gpu, gi }, others).ok;
    })
    .map((gi) => gi.start);
  return { starts, why: null };
}

/** All legal targets of the thing in the hand, in the order of the plan: what the arrow keys step through. */
export function legalTargets(plan: Plan, lifted: Lifted): Target[] {
  return plan.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) =>
      legalFor(plan, gpu, lifted).starts.map((start) => ({
        gpuId: gpu.id,
        start,
        giId: lifted.kind === 'vm' ? (gpu.instances.find((gi) => gi.start === start)?.id ?? null) : null,
      })),
    ),
  );
}

export type Step = 'next' | 'previous' | 'next-gpu' | 'previous-gpu';

/** Pointer positions in a GPU's grid, in slices: column (memory) and row (compute), with fractions. */
export interface GridPoint {
  readonly column: number;
  readonly row: number;
}

/** All gestures over one pair of stores. */
export function createGestures({ planStore, uiStore }: Stores) {
  const plan = (): Plan => planStore.getState().plan;

  const say = (text: string, tone: Message['tone'] = 'info'): void => {
    uiStore.setState((ui) => ({ message: { text, tone, count: ui.message.count + 1 } }));
  };

  const putDown = { lifted: null, liftedBy: null, target: null } as const;

  /** Runs a command as one step. Says what was done, or why not; nothing is lost on an error. */
  const run = (command: PlanCommand, note = ''): boolean => {
    const before = plan();
    const label = describeCommand(command, before);
    const result = planStore.getState().dispatch(command);
    if (result.ok) {
      uiStore.setState({ refusal: null });
      forgetGone(command.type === 'plan/replace');
      // Who is sent back to waiting waits: the label has said it.
      const waiting = command.type === 'vm/unassign' ? '' : newlyWaiting(before, result.value);
      say(`${label}.${note === '' ? '' : ` ${note}`}${waiting}`, 'done');
      return true;
    }
    say(commandMessage(result.error, before), 'refused');
    return false;
  };

  /** Selection and hand may name something that an edit, undo or import took away; in another document they name nothing. */
  const forgetGone = (isOtherDocument: boolean): void => {
    if (isOtherDocument) uiStore.setState({ ...putDown, selection: null });
    const now = plan();
    const { selection, lifted } = uiStore.getState();
    if (selection !== null && !isThere(now, selection)) uiStore.setState({ selection: null });
    if (lifted?.kind === 'instance' && findInstance(now, lifted.giId) === undefined)
      uiStore.setState(putDown);
    if (lifted?.kind === 'vm' && findVm(now, lifted.vmId) === undefined) uiStore.setState(putDown);
  };

  const refuse = (
    gpuId: GpuId,
    profile: ProfileName | null,
    start: number | null,
    error: CommandError,
  ): void => {
    const blockedBy = 'blockedBy' in error ? error.blockedBy : [];
    uiStore.setState({ ...putDown, refusal: { gpuId, profile, start, blockedBy, error } });
    say(commandMessage(error, plan()), 'refused');
  };

  const lift = (lifted: Lifted, liftedBy: LiftedBy): void => {
    uiStore.setState({ lifted, liftedBy, target: null, refusal: null });
    const now = plan();
    const count = legalTargets(now, lifted).length;
    const what = liftedName(now, lifted);
    if (count === 0) {
      // Nothing legal anywhere is an answer too, and the reason should not need a drag to be read.
      const none =
        lifted.kind === 'vm'
          ? 'no matching instance is free'
          : `no ${lifted.kind === 'instance' ? 'other ' : ''}legal start`;
      say(`${what}: ${none} in the plan. ${whyNowhere(now, lifted)}`.trim(), 'refused');
      return;
    }
    const place = lifted.kind === 'vm' ? 'matching instance' : 'legal start';
    const places = `${count} ${place}${count === 1 ? '' : 's'}`;
    const keys =
      liftedBy === 'keys' ? ' Arrow keys step through them, Space or Enter places, Escape puts back.' : '';
    say(`${what}: ${places}.${keys}`);
  };

  const aim = (target: Target | null): void => {
    const before = uiStore.getState().target;
    if (before?.gpuId === target?.gpuId && before?.start === target?.start) return;
    uiStore.setState({ target });
    const { lifted } = uiStore.getState();
    const place = target === null ? undefined : findGpu(plan(), target.gpuId);
    if (lifted !== null && target !== null && place !== undefined) {
      say(`${liftedName(plan(), lifted)} at slice ${target.start} of ${gpuName(place)}`);
    }
  };

  /** Places or moves the thing in the hand, or assigns it. */
  const dropAt = (target: Target, then: 'put-down' | 'keep' = 'put-down'): boolean => {
    const { lifted } = uiStore.getState();
    if (lifted === null) return false;
    const before = plan();
    const command = commandFor(before, lifted, target);
    if (command === null) return false;
    const result = planStore.getState().dispatch(command);
    if (!result.ok) {
      refuse(target.gpuId, profileInHand(before, lifted), target.start, result.error);
      return false;
    }
    const left = legalTargets(result.value, lifted).length;
    const isKept = then === 'keep' && lifted.kind === 'profile' && left > 0;
    uiStore.setState(isKept ? { target: null, refusal: null } : { ...putDown, refusal: null });
    const more = isKept ? ` ${left} more legal start${left === 1 ? '' : 's'}; Escape ends.` : '';
    say(`${describeCommand(command, before)}.${more}`, 'done');
    return true;
  };

  return {
    say,
    run,
    lift,
    aim,
    dropAt,

    /** Puts back what is in the hand; also clears a refusal. True when there was something to put back. */
    putBack: (): boolean => {
      const { lifted, refusal } = uiStore.getState();
      if (lifted === null && refusal === null) return false;
      uiStore.setState({ ...putDown, refusal: null });
      say(lifted === null ? '' : `${liftedName(plan(), lifted)}: put back.`);
      return true;
    },

    /** An arrow key while lifted: the next legal target, round and round, also on another GPU. */
    step: (direction: Step): Target | null => {
      const { lifted, target } = uiStore.getState();
      if (lifted === null) return null;
      const next = nextTarget(plan(), lifted, target, direction);
      if (next === null) return null;
      uiStore.setState({ liftedBy: 'keys' });
      aim(next);
      return next;
    },

    /** Space or Enter while lifted by keys. */
    dropOnTarget: (): boolean => {
      const { target } = uiStore.getState();
      return target !== null && dropAt(target);
    },

    /**
     * The pointer is over a GPU, at a point of its grid. Aims at the legal start nearest to it; where a start that is
     * not legal is clearly nearer, aims at that one, so that the drop can say why.
     */
    aimAtPoint: (gpuId: GpuId, point: GridPoint): void => {
      const { lifted } = uiStore.getState();
      if (lifted !== null) aim(targetAt(plan(), gpuId, lifted, point));
    },

    /** The button was released over a GPU: place, or refuse with the rule and what is in the way. */
    dropOnGpu: (gpuId: GpuId): boolean => {
      const { lifted, target } = uiStore.getState();
      const place = findGpu(plan(), gpuId);
      if (lifted === null || place === undefined) return false;
      if (target !== null && target.gpuId === gpuId && !isOwnPlace(plan(), lifted, target)) {
        return dropAt(target);
      }
      const isHome =
        target !== null ||
        (lifted.kind === 'instance' && place.gpu.instances.some((gi) => gi.id === lifted.giId));
      const { why } = legalFor(plan(), place.gpu, lifted);
      if (why !== null && !isHome) {
        refuse(gpuId, profileInHand(plan(), lifted), null, why);
        return false;
      }
      uiStore.setState(putDown);
      const name = liftedName(plan(), lifted);
      if (isHome || lifted.kind !== 'vm') say(`${name}: put back.`);
      else say(`${name}: ${gpuName(place)} has no instance that can serve it.`, 'refused');
      return false;
    },

    select: (selection: Selection | null): void => {
      uiStore.setState({ selection, refusal: null });
    },

    openDialog: (dialog: DialogName, importText = ''): void => {
      uiStore.setState({ dialog, importText, ...putDown, refusal: null });
    },

    closeDialog: (): void => {
      uiStore.setState({ dialog: null, importText: '' });
    },

    undo: (): void => {
      const isReplacement = planStore.getState().past.at(-1)?.isReplacement === true;
      const label = planStore.getState().undo();
      uiStore.setState({ refusal: null });
      forgetGone(isReplacement);
      say(label === null ? 'Nothing to undo.' : `Undone: ${label}.`, label === null ? 'info' : 'done');
    },

    redo: (): void => {
      const isReplacement = planStore.getState().future[0]?.isReplacement === true;
      const label = planStore.getState().redo();
      uiStore.setState({ refusal: null });
      forgetGone(isReplacement);
      say(label === null ? 'Nothing to redo.' : `Redone: ${label}.`, label === null ? 'info' : 'done');
    },
  };
}

/** A VM let go over an instance that it has already. */
function isOwnPlace(plan: Plan, lifted: Lifted, { giId }: Target): boolean {
  return lifted.kind === 'vm' && giId !== null && vmIdsOn(plan, giId).includes(lifted.vmId);
}

function isThere(plan: Plan, selection: Selection): boolean {
  switch (selection.kind) {
    case 'host':
      return plan.hosts.some((host) => host.id === selection.id);
    case 'gpu':
      return findGpu(plan, selection.id) !== undefined;
    case 'instance':
      return findInstance(plan, selection.id) !== undefined;
    case 'vm':
      return findVm(plan, selection.id) !== undefined;
  }
}

function liftedName(plan: Plan, lifted: Lifted): string {
  if (lifted.kind === 'vm') return findVm(plan, lifted.vmId)?.name ?? 'VM';
  return profileInHand(plan, lifted) ?? 'Instance';
}

/** Why no GPU of the plan takes it: the reason of the only GPU, or none where they differ. */
function whyNowhere(plan: Plan, lifted: Lifted): string {
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  const [only] = gpus;
  if (only === undefined) return 'Add a host with a GPU first.';
  if (gpus.length > 1) return '';
  const { why } = legalFor(plan, only, lifted);
  return why === null ? '' : placementMessage(why, plan);
}

function newlyWaiting(before: Plan, after: Plan): string {
  const waiting = new Set(
    before.vms.filter((vm) => vm.attachments.some((a) => a.instance === null)).map((vm) => vm.id),
  );
  const sent = after.vms.filter(
    (vm) =>
      !waiting.has(vm.id) &&
      vm.attachments.some((a) => a.instance === null) &&
      findVm(before, vm.id) !== undefined,
  );
  if (sent.length === 0) return '';
  const [first] = sent;
  return sent.length === 1 ? ` ${first?.name} waits again.` : ` ${sent.length} VMs wait again.`;
}

function commandFor(plan: Plan, lifted: Lifted, target: Target): PlanCommand | null {
  const { gpuId, start, giId } = target;
  switch (lifted.kind) {
    case 'profile':
      return { type: 'gi/place', gpuId, profile: lifted.profile, start };
    case 'instance':
      return { type: 'gi/move', giId: lifted.giId, gpuId, start };
    case 'vm':
      return giId === null ? null : { type: 'vm/assign', vmId: lifted.vmId, giId };
  }
}

/** Sorts targets as the plan has them, so that "next" means the same before and after a first target is chosen. */
function nextTarget(plan: Plan, lifted: Lifted, from: Target | null, direction: Step): Target | null {
  const targets = legalTargets(plan, lifted);
  const isBack = direction === 'previous' || direction === 'previous-gpu';
  const last = targets.length - 1;
  if (targets.length === 0) return null;
  const order = new Map(plan.hosts.flatMap((host) => host.gpus).map((gpu, index) => [gpu.id, index]));
  const origin = from ?? originOf(plan, lifted);
  if (origin === null) return targets[isBack ? last : 0] ?? null;
  const rank = (target: Pick<Target, 'gpuId' | 'start'>): number =>
    (order.get(target.gpuId) ?? 0) * 4096 + target.start;
  if (direction === 'next' || direction === 'previous') {
    const here = rank(origin);
    return isBack
      ? (targets.findLast((target) => rank(target) < here) ?? targets[last] ?? null)
      : (targets.find((target) => rank(target) > here) ?? targets[0] ?? null);
  }
  const here = order.get(origin.gpuId) ?? 0;
  const gpuRank = (target: Target): number => order.get(target.gpuId) ?? 0;
  const found = isBack
    ? targets.findLast((target) => gpuRank(target) < here)
    : targets.find((target) => gpuRank(target) > here);
  const landed = found ?? targets[isBack ? last : 0] ?? null;
  // Going back lands on the first start of that GPU, as going forward does.
  return landed === null ? null : (targets.find((target) => target.gpuId === landed.gpuId) ?? landed);
}

function originOf(plan: Plan, lifted: Lifted): Pick<Target, 'gpuId' | 'start'> | null {
  if (lifted.kind !== 'instance') return null;
  const place = findInstance(plan, lifted.giId);
  return place === undefined ? null : { gpuId: place.gpu.id, start: place.gi.start };
}

/** A start that is not legal wins only when the pointer is this many slices nearer to it. */
const LEGAL_PULL = 1.5;

function targetAt(plan: Plan, gpuId: GpuId, lifted: Lifted, point: GridPoint): Target | null {
  const place = findGpu(plan, gpuId);
  const board = place === undefined ? undefined : findBoard(place.gpu.board);
  if (place === undefined || board === undefined) return null;
  const { gpu } = place;
  const { starts: legal } = legalFor(plan, gpu, lifted);
  if (lifted.kind === 'vm') return instanceAt(plan, gpu, board, point);
  const profile = profileInHand(plan, lifted);
  const known = profile === null ? undefined : board.profiles.find((one) => one.name === profile);
  if (profile === null || known?.starts == null || gpu.use !== 'mig') return null;
  const own = lifted.kind === 'instance' ? gpu.instances.find((gi) => gi.id === lifted.giId) : undefined;
  const distance = (start: number): number => distanceTo(board, profile, start, point);
  const nearest = (starts: readonly number[]): number | null =>
    starts.reduce<number | null>(
      (best, s) => (best === null || distance(s) < distance(best) ? s : best),
      null,
    );
  const any = nearest(known.starts);
  const best = nearest(legal);
  if (any === null) return null;
  // Held over its own place: nothing to do, and nothing to refuse.
  if (own !== undefined && any === own.start) return null;
  const start = best !== null && distance(best) <= distance(any) + LEGAL_PULL ? best : any;
  return { gpuId, start, giId: null };
}

/** Distance from a point of the grid to a block, in slices: 0 inside it. */
function distanceTo(board: Board, profile: ProfileName, start: number, point: GridPoint): number {
  const { memory, compute } = blockOf(board, profile, start);
  const outside = (value: number, from: number, count: number): number =>
    Math.max(from - value, value - (from + count), 0);
  const dx = outside(point.column, memory.start, memory.count) / unitsPerRow(board);
  const dy = outside(point.row, compute.start, compute.count);
  return Math.hypot(dx, dy);
}

function instanceAt(plan: Plan, gpu: Gpu, board: Board, point: GridPoint): Target | null {
  let best: { id: GiId; start: number; distance: number } | null = null;
  for (const gi of gpu.instances) {
    const distance = distanceTo(board, gi.profile, gi.start, point);
    if (best === null || distance < best.distance) best = { id: gi.id, start: gi.start, distance };
  }
  return best === null || findInstance(plan, best.id) === undefined
    ? null
    : { gpuId: gpu.id, start: best.start, giId: best.id };
}

/** True when the target would be accepted: what the page draws as a legal target and not as a refusal. */
export function isLegalTarget(plan: Plan, lifted: Lifted, target: Target): boolean {
  const place = findGpu(plan, target.gpuId);
  if (place === undefined) return false;
  if (lifted.kind === 'vm') return legalFor(plan, place.gpu, lifted).starts.includes(target.start);
  const profile = profileInHand(plan, lifted);
  const moving = lifted.kind === 'instance' ? lifted.giId : null;
  return profile !== null && checkPlacement(place.gpu, profile, target.start, moving).ok;
}
