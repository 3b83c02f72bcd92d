/** Named questions to the stores. Those that make a new object remember their last answer, so that nobody renders for nothing. */
import { boardLabel, isDrawable, type Board, type BoardId, type GiProfile } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId } from '../model/ids.ts';
import { vmsByInstance, type Host, type Plan, type Vm } from '../model/plan.ts';
import { isWaiting } from '../placement/vms/assign.ts';
import { checkAgain, type Checked, type Violation } from '../placement/check.ts';
import { gpuName, strandedList } from '../placement/messages.ts';
import { sliceUse } from '../placement/stranded.ts';
import type { PlanState } from './planStore.ts';

/** One answer kept with the thing it is about: plans and their parts are immutable, so identity is enough. */
export function remembered<K extends object, T>(answer: (of: K) => T): (of: K) => T {
  const answers = new WeakMap<K, { readonly value: T }>();
  return (of) => {
    const known = answers.get(of);
    if (known !== undefined) return known.value;
    const value = answer(of);
    answers.set(of, { value });
    return value;
  };
}

/** One answer kept per plan. */
export const perPlan = <T>(answer: (plan: Plan) => T): ((plan: Plan) => T) => remembered(answer);

const vmsOf = perPlan(vmsByInstance);
const NO_VMS: readonly Vm[] = [];

/** VMs on an instance; the same array until the plan changes. */
export const selectVmsOn =
  (giId: GiId) =>
  (state: Pick<PlanState, 'plan'>): readonly Vm[] =>
    vmsOf(state.plan).get(giId) ?? NO_VMS;

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

const SUMS = [
  'gpus',
  'gpusInUse',
  'instances',
  'computeUsed',
  'computeTotal',
  'memoryUsed',
  'memoryTotal',
  'strandedCompute',
  'strandedMemory',
] as const;

type Sums = Record<(typeof SUMS)[number], number>;

function sumOf(parts: readonly Readonly<Sums>[]): Sums {
  const sums = Object.fromEntries(SUMS.map((name) => [name, 0])) as Sums;
  for (const part of parts) for (const name of SUMS) sums[name] += part[name];
  return sums;
}

/** Kept with the host: an edit changes one of a thousand. */
const figuresOfHost = remembered((host: Host) => {
  const parts = host.gpus.map((gpu) => {
    const use = sliceUse(gpu);
    return {
      ...use,
      gpus: 1,
      gpusInUse: gpu.instances.length > 0 ? 1 : 0,
      instances: gpu.instances.length,
      strandedCompute: use.strandedCompute.length,
      strandedMemory: use.strandedMemory.length,
      at: strandedList(use) === '' ? [] : [`${gpuName({ host, gpu })}: ${strandedList(use)}`],
    };
  });
  return { ...sumOf(parts), strandedAt: parts.flatMap(({ at }) => at) };
});

const waitingIn = remembered((vms: readonly Vm[]) => vms.filter(isWaiting).length);

const figuresOf = perPlan(({ hosts, vms }): PlanFigures => {
  const parts = hosts.map(figuresOfHost);
  const waiting = waitingIn(vms);
  return {
    ...sumOf(parts),
    hosts: hosts.length,
    vmsPlaced: vms.length - waiting,
    vmsWaiting: waiting,
    strandedAt: parts.flatMap(({ strandedAt }) => strandedAt),
  };
});

export const selectFigures = (state: Pick<PlanState, 'plan'>): PlanFigures => figuresOf(state.plan);

let checked: Checked | null = null;
const violationsOf = perPlan((plan) => (checked = checkAgain(checked, plan)).violations);

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

const paletteOf = perPlan((plan): readonly PaletteSection[] => {
  const ids = new Set(plan.hosts.flatMap((host) => host.gpus.map((gpu) => gpu.board)));
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
});

export const selectPalette = (state: Pick<PlanState, 'plan'>): readonly PaletteSection[] =>
  paletteOf(state.plan);
