/** Two plans for the tests of order, by seed: a fleet as it is and as it is to be, with VMs that move between the two. */
import { IdSource } from '../../../model/ids.ts';
import type { Gpu, GpuInstance, Plan, Vm } from '../../../model/plan.ts';
import { isAccepted, RAW_BOARDS, type Piece, type RawBoard } from '../../oracle.testing.ts';
import { mulberry32 } from '../../powerOn/powerOn.testing.ts';
import { planOf } from '../../standing.testing.ts';

export interface PlanPair {
  readonly current: Plan;
  readonly target: Plan;
  readonly board: RawBoard;
}

const BOARDS = ['a100-pcie-40gb', 'a100-pcie-40gb', 'h100-sxm5-80gb', 'a30-24gb', 'rtx-pro-6000-server'];

/**
 * `gpus` GPUs of one board on one host. Every second seed names VMs: one on most instances, most of them in both plans.
 * The rest name none, so that instances of one profile are interchangeable.
 */
export function seededPair(seed: number, gpus: number): PlanPair {
  const random = mulberry32(seed * 7919 + gpus);
  const below = (n: number): number => Math.floor(random() * n);
  const id = BOARDS[below(BOARDS.length)] ?? 'a100-pcie-40gb';
  const board = RAW_BOARDS.find((one) => one.id === id);
  if (board === undefined) throw new Error(`no board ${id}`);
  const profiles = board.profiles.filter((one) => one.placements !== null);
  const layout = (wishes: number): Piece[] => {
    const pieces: Piece[] = [];
    for (let wish = 0; wish < wishes; wish++) {
      const profile = profiles[below(profiles.length)];
      const starts = profile?.placements?.starts ?? [0];
      const piece = { profile: profile?.name ?? '', start: starts[below(starts.length)] ?? 0 };
      if (profile?.computeSlices === board.computeSlices && random() < 0.8) continue;
      if (isAccepted(board, [...pieces, piece])) pieces.push(piece);
    }
    return pieces;
  };
  const now = Array.from({ length: gpus }, () => layout(10 + below(20)));
  // The target is made of the same profiles as far as they go, each GPU shuffled, so that much has to move.
  const then = now.map((pieces) => {
    const moved: Piece[] = [];
    const places = [...pieces, ...layout(4)];
    for (let turn = 0; turn < 30; turn++) {
      const { profile } = places[below(places.length)] ?? { profile: '' };
      const starts = profiles.find(({ name }) => name === profile)?.placements?.starts ?? [];
      const piece = { profile, start: starts[below(starts.length)] ?? 0 };
      if (isAccepted(board, [...moved, piece])) moved.push(piece);
    }
    return moved;
  });
  const isNamed = seed % 2 === 0;
  const current = planWith(id, now);
  const target = planWith(id, then);
  if (!isNamed) return { current, target, board };
  let count = 0;
  const on = new Map<string, { readonly name: string; readonly at: GpuInstance }[]>();
  const vms: [string, GpuInstance][] = [];
  for (const gpu of current.hosts[0]?.gpus ?? []) {
    for (const gi of gpu.instances) {
      if (random() < 0.15) continue;
      const name = `vm-${count++}`;
      vms.push([name, gi]);
      on.set(gi.profile, [...(on.get(gi.profile) ?? []), { name, at: gi }]);
    }
  }
  const later: [string, GpuInstance][] = [];
  for (const gpu of target.hosts[0]?.gpus ?? []) {
    for (const gi of gpu.instances) {
      const waiting = on.get(gi.profile) ?? [];
      const own = random() < 0.1 ? undefined : waiting.splice(below(waiting.length), 1)[0];
      if (own !== undefined) later.push([own.name, gi]);
      else if (random() < 0.3) later.push([`vm-${count++}`, gi]);
    }
  }
  return { current: withVms(current, vms), target: withVms(target, later), board };
}

function planWith(board: string, layouts: readonly (readonly Piece[])[]): Plan {
  const texts = layouts.map((pieces) =>
    [...pieces]
      .sort((a, b) => a.start - b.start)
      .map(({ profile, start }) => `${profile}@${start}`)
      .join(' '),
  );
  return planOf(texts, board);
}

export function withVms(plan: Plan, placed: readonly (readonly [name: string, gi: GpuInstance])[]): Plan {
  const ids = new IdSource(plan.nextId);
  const vms = placed.map(([name, gi]): Vm => ({
    id: ids.vm(),
    name,
    notes: '',
    group: null,
    attachments: [{ wants: { kind: 'profile', profile: gi.profile }, instance: gi.id, extra: [] }],
    extra: [],
  }));
  return { ...plan, vms: [...plan.vms, ...vms], nextId: ids.next };
}

/** VMs by name on the instances of a layout: "3g.20gb@0=a 2g.10gb@4" on each GPU of "esx-01". */
export function planWithVms(layouts: readonly string[], board = 'a100-pcie-40gb'): Plan {
  const plan = planOf(
    layouts.map((layout) => layout.replace(/=[^ ]*/g, '')),
    board,
  );
  const placed = layouts.flatMap((layout, at) => {
    const gpu: Gpu | undefined = plan.hosts[0]?.gpus[at];
    return layout.split(' ').flatMap((part, index): (readonly [string, GpuInstance])[] => {
      const name = part.split('=')[1];
      const gi = gpu?.instances[index];
      return name === undefined || gi === undefined ? [] : [[name, gi]];
    });
  });
  return withVms(plan, placed);
}
