import { expect, test } from 'vitest';
import { IdSource, type GiId } from '../../model/ids.ts';
import type { Vm } from '../../model/plan.ts';
import { fitsInPlan } from '../fits.ts';
import { seededFleet } from '../solver/fleet.testing.ts';
import { fewestGpus } from '../solver/pack.ts';
import { planOf } from '../standing.testing.ts';
import { sliceUse } from '../stranded.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { addFigures, NO_FIGURES } from './figures.ts';
import { searchSummary, summarize } from './searchSummary.ts';
import type { Summary } from './summary.ts';
import { percent, proofMessage, proofWord } from './summaryMessages.ts';

function vmOf(id: number, name: string, profile: string, instance: GiId | null): Vm {
  const attachments = [{ wants: { kind: 'profile', profile } as const, instance, extra: [] }];
  return { id: id as Vm['id'], name, notes: '', group: null, attachments, extra: [] };
}

const BOARDS = ['a100-pcie-40gb', 'a100-sxm4-80gb', 'a30-24gb', 'rtx-pro-6000-server', 'h100-pcie-80gb'];

const seed = 20261128;
test(`of thirty fleets, hosts and boards each add up to the plan, seed ${seed}`, () => {
  for (let run = 0; run < 30; run++) {
    const fleet = seededFleet(seed + run, {
      boards: BOARDS,
      gpus: 1 + (run % 12),
      gpusPerHost: 1 + (run % 3),
      pinned: 0.1,
      fill: (run % 10) / 10,
      vms: 0.6,
      groups: 0.2,
    });
    // Some of the VMs wait, and one GPU has MIG mode off.
    const vms = fleet.vms.map((vm, index) =>
      index % 4 === 0
        ? { ...vm, attachments: vm.attachments.map((one) => ({ ...one, instance: null })) }
        : vm,
    );
    const hosts = fleet.hosts.map((host, at) =>
      at === 1
        ? { ...host, gpus: host.gpus.map((gpu) => ({ ...gpu, use: 'off' as const, instances: [] })) }
        : host,
    );
    const plan = { ...fleet, hosts, vms };
    const { figures, boards, hosts: byHost, stranded, waiting, vms: counts, proof } = summarize(plan);
    const sum = (parts: readonly { readonly figures: typeof figures }[]) =>
      parts.reduce((all, one) => addFigures(all, one.figures), NO_FIGURES);
    expect(sum(byHost)).toEqual(figures);
    expect(sum(boards)).toEqual(figures);
    const gpus = plan.hosts.flatMap((host) => host.gpus);
    const uses = gpus.map(sliceUse);
    expect(figures.gpus).toBe(gpus.length);
    expect(figures.memoryUsed).toBe(uses.reduce((all, one) => all + one.memoryUsed, 0));
    expect(figures.computeStranded).toBe(uses.reduce((all, one) => all + one.strandedCompute.length, 0));
    expect(stranded.reduce((all, one) => all + one.gpus, 0)).toBe(
      figures.computeStranded + figures.memoryStranded,
    );
    expect(waiting?.reduce((all, one) => all + one.vms, 0)).toBe(counts.waiting);
    expect(counts.waiting).toBe(plan.vms.filter((vm) => vm.attachments[0]?.instance === null).length);
    for (const { board, figures: own, profiles, proof: needs } of boards) {
      expect(profiles.reduce((all, one) => all + one.instances, 0)).toBe(own.instances);
      expect(profiles.reduce((all, one) => all + one.instancesWithVm, 0)).toBe(own.instancesWithVm);
      for (const { profile, now, repacked } of profiles) {
        expect(now).toBe(fitsInPlan(plan, profile, [board]));
        expect(repacked?.count).toBeGreaterThanOrEqual(now ?? 0);
      }
      const known = findBoard(board);
      const held = (name: string) => profiles.find(({ profile }) => profile === name)?.instances ?? 0;
      if (known !== undefined && own.instances > 0)
        expect(needs?.fewest).toBe(
          fewestGpus(
            known,
            known.profiles.map(({ name }) => held(name)),
          ),
        );
      expect(needs?.fewest).toBeLessThanOrEqual(own.gpusInUse);
      expect(needs?.isProven).toBe(true);
    }
    expect(proof?.fewest).toBe(boards.reduce((all, one) => all + (one.proof?.fewest ?? 0), 0));
    // What stands on a host cannot go to fewer GPUs there than it can anywhere.
    expect(byHost.reduce((all, one) => all + (one.proof?.fewest ?? 0), 0)).toBeGreaterThanOrEqual(
      proof?.fewest ?? 0,
    );
  }
});

