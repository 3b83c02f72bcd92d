/** The VMs as the table shows them: what is said of each, which are listed, and in which order. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { VmId } from '../../model/ids.ts';
import { gpuKinds } from '../../model/gpuKinds.ts';
import { findInstance, type GiPlace, type Plan, type Vm, type Wanted } from '../../model/plan.ts';
import { planChange, type PlanChange } from '../../model/planChange.ts';
import { Remembered } from '../../model/remembered.ts';
import { blockOf, makeRangeName } from '../../model/slices.ts';
import { isWaiting } from '../../placement/vms/assign.ts';
import type { VmList } from '../../state/uiStore.ts';
import { wantedInFull } from '../board/typeNames.ts';

/** A line for each vGPU. */
export interface VmLine {
  /** "grid_a100-3-20c · 3g.20gb" */
  readonly type: string;
  /** "esx-01 · GPU 0 · slices 0–3", "Waiting", or "Gone" where the plan has no such instance. */
  readonly where: string;
}

export interface VmEntry {
  readonly vm: Vm;
  readonly lines: readonly VmLine[];
  readonly state: 'waiting' | 'placed' | 'gone';
}

const ranges = new Remembered<string>();

/** "esx-01 · GPU 0 · slices 0–3" */
export function placeText({ host, gpu, gi }: GiPlace): string {
  const slices = ranges.of(`${gpu.board}|${gi.profile}@${gi.start}`, () => {
    const board = findBoard(gpu.board);
    return board === undefined
      ? `slice ${gi.start}`
      : makeRangeName(blockOf(board, gi.profile, gi.start).memory);
  });
  return `${host.name} · GPU ${gpu.index} · ${slices}`;
}

const entriesOf = new WeakMap<Plan, readonly VmEntry[]>();
/** What was answered last: of the next plan only what changed is said anew. */
let last: {
  readonly plan: Plan;
  readonly kinds: ReturnType<typeof gpuKinds>;
  readonly entries: readonly VmEntry[];
} | null = null;

/** Every VM, in the order of the plan. */
export function vmEntries(plan: Plan): readonly VmEntry[] {
  const known = entriesOf.get(plan);
  if (known !== undefined) return known;
  const kinds = gpuKinds(plan.hosts);
  // What a VM that waits could have is said by the boards of the whole plan.
  const change = last?.kinds === kinds ? planChange(last.plan, plan) : null;
  // By what is wanted, then by the sort of GPU that it is on: fifty thousand VMs want the same few things.
  const texts = new Map<string, Map<string, string>>();
  const typeText = (wants: Wanted, place: GiPlace | undefined): string => {
    const name = wants.kind === 'type' ? `type ${wants.type}` : `profile ${wants.profile}`;
    const kind = place === undefined ? '' : `${place.gpu.board}|${place.gpu.variant ?? ''}`;
    let ofWants = texts.get(name);
    if (ofWants === undefined) texts.set(name, (ofWants = new Map<string, string>()));
    const text = ofWants.get(kind) ?? wantedInFull(wants, place === undefined ? kinds : [place.gpu]);
    ofWants.set(kind, text);
    return text;
  };
  const entryOf = (vm: Vm): VmEntry => {
    const places = vm.attachments.map(({ instance }) =>
      instance === null ? undefined : findInstance(plan, instance),
    );
    const lines = vm.attachments.map(({ wants, instance }, index): VmLine => {
      const place = places[index];
      const where = place !== undefined ? placeText(place) : instance === null ? 'Waiting' : 'Gone';
      return { type: typeText(wants, place), where };
    });
    const state = isWaiting(vm) ? 'waiting' : lines.some(({ where }) => where === 'Gone') ? 'gone' : 'placed';
    return { vm, lines, state };
  };
  const entries = entriesSince(plan, change, entryOf);
  last = { plan, kinds, entries };
  entriesOf.set(plan, entries);
  return entries;
}

/** The entries of the last plan, those of VMs that changed made anew. */
function entriesSince(
  plan: Plan,
  change: PlanChange | null,
  entryOf: (vm: Vm) => VmEntry,
): readonly VmEntry[] {
  if (last === null || change === null) return plan.vms.map(entryOf);
  const { entries } = last;
  if (change.vms.size === 0 && last.plan.vms === plan.vms) return entries;
  // A VM that came or went moves those behind it on.
  const inPlace = last.plan.vms.length === plan.vms.length;
  const before = inPlace ? null : new Map(entries.map((entry) => [entry.vm, entry]));
  return plan.vms.map((vm, index) => {
    const entry = before === null ? entries[index] : before.get(vm);
    return entry?.vm !== vm || change.vms.has(vm) ? entryOf(vm) : entry;
  });
}

/** Those of a list that have every word of the text in their name, a type, a profile, their group, their host or their notes. */
export function listed(entries: readonly VmEntry[], list: VmList, text: string): readonly VmEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (list === 'all' && words.length === 0) return entries;
  return entries.filter(({ vm, lines, state }) => {
    if (list !== 'all' && (list === 'waiting') !== (state === 'waiting')) return false;
    if (words.length === 0) return true;
    const wanted = vm.attachments.map(({ wants }) => (wants.kind === 'type' ? wants.type : wants.profile));
    const said = [
      vm.name,
      vm.group ?? '',
      vm.notes,
      ...wanted,
      ...lines.flatMap((line) => [line.type, line.where]),
    ];
    const all = said.join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

export const SORT_KEYS = ['name', 'type', 'where', 'group', 'state'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

const RANK = { waiting: 0, gone: 1, placed: 2 } as const;
/** "vm-2" before "vm-10". */
const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Sorted by a column; null: waiting ones first, as those are what is still to do, else as the plan has them. */
export function sorted(entries: readonly VmEntry[], sort: Sort | null): readonly VmEntry[] {
  if (sort === null) {
    const waiting = entries.filter(({ state }) => state === 'waiting');
    return waiting.length === 0
      ? entries
      : [...waiting, ...entries.filter(({ state }) => state !== 'waiting')];
  }
  const by = {
    name: (a: VmEntry, b: VmEntry) => compare(a.vm.name, b.vm.name),
    type: (a: VmEntry, b: VmEntry) => compare(a.lines[0]?.type ?? '', b.lines[0]?.type ?? ''),
    where: (a: VmEntry, b: VmEntry) =>
      Number(a.state === 'waiting') - Number(b.state === 'waiting') ||
      compare(a.lines[0]?.where ?? '', b.lines[0]?.where ?? ''),
    // What has no group comes last, either way up or down it would be a screen of nothing.
    group: (a: VmEntry, b: VmEntry) => compare(a.vm.group ?? '\uffff', b.vm.group ?? '\uffff'),
    state: (a: VmEntry, b: VmEntry) => RANK[a.state] - RANK[b.state],
  }[sort.key];
  const up = [...entries].sort(by);
  return sort.isDescending ? up.reverse() : up;
}

/** The next of a column's three orders: up, down, none. */
export function nextSort(sort: Sort | null, key: SortKey): Sort | null {
  if (sort?.key !== key) return { key, isDescending: false };
  return sort.isDescending ? null : { key, isDescending: true };
}

/** The ids from one row to another, both included, in the order shown. */
export function rangeOf(entries: readonly VmEntry[], from: VmId, to: VmId): readonly VmId[] {
  const ids = entries.map(({ vm }) => vm.id);
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  return a === -1 || b === -1 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
