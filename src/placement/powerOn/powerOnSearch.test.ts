/** What a search for an order costs and where it gives up, counted by hand; and which VM it takes of those that are alike. */
import { expect, test } from 'vitest';
import { hostOf, served } from '../vms/served.testing.ts';
import type { PowerOnHost } from './powerOn.ts';
import { planOfHost, type SeededHost } from './powerOn.testing.ts';
import { runsOf, uniformModels } from './powerOnModel.ts';
import { played, powerOnOrder } from './powerOnOrder.ts';
import { firstRuns, runsBeside, type Run } from './powerOnRun.ts';
import { searchOrder } from './powerOnSearch.ts';

const A100 = 'a100-pcie-40gb';
type Goal = Parameters<typeof searchOrder>[2]['goal'];

/** A100s that are known to be straight, with VMs of one vGPU each: what it wants, and where it is drawn. */
function hostWith(
  gpus: number,
  vms: readonly (readonly [want: string, gpu: number, start: number])[],
): PowerOnHost {
  const seeded: SeededHost = {
    raw: {
      gpus: Array.from({ length: gpus }, () => ({ board: A100, kind: 'straight' as const })),
      vms: vms.map(([want]) => [want]),
      only: vms.map(() => null),
    },
    drawn: vms.map(([, gpu, start]) => [{ gpu, start }]),
    idle: [],
  };
  return hostOf(planOfHost(seeded));
}

const listRuns = (host: PowerOnHost): Run[] => runsOf(host, { variant: 'list', kinds: [], vgpuOrders: [] });

function search(
  host: PowerOnHost,
  goal: Goal,
  left = 10_000,
  runs = listRuns(host),
): [string, string[], number] {
  const effort = { left };
  const { kind, sequence } = searchOrder(host, runs, { goal, effort });
  return [kind, sequence.map(({ vm }) => vm.name), left - effort.left];
}

const three = hostWith(1, [
  ['1g.5gb', 0, 6],
  ['2g.10gb', 0, 0],
  ['3g.20gb', 0, 4],
]);

test('without a step back each VM costs what is tried before it: all that are left, and the state', () => {
  // A state costs a GPU and three VMs; then three, two and one are tried on the GPU.
  expect(search(three, 'start')).toEqual(['found', ['vm-2', 'vm-1', 'vm-0'], 3 * 4 + (3 + 2 + 1)]);
  // Whether one is drawn there is looked at for each that is tried.
  const looked = 3 + 2 + 1;
  expect(search(three, 'near-drawn')).toEqual(['found', ['vm-2', 'vm-1', 'vm-0'], 18 + looked]);
  const two = hostWith(2, [
    ['7g.40gb', 0, 0],
    ['3g.20gb', 1, 4],
  ]);
  // Two runs of two GPUs and two VMs: 2 * 2 + 2 for a state, 2 * 2 for a VM that is tried; alike, the runs go on as two.
  expect(search(two, 'start', 10_000, firstRuns(two))).toEqual([
    'found',
    ['vm-0', 'vm-1'],
    2 * 6 + (2 + 1) * 4,
  ]);
});

test('what failed once is not entered again', () => {
  const none = hostWith(1, [
    ['1g.5gb', 0, 0],
    ['1g.5gb+me', 0, 0],
    ['7g.40gb', 0, 0],
  ]);
  // A state costs 4. At first three are tried; after the 7g two, in vain; after either 1g two, of which the other comes in, and
  // after both the 7g, in vain. The second time that both are there it is known.
  const cost = 4 + 3 + (4 + 2) + (4 + 2) + (4 + 1) + (4 + 2) + 4;
  expect(search(none, 'start')).toEqual(['none', expect.any(Array) as string[], cost]);
  expect(search(none, 'start')[1]).toHaveLength(2);
});

test.each<Goal>(['start', 'near-drawn', 'as-drawn'])(
  '%s: with less effort than that it is left open, wherever it ends',
  (goal) => {
    const hosts = [
      three,
      // The first of a key is not the one that is drawn there, so it is tried once more.
      hostWith(1, [
        ['1g.5gb', 0, 4],
        ['1g.5gb', 0, 6],
        ['2g.10gb', 0, 0],
      ]),
      hostWith(1, [
        ['1g.5gb', 0, 0],
        ['1g.5gb+me', 0, 1],
        ['7g.40gb', 0, 0],
      ]),
    ];
    for (const host of hosts) {
      const [kind, , cost] = search(host, goal);
      expect(kind).not.toBe('open');
      const kinds = Array.from({ length: cost + 1 }, (_, left) => search(host, goal, left)[0]);
      const enough = kinds.indexOf(kind);
      expect(enough).toBeGreaterThan(cost - 8);
      expect(kinds.slice(0, enough)).toEqual(new Array(enough).fill('open'));
      expect(kinds.slice(enough)).toEqual(new Array(cost + 1 - enough).fill(kind));
      // What it had by then is an order that starts, and never more than there is.
      for (let left = 0; left < enough; left++)
        expect(search(host, goal, left)[1].length).toBeLessThan(host.vms.length);
    }
  },
);

