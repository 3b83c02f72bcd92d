/** Tasks that answer what the core answers: ways out, what fits after repacking, steps, and another mix. */
import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { checkPlan } from '../../placement/check.ts';
import { applyCommand } from '../../placement/commands.ts';
import { fitsTable, placesOfPlan } from '../../placement/solver/fitsTable.ts';
import { seededFleet } from '../../placement/solver/fleet.testing.ts';
import { presentMix } from '../../placement/solver/retarget/presentMix.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { searchWays } from '../../placement/solver/why.ts';
import { whyNotVm } from '../../placement/solver/whyVm.ts';
import { keepAnswer, keptAnswer } from './answers.ts';
import { fitsFor } from './fitsTask.ts';
import { applyPatch } from './patch.ts';
import { repackPlan } from './repackTask.ts';
import { retargetPlan } from './retargetTask.ts';
import { stepsFor } from './stepsTask.ts';
import { vmWaysFor, waysFor } from './waysTask.ts';

function planOf(text: string): Plan {
  const read = parseLayout(text);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.plan;
}

const MIXED = planOf(
  'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 1g.5gb@4\nesx-01/1 a100-pcie-40gb: 2g.10gb@0=asr\nesx-01/2 a30-24gb: 1g.6gb@0=ocr',
);

function countsOf(plan: Plan, board: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const gpu of plan.hosts.flatMap(({ gpus }) => gpus))
    for (const { profile } of gpu.board === board ? gpu.instances : [])
      counts[profile] = (counts[profile] ?? 0) + 1;
  return counts;
}

const mixOf = (board: string, counts: Record<string, number>) => ({ board, counts: Object.entries(counts) });

test('ways out and what fits are those of the core, also a step at a time (seeds 1 to 6)', () => {
  for (let seed = 1; seed <= 6; seed++) {
    const plan = seededFleet(seed, { boards: ['a100-pcie-40gb'], gpus: 6, pinned: 0.2, fill: 0.8, vms: 0.5 });
    const gpuId = plan.hosts[0]?.gpus[1]?.id ?? (0 as GpuId);
    const question = { gpuId, profile: '4g.20gb', start: null, moving: null };
    const ways = runSearch(waysFor({ plan, question }));
    expect(ways, `seed ${seed}`).toMatchObject({
      best: runSearch(searchWays(plan, question)).best,
      isProven: true,
    });
    const [vm] = plan.vms;
    if (vm === undefined) throw new Error(`seed ${seed}: no VM`);
    const ofVm = { vmId: vm.id, attachment: null, gpuId, giId: null };
    const why = whyNotVm(plan, ofVm);
    expect(runSearch(vmWaysFor({ plan, question: ofVm })), `seed ${seed}`).toMatchObject({
      ...{ best: why, isProven: why.isLegal || why.isWhole },
    });
    const { best } = runSearch(fitsFor({ plan }));
    const table = fitsTable(plan, placesOfPlan(plan)).rows;
    expect(best, `seed ${seed}`).toEqual(
      table.map(({ board, profile, repacked }) => [board, profile, repacked]),
    );
  }
});

test('another mix of one board leaves the other boards alone, and is one step', () => {
  const mixes = [mixOf('a100-pcie-40gb', { '7g.40gb': 1, '2g.10gb': 1, '1g.5gb': 1 })];
  const { best, isProven, bound } = runSearch(retargetPlan({ plan: MIXED, mixes }));
  if (best?.ok !== true) throw new Error('no mix');
  // The 3g has to go, and one of the two GPUs has to be emptied for the 7g: a 2g, or a 3g and the 1g beside it.
  expect(best.value).toMatchObject({ destroyed: 2, created: 2, kept: 1, waiting: 1 });
  expect([isProven, bound]).toEqual([true, 2]);
  const after = applyPatch(MIXED, best.value.patch);
  expect(checkPlan(after)).toEqual([]);
  expect(countsOf(after, 'a100-pcie-40gb')).toEqual({ '7g.40gb': 1, '2g.10gb': 1, '1g.5gb': 1 });
  expect(after.hosts[0]?.gpus[2]).toBe(MIXED.hosts[0]?.gpus[2]);
  const applied = applyCommand(MIXED, { type: 'plan/repack', plan: after, isMix: true });
  expect(applied.ok && applied.value).toBe(after);
});

