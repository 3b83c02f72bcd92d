/** Who is let in: HiGHS on the same questions, brute force on small ones, and the checker on every answer. */
import { describe, expect, test } from 'vitest';
import { IdSource, type VmId } from '../../model/ids.ts';
import type { Plan, PlanRequest } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { allLayouts, isAccepted, RAW_BOARDS } from '../oracle.testing.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import { verifyAdmission, type AdmitClaim, type AdmitFault } from '../verifyAdmission.ts';
import type { ProofFork } from '../verifyTree.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { admit, type Admission, type AdmitQuestion } from './admit.ts';
import { admitInto, admitOnto, type AdmitAnswer } from './admitPlan.ts';
import { admitTree, asChecked } from './admitTree.ts';
import { seededFleet } from './fleet.testing.ts';
import { solveWithHighs } from './highs.testing.ts';
import { roomProgram } from './roomProgram.ts';
import { legalGpu, roomClasses } from './rooms.ts';
import { runSearch } from './search.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';

const PLAIN = ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];

function seededQuestion(seed: number, gpus: number): AdmitQuestion {
  const random = mulberry32(seed * 104_729 + gpus);
  const board = ['a100-pcie-40gb', 'a100-pcie-40gb', 'a30-24gb', 'rtx-pro-6000-server'][seed % 4] ?? '';
  const plan = seededFleet(seed, { boards: [board], gpus, pinned: 1, fill: 0.3 * random() });
  const all = findBoard(board)?.profiles.map(({ name }) => name) ?? [];
  const kinds = [all, all.filter((_, index) => index % 2 === 0), all.slice(0, 4)];
  const names = seed % 8 < 2 ? PLAIN : (kinds[seed % 3] ?? all);
  return {
    gpus: plan.hosts.flatMap((host) =>
      host.gpus.flatMap((gpu) => {
        const legal = legalGpu(gpu);
        return legal === null ? [] : [{ host, gpu, ...legal }];
      }),
    ),
    names,
    wishes: names.map((_, name) => ({
      name,
      count: Math.floor(random() * 2 * gpus),
      weight: 1 + Math.floor(random() * 9),
    })),
  };
}

function verify(
  question: AdmitQuestion,
  best: Admission,
  change: Partial<AdmitClaim> = {},
): readonly AdmitFault[] {
  const { gpus, names, wishes } = question;
  const claim: AdmitClaim = {
    ...{ granted: best.granted, value: best.value, bound: best.value, isProven: true },
    prices: best.proof && new Map(names.map((name, index) => [name, best.proof?.prices[index] ?? 0])),
    scale: best.proof?.scale ?? 1,
    ...change,
  };
  const added = new Map(best.placed.map((one) => [one.gpu, one.added]));
  const sites = gpus.map((one) => ({
    board: one.geometry.board,
    standing: one.gpu.instances,
    added: (added.get(one) ?? []).map(({ profileIndex, start }) => ({
      profile: one.geometry.board.profiles[profileIndex]?.name ?? '',
      start,
    })),
    allowed: new Set(names),
  }));
  const wished = wishes.map(({ name, ...rest }) => ({ profile: names[name] ?? '', ...rest }));
  return verifyAdmission(sites, wished, claim);
}

describe('200 questions by seed', () => {
  // `npm run oracle` asks of more GPUs.
  const sizes = process.env['SOLVER_ORACLE'] === 'all' ? [5, 12, 30, 80] : [3, 5, 12, 24];

  const seeds = seedsOf(50);

  test.each(sizes)(
    `%d GPUs, seeds 1 to ${seeds}: the value of HiGHS, and the checker finds nothing`,
    (gpus) => {
      let forked = 0;
      for (let seed = 1; seed <= seeds; seed++) {
        const question = seededQuestion(seed, gpus);
        const outcome = runSearch(admit(question));
        const { names, wishes } = question;
        const program = roomProgram({
          classes: roomClasses(question.gpus, names),
          must: names.map(() => 0),
          wishes,
        });
        const oracle = solveWithHighs(program);
        expect(outcome).toMatchObject({ isProven: true, bound: outcome.best?.value });
        expect({ seed, value: outcome.best?.value }).toEqual({
          seed,
          value: oracle.status === 'optimal' ? 0 - oracle.cost : null,
        });
        if (outcome.best === null) continue;
        const { proof, value } = outcome.best;
        const tree = proof === null ? admitTree(asChecked(question, outcome.best), value) : null;
        expect({ seed, isShown: proof !== null || tree !== null }).toEqual({ seed, isShown: true });
        expect(verify(question, outcome.best, { tree })).toEqual([]);
        if (tree === null) continue;
        forked++;
        const higher = { value: value - 1, bound: value - 1, tree };
        expect(verify(question, outcome.best, higher).map(({ code }) => code)).toContain('leaf-short');
      }
      // Most are shown by prices, and all others by cases.
      expect(forked).toBeLessThan(1 + seeds / 2);
    },
  );
});

