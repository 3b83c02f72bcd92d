/**
 * Power-on played again, from the raw facts and with no code of the product: where the driver would put an instance, which
 * GPU the hypervisor takes, and every order of every VM. What the product answers is held against it.
 */
import { readFileSync } from 'node:fs';
import { isAccepted, RAW_BOARDS, type Piece, type RawBoard } from '../oracle.testing.ts';

interface RawType {
  readonly type: string;
  readonly gi_profile?: string | null;
  readonly vgpus_per_gi?: number | null;
}
const facts = new URL('../../model/catalogue/facts/vgpu.json', import.meta.url);
const RAW_TYPES = (
  JSON.parse(readFileSync(facts, 'utf8')) as {
    boards: { readonly gpuIds: readonly string[]; readonly mig_backed: readonly RawType[] }[];
  }
).boards;

export type Kind = 'straight' | 'mirrored';

/** A host as the tests make it up. */
export interface RawHost {
  readonly gpus: readonly { readonly board: string; readonly kind: Kind | null }[];
  /** What each vGPU of each VM wants: a profile, or a type where the word begins with "type:". */
  readonly vms: readonly (readonly string[])[];
  /** For each VM with several vGPUs the one board that they may be of; null: any. */
  readonly only: readonly (string | null)[];
}

/** One way the host may behave. */
export interface Behaviour {
  readonly variant: 'list' | 'fewest-lost';
  readonly kinds: readonly Kind[];
}

interface Standing {
  readonly profile: string;
  readonly start: number;
  readonly wants: string;
  readonly vms: readonly number[];
}
/** The instances of a GPU, and three names of that: of what stands there, with who has it, with how many have it. */
interface GpuState {
  readonly standing: readonly Standing[];
  readonly pieces: string;
  readonly held: string;
  readonly shared: string;
}
export type HostState = readonly GpuState[];

function gpuState(standing: readonly Standing[]): GpuState {
  const pieces = standing.map((one) => `${one.profile}@${one.start}`).sort();
  const held = standing.map((one) => `${one.profile}@${one.start} ${one.wants} ${one.vms.join('+')}`).sort();
  const shared = standing.map((one) => `${one.profile}@${one.start} ${one.wants} ${one.vms.length}`).sort();
  return { standing, pieces: pieces.join(), held: held.join(), shared: shared.join() };
}

