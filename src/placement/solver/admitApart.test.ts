/** Groups let in: HiGHS on another program of the same questions, GPU by GPU from the raw facts; brute force; the checker. */
import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { vmsByInstance, type Plan, type PlanRequest } from '../../model/plan.ts';
import { allLayouts, isAccepted, RAW_BOARDS, type Piece } from '../oracle.testing.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { planOf } from '../standing.testing.ts';
import { verifyAdmission, type AdmitClaim, type AdmitSite } from '../verifyAdmission.ts';
import type { ProofTree } from '../verifyTree.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import type { Admission } from './admit.ts';
import { admitApart, type ApartQuestion } from './admitApart.ts';
import { admitInto } from './admitPlan.ts';
import { admitTree, asChecked } from './admitTree.ts';
import { wishesOf } from './admitWishes.ts';
import { dealApart } from './dealApart.ts';
import { seededFleet } from './fleet.testing.ts';
import { solveWithHighs } from './highs.testing.ts';
import type { Column, IntegerProgram, Row } from './integerProgram.ts';
import { legalGpu } from './rooms.ts';
import { runSearch } from './search.ts';

interface Case {
  readonly plan: Plan;
  readonly requests: readonly PlanRequest[];
  readonly board: string;
  readonly names: readonly string[];
}

/** `npm run oracle` asks larger ones; every run of the tests has as many small ones. */
const isAll = process.env['SOLVER_ORACLE'] === 'all';
const sizeOf = (seed: number): number => (isAll || seed % 20 === 0 ? 3 + (seed % 4) : 2);

const BOARDS = ['a100-pcie-40gb', 'a30-24gb', 'a100-pcie-40gb', 'h100-sxm5-80gb'];

function seededCase(seed: number, gpus: number): Case {
  const random = mulberry32(seed * 65_537 + gpus);
  const board = BOARDS[isAll || seed % 12 === 3 ? seed % 4 : seed % 3] ?? '';
  const plan = seededFleet(seed, {
    ...{ boards: [board], gpus, pinned: 1, fill: random() < 0.4 ? 0 : 0.2 * random() },
    ...{ vms: 0.7, groups: 0.8 },
  });
  const all = findBoard(board)?.profiles.map(({ name }) => name) ?? [];
  const names = all.filter((name) => !/[+-]/.test(name) && random() < 0.6);
  const some = names.length === 0 ? all.slice(0, 1) : names;
  const groups = ['group-0', 'group-1', 'x', 'y', null];
  const requests = some.flatMap((profile) =>
    groups.flatMap((group): PlanRequest[] =>
      random() < 0.4
        ? []
        : [
            {
              ...{ profile, needs: null, group, extra: [] },
              count: 1 + Math.floor(random() * (group === null ? 2 * gpus : 1.2 * gpus)),
              weight: 1 + Math.floor(random() * 6),
            },
          ],
    ),
  );
  const [first = ''] = some;
  const one = { profile: first, needs: null, group: 'x', extra: [], count: gpus + 1, weight: 2 };
  return { plan, requests: requests.length === 0 ? [one] : requests, board, names: some };
}

/** Groups that have a VM on each GPU. */
function presentOn(plan: Plan): Set<string>[] {
  const vms = vmsByInstance(plan);
  return plan.hosts.flatMap(({ gpus }) =>
    gpus.map(
      ({ instances }) =>
        new Set(instances.flatMap(({ id }) => (vms.get(id) ?? []).flatMap(({ group }) => group ?? []))),
    ),
  );
}

