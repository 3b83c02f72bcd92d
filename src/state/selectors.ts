/** Named questions to the stores. Those that make a new object remember their last answer, so that nobody renders for nothing. */
import { boardLabel, isDrawable, type Board, type BoardId, type GiProfile } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId } from '../model/ids.ts';
import { boardsOf, vmsByInstance, type Gpu, type Host, type Plan, type Vm } from '../model/plan.ts';
import { isWaiting } from '../placement/vms/assign.ts';
import { checkPlan, type Violation } from '../placement/check.ts';
import { gpuName, strandedList } from '../placement/messages.ts';
import { sliceUse } from '../placement/stranded.ts';
import type { PlanState } from './planStore.ts';

/** One answer kept per plan: plans are immutable, so identity is enough. */
export function perPlan<T>(answer: (plan: Plan) => T): (plan: Plan) => T {
  const answers = new WeakMap<Plan, { readonly value: T }>();
  return (plan) => {
    const known = answers.get(plan);
    if (known !== undefined) return known.value;
    const value = answer(plan);
    answers.set(plan, { value });
    return value;
  };
}

const vmsOf = perPlan(vmsByInstance);
const NO_VMS: readonly Vm[] = [];

/** VMs on an instance; the same array until the plan changes. */
export const selectVmsOn =
  (giId: GiId) =>
  (state: Pick<PlanState, 'plan'>): readonly Vm[] =>
    vmsOf(state.plan).get(giId) ?? NO_VMS;

/** How many VMs have an instance of this GPU. */
export function vmsOnGpu(plan: Plan, { instances }: Pick<Gpu, 'instances'>): number {
  return new Set(instances.flatMap(({ id }) => vmsOf(plan).get(id) ?? NO_VMS)).size;
}

export interface PlanFigures {
  readonly hosts: number;
  readonly gpus: number;
  readonly gpusInUse: number;
  readonly instances: number;
  readonly vmsPlaced: number;
  readonly vmsWaiting: number;
  readonly computeUsed: number;
  readonly computeTotal: number;
  readonly memoryUsed: number;
  readonly memoryTotal: number;
  readonly strandedCompute: number;
  readonly strandedMemory: number;
  /** "GPU 0 on esx-01: compute 3", for each GPU that strands something. */
  readonly strandedAt: readonly string[];
}

/** The part of the figures that the GPUs of one host make. */
type HostFigures = Omit<PlanFigures, 'hosts' | 'vmsPlaced' | 'vmsWaiting'>;

const hostFigures = new WeakMap<Host, HostFigures>();

function figuresOfHost(host: Host): HostFigures {
  const known = hostFigures.get(host);
  if (known !== undefined) return known;
  const strandedAt: string[] = [];
  const figures = {
    ...{ gpus: host.gpus.length, gpusInUse: 0, instances: 0, strandedAt },
    ...{
      computeUsed: 0,
      computeTotal: 0,
      memoryUsed: 0,
      memoryTotal: 0,
      strandedCompute: 0,
      strandedMemory: 0,
    },
  };
  for (const gpu of host.gpus) {
    const use = sliceUse(gpu);
    if (gpu.instances.length > 0) figures.gpusInUse += 1;
    figures.instances += gpu.instances.length;
    figures.computeUsed += use.computeUsed;
    figures.computeTotal += use.computeTotal;
    figures.memoryUsed += use.memoryUsed;
    figures.memoryTotal += use.memoryTotal;
    figures.strandedCompute += use.strandedCompute.length;
    figures.strandedMemory += use.strandedMemory.length;
    const slices = strandedList(use);
    if (slices !== '') strandedAt.push(`${gpuName({ host, gpu })}: ${slices}`);
  }
  hostFigures.set(host, figures);
  return figures;
}

const waitingOf = new WeakMap<readonly Vm[], number>();

function countWaiting(vms: readonly Vm[]): number {
  const known = waitingOf.get(vms) ?? vms.filter(isWaiting).length;
  waitingOf.set(vms, known);
  return known;
}

const figuresOf = perPlan((plan): PlanFigures => {
  const of = plan.hosts.map(figuresOfHost);
  const sum = (count: (figures: HostFigures) => number): number =>
    of.reduce((total, figures) => total + count(figures), 0);
  const waiting = countWaiting(plan.vms);
  return {
    hosts: plan.hosts.length,
    gpus: sum((one) => one.gpus),
    gpusInUse: sum((one) => one.gpusInUse),
    instances: sum((one) => one.instances),
    vmsPlaced: plan.vms.length - waiting,
    vmsWaiting: waiting,
    computeUsed: sum((one) => one.computeUsed),
    computeTotal: sum((one) => one.computeTotal),
    memoryUsed: sum((one) => one.memoryUsed),
    memoryTotal: sum((one) => one.memoryTotal),
    strandedCompute: sum((one) => one.strandedCompute),
    strandedMemory: sum((one) => one.strandedMemory),
    strandedAt: of.flatMap(({ strandedAt }) => strandedAt),
  };
});

export const selectFigures = (state: Pick<PlanState, 'plan'>): PlanFigures => figuresOf(state.plan);

const violationsOf = perPlan(checkPlan);

/** Everything that is wrong with the plan; empty for a plan that may be exported. */
export const selectViolations = (state: Pick<PlanState, 'plan'>): readonly Violation[] =>
  violationsOf(state.plan);

/** Boards of the plan that offer the very same profiles, under one heading of the palette. */
export interface PaletteSection {
  /** The first board: its geometry stands for all. */
  readonly board: Board;
  readonly boards: readonly BoardId[];
  readonly title: string;
  readonly profiles: readonly GiProfile[];
}

/** The last one: nearly every edit leaves the boards of the plan as they were. */
let lastPalette: { readonly boards: string; readonly sections: readonly PaletteSection[] } | null = null;

const paletteOf = perPlan((plan): readonly PaletteSection[] => {
  const ids = boardsOf(plan.hosts);
  const boards = ids.join(' ');
  if (lastPalette?.boards !== boards) lastPalette = { boards, sections: sectionsOf(ids) };
  return lastPalette.sections;
});

function sectionsOf(ids: readonly BoardId[]): readonly PaletteSection[] {
  const groups = new Map<string, Board[]>();
  for (const id of ids) {
    const board = findBoard(id);
    if (board === undefined || !isDrawable(board)) continue;
    const key = board.profiles.map((p) => `${p.name} ${p.id} ${p.starts?.join()}`).join('|');
    groups.set(key, [...(groups.get(key) ?? []), board]);
  }
  return [...groups.values()].flatMap((boards) => {
    const [board] = boards;
    if (board === undefined) return [];
    return [
      {
        board,
        boards: boards.map((one) => one.id),
        title: boards.map(boardLabel).join(', '),
        profiles: board.profiles,
      },
    ];
  });
}

export const selectPalette = (state: Pick<PlanState, 'plan'>): readonly PaletteSection[] =>
  paletteOf(state.plan);
