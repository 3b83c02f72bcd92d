/** One modelled hypervisor, VM by VM, against the raw facts and by hand. */
import { describe, expect, test } from 'vitest';
import { GPU_KINDS } from '../../model/plan.ts';
import { hostOf, served } from '../vms/served.testing.ts';
import { powerOnHost, type PowerOnHost, type PowerOnVm } from './powerOn.ts';
import { mulberry32, planOfHost } from './powerOn.testing.ts';
import {
  behavioursOf,
  emptyState,
  placesOf,
  powerOn,
  stateWith,
  type HostState,
  type RawHost,
} from './powerOnOracle.testing.ts';
import {
  distinctRuns,
  firstRuns,
  placesKey,
  runsBeside,
  startInAll,
  startVm,
  type Landing,
  type Run,
  type StandingVgpu,
} from './powerOnRun.ts';

const A100 = 'a100-pcie-40gb';
const A30 = 'a30-24gb';
const RTX = 'rtx-pro-6000-server';

const WISHES: Readonly<Record<string, readonly string[]>> = {
  [A100]: ['1g.5gb', '1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb'],
  [A30]: ['1g.6gb', '1g.6gb+me', '2g.12gb'],
  [RTX]: ['type:DC-1-24C', 'type:DC-1-12C', 'type:DC-2-48C', 'type:DC-2-16C'],
};

function hostFrom(raw: RawHost): PowerOnHost {
  const plan = planOfHost({
    raw,
    drawn: raw.vms.map((wants) => wants.map((_, at) => (at === 0 ? { gpu: 0, start: 0 } : null))),
    idle: [],
  });
  return powerOnHost(plan, plan.hosts[0]!.id)!;
}

/** Places as the oracle writes them. */
function places({ vm }: PowerOnVm, landings: readonly Landing[]): string {
  return landings
    .map(({ attachment, gpuAt, start }) => {
      const { wants } = vm.attachments[attachment]!;
      return `${wants.kind === 'type' ? `type:${wants.type}` : wants.profile}@${gpuAt}:${start}`;
    })
    .sort()
    .join(' ');
}