/** Every GPU for itself: one of its sets, and of each group one place at the most. */
function wholeProgram(
  { plan, requests, board, names }: Case,
  namesOf = ({ profile }: PlanRequest): readonly string[] => [profile ?? ''],
): IntegerProgram {
  const raw = RAW_BOARDS.find(({ id }) => id === board);
  if (raw === undefined) throw new Error(board);
  const layouts = [[], ...allLayouts(raw, names)];
  const present = presentOn(plan);
  const rows: Row[] = requests.map(({ count }) => ({ low: 0, high: count }));
  const columns: Column[] = [];
  const row = (low: number, high: number): number => rows.push({ low, high }) - 1;
  plan.hosts
    .flatMap(({ gpus }) => gpus)
    .forEach(({ instances }, gpu) => {
      const one = row(-Infinity, 1);
      const slots = new Map(names.map((name) => [name, row(0, Infinity)]));
      const vectors = new Map<string, number[]>();
      for (const layout of layouts) {
        if (!isAccepted(raw, [...instances, ...layout])) continue;
        const counts = names.map((name) => layout.filter(({ profile }) => profile === name).length);
        vectors.set(counts.join(), counts);
      }
      for (const counts of vectors.values()) {
        const has = counts.flatMap((count, at): [number, number][] =>
          count === 0 ? [] : [[slots.get(names[at] ?? '') ?? 0, count]],
        );
        columns.push({ cost: 0, entries: [[one, 1], ...has], high: 1 });
      }
      const ofGroup = new Map<string, number>();
      requests.forEach((asked, request) => {
        const { group, weight } = asked;
        if (group !== null && present[gpu]?.has(group) === true) return;
        const at = group === null ? null : (ofGroup.get(group) ?? row(-Infinity, 1));
        if (group !== null && at !== null) ofGroup.set(group, at);
        for (const name of namesOf(asked)) {
          const entries: [number, number][] = [
            [request, 1],
            [slots.get(name) ?? 0, -1],
          ];
          if (at !== null) entries.push([at, 1]);
          columns.push({ cost: -(weight ?? 1), entries, high: group === null ? 8 : 1 });
        }
      });
    });
  return { rows, columns };
}

function questionOf({ plan, requests, names }: Case): ApartQuestion {
  const gpus = plan.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) => {
      const legal = legalGpu(gpu);
      return legal === null ? [] : [{ host, gpu, ...legal }];
    }),
  );
  const present = presentOn(plan);
  return {
    ...{ gpus, names, groups: requests.map(({ group }) => group) },
    present: new Map(gpus.map(({ gpu }, at) => [gpu.id, present[at] ?? new Set()])),
    wishes: requests.map(({ profile, count, weight }) => ({
      ...{ name: names.indexOf(profile ?? ''), count, weight: weight ?? 1 },
    })),
  };
}

/** What the checker says of an admission and a tree; sites and wishes are made from the plan and the requests. */
function faultsOf(
  one: Case,
  { granted, value, placed }: Admission,
  tree: ProofTree | null,
  change: Partial<AdmitClaim> = {},
): string[] {
  const present = presentOn(one.plan);
  const sites = one.plan.hosts
    .flatMap(({ gpus }) => gpus)
    .map((gpu, at): AdmitSite => {
      const board = findBoard(gpu.board);
      if (board === undefined) throw new Error(gpu.board);
      const own = placed.find(({ gpu: room }) => room.gpu.id === gpu.id);
      const added = (own?.added ?? []).map(({ profileIndex, start }, piece) => ({
        ...{ profile: board.profiles[profileIndex]?.name ?? '', start, wish: own?.wishes?.[piece] ?? -1 },
      }));
      const groups = present[at] ?? new Set();
      return { board, standing: gpu.instances, added, allowed: new Set(one.names), groups };
    });
  const wishes = one.requests.map(({ profile, count, weight, group }) => ({
    ...{ profile: profile ?? '', count, weight: weight ?? 1, group },
  }));
  const claim = { granted, value, bound: value, isProven: true, prices: null, scale: 1, tree, ...change };
  return verifyAdmission(sites, wishes, claim).map(({ code }) => code);
}