test('what was known early stays as it was: later words only add', () => {
  const plan = seededFleet(7, { boards: BOARDS, gpus: 9, pinned: 0.2, fill: 0.6, vms: 0.5 });
  const search = searchSummary({ plan });
  let last: Summary | null = null;
  let work = 0;
  for (let step = search.next(); step.done !== true; step = search.next()) {
    const { best } = step.value;
    expect(step.value.work).toBeGreaterThanOrEqual(work);
    work = step.value.work;
    if (best === null) continue;
    if (last !== null) {
      expect(best.figures).toBe(last.figures);
      expect(best.stranded).toBe(last.stranded);
      if (last.proof !== null) expect(best.proof).toBe(last.proof);
      if (last.waiting !== null) expect(best.waiting).toBe(last.waiting);
    }
    last = best;
  }
  expect(last?.waiting).toEqual([]);
});

test('an empty plan has figures too: none', () => {
  const { figures, proof, boards, hosts, stranded, waiting } = summarize(planOf([]));
  expect(figures).toEqual(NO_FIGURES);
  expect([boards, stranded, waiting]).toEqual([[], [], []]);
  expect(hosts).toHaveLength(1);
  expect(proof && proofMessage(proof)).toBe('There is no instance yet.');
});

test('VMs that wait are told apart by why, the most first, with what they want', () => {
  const plan = planOf(['7g.40gb@0', '1g.5gb@0']);
  const [gi] = plan.hosts[0]?.gpus[0]?.instances ?? [];
  const ids = new IdSource();
  const vms = [
    vmOf(ids.vm() + 100, 'big', '7g.40gb', gi?.id ?? null),
    vmOf(ids.vm() + 100, 'big-2', '7g.40gb', null),
    vmOf(ids.vm() + 100, 'big-3', '7g.40gb', null),
    vmOf(ids.vm() + 100, 'small', '1g.5gb', null),
  ];
  const { waiting, vms: counts, figures } = summarize({ ...plan, vms });
  expect(counts).toEqual({ total: 4, placed: 1, waiting: 3 });
  expect(figures.instancesWithVm).toBe(1);
  expect(waiting?.map(({ why, names, wants }) => [why, names, wants])).toEqual([
    ['No GPU has a legal start left for 7g.40gb.', ['big-2', 'big-3'], [{ wanted: '7g.40gb', count: 2 }]],
    ['There is room for them: place them.', ['small'], [{ wanted: '1g.5gb', count: 1 }]],
  ]);
});

test.each([
  [
    ['3g.20gb@0', '3g.20gb@0'],
    'Proven: 1 of the 2 GPUs in use would hold these instances if all may move, and no fewer.',
    '1, proven',
  ],
  [
    ['4g.20gb@0', '4g.20gb@0'],
    'Proven: nobody holds these instances on fewer than the 2 GPUs in use.',
    '2, proven',
  ],
  [['7g.40gb@0', ''], 'Proven: it takes the one GPU.', '1, proven'],
  // 3g.20gb has no start 2, and the GPU says nothing about how few would do.
  [
    ['7g.40gb@0', '3g.20gb@2'],
    'Proven: it takes the one GPU. 1 GPU is left out: not legal as it is.',
    '1, proven',
  ],
  [['3g.20gb@2'], 'Nothing can be proven. 1 GPU is left out: not legal as it is.', '–'],
])('%j: %s', (layouts, sentence, word) => {
  const { proof } = summarize(planOf(layouts));
  expect(proof && [proofMessage(proof), proofWord(proof)]).toEqual([sentence, word]);
});

test('boards and profiles that nobody knows are counted, and nothing is made up about them', () => {
  const { boards, figures } = summarize(planOf(['1g.5gb@0'], 'board-of-tomorrow'));
  expect(figures).toMatchObject({ gpus: 1, gpusInUse: 1, gpusUncounted: 1, instances: 1, memoryTotal: 0 });
  expect(boards[0]?.profiles).toEqual([
    {
      profile: '1g.5gb',
      memorySlices: null,
      instances: 1,
      instancesWithVm: 0,
      most: null,
      now: null,
      repacked: null,
    },
  ]);
});

test('all and nothing are said of all and nothing only', () => {
  const said = [
    [0, 0],
    [0, 10],
    [1, 100_000],
    [1, 2],
    [99_999, 100_000],
    [10, 10],
  ].map(([part = 0, all = 0]) => percent(part, all));
  expect(said).toEqual(['0 %', '0 %', '<1 %', '50 %', '>99 %', '100 %']);
});