/** Hosts of these boards with up to ten VMs, every fifth with two or three vGPUs. */
function hostsOf(boards: readonly string[], count: number, seed: number): RawHost[] {
  const random = mulberry32(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const isOne = new Set(boards).size === 1;
  return Array.from({ length: count }, () => {
    const vms = Array.from({ length: 4 + below(7) }, () => {
      const vgpus = isOne && below(5) === 0 ? 2 + below(2) : 1;
      return Array.from({ length: vgpus }, () => {
        const wishes = WISHES[boards[below(boards.length)]!]!;
        return wishes[below(wishes.length)]!;
      });
    });
    const kinds = [null, null, ...GPU_KINDS];
    const gpus = boards.map((board) => ({ board, kind: kinds[below(kinds.length)]! }));
    return { gpus, vms, only: vms.map(() => null) };
  });
}

describe.each([
  { boards: [A100] },
  { boards: [A100, A100] },
  { boards: [A30, A100] },
  { boards: [RTX, RTX] },
])('12 hosts of $boards by seed 5', ({ boards }) => {
  const raws = hostsOf(boards, 12, 5);

  test('each VM lands wherever some behaviour puts it, and is refused where one has no place for it', () => {
    const seen = { started: 0, refused: 0 };
    for (const raw of raws) {
      const host = hostFrom(raw);
      const hows = behavioursOf(raw);
      let runs: readonly Run[] = firstRuns(host);
      let states: readonly (readonly HostState[])[] = hows.map(() => [emptyState(raw)]);
      for (const [at, vm] of host.vms.entries()) {
        const next = hows.map((how, index) => powerOn(raw, states[index]!, at, how));
        const said = startInAll(host, runs, vm, { left: 1e6 });
        const isRefused = next.includes(null);
        expect(said.kind, `${JSON.stringify(raw)} ${at}`).toBe(isRefused ? 'refused' : 'started');
        if (said.kind === 'open') continue;
        seen[said.kind]++;
        // A VM that does not start leaves the host as it was.
        if (said.kind === 'refused') continue;
        states = next.map((one) => one ?? []);
        const expected = new Set(states.flat().map((state) => placesOf(state, at)));
        expect(new Set(said.started.map(({ landings }) => places(vm, landings)))).toEqual(expected);
        for (const { landings } of said.started) {
          expect(landings.map(({ attachment }) => attachment).sort()).toEqual(
            vm.vgpus.map(({ attachment }) => attachment),
          );
        }
        runs = distinctRuns(said.started);
        expect(new Set(runs.map(({ key }) => key)).size).toBe(runs.length);
      }
    }
    expect(seen.started).toBeGreaterThanOrEqual(30);
    expect(seen.refused).toBeGreaterThanOrEqual(5);
  });

  test('the same beside what stands already', () => {
    let joined = 0;
    for (const raw of raws) {
      const host = hostFrom(raw);
      // The first VM stands on the last GPU, at the last start it has there; on the first where others may join it.
      const gpuAt = boards.includes(RTX) ? 0 : boards.length - 1;
      const [first] = host.vms;
      const vgpu = first!.vgpus[0]!;
      const need = vgpu.needs[gpuAt];
      if (need === null || need === undefined || first!.vgpus.length > 1) continue;
      const start = host.gpus[gpuAt]!.geometry.positions[need.profileIndex]!.at(-1)!.start;
      const { profileIndex, carries } = need;
      const standing: StandingVgpu[] = [
        { gpuAt, profileIndex, start, vmId: first!.vm.id, key: vgpu.key, carries },
      ];
      const profile = host.gpus[gpuAt]!.geometry.board.profiles[profileIndex]!.name;
      const wants = raw.vms[0]![0]!;
      const state = stateWith(raw, [{ gpu: gpuAt, profile, start, wants, vm: 0 }]);
      const hows = behavioursOf(raw);
      const runs = runsBeside(host, standing);
      for (const [other, vm] of host.vms.entries()) {
        if (other === 0) continue;
        const next = hows.map((how) => powerOn(raw, [state], other, how));
        const said = startInAll(host, runs, vm, { left: 1e6 });
        expect(said.kind).toBe(next.includes(null) ? 'refused' : 'started');
        if (said.kind !== 'started') continue;
        const expected = new Set(next.flatMap((one) => one ?? []).map((one) => placesOf(one, other)));
        expect(new Set(said.started.map(({ landings }) => places(vm, landings)))).toEqual(expected);
        joined += said.started.flatMap(({ landings }) => landings).filter(({ isJoined }) => isJoined).length;
      }
    }
    expect(joined > 0).toBe(boards.includes(RTX));
  });
});

/** One A100 that is known to be straight, with VMs that want these. */
const straight = (...vms: string[][]): PowerOnHost =>
  hostFrom({ gpus: [{ board: A100, kind: 'straight' }], vms, only: vms.map(() => null) });
const runOf = (host: PowerOnHost, variant: Run['variant'] = 'list'): Run =>
  firstRuns(host).find((run) => run.variant === variant)!;
const at = (landings: readonly Landing[]): string =>
  landings.map(({ attachment, gpuAt, start }) => `${attachment}@${gpuAt}:${start}`).join(' ');

test('a fixed order of vGPUs is followed, and the order that was chosen is told only where there was a choice', () => {
  const host = straight(['3g.20gb', '2g.10gb'], ['1g.5gb', '1g.5gb']);
  const [mixed, same] = host.vms as [PowerOnVm, PowerOnVm];
  const fixed = (vm: PowerOnVm, ...order: number[]): string => {
    const result = startVm(host, runOf(host), vm, order);
    if (result.kind !== 'started') return result.kind;
    expect(result.started).toHaveLength(1);
    expect(result.started[0]!.run.vgpuOrders).toEqual([]);
    return at(result.started[0]!.landings);
  };
  // Listed starts: 3g at 4 and then 0, 2g at 4, then 0; 1g at 6 and then 4.
  expect(fixed(mixed, 0, 1)).toBe('0@0:4 1@0:0');
  expect(fixed(mixed, 1, 0)).toBe('1@0:4 0@0:0');
  expect(fixed(same, 0, 1)).toBe('0@0:6 1@0:4');
  const free = startVm(host, runOf(host), mixed, null);
  if (free.kind !== 'started') throw new Error(free.kind);
  expect(free.started.map(({ run, landings }) => [at(landings), run.vgpuOrders])).toEqual([
    ['0@0:4 1@0:0', [[mixed.vm.id, [0, 1]]]],
    ['1@0:4 0@0:0', [[mixed.vm.id, [1, 0]]]],
  ]);
  const alike = startVm(host, runOf(host), same, null);
  if (alike.kind !== 'started') throw new Error(alike.kind);
  expect(alike.started.map(({ run, landings }) => [at(landings), run.vgpuOrders])).toEqual([
    ['0@0:6 1@0:4', []],
  ]);
});

test('a refusal has the run from before, the vGPUs that had their place, and the order that led to it', () => {
  const host = straight(['2g.10gb', '4g.20gb', '1g.5gb']);
  const [vm] = host.vms as [PowerOnVm];
  const run = runOf(host);
  // 2g goes to 4, 1g to 6, and a 4g finds 0 to 3; another order takes what it needs: 1g at 6, 2g at 4, 4g at 0.
  expect(startVm(host, run, vm, null).kind).toBe('started');
  const more = straight(['2g.10gb', '1g.10gb', '4g.20gb', '1g.5gb']);
  const [other] = more.vms as [PowerOnVm];
  // 2g at 4 and 1g.10gb at 0: a 4g has no place left.
  const result = startVm(more, runOf(more), other, null);
  if (result.kind !== 'refused') throw new Error(result.kind);
  const { refused } = result;
  const { vgpuOrders } = refused.run;
  expect(vgpuOrders).toHaveLength(1);
  const [[vmId, order]] = vgpuOrders as [[unknown, number[]]];
  expect(vmId).toBe(other.vm.id);
  expect([...order].sort()).toEqual([0, 1, 2, 3]);
  expect(order.slice(0, refused.beside.length + 1)).toEqual([
    ...refused.beside.map(({ attachment }) => attachment),
    refused.attachment,
  ]);
  expect(refused.run.gpus.map(({ occupancy }) => occupancy)).toEqual(
    runOf(more).gpus.map(({ occupancy }) => occupancy),
  );
  expect(startVm(more, runOf(more), other, order)).toMatchObject({
    kind: 'refused',
    refused: { attachment: refused.attachment },
  });
});

test('the kind of a GPU is decided by the first start that depends on it, and told with a refusal', () => {
  const raw: RawHost = {
    gpus: [{ board: A100, kind: null }],
    vms: [['1g.5gb'], ['1g.5gb', '4g.20gb', '3g.20gb']],
    only: [null, null],
  };
  const host = hostFrom(raw);
  const [small, large] = host.vms as [PowerOnVm, PowerOnVm];
  const run = runOf(host, 'fewest-lost');
  expect(run.gpus[0]!.kind).toBe(null);
  const result = startVm(host, run, small, null);
  if (result.kind !== 'started') throw new Error(result.kind);
  const kinds = result.started.map((one) => one.run.gpus[0]!.kind);
  const starts = result.started.map(({ landings }) => landings[0]!.start);
  // The slice that costs least is the lone one of either half, whichever way the halves lie.
  expect(new Set(starts).size).toBe(starts.length);
  if (starts.length > 1) expect(kinds).toEqual(['straight', 'mirrored']);
  else expect(kinds).toEqual([null]);
  const refused = startVm(host, run, large, [0, 1, 2]);
  if (refused.kind !== 'refused') throw new Error(refused.kind);
  expect(refused.refused.attachment).toBe(1 + refused.refused.beside.length - 1);
  // `list` never asks.
  expect(runOf(host).gpus[0]!.kind).toBe(null);
  const listed = startVm(host, runOf(host), small, null);
  expect(listed).toMatchObject({ kind: 'started', started: [{ run: { gpus: [{ kind: null }] } }] });
});

test('the effort is GPUs looked at: what would cost more is left open', () => {
  const host = straight(['3g.20gb', '2g.10gb'], ['1g.5gb', '1g.5gb']);
  const [mixed, same] = host.vms as [PowerOnVm, PowerOnVm];
  const cost = (vm: PowerOnVm): number => {
    const effort = { left: 100 };
    startVm(host, runOf(host), vm, null, effort);
    return 100 - effort.left;
  };
  // Either first, and then the other; of two of a kind one after the other.
  expect(cost(mixed)).toBe(4);
  expect(cost(same)).toBe(2);
  expect(startVm(host, runOf(host), mixed, null, { left: 3 })).toEqual({ kind: 'open' });
  expect(startVm(host, runOf(host), mixed, null, { left: 4 }).kind).toBe('started');
  expect(startInAll(host, firstRuns(host), mixed, { left: 4 })).toEqual({ kind: 'open' });
});

test('vGPUs of one VM that need the same have the places that they are drawn at, where any of them lands there', () => {
  // vm-0: drawn at 4 and 6; it lands at 6 first.
  const raw: RawHost = {
    gpus: [{ board: A100, kind: 'straight' }],
    vms: [['1g.5gb', '1g.5gb']],
    only: [null],
  };
  const drawnAt = (...starts: number[]): string => {
    const plan = planOfHost({ raw, drawn: [starts.map((start) => ({ gpu: 0, start }))], idle: [] });
    const host = powerOnHost(plan, plan.hosts[0]!.id)!;
    const result = startVm(host, runOf(host), host.vms[0]!, null);
    if (result.kind !== 'started') throw new Error(result.kind);
    return at(result.started[0]!.landings);
  };
  expect(drawnAt(4, 6)).toBe('1@0:6 0@0:4');
  expect(drawnAt(6, 4)).toBe('0@0:6 1@0:4');
  expect(drawnAt(0, 6)).toBe('1@0:6 0@0:4');
  expect(drawnAt(4, 0)).toBe('1@0:6 0@0:4');
  expect(drawnAt(0, 1)).toBe('0@0:6 1@0:4');
});

test('states that answer every vGPU alike have one key: full is full, however it came to be', () => {
  const host = straight(['3g.20gb'], ['4g.20gb']);
  const [, four] = host.vms as [PowerOnVm, PowerOnVm];
  const started = startVm(host, runOf(host), four, null);
  if (started.kind !== 'started') throw new Error(started.kind);
  const { run } = started.started[0]!;
  expect(runOf(host).key).toBe('list ?:0:0,0,0,0,0,0,0:');
  expect(runOf(host, 'fewest-lost').key).toBe('fewest-lost straight:0:0,0,0,0,0,0,0:');
  const full = startVm(host, run, host.vms[0]!, null);
  expect(full).toMatchObject({ kind: 'started', started: [{ run: { key: 'list full' } }] });
  // A 3g fits no more beside a 2g at 0 and one at 4, and nothing else is ever wanted here.
  const profileIndex = host.gpus[0]!.geometry.profileIndexByName.get('2g.10gb')!;
  const two = [0, 4].map((start) => ({ gpuAt: 0, profileIndex, start, vmId: null, key: 'x', carries: 1 }));
  expect(runsBeside(host, two).map(({ key }) => key)).toEqual(['list full', 'fewest-lost full']);
  expect(runsBeside(host, two.slice(0, 1)).map(({ key }) => key)).not.toContain('list full');
});

test('what stands and is shared is joined while it has room, but by nobody where no VM is on it', () => {
  const vms = [['type:DC-2-16C'], ['type:DC-2-16C']];
  const host = hostFrom({ gpus: [{ board: RTX, kind: null }], vms, only: [null, null] });
  const [vm, other] = host.vms as [PowerOnVm, PowerOnVm];
  const { key, needs } = vm.vgpus[0]!;
  const { profileIndex, carries } = needs[0]!;
  expect(carries).toBe(3);
  const stand = (start: number, ...ids: (number | null)[]): StandingVgpu[] =>
    ids.map((vmId) => ({ gpuAt: 0, profileIndex, start, vmId: vmId as StandingVgpu['vmId'], key, carries }));
  const lands = (standing: readonly StandingVgpu[], of = other): unknown => {
    const result = startVm(host, runsBeside(host, standing)[0]!, of, null);
    if (result.kind !== 'started') return result.kind;
    const [landing] = result.started[0]!.landings;
    return [landing!.start, landing!.isJoined];
  };
  expect(lands(stand(6, 901))).toEqual([6, true]);
  expect(lands(stand(6, 901, 902))).toEqual([6, true]);
  expect(lands(stand(6, 901, 902, 903))).toEqual([0, false]);
  expect(lands([...stand(6, 901, 902, 903), ...stand(0, 904, 905, 906)])).toBe('refused');
  expect(lands(stand(6, null))).toEqual([0, false]);
  // Not the one that is on it already.
  expect(lands(stand(6, other.vm.id))).toEqual([0, false]);
  expect(lands(stand(6, vm.vm.id))).toEqual([6, true]);
  // One that carries a single VM is joined by none, nor is one of another kind.
  expect(lands(stand(6, 901).map((one) => ({ ...one, carries: 1 })))).toEqual([0, false]);
  expect(lands(stand(6, 901).map((one) => ({ ...one, key: 'x' })))).toEqual([0, false]);
  // What is on a start the board does not have is not there.
  expect(lands(stand(5, null))).toEqual([0, false]);
});

test('of GPUs with room the first takes it, and a place is told with the GPU that has it', () => {
  const host = hostOf(served(['3g.20gb@0', '3g.20gb@0', '']));
  const [first, second] = host.vms as [PowerOnVm, PowerOnVm];
  const run = runOf(host);
  const one = startVm(host, run, first, null);
  if (one.kind !== 'started') throw new Error(one.kind);
  const two = startVm(host, one.started[0]!.run, second, null);
  if (two.kind !== 'started') throw new Error(two.kind);
  expect([...one.started, ...two.started].map(({ landings }) => at(landings))).toEqual(['0@0:4', '0@0:0']);
  const [landing] = one.started[0]!.landings;
  expect(placesKey([landing!])).toBe(`${landing!.key}@0:4`);
  // The order in which they landed does not count.
  const [later] = two.started[0]!.landings;
  expect(placesKey([landing!, later!])).toBe(placesKey([later!, landing!]));
  expect(placesKey([landing!, later!])).toBe(`${landing!.key}@0:0,${landing!.key}@0:4`);
});

test('where the kind of a GPU decides the start a run goes on as two, each with its kind; the list does not look at kinds', () => {
  // Beside a 2g at 0 a straight GPU takes 1g at 2, and a mirrored one at 6.
  const parted = (kind: RawHost['gpus'][number]['kind'], variant: Run['variant']): unknown => {
    const vms = [['1g.5gb', '7g.40gb'], ['1g.5gb']];
    const host = hostFrom({ gpus: [{ board: A100, kind }], vms, only: [null, null] });
    const profileIndex = host.gpus[0]!.geometry.profileIndexByName.get('2g.10gb')!;
    const standing = [{ gpuAt: 0, profileIndex, start: 0, vmId: null, key: 'x', carries: 1 }];
    const run = runsBeside(host, standing).find((one) => one.variant === variant)!;
    const result = startVm(host, run, host.vms[1]!, null);
    if (result.kind !== 'started') throw new Error(result.kind);
    // The kind that led to a refusal is told with it, and what stands is as before.
    const refused = startVm(host, run, host.vms[0]!, [0, 1]);
    if (refused.kind !== 'refused') throw new Error(refused.kind);
    expect(refused.refused.attachment).toBe(1);
    expect(refused.refused.run.gpus[0]!.occupancy).toEqual(run.gpus[0]!.occupancy);
    return [
      result.started.map((one) => [one.run.gpus[0]!.kind, one.landings[0]!.start]),
      refused.refused.run.gpus[0]!.kind,
    ];
  };
  const both = [
    ['straight', 2],
    ['mirrored', 6],
  ];
  expect(parted(null, 'fewest-lost')).toEqual([both, 'straight']);
  expect(parted('straight', 'fewest-lost')).toEqual([[['straight', 2]], 'straight']);
  expect(parted('mirrored', 'fewest-lost')).toEqual([[['mirrored', 6]], 'mirrored']);
  expect(parted(null, 'list')).toEqual([[[null, 6]], null]);
  expect(parted('mirrored', 'list')).toEqual([[[null, 6]], null]);
});

test('a place drawn on another GPU is not that of a vGPU that lands on this one', () => {
  const gpus = [0, 1].map(() => ({ board: A100, kind: 'straight' as const }));
  const raw: RawHost = { gpus, vms: [['1g.5gb', '1g.5gb']], only: [null] };
  const drawn = [[4, 6].map((start) => ({ gpu: 1, start }))];
  const plan = planOfHost({ raw, drawn, idle: [] });
  const host = powerOnHost(plan, plan.hosts[0]!.id)!;
  const result = startVm(host, runOf(host), host.vms[0]!, null);
  if (result.kind !== 'started') throw new Error(result.kind);
  expect(at(result.started[0]!.landings)).toBe('0@0:6 1@0:4');
});