test(`groups apart: the value of HiGHS, proven, with a tree that the checker takes (seeds 1 to ${seedsOf(200)})`, () => {
  let trees = 0;
  for (let seed = 1; seed <= seedsOf(200); seed++) {
    const one = seededCase(seed, sizeOf(seed));
    const oracle = solveWithHighs(wholeProgram(one));
    const value = oracle.status === 'optimal' ? 0 - oracle.cost : null;
    const question = questionOf(one);
    const { best, isProven, bound } = runSearch(admitApart(question));
    if (best === null) throw new Error(`seed ${seed}: no answer`);
    const { admission, cuts } = best;
    expect({ seed, isProven, bound, value: admission.value }).toEqual({
      seed,
      isProven: true,
      bound: value,
      value,
    });
    const { sites, wishes } = asChecked(question, admission, question.groups, vmsByInstance(one.plan));
    const tree = admitTree({ sites, wishes }, admission.value, cuts);
    expect({ seed, faults: faultsOf(one, admission, tree) }).toEqual({ seed, faults: [] });
    if (tree !== null) trees++;
  }
  expect(trees).toBe(seedsOf(200));
}, 120_000);

test(`members by need beside others: the value of HiGHS, proven, and each request gets no more than it asks for (seeds 1 to ${seedsOf(40)})`, () => {
  let split = 0;
  for (let seed = 1; seed <= seedsOf(40); seed++) {
    const random = mulberry32(seed * 91);
    const gpus = 2 + (seed % 2);
    const plan = seededFleet(seed, {
      ...{ boards: ['a100-pcie-40gb'], gpus, pinned: 1, fill: 0.3 * random(), vms: 0.7, groups: 0.8 },
    });
    const groups = ['group-0', 'x', 'y', null];
    const some = (profile: string | null, needs: PlanRequest['needs']): PlanRequest => ({
      ...{ profile, needs, extra: [], group: groups[Math.floor(random() * groups.length)] ?? null },
      ...{ count: 1 + Math.floor(random() * 3), weight: 1 + Math.floor(random() * 5) },
    });
    const requests = [
      ...[some(null, { memoryGB: 10, computeSlices: 2 }), some(null, { memoryGB: 20 })],
      ...[some(null, { memoryGB: 5 }), some('3g.20gb', null), some('2g.10gb', null), some('1g.5gb', null)],
    ];
    const board = findBoard('a100-pcie-40gb');
    if (board === undefined) throw new Error('no board');
    const wished = wishesOf([board], requests, new Map());
    if (!wished.ok) throw new Error(wished.error.code);
    const { names, wishes, limits, requestOf } = wished.value;
    const namesOf = ({ profile, needs }: PlanRequest): readonly string[] => {
      if (profile !== null) return [profile];
      const { memoryGB = 0, computeSlices = 0 } = needs as Record<string, number>;
      return names.filter((name) => {
        const [, compute, memory] = /^([0-9])g\.([0-9]+)gb/.exec(name) ?? [];
        return Number(memory) >= memoryGB && Number(compute) >= computeSlices;
      });
    };
    const one: Case = { plan, requests, board: board.id, names };
    const oracle = solveWithHighs(wholeProgram(one, namesOf));
    const value = oracle.status === 'optimal' ? 0 - oracle.cost : null;
    const present = presentOn(plan);
    const question: ApartQuestion = {
      ...{ ...questionOf(one), wishes, limits, groups: requestOf.map((at) => requests[at]?.group ?? null) },
      present: new Map(
        plan.hosts.flatMap((host) => host.gpus).map(({ id }, at) => [id, present[at] ?? new Set<string>()]),
      ),
    };
    const { best, isProven, bound } = runSearch(admitApart(question));
    if (best === null) throw new Error(`seed ${seed}: no answer`);
    const { admission } = best;
    expect({ seed, isProven, bound, value: admission.value }).toEqual({
      seed,
      isProven: true,
      bound: value,
      value,
    });
    const checked = asChecked(question, admission, question.groups, vmsByInstance(plan));
    const claim = { granted: admission.granted, value: admission.value, bound: admission.value };
    const more = { isProven: true, prices: null, scale: 1, tree: null };
    expect({ seed, faults: verifyAdmission(checked.sites, checked.wishes, { ...claim, ...more }) }).toEqual({
      seed,
      faults: [],
    });
    requests.forEach(({ count }, at) => {
      const granted = admission.granted.filter((_, wish) => requestOf[wish] === at);
      expect(
        granted.reduce((sum, each) => sum + each, 0),
        `seed ${seed}`,
      ).toBeLessThanOrEqual(count);
      if (granted.filter((each) => each > 0).length > 1) split++;
    });
  }
  // Requests that several profiles serve at once are among them.
  expect(split).toBeGreaterThan(seedsOf(6));
});