/** The most valuable by all ways to fill each GPU, from the raw facts. */
function bruteValue(board: string, { gpus, names, wishes }: AdmitQuestion): number {
  const raw = RAW_BOARDS.find(({ id }) => id === board);
  if (raw === undefined) throw new Error(board);
  const layouts = [[], ...allLayouts(raw, names)];
  let reach = new Map([['', names.map(() => 0)]]);
  for (const { gpu } of gpus) {
    const next = new Map<string, number[]>();
    const vectors = new Map<string, number[]>();
    for (const layout of layouts) {
      if (!isAccepted(raw, [...gpu.instances, ...layout])) continue;
      const vector = names.map((name) => layout.filter(({ profile }) => profile === name).length);
      vectors.set(vector.join(), vector);
    }
    for (const vector of vectors.values()) {
      for (const sum of reach.values()) {
        const both = sum.map((count, name) =>
          Math.min(count + (vector[name] ?? 0), wishes[name]?.count ?? 0),
        );
        next.set(both.join(), both);
      }
    }
    reach = next;
  }
  const worth = (counts: readonly number[]): number =>
    counts.reduce((sum, count, name) => sum + count * (wishes[name]?.weight ?? 0), 0);
  return Math.max(...[...reach.values()].map(worth));
}

test('brute force over the raw facts agrees for 2 GPUs, seeds 1 to 12', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const question = seededQuestion(seed, 2);
    const board = question.gpus[0]?.gpu.board ?? '';
    expect({ seed, value: runSearch(admit(question)).best?.value }).toEqual({
      seed,
      value: bruteValue(board, question),
    });
  }
});

test('more GPUs never admit less, and the same question has the same answer, seeds 1 to 10', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const question = seededQuestion(seed, 20);
    const fewer = { ...question, gpus: question.gpus.slice(0, 14) };
    const [all, some] = [question, fewer].map((one) => runSearch(admit(one)).best);
    expect(all?.value).toBeGreaterThanOrEqual(some?.value ?? Infinity);
    expect(runSearch(admit(question)).best).toEqual(all);
  }
});

describe('the checker rejects wrong proofs', () => {
  // The first seed whose value prices prove, and that has both who is let in and who waits.
  const [proven] = Array.from({ length: 40 }, (_, seed) => {
    const question = seededQuestion(seed + 1, 12);
    return { question, best: runSearch(admit(question)).best };
  }).filter(({ best }) => best?.proof != null && best.proof.prices.some((price) => price > 0));
  const { question, best } = proven ?? {};
  if (question === undefined || best?.proof == null) throw new Error('no proof to spoil');
  const spoiled = (change: Partial<AdmitClaim>, admission: Partial<Admission> = {}) =>
    verify(question, { ...best, ...admission }, change).map(({ code }) => code);
  const [first] = best.placed;
  if (first === undefined) throw new Error('nothing placed');
  const prices = new Map(question.names.map((name, index) => [name, best.proof?.prices[index] ?? 0]));
  const [dear] = [...prices].find(([, price]) => price > 0) ?? [''];

  test('and accepts the right one', () => expect(spoiled({})).toEqual([]));

  test.each<[what: string, codes: string[], change: Partial<AdmitClaim>, admission?: Partial<Admission>]>([
    [
      'a higher value',
      ['value-differs', 'not-proven', 'bound-not-shown'],
      { value: best.value - 1, bound: best.value - 2 },
    ],
    ['a bound that is too low', ['not-proven', 'bound-not-shown'], { bound: best.value - 1 }],
    ['a proof without equality', ['not-proven'], { bound: best.value + 1 }],
    ['prices of nothing', ['bound-not-shown'], { prices: new Map() }],
    ['a negative price', ['weight-unusable'], { prices: new Map([...prices, [dear, -1]]) }],
    ['a price that is no whole number', ['weight-unusable'], { prices: new Map([...prices, [dear, 0.5]]) }],
    ['a scale of nothing', ['weight-unusable'], { scale: 0 }],
    ['one price left out', ['bound-not-shown'], { prices: new Map([...prices, [dear, 0]]) }],
    ['grants that are not placed', ['count-differs'], {}, { placed: best.placed.slice(1) }],
    [
      'a piece twice in its place',
      ['layout-illegal', 'count-differs'],
      {},
      { placed: [{ ...first, added: [...first.added, ...first.added] }, ...best.placed.slice(1)] },
    ],
    [
      'more than was wished for',
      ['granted-unusable', 'count-differs', 'value-differs'],
      {
        granted: best.granted.map((count, index) => (index === 0 ? count + 1000 : count)),
      },
    ],
    [
      'parts of an instance',
      ['granted-unusable', 'count-differs', 'value-differs'],
      {
        granted: best.granted.map((count, index) => (index === 0 ? count + 0.5 : count)),
      },
    ],
  ])('%s: %j', (_, codes, change, admission) => {
    const found = spoiled(change, admission);
    for (const code of codes) expect(found).toContain(code);
  });
});