test('several boards at once, the mix that is there already, and nothing at all', () => {
  const both = [mixOf('a100-pcie-40gb', { '3g.20gb': 3 }), mixOf('a30-24gb', { '4g.24gb': 1 })];
  const { best } = runSearch(retargetPlan({ plan: MIXED, mixes: both }));
  if (best?.ok !== true) throw new Error('no mix');
  const after = applyPatch(MIXED, best.value.patch);
  expect(checkPlan(after)).toEqual([]);
  expect([countsOf(after, 'a100-pcie-40gb'), countsOf(after, 'a30-24gb')]).toEqual([
    { '3g.20gb': 3 },
    { '4g.24gb': 1 },
  ]);
  const present = presentMix(MIXED).map(({ board, counts }) => ({ board, counts }));
  const same = runSearch(retargetPlan({ plan: MIXED, mixes: present })).best;
  expect(same?.ok === true && same.value).toMatchObject({ destroyed: 0, created: 0, kept: 4 });
  expect(same?.ok === true && applyPatch(MIXED, same.value.patch)).toBe(MIXED);
  const none = runSearch(retargetPlan({ plan: MIXED, mixes: [mixOf('a100-pcie-40gb', {})] })).best;
  expect(none?.ok === true && none.value).toMatchObject({ destroyed: 3, created: 0, waiting: 2 });
});

test('what the GPUs cannot hold is said with the board, and proven', () => {
  const mixes = [mixOf('a30-24gb', { '4g.24gb': 2 })];
  expect(runSearch(retargetPlan({ plan: MIXED, mixes }))).toMatchObject({
    isProven: true,
    best: { ok: false, error: { board: 'a30-24gb', error: { code: 'no-target' } } },
  });
});

test('a repack that is stopped has what it had, and never more GPUs than there are (seeds 1 to 4)', () => {
  let found = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const plan = seededFleet(seed, { boards: ['a100-pcie-40gb'], gpus: 24, pinned: 0, fill: 0.3, vms: 0.5 });
    for (const search = repackPlan({ plan }); ;) {
      const { done, value } = search.next();
      const { best } = value;
      if (best?.ok === true) {
        expect(best.value.used, `seed ${seed}`).toBeLessThanOrEqual(best.value.usedBefore);
        expect(checkPlan(applyPatch(plan, best.value.patch)), `seed ${seed}`).toEqual([]);
        if (done !== true) found++;
      }
      if (done === true) break;
    }
  }
  expect(found).toBeGreaterThan(0);
});

test('steps of a host, and an illegal plan of it', () => {
  const observed = planOf('esx-01/0 a100-pcie-40gb: 1g.5gb@0\nesx-01/1 a100-pcie-40gb: 2g.10gb@0').hosts[0]
    ?.gpus;
  const with_ = (plan: Plan): Plan => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({ ...host, observed: observed ?? null })),
  });
  const hostId = MIXED.hosts[0]!.id;
  const { best, isProven } = runSearch(stepsFor({ plan: with_(MIXED), hostId }));
  if (best?.ok !== true) throw new Error('no steps');
  expect(isProven).toBe(true);
  expect(best.value.steps.length).toBeGreaterThan(3);
  const illegal = planOf('esx-01/0 a100-pcie-40gb: 3g.20gb@0, 4g.20gb@0');
  expect(runSearch(stepsFor({ plan: with_(illegal), hostId: illegal.hosts[0]!.id })).best).toMatchObject({
    ok: false,
    error: { code: 'target-illegal' },
  });
});

test('an answer is kept with its plan, by its name, once it has come to its end', () => {
  const outcome = { best: 1, bound: null, isProven: true, work: 1 };
  keepAnswer(MIXED, 'ways a', { how: 'cancelled', outcome });
  expect(keptAnswer(MIXED, 'ways a')).toBeUndefined();
  keepAnswer(MIXED, 'ways a', { how: 'done', outcome });
  expect(keptAnswer(MIXED, 'ways a')).toEqual({ how: 'done', outcome });
  expect(keptAnswer({ ...MIXED }, 'ways a')).toBeUndefined();
  expect(keptAnswer(MIXED, 'ways b')).toBeUndefined();
});