test('into a plan: what is granted is as much, proven, and re-checkable (seeds 201 to 230)', () => {
  for (let seed = 201; seed <= 230; seed++) {
    const one = seededCase(seed, 3);
    const answer = admitInto(one.plan, one.requests, {
      ...{ board: null, weights: new Map(), budget: 500_000, certify: true },
    });
    if (!answer.ok) throw new Error(answer.error.code);
    const { value, bound, isProven, proof, tree } = answer.value;
    const { best } = runSearch(admitApart(questionOf(one)));
    expect({ seed, value, bound, isProven, isShown: proof !== null || tree !== null }).toEqual({
      ...{ seed, value: best?.admission.value, bound: best?.admission.value },
      ...{ isProven: true, isShown: true },
    });
  }
});

test('brute force, request by request and place by place, finds nothing better for 2 GPUs (seeds 1 to 25)', () => {
  for (let seed = 1; seed <= 25; seed++) {
    const whole = seededCase(seed, 2);
    // Few enough to try everything.
    const requests = whole.requests.slice(0, 4).map((one) => ({ ...one, count: Math.min(one.count, 2) }));
    const one = { ...whole, requests };
    const raw = RAW_BOARDS.find(({ id }) => id === one.board);
    if (raw === undefined) throw new Error(one.board);
    const members = requests.flatMap((request) => new Array<PlanRequest>(request.count).fill(request));
    const gpus = one.plan.hosts
      .flatMap((host) => host.gpus)
      .map(({ instances }, at) => ({
        pieces: [...instances] as Piece[],
        groups: new Set(presentOn(one.plan)[at]),
      }));
    let most = 0;
    const left = members.map((_, nth) =>
      members.slice(nth).reduce((sum, { weight }) => sum + (weight ?? 1), 0),
    );
    const visit = (nth: number, value: number): void => {
      most = Math.max(most, value);
      const asked = members[nth];
      if (asked === undefined || value + (left[nth] ?? 0) <= most) return;
      for (const gpu of gpus) {
        if (asked.group !== null && gpu.groups.has(asked.group)) continue;
        const profile = raw.profiles.find(({ name }) => name === asked.profile);
        for (const start of profile?.placements?.starts ?? []) {
          if (!isAccepted(raw, [...gpu.pieces, { profile: asked.profile ?? '', start }])) continue;
          gpu.pieces.push({ profile: asked.profile ?? '', start });
          if (asked.group !== null) gpu.groups.add(asked.group);
          visit(nth + 1, value + (asked.weight ?? 1));
          if (asked.group !== null) gpu.groups.delete(asked.group);
          gpu.pieces.pop();
        }
      }
      visit(nth + 1, value);
    };
    visit(0, 0);
    expect({ seed, value: runSearch(admitApart(questionOf(one))).best?.admission.value }).toEqual({
      seed,
      value: most,
    });
  }
});