test('of VMs that want the same the one that is drawn there is taken, and those first that have one', () => {
  // 1g is listed at 6, 4, 5, 0; 2g at 4 and 0.
  const host = hostWith(1, [
    ['1g.5gb', 0, 4],
    ['1g.5gb', 0, 6],
    ['2g.10gb', 0, 0],
  ]);
  expect(search(host, 'as-drawn').slice(0, 2)).toEqual(['found', ['vm-1', 'vm-0', 'vm-2']]);
  expect(search(host, 'near-drawn').slice(0, 2)).toEqual(['found', ['vm-1', 'vm-0', 'vm-2']]);
  expect(search(host, 'start').slice(0, 2)).toEqual(['found', ['vm-2', 'vm-0', 'vm-1']]);
  // The larger one would be elsewhere than drawn, so the small one comes first though it is smaller.
  const other = hostWith(1, [
    ['2g.10gb', 0, 2],
    ['1g.5gb', 0, 6],
  ]);
  expect(search(other, 'near-drawn').slice(0, 2)).toEqual(['found', ['vm-1', 'vm-0']]);
  expect(search(other, 'as-drawn').slice(0, 2)).toEqual(['none', ['vm-1']]);
});

test('a VM is drawn there only where every run puts it there', () => {
  // Beside a 2g at 0 the list puts a 1g at 6, and the driver that loses fewest at 2.
  const drawnAt = (start: number): string[] => {
    const host = hostWith(1, [['1g.5gb', 0, start]]);
    const profileIndex = host.gpus[0]!.geometry.profileIndexByName.get('2g.10gb')!;
    const runs = runsBeside(host, [{ gpuAt: 0, profileIndex, start: 0, vmId: null, key: 'x', carries: 1 }]);
    expect(runs.map(({ variant }) => variant)).toEqual(['list', 'fewest-lost']);
    return [runs, runs.slice(0, 1), runs.slice(1)].map((some) => search(host, 'as-drawn', 10_000, some)[0]);
  };
  expect(drawnAt(6)).toEqual(['none', 'found', 'none']);
  expect(drawnAt(2)).toEqual(['none', 'none', 'found']);
  expect(drawnAt(4)).toEqual(['none', 'none', 'none']);
});

test('each outcome of an order has a model under which it comes out so', () => {
  // 2g at 0 first, where the lists differ; then a 1g that goes to 2 on a straight GPU and to 6 on a mirrored one.
  const host = hostOf(served(['1g.5gb@0 1g.5gb@1 1g.5gb@2 2g.10gb@4']));
  const answer = powerOnOrder(host);
  if (answer.kind !== 'order') throw new Error(answer.kind);
  for (const [at, { vm, outcomes }] of answer.order.entries()) {
    const starts = outcomes.map(({ landings }) => landings[0]!.start);
    expect(new Set(starts).size).toBe(starts.length);
    for (const { landings, model } of outcomes) {
      const { order } = played(
        host,
        runsOf(host, model),
        answer.order.slice(0, at + 1).map((one) => one.vm),
        { left: 1e6 },
      );
      expect(order[at]!.vm).toBe(vm);
      expect(order[at]!.outcomes.map((one) => one.landings[0]!.start)).toEqual([landings[0]!.start]);
    }
  }
});

test('which models have no order even alone are named; where each has one of its own, all of them are', () => {
  const host = hostOf(served(['4g.20gb@0 1g.5gb@4 1g.5gb@5 1g.10gb@6']));
  const answer = powerOnOrder(host);
  if (answer.kind !== 'none') throw new Error(answer.kind);
  const alone = uniformModels(host).filter(
    (model) =>
      searchOrder(host, runsOf(host, model), { goal: 'start', effort: { left: 1e5 } }).kind === 'none',
  );
  expect(answer.refusedBy).toEqual(alone);
  expect(answer.order).toHaveLength(3);
  expect(answer.isRoomKnown).toBe(true);
  // The VM that is left is the one it is stuck with.
  const started = new Set(answer.order.map(({ vm }) => vm));
  expect(host.vms.filter((vm) => !started.has(vm))).toEqual([answer.stuck.vm]);
});

test('of an order that is not as drawn each step is given to the VM drawn nearest to where it lands', () => {
  // 3g lands on GPU 0 at 4 and 0, and then on GPU 1 at 4; 2g at 0 there, and it is drawn at 2.
  const host = hostWith(2, [
    ['3g.20gb', 1, 4],
    ['3g.20gb', 0, 0],
    ['3g.20gb', 0, 4],
    ['2g.10gb', 1, 2],
  ]);
  const answer = powerOnOrder(host);
  if (answer.kind !== 'order') throw new Error(answer.kind);
  expect(answer.isAsDrawn).toBe(false);
  expect(answer.order.map(({ vm }) => vm.vm.name)).toEqual(['vm-2', 'vm-1', 'vm-0', 'vm-3']);
  // Where none is drawn at the start it is one of those on the GPU.
  const near = powerOnOrder(
    hostWith(2, [
      ['2g.10gb', 1, 2],
      ['2g.10gb', 0, 2],
      ['2g.10gb', 1, 0],
      ['3g.20gb', 0, 4],
    ]),
  );
  if (near.kind !== 'order') throw new Error(near.kind);
  const last = near.order.map(({ vm, outcomes }) => [
    vm.vm.name,
    outcomes.map(({ landings }) => landings[0]!.gpuAt),
  ]);
  // 3g at 4 of GPU 0, 2g at 0 and 2 there, and then one on GPU 1: of the two drawn there the first in the plan.
  expect(last[0]).toEqual(['vm-3', [0]]);
  expect(last.slice(1).map(([name]) => name)).toContain('vm-1');
  expect(last.find(([name]) => name === 'vm-1')![1]).toEqual([0]);
});
