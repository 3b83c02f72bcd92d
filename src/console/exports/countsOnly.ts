/** What formats that hold counts have to say of the starts: whether the drawing comes out all the same, GPU by GPU. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Board } from '../../model/board.ts';
import type { Gpu, Host } from '../../model/plan.ts';
import { anyOrder, type AnyOrder } from '../../placement/anyOrder.ts';
import { creationOrder } from '../../placement/order.ts';

/** Who creates the instances: mig-parted tries orders of its own. */
const VERDICTS: Readonly<Record<AnyOrder, string>> = {
  'as-drawn': 'comes out as drawn, in whatever order mig-parted tries',
  'may-differ':
    'may come out otherwise than drawn: it depends on the order that mig-parted tries first, which is not known',
  elsewhere: 'comes out otherwise than drawn, in whatever order mig-parted tries',
  refused: 'has no order that every modelled driver accepts: mig-parted may fail here',
};

export interface StartsTold {
  /** A line for each group of GPUs of one verdict, for comments. */
  readonly lines: readonly string[];
  /** Whether every GPU comes out as drawn. */
  readonly isAsDrawn: boolean;
}

/** Keyed by what decides: a fleet has few different GPUs. */
export type VerdictCache = Map<string, string>;

export function tellStarts(host: Host, cache: VerdictCache): StartsTold {
  const groups = new Map<string, number[]>();
  for (const gpu of host.gpus) {
    const board = findBoard(gpu.board);
    if (gpu.use !== 'mig' || gpu.instances.length === 0 || board === undefined) continue;
    const verdict = verdictOf(board, gpu, cache);
    const group = groups.get(verdict);
    if (group === undefined) groups.set(verdict, [gpu.index]);
    else group.push(gpu.index);
  }
  const all = [...groups].map(
    ([verdict, indexes]) => `${host.name} GPU ${indexes.sort((a, b) => a - b).join(', ')}: ${verdict}.`,
  );
  return {
    lines: all,
    isAsDrawn: [...groups.keys()].every((verdict) => verdict.startsWith(VERDICTS['as-drawn'])),
  };
}

function verdictOf(board: Board, gpu: Gpu, cache: VerdictCache): string {
  const layout = gpu.instances.map(({ profile, start }) => `${profile}@${start}`).join(' ');
  const cuts = gpu.instances.map(({ profile, computeInstances }) => [profile, computeInstances.length]);
  const key = JSON.stringify([board.id, gpu.kind, layout, cuts]);
  const before = cache.get(key);
  if (before !== undefined) return before;
  const any = anyOrder(board, gpu.instances, gpu.kind);
  const verdict = `${VERDICTS[any]}${any === 'as-drawn' ? '' : byHand(board, gpu)}${grouping(gpu)}`;
  cache.set(key, verdict);
  return verdict;
}

/** What the driver alone would do, in the best order: what the script without starts does. */
function byHand(board: Board, gpu: Gpu): string {
  const order = creationOrder(board, gpu.instances, gpu.kind);
  if (order.kind !== 'as-drawn') return '; nor is there an order in which the driver alone gives the drawing';
  const byId = new Map(gpu.instances.map((gi) => [gi.id, gi.profile]));
  return `; created as ${order.instances.map((id) => byId.get(id) ?? '').join(', ')} the driver alone gives the drawing`;
}

/** Counts of compute instances do not say which are in one instance. */
function grouping({ instances }: Gpu): string {
  const isOpen = instances.some(
    (gi) =>
      gi.computeInstances.length > 1 &&
      instances.some((other) => other !== gi && other.profile === gi.profile),
  );
  return isOpen ? '; which compute instances share an instance is not in the counts, either' : '';
}

export const COUNTS_ONLY = 'This format holds how many of each profile there are, and no starts.';
export const USE_SCRIPT = 'Where starts matter, create the instances with the nvidia-smi script of the plan.';

/** The lines above a text that holds counts. */
export function startsComments(hosts: readonly Host[], cache: VerdictCache): string[] {
  const told = hosts.map((host) => tellStarts(host, cache));
  return [
    COUNTS_ONLY,
    ...told.flatMap(({ lines }) => lines),
    ...(told.every(({ isAsDrawn }) => isAsDrawn) ? [] : [USE_SCRIPT]),
  ];
}

/** The same in one or two sentences for whoever exports. */
export function startsRemarks(hosts: readonly Host[], cache: VerdictCache): string[] {
  const told = hosts.map((host) => tellStarts(host, cache));
  if (told.every(({ lines }) => lines.length === 0)) return [];
  const isAsDrawn = told.every((one) => one.isAsDrawn);
  if (isAsDrawn) return [`${COUNTS_ONLY} Every GPU comes out as drawn all the same.`];
  const lines = told.filter((one) => !one.isAsDrawn).flatMap((one) => one.lines);
  const few = lines.slice(0, MAX_REMARKS).join(' ');
  const more = lines.length > MAX_REMARKS ? ` The text says it of ${lines.length - MAX_REMARKS} more.` : '';
  return [`${COUNTS_ONLY} ${few}${more} ${USE_SCRIPT}`];
}

const MAX_REMARKS = 3;