test('the checker rejects a tree that was right before it was changed', () => {
  // The first seed whose value no prices prove, and cases do.
  const trees = function* () {
    for (let seed = 1; seed <= 200; seed++) {
      const question = seededQuestion(seed, 30);
      const { best } = runSearch(admit(question));
      const tree =
        best === null || best.proof !== null ? null : admitTree(asChecked(question, best), best.value);
      if (best !== null && tree !== null && 'on' in tree) yield { question, best, tree };
    }
  };
  const found = trees().next().value;
  if (found === undefined) throw new Error('no tree to spoil');
  const { question, best, tree } = found;
  const codes = (wrong: ProofFork): string[] =>
    verify(question, best, { tree: wrong, prices: null }).map(({ code }) => code);
  const { below, ...halved } = tree;
  expect(below).toBeDefined();
  const none = { prices: question.wishes.map(() => 0), scale: 1 };
  expect(codes(tree)).toEqual([]);
  expect(codes(halved)).toEqual(['case-missing']);
  expect(codes({ ...tree, below: none })).toEqual(['leaf-short']);
  expect(codes({ ...tree, above: none })).toEqual(['leaf-short']);
  expect(codes({ ...tree, on: { ask: question.wishes.length } })).toEqual(['fork-unusable']);
  expect(codes({ ...tree, on: { kind: 0, set: 1000 } })).toEqual(['fork-unusable']);
  expect(codes({ ...tree, below: { prices: [1], scale: 1 } })).toEqual(['leaf-unusable']);
  // A tree for these wishes is none for one more of what is worth most.
  const [dear] = question.wishes.map(({ weight }) => weight).sort((a, b) => b - a);
  const wishes = question.wishes.map((wish) => ({ ...wish, weight: wish.weight + (dear ?? 0) }));
  expect(verify({ ...question, wishes }, best, { tree, prices: null })).not.toEqual([]);
});

const request = (profile: string, count: number, more: Partial<PlanRequest> = {}): PlanRequest => ({
  ...{ profile, needs: null, count, weight: null, group: null, extra: [], ...more },
});
const OPTIONS = { board: null, weights: new Map<string, number>(), budget: 1_000_000 };

