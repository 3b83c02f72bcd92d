/**
 * The undo history as a record. Plans share what did not change, and so does the record: of each step it holds what was
 * exchanged among hosts and VMs, and of the plan, whose text is a record of its own, only the ids. The browser's cloning
 * keeps shared objects shared.
 */
import { FIELDS, VERSION } from '../../formats/documentShape.ts';
import type { Attachment, Gpu, Host, Plan, Vm } from '../../model/plan.ts';
import { ORIGINS } from '../../placement/everydayCommands.ts';
import { idsOf, markOf, withIds } from './planIds.ts';
import { MAX_HISTORY, type HistoryEntry, type PlanDocument } from '../planStore.ts';

/** In place of `removed` members from `start` on, those of `put`. */
interface Splice<T> {
  readonly start: number;
  readonly removed: number;
  readonly put: readonly T[];
}

/** A plan by its difference to its neighbour. */
export type Change = Omit<Plan, 'hosts' | 'vms'> & {
  readonly hosts: Splice<Plan['hosts'][number]>;
  readonly vms: Splice<Plan['vms'][number]>;
};

type Step = Omit<HistoryEntry, 'plan'> & { readonly change: Change };

export interface HistoryRecord {
  readonly planId: string;
  /** Of the plan that it belongs to. */
  readonly revision: number;
  /** What a plan looked like to the page that wrote it. */
  readonly shape: string;
  /** Of the text that it belongs to. */
  readonly mark: string;
  /** Of the plan, by `idsOf`, and the first that is free. */
  readonly ids: Float64Array;
  readonly nextId: number;
  /** The newest first: each is the difference to the one before it in this list. */
  readonly past: readonly Step[];
  /** The next one first. */
  readonly future: readonly Step[];
}

/**
 * Goes up when a Plan in memory changes in a way that its document does not show. A history of another shape is dropped:
 * a step of it could be undone into something that is no plan.
 */
const MEMORY_SHAPE = 2;
const SHAPE = `${MEMORY_SHAPE} ${VERSION} ${JSON.stringify(FIELDS)}`;

/** `text`: that of the plan. */
export function makeHistoryRecord(
  planId: string,
  revision: number,
  document: PlanDocument,
  text: string,
): HistoryRecord {
  return {
    planId,
    revision,
    shape: SHAPE,
    mark: markOf(text),
    ids: idsOf(document.plan),
    nextId: document.plan.nextId,
    past: changesAlong(document.plan, document.past.toReversed()),
    future: changesAlong(document.plan, document.future),
  };
}

/** Entries, each as the difference to the one before it; the first to `plan`. */
export function changesAlong(plan: Plan, entries: readonly HistoryEntry[]): Step[] {
  let neighbour = plan;
  return entries.map(({ plan: next, ...rest }) => {
    const change = changeFrom(neighbour, next);
    neighbour = next;
    return { ...rest, change };
  });
}

/** From plan to plan: the steps of a history stay what they are, and a save asks again for all of them. */
const changes = new WeakMap<Plan, { readonly neighbour: WeakRef<Plan>; readonly change: Change }>();

/** What makes `plan` of `neighbour`. Both in the same ids. */
export function changeFrom(neighbour: Plan, plan: Plan): Change {
  const known = changes.get(plan);
  if (known?.neighbour.deref() === neighbour) return known.change;
  const change = {
    ...plan,
    hosts: spliceOf(neighbour.hosts, plan.hosts),
    vms: spliceOf(neighbour.vms, plan.vms),
  };
  changes.set(plan, { neighbour: new WeakRef(neighbour), change });
  return change;
}

/** `read`, the plan of this text, with its ids and its history, when the record is of this very text; else null. */
export function readHistoryRecord(
  value: unknown,
  { revision, text, read }: { readonly revision: number; readonly text: string; readonly read: Plan },
): PlanDocument | null {
  try {
    const record = value as HistoryRecord | null | undefined;
    if (record == null || record.shape !== SHAPE || record.revision !== revision) return null;
    const plan = record.mark === markOf(text) ? withIds(read, record.ids, record.nextId) : null;
    if (plan === null) return null;
    const past = entriesOf(plan, record.past).reverse();
    const future = entriesOf(plan, record.future);
    return { plan, past: past.slice(-MAX_HISTORY), future: future.slice(0, MAX_HISTORY) };
  } catch {
    // Something that is no history: whatever it was, reading it as one failed.
    return null;
  }
}

/** The plan that a change makes of this one; null where it is no change of it. */
export function readChange(plan: Plan, change: unknown): Plan | null {
  try {
    const [entry] = entriesOf(plan, [{ change: change as Change, label: '', origin: null }]);
    return entry?.plan ?? null;
  } catch {
    return null;
  }
}

/** What `changesAlong` made of entries, from the same plan on; none where they are no steps of it. */
export function readAlong(plan: Plan, steps: readonly unknown[]): readonly HistoryEntry[] {
  try {
    return entriesOf(plan, steps as readonly Step[]);
  } catch {
    return [];
  }
}

function entriesOf(plan: Plan, steps: readonly Step[]): HistoryEntry[] {
  let neighbour = plan;
  return steps.map(({ change, label, origin }) => {
    const { name, notes, nextId, requests, extra } = change;
    const isText = [label, name, notes].every((one) => typeof one === 'string');
    if (!isText || ![requests, extra].every(Array.isArray) || !isCount(nextId)) throw new Error('not a step');
    if (origin !== null && !ORIGINS.includes(origin)) throw new Error('not an origin');
    neighbour = {
      ...change,
      hosts: spliced(neighbour.hosts, change.hosts, isHost),
      vms: spliced(neighbour.vms, change.vms, isVm),
    };
    return { plan: neighbour, label, origin };
  });
}

function spliceOf<T>(from: readonly T[], to: readonly T[]): Splice<T> {
  if (from === to) return { start: 0, removed: 0, put: [] };
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  let end = 0;
  while (end < most - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  return { start, removed: from.length - end - start, put: to.slice(start, to.length - end) };
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** As far as it costs little: enough that undoing a step that was damaged cannot break the page. */
function isHost({ id, name, gpus, observed }: Host): boolean {
  const isGpu = (gpu: Gpu): boolean =>
    isCount(gpu.id) && typeof gpu.board === 'string' && gpu.instances.every((gi) => isCount(gi.id));
  return isCount(id) && typeof name === 'string' && [...gpus, ...(observed ?? [])].every(isGpu);
}

function isVm({ id, name, attachments }: Vm): boolean {
  const isWanting = ({ wants }: Attachment): boolean => ['type', 'profile'].includes(wants.kind);
  return isCount(id) && typeof name === 'string' && attachments.every(isWanting);
}

function spliced<T>(
  from: readonly T[],
  { start, removed, put }: Splice<T>,
  isOne: (value: T) => boolean,
): readonly T[] {
  if (![start, removed].every(isCount) || start + removed > from.length || !put.every(isOne))
    throw new Error('not a splice of this list');
  if (removed === 0 && put.length === 0) return from;
  return [...from.slice(0, start), ...put, ...from.slice(start + removed)];
}
