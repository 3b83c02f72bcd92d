/**
 * The undo history as a record. Plans share what did not change, and so does the record: of each step it holds what was
 * exchanged among hosts and VMs, not the plan, and the browser's cloning keeps shared objects shared.
 */
import { FIELDS, VERSION } from '../../formats/documentShape.ts';
import { makePlanJson } from '../../formats/planJson.ts';
import type { Attachment, Gpu, Host, Plan, Vm } from '../../model/plan.ts';
import { ORIGINS } from '../../placement/everydayCommands.ts';
import { MAX_HISTORY, type HistoryEntry, type PlanDocument } from '../planStore.ts';

/** In place of `removed` members from `start` on, those of `put`. */
interface Splice<T> {
  readonly start: number;
  readonly removed: number;
  readonly put: readonly T[];
}

/** A plan by its difference to its neighbour. */
type Change = Omit<Plan, 'hosts' | 'vms'> & {
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
  readonly plan: Plan;
  /** The newest first: each is the difference to the one before it in this list. */
  readonly past: readonly Step[];
  /** The next one first. */
  readonly future: readonly Step[];
}

/**
 * Goes up when a Plan in memory changes in a way that its document does not show. A history of another shape is dropped:
 * a step of it could be undone into something that is no plan.
 */
const MEMORY_SHAPE = 1;
const SHAPE = `${MEMORY_SHAPE} ${VERSION} ${JSON.stringify(FIELDS)}`;

export function makeHistoryRecord(planId: string, revision: number, document: PlanDocument): HistoryRecord {
  const steps = (entries: readonly HistoryEntry[]): Step[] => {
    let neighbour = document.plan;
    return entries.map(({ plan, ...rest }) => {
      const change = {
        ...plan,
        hosts: spliceOf(neighbour.hosts, plan.hosts),
        vms: spliceOf(neighbour.vms, plan.vms),
      };
      neighbour = plan;
      return { ...rest, change };
    });
  };
  return {
    planId,
    revision,
    shape: SHAPE,
    plan: document.plan,
    past: steps(document.past.toReversed()),
    future: steps(document.future),
  };
}

/** The plan with its history, when the record is of this very text; else null. */
export function readHistoryRecord(value: unknown, revision: number, text: string): PlanDocument | null {
  try {
    const record = value as HistoryRecord | null | undefined;
    if (record == null || record.shape !== SHAPE || record.revision !== revision) return null;
    if (makePlanJson(record.plan) !== text) return null;
    const past = entriesOf(record.plan, record.past).reverse();
    const future = entriesOf(record.plan, record.future);
    return { plan: record.plan, past: past.slice(-MAX_HISTORY), future: future.slice(0, MAX_HISTORY) };
  } catch {
    // Something that is no history: whatever it was, reading it as one failed.
    return null;
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