const boards = new Map(RAW_BOARDS.map((board) => [board.id, board]));
function boardOf(id: string): RawBoard {
  const board = boards.get(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return board;
}

const needs = new Map<string, { profile: string; carries: number } | null>();
function needOf(board: string, wants: string): { profile: string; carries: number } | null {
  const key = `${board} ${wants}`;
  const known = needs.get(key);
  if (known !== undefined) return known;
  let need: { profile: string; carries: number } | null = null;
  if (wants.startsWith('type:')) {
    const type = RAW_TYPES.filter((one) => one.gpuIds.includes(board))
      .flatMap((one) => one.mig_backed)
      .find((one) => one.type === wants.slice(5));
    if (type?.gi_profile) need = { profile: type.gi_profile, carries: type.vgpus_per_gi ?? 1 };
  } else if (boardOf(board).profiles.some((one) => one.name === wants && one.placements !== null)) {
    need = { profile: wants, carries: 1 };
  }
  needs.set(key, need);
  return need;
}

/** As printed in public transcripts, by compute and memory slices; boards of other sizes take the lowest start. */
const LISTED: Readonly<Record<string, readonly number[]>> = {
  '1/1': [6, 4, 5, 0, 1, 2, 3],
  '1/2': [4, 0, 2, 6],
  '2/2': [4, 0, 2],
  '3/4': [4, 0],
};

const chosen = new Map<string, number | null>();

/** Where the driver puts one more; null: it refuses. */
function startOf(
  boardId: string,
  { standing, pieces: names }: GpuState,
  profile: string,
  variant: Behaviour['variant'],
  kind: Kind,
): number | null {
  const key = `${boardId} ${variant} ${kind} ${profile} ${names}`;
  const known = chosen.get(key);
  if (known !== undefined) return known;
  const pieces = standing.map((one) => ({ profile: one.profile, start: one.start }));
  const board = boardOf(boardId);
  const raw = board.profiles.find((one) => one.name === profile);
  const size = raw?.placements?.size ?? 0;
  const legal = (raw?.placements?.starts ?? []).filter((start) =>
    isAccepted(board, [...pieces, { profile, start }]),
  );
  let start: number | null;
  if (variant === 'list') {
    const listed =
      board.memorySlices === 8 ? LISTED[`${raw?.computeSlices}/${raw?.memorySlices}`] : undefined;
    const order = listed ?? [...legal].sort((a, b) => a - b);
    start = order.find((one) => legal.includes(one)) ?? null;
  } else {
    const left = (at: number): number =>
      board.profiles.reduce(
        (sum, other) =>
          sum +
          (other.placements?.starts ?? []).filter((one) =>
            isAccepted(board, [...pieces, { profile, start: at }, { profile: other.name, start: one }]),
          ).length,
        0,
      );
    const total = board.memorySlices ?? 0;
    const id = (at: number): number => {
      // Halves are swapped where seven compute slices lie over eight memory slices.
      const isSwapped = kind === 'mirrored' && total === 8 && size <= 4;
      return total / size - 1 + (isSwapped ? at ^ 4 : at) / size;
    };
    const ranked = [...legal].sort((a, b) => left(b) - left(a) || id(a) - id(b));
    start = ranked[0] ?? null;
  }
  chosen.set(key, start);
  return start;
}

/** Every driver, on every combination of kinds that may be; `list` does not look at kinds. */
export function behavioursOf({ gpus }: RawHost): Behaviour[] {
  let kinds: Kind[][] = [[]];
  for (const { kind, board } of gpus) {
    const may: Kind[] =
      kind !== null ? [kind] : boardOf(board).memorySlices === 8 ? ['straight', 'mirrored'] : ['straight'];
    kinds = kinds.flatMap((before) => may.map((one) => [...before, one]));
  }
  const [first] = kinds;
  return [
    { variant: 'list', kinds: first ?? [] },
    ...kinds.map((one): Behaviour => ({ variant: 'fewest-lost', kinds: one })),
  ];
}

export const emptyState = (host: RawHost): HostState => host.gpus.map(() => gpuState([]));

/** A host on which these instances stand, each with one VM. */
export function stateWith(
  host: RawHost,
  standing: readonly (Piece & { readonly gpu: number; readonly wants: string; readonly vm: number })[],
): HostState {
  return host.gpus.map((_, gpu) =>
    gpuState(
      standing
        .filter((one) => one.gpu === gpu)
        .map(({ profile, start, wants, vm }) => ({ profile, start, wants, vms: [vm] })),
    ),
  );
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}

function mayBeOn({ only }: RawHost, vm: number, board: string): boolean {
  return (only[vm] ?? null) === null || only[vm] === board;
}

function put(host: RawHost, state: HostState, vm: number, wants: string, how: Behaviour): HostState | null {
  for (const [at, gpu] of host.gpus.entries()) {
    const need = mayBeOn(host, vm, gpu.board) ? needOf(gpu.board, wants) : null;
    const now = state[at];
    if (need === null || now === undefined) continue;
    const joined = join(now.standing, vm, wants, need.carries);
    if (joined !== null) return state.with(at, gpuState(joined));
    const start = startOf(gpu.board, now, need.profile, how.variant, how.kinds[at] ?? 'straight');
    if (start === null) continue;
    return state.with(at, gpuState([...now.standing, { profile: need.profile, start, wants, vms: [vm] }]));
  }
  return null;
}

/** The same instances with one more VM on one that has room for it; null where there is none. */
function join(standing: readonly Standing[], vm: number, wants: string, carries: number): Standing[] | null {
  const shared = standing.find(
    (one) => one.wants === wants && one.vms.length < carries && !one.vms.includes(vm),
  );
  if (shared === undefined) return null;
  return standing.map((one) => (one === shared ? { ...one, vms: [...one.vms, vm] } : one));
}

/** The states a host may be in after a VM, one for each order of its vGPUs that tells; null where one of them refuses. */
export function powerOn(
  host: RawHost,
  states: readonly HostState[],
  vm: number,
  how: Behaviour,
): HostState[] | null {
  const after = new Map<string, HostState>();
  for (const state of states) {
    for (const order of permutations(host.vms[vm] ?? [])) {
      let now: HostState | null = state;
      for (const wants of order) {
        now = put(host, now, vm, wants, how);
        if (now === null) return null;
      }
      after.set(now.map((gpu) => gpu.held).join('/'), now);
    }
  }
  return [...after.values()];
}

/** Where the vGPUs of a VM are: "wants@gpu:start", sorted. */
export function placesOf(state: HostState, vm: number): string {
  return state
    .flatMap((gpu, at) =>
      gpu.standing.filter((one) => one.vms.includes(vm)).map((one) => `${one.wants}@${at}:${one.start}`),
    )
    .sort()
    .join(' ');
}

/** Without the names of VMs: those that want the same are interchangeable. */
function nameless(state: HostState): string {
  return state.map((gpu) => gpu.shared).join('/');
}

/**
 * True when some order starts all VMs under all of these behaviours. `isFine` may refuse a step, by the states after it.
 * Every order is gone through, but for VMs that want the same and for states that were gone through before.
 */
export function someOrderWorks(
  host: RawHost,
  hows: readonly Behaviour[],
  isFine: (vm: number, states: readonly HostState[]) => boolean = () => true,
  areAlike = true,
): boolean {
  const seen = new Set<string>();
  const wanted = (vm: number): string =>
    areAlike ? `${[...(host.vms[vm] ?? [])].sort().join()} ${host.only[vm] ?? ''}` : String(vm);
  const enter = (left: readonly number[], now: readonly (readonly HostState[])[]): boolean => {
    if (left.length === 0) return true;
    const key = `${left.map(wanted).sort().join(';')} ${now.map((states) => states.map(nameless).sort().join('|')).join('||')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    const tried = new Set<string>();
    for (const vm of left) {
      if (tried.has(wanted(vm))) continue;
      tried.add(wanted(vm));
      const next: HostState[][] = [];
      for (const [at, how] of hows.entries()) {
        const states = powerOn(host, now[at] ?? [], vm, how);
        if (states === null) break;
        next.push(states);
      }
      if (next.length < hows.length || !isFine(vm, next.flat())) continue;
      if (
        enter(
          left.filter((other) => other !== vm),
          next,
        )
      )
        return true;
    }
    return false;
  };
  return enter(
    host.vms.map((_, vm) => vm),
    hows.map(() => [emptyState(host)]),
  );
}

/** True when the VMs fit at some starts on some GPUs, whoever chooses. */
export function fitsSomehow(host: RawHost): boolean {
  const vgpus = host.vms
    .flatMap((wants, vm) => wants.map((want) => ({ want, vm })))
    .sort((a, b) => (a.want < b.want ? -1 : 1));
  // Who has an instance tells only where it may be shared, of VMs with several vGPUs: they have no two on one.
  const nameOf = ({ profile, start, wants, vms }: Standing): string => {
    if (!wants.startsWith('type:')) return `${profile}@${start}`;
    const several = vms.filter((vm) => (host.vms[vm]?.length ?? 0) > 1);
    return `${profile}@${start} ${wants} ${vms.length} ${several.join('+')}`;
  };
  const seen = new Set<string>();
  const enter = (done: number, state: HostState): boolean => {
    const next = vgpus[done];
    if (next === undefined) return true;
    const key = `${done} ${state.map((gpu) => gpu.standing.map(nameOf).sort().join()).join('/')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return host.gpus.some((gpu, at) => {
      const need = mayBeOn(host, next.vm, gpu.board) ? needOf(gpu.board, next.want) : null;
      const standing = state[at]?.standing ?? [];
      if (need === null) return false;
      const goesOn = (instances: readonly Standing[]): boolean =>
        enter(done + 1, state.with(at, gpuState(instances)));
      const joined = join(standing, next.vm, next.want, need.carries);
      if (joined !== null && goesOn(joined)) return true;
      const board = boardOf(gpu.board);
      const starts = board.profiles.find((one) => one.name === need.profile)?.placements?.starts ?? [];
      return starts.some(
        (start) =>
          isAccepted(board, [...standing, { profile: need.profile, start }]) &&
          goesOn([...standing, { profile: need.profile, start, wants: next.want, vms: [next.vm] }]),
      );
    });
  };
  return enter(0, emptyState(host));
}