function answerOf(plan: Plan, requests: readonly PlanRequest[], budget = OPTIONS.budget): AdmitAnswer {
  const answer = admitInto(plan, requests, { ...OPTIONS, budget });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

describe('into a plan', () => {
  test('what stands stays, and each that waits has its reason', () => {
    const plan = planOf(['1g.5gb@0', '3g.20gb@0 3g.20gb@4']);
    const answer = answerOf(plan, [request('4g.20gb', 1), request('3g.20gb', 2), request('7g.40gb', 1)]);
    expect(answer).toMatchObject({ granted: [0, 1, 0], value: 1, isProven: true, leftAlone: 0 });
    // Three 3g and a 1g leave no four slices together, wherever they stand.
    expect(answer.waiting.map(({ profile, reason }) => `${profile} ${reason}`)).toEqual([
      '4g.20gb capacity',
      '3g.20gb capacity',
      '7g.40gb capacity',
    ]);
    for (const gpu of plan.hosts[0]?.gpus ?? [])
      for (const gi of gpu.instances)
        expect(answer.plan.hosts[0]?.gpus.find(({ id }) => id === gpu.id)?.instances).toContain(gi);
    expect(checkPlan(answer.plan)).toEqual([]);
  });

  test('a GPU that is illegal as it is is left alone; one without MIG mode and an old driver have no room', () => {
    const ids = new IdSource(100);
    const base = planOf(['2g.10gb@0 2g.10gb@1', '']);
    const [host] = base.hosts;
    if (host === undefined) throw new Error('no host');
    const off = { ...gpuOf('', undefined, 2, ids), use: 'off' as const };
    const plan = { ...base, hosts: [{ ...host, driver: 'R470', gpus: [...host.gpus, off] }] };
    const answer = answerOf(plan, [request('3g.20gb', 9), request('1g.10gb', 1)]);
    expect(answer).toMatchObject({ granted: [2, 0], leftAlone: 1, isProven: true });
    expect(answer.waiting.map(({ reason }) => reason)).toEqual(['capacity', 'no-gpu']);
  });

  test('a group is kept apart, from its own VMs too, and that no more can be let in is proven', () => {
    const plan = planOf(['', '']);
    const apart = answerOf(plan, [request('3g.20gb', 3, { group: 'db' })]);
    expect(apart).toMatchObject({ granted: [2], bound: 2, isProven: true });
    expect(apart.waiting).toMatchObject([{ count: 1, reason: 'group' }]);
    const others = answerOf(plan, [request('3g.20gb', 2, { group: 'db' }), request('3g.20gb', 2)]);
    expect(others).toMatchObject({ granted: [2, 2], isProven: true });
    // Beside its own VM there is room, and it is none for it.
    const [gpu] = planOf(['3g.20gb@0', '3g.20gb@0']).hosts[0]?.gpus ?? [];
    const standing = planOf(['3g.20gb@0', '3g.20gb@0']);
    const giId = gpu?.instances[0]?.id;
    if (giId === undefined) throw new Error('no instance');
    const wants = { kind: 'profile', profile: '3g.20gb' } as const;
    const db = { id: 1000 as VmId, name: 'db-1', notes: '', group: 'db', extra: [] };
    const held = { ...standing, vms: [{ ...db, attachments: [{ wants, instance: giId, extra: [] }] }] };
    const beside = answerOf(held, [request('3g.20gb', 2, { group: 'db' })]);
    expect(beside).toMatchObject({ granted: [1], bound: 1, isProven: true });
    expect(beside.waiting).toMatchObject([{ count: 1, reason: 'group' }]);
    expect(beside.plan.hosts[0]?.gpus.map(({ instances }) => instances.length)).toEqual([1, 2]);
  });

  test(`a request by need goes to any profile that has it: as many as the best split of it over the profiles (seeds 1 to ${seedsOf(30)})`, () => {
    for (let seed = 1; seed <= seedsOf(30); seed++) {
      const random = mulberry32(seed * 31);
      const plan = seededFleet(seed, { boards: ['a100-pcie-40gb'], gpus: 2, pinned: 0, fill: 0.35 });
      const [count, others] = [1 + Math.floor(random() * 4), Math.floor(random() * 3)];
      const more = others === 0 ? [] : [request('1g.5gb', others, { weight: 2 })];
      const needs = { ...request('', count), profile: null, needs: { memoryGB: 10, computeSlices: 2 } };
      const answer = answerOf(plan, [needs, ...more]);
      // Every way to say beforehand how many of them go to which of the profiles.
      const names = ['2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];
      let most = 0;
      const split = (left: number, at: number, counts: readonly number[]): void => {
        if (at === names.length - 1) {
          const own = [...counts, left].flatMap((each, nth) =>
            each === 0 ? [] : [request(names[nth] ?? '', each)],
          );
          most = Math.max(most, answerOf(plan, [...own, ...more]).value);
          return;
        }
        for (let here = 0; here <= left; here++) split(left - here, at + 1, [...counts, here]);
      };
      split(count, 0, []);
      expect({ seed, value: answer.value, isProven: answer.isProven }).toEqual({
        seed,
        value: most,
        isProven: true,
      });
      expect(answer.granted[0], `seed ${seed}`).toBeLessThanOrEqual(count);
      expect(checkPlan(answer.plan), `seed ${seed}`).toEqual([]);
      const before = plan.hosts.flatMap(({ gpus }) => gpus.flatMap(({ instances }) => instances)).length;
      const after = answer.plan.hosts.flatMap(({ gpus }) =>
        gpus.flatMap(({ instances }) => instances),
      ).length;
      expect(after - before, `seed ${seed}`).toBe(answer.granted.reduce((sum, one) => sum + one, 0));
    }
  });

  test('members by need are kept apart over all profiles that serve them: as many as the best split (seeds 1 to 12)', () => {
    let apart = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = mulberry32(seed * 41);
      const plan = seededFleet(seed, {
        boards: ['a100-pcie-40gb'],
        gpus: 2,
        pinned: 0,
        fill: seed % 3 === 0 ? 0.25 : 0,
      });
      const names = ['2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];
      const count = 1 + Math.floor(random() * 2);
      const own = { count, weight: 3, group: 'db' };
      const others = [
        request('2g.10gb', 1 + Math.floor(random() * 2), { group: 'db', weight: 2 }),
        request('3g.20gb', 1 + Math.floor(random() * 4), { weight: 2 }),
        request('1g.5gb', 2),
      ];
      const needs = { ...request('', count, own), profile: null, needs: { memoryGB: 10, computeSlices: 2 } };
      // By need and in no group, beside the same.
      const free = { ...needs, group: null, count: 1, weight: 1 };
      const asked = [needs, ...others, free];
      const answer = answerOf(plan, asked);
      let most = 0;
      const split = (left: number, at: number, counts: readonly number[]): void => {
        if (at === names.length) {
          if (left > 0) return;
          const split = counts.flatMap((each, nth) =>
            each === 0 ? [] : [request(names[nth] ?? '', each, { weight: 3, group: 'db' })],
          );
          for (const name of names) {
            const { value, isProven } = answerOf(plan, [
              ...split,
              ...others,
              request(name, 1, { weight: 1 }),
            ]);
            expect(isProven, `seed ${seed}`).toBe(true);
            most = Math.max(most, value);
          }
          return;
        }
        for (let here = 0; here <= left; here++) split(left - here, at + 1, [...counts, here]);
      };
      split(count, 0, []);
      const { value, isProven, plan: after, members, granted } = answer;
      expect({ seed, value, isProven }).toEqual({ seed, value: most, isProven: true });
      expect(checkPlan(after), `seed ${seed}`).toEqual([]);
      const db = new Set<number>(members.map(({ giId }) => giId));
      expect(db.size, `seed ${seed}`).toBe((granted[0] ?? 0) + (granted[1] ?? 0));
      for (const { instances } of after.hosts.flatMap(({ gpus }) => gpus))
        expect(instances.filter(({ id }) => db.has(id)).length, `seed ${seed}`).toBeLessThanOrEqual(1);
      granted.forEach((some, index) =>
        expect(some, `seed ${seed}`).toBeLessThanOrEqual(asked[index]?.count ?? 0),
      );
      if (answer.waiting.some(({ reason }) => reason === 'group')) apart++;
    }
    expect(apart).toBeGreaterThan(3);
  });

  test('needs that make no sense, and needs that nothing here has, are errors with their field', () => {
    const by = (needs: PlanRequest['needs']): PlanRequest => ({ ...request('', 1), profile: null, needs });
    const faultOf = (needs: PlanRequest['needs']) => admitInto(planOf(['']), [by(needs)], OPTIONS);
    expect(faultOf({ memoryGB: 80 })).toMatchObject({ error: { code: 'nothing-satisfies', field: 'needs' } });
    expect(faultOf({ wings: 2 })).toMatchObject({ error: { code: 'need-unknown', name: 'wings' } });
    expect(faultOf({ memoryGB: 'much' })).toMatchObject({ error: { code: 'need-not-a-number' } });
    const full = answerOf(planOf(['7g.40gb@0']), [by({ memoryGB: 10 })]);
    expect(full.waiting).toMatchObject([{ profile: null, reason: 'capacity', count: 1 }]);
  });

  test('members of several groups, beside others: never two on a GPU, and proven where it says so (seeds 1 to 40)', () => {
    let proven = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = mulberry32(seed * 17);
      const plan = seededFleet(seed, { boards: ['a100-pcie-40gb'], gpus: 4, pinned: 0, fill: 0.2 });
      const some = (profile: string, group: string | null): PlanRequest =>
        request(profile, 1 + Math.floor(random() * 3), { group });
      const asked = [some('3g.20gb', 'a'), some('2g.10gb', 'a'), some('2g.10gb', 'b'), some('1g.5gb', null)];
      const { plan: after, members, granted, value, bound, isProven } = answerOf(plan, asked);
      expect(checkPlan(after), `seed ${seed}`).toEqual([]);
      const groupOf = new Map(members.map(({ giId, group }) => [giId, group]));
      for (const { instances } of after.hosts.flatMap(({ gpus }) => gpus)) {
        const here = instances.flatMap(({ id }) => groupOf.get(id) ?? []);
        expect(new Set(here).size, `seed ${seed}`).toBe(here.length);
      }
      expect(members.length, `seed ${seed}`).toBe((granted[0] ?? 0) + (granted[1] ?? 0) + (granted[2] ?? 0));
      expect(value, `seed ${seed}`).toBeLessThanOrEqual(bound);
      if (isProven) expect(value, `seed ${seed}`).toBe(bound);
      if (isProven) proven++;
    }
    expect(proven).toBeGreaterThan(30);
  });

  test('members of groups are told with the instance of each', () => {
    const answer = answerOf(planOf(['', '']), [
      request('3g.20gb', 2, { group: 'db' }),
      request('2g.10gb', 1),
    ]);
    const made = answer.plan.hosts.flatMap(({ gpus }) => gpus.flatMap(({ instances }) => instances));
    expect(
      answer.members.map(({ giId, group }) => [group, made.find(({ id }) => id === giId)?.profile]),
    ).toEqual([
      ['db', '3g.20gb'],
      ['db', '3g.20gb'],
    ]);
  });

  test('a budget of nothing is an honest partial answer', () => {
    const answer = answerOf(planOf(['']), [request('3g.20gb', 3)], 0);
    expect(answer).toMatchObject({ granted: [0], value: 0, bound: 3, isProven: false });
    expect(answer.waiting).toMatchObject([{ reason: 'budget' }]);
  });

  test.each<[what: string, requests: PlanRequest[], error: object]>([
    ['zero', [request('3g.20gb', 0)], { code: 'count-zero', request: 0, field: 'count' }],
    ['negative', [request('3g.20gb', 1), request('3g.20gb', -2)], { code: 'count-negative', request: 1 }],
    ['fractional', [request('3g.20gb', 0.5)], { code: 'count-fractional', field: 'count' }],
    ['huge', [request('3g.20gb', 1e9)], { code: 'count-huge', field: 'count' }],
    ['unknown', [request('5g.20gb', 1)], { code: 'profile-unknown', field: 'profile' }],
    [
      'a weight below 0',
      [request('3g.20gb', 1, { weight: -1 })],
      { code: 'weight-unusable', field: 'weight' },
    ],
    ['a weight too fine', [request('3g.20gb', 1, { weight: 1 / 3 })], { code: 'weights-too-fine' }],
  ])('%s is an error with its code and field', (_, requests, error) => {
    expect(admitInto(planOf(['']), requests, OPTIONS)).toMatchObject({ ok: false, error });
  });
});

test('onto empty GPUs: weights of a tenth, and how many more GPUs all of it needs', () => {
  const board = findBoard('a100-pcie-40gb');
  if (board === undefined) throw new Error('no board');
  const requests = [request('7g.40gb', 2, { weight: 3.5 }), request('3g.20gb', 4)];
  const answer = admitOnto(board, 2, requests, OPTIONS);
  expect(answer).toMatchObject({
    ok: true,
    value: { granted: [2, 0], value: 7, bound: 7, isProven: true, extraGpus: 2 },
  });
  expect(admitOnto(board, 0, requests, OPTIONS)).toMatchObject({ error: { code: 'gpus-unusable' } });
});