test('the checker rejects groups together, pieces for nobody, and what a tree does not show', () => {
  const plan = planOf(['', '', '']);
  const request = (group: string | null, count: number): PlanRequest => ({
    ...{ profile: '3g.20gb', needs: null, count, weight: null, group, extra: [] },
  });
  const one: Case = {
    ...{ plan, board: 'a100-pcie-40gb', names: ['3g.20gb'] },
    requests: [request('db', 4), request('web', 2), request(null, 0)],
  };
  const question = questionOf(one);
  const { best } = runSearch(admitApart(question));
  if (best === null) throw new Error('no answer');
  const { admission } = best;
  const { sites, wishes } = asChecked(question, admission, question.groups);
  const tree = admitTree({ sites, wishes }, admission.value, best.cuts);
  expect(admission).toMatchObject({ granted: [3, 2, 0], value: 5 });
  expect(tree).not.toBeNull();
  expect(faultsOf(one, admission, tree)).toEqual([]);
  const withWishes = (change: (wishes: readonly number[]) => number[]): Admission => ({
    ...admission,
    placed: admission.placed.map((gpu) => ({ ...gpu, wishes: change(gpu.wishes ?? []) })),
  });
  expect(
    faultsOf(
      one,
      withWishes((own) => own.map(() => 0)),
      tree,
    ),
  ).toContain('group-together');
  expect(
    faultsOf(
      one,
      withWishes((own) => own.map(() => 7)),
      tree,
    ),
  ).toContain('wish-differs');
  expect(
    faultsOf(
      one,
      withWishes(() => []),
      tree,
    ),
  ).toContain('wish-differs');
  const less = { ...admission, granted: [2, 2, 0], value: 4 };
  expect(faultsOf(one, less, tree)).toEqual(expect.arrayContaining(['leaf-short', 'count-differs']));
  // Without the group, a sixth would fit: what shows five must know of it.
  const loose = { ...one, requests: [request(null, 4), request('web', 2)] };
  expect(faultsOf(loose, admission, tree)).not.toEqual([]);
  expect(faultsOf(one, admission, { prices: [0, 0, 0], scale: 1 })).toEqual(['leaf-short']);
});

test('groups as large as the fleet: each GPU has one of each and no more; empty GPUs that the rest needs', () => {
  const plan = planOf(['', '', '']);
  const requests = ['3g.20gb', '2g.10gb'].flatMap((profile) =>
    ['a', 'b', 'c'].map((group): PlanRequest => ({
      ...{ profile, needs: null, count: 2, weight: null, group, extra: [] },
    })),
  );
  const answer = admitInto(plan, requests, {
    board: null,
    weights: new Map(),
    budget: 100_000,
    certify: true,
  });
  // A GPU has 3g and 2g twice, or 3g twice, or 2g three times: of six and six, five GPUs.
  expect(answer).toMatchObject({ ok: true, value: { value: 9, bound: 9, isProven: true, extraGpus: 2 } });
});

test('dealing out: every count that is not too much is dealt out, no group twice on a GPU (seeds 1 to 60)', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = mulberry32(seed);
    const gpus = 1 + Math.floor(random() * 12);
    const slots = [1 + Math.floor(random() * 3), Math.floor(random() * 3), 1];
    const left = slots.map((count) => count * gpus);
    const members = ['a', 'b', 'c', 'd', 'e'].flatMap((group, ask) => {
      let open = gpus;
      return slots.flatMap((_, pool) => {
        const count = Math.floor(random() * (1 + Math.min(open, left[pool] ?? 0)));
        open -= count;
        left[pool] = (left[pool] ?? 0) - count;
        return count === 0 ? [] : [{ ask, group, pool, count }];
      });
    });
    const dealt = dealApart(gpus, slots, members);
    for (const here of dealt) {
      expect(new Set(here.map(({ ask }) => ask)).size).toBe(here.length);
      slots.forEach((count, pool) =>
        expect(here.filter((one) => one.pool === pool).length).toBeLessThanOrEqual(count),
      );
    }
    for (const { ask, pool, count } of members)
      expect(dealt.flat().filter((one) => one.ask === ask && one.pool === pool)).toHaveLength(count);
  }
});
