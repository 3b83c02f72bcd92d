/** Who is let in on two or three GPUs, against trying all there is; and by hand what else is told. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import { faultsOfTree, type Ask, type GpuKind } from '../verifyTree.ts';
import { admitQuestion } from '../verifyAdmission.ts';
import { answerOf, OPTIONS, request, withMember } from './admitted.testing.ts';
import { MAX_ADMIT_GPUS, admitInto, admitOnto, searchAdmission } from './admitPlan.ts';
import { mulberry32 } from './seeded.ts';
import { leastValue, setsBeside } from './treeQuestions.testing.ts';

const A30 = 'a30-24gb';
const A100 = 'a100-pcie-40gb';
const NAMES: Readonly<Record<string, readonly string[]>> = {
  [A30]: ['1g.6gb', '2g.12gb', '1g.6gb+me'],
  [A100]: ['1g.10gb', '2g.10gb', '3g.20gb'],
};
const STANDING: Readonly<Record<string, readonly string[]>> = {
  [A30]: ['', '1g.6gb@0', '2g.12gb@2', '1g.6gb@1 1g.6gb@2'],
  [A100]: ['2g.10gb@0', '3g.20gb@0', '1g.5gb@2', '2g.10gb@2 1g.5gb@6'],
};

describe.each([A30, A100])('%s', (board) => {
  test.each([false, true])(
    '30 questions by seed, groups: %s: as much as by trying all, proven, and so many more GPUs',
    (isApart) => {
      const names = NAMES[board]!;
      let waited = 0;
      for (let seed = 1; seed <= 30; seed++) {
        const random = mulberry32(seed * 31 + (isApart ? 7 : 0));
        const below = (most: number): number => Math.floor(random() * most);
        const layouts = Array.from({ length: 2 }, () => STANDING[board]![below(4)]!);
        let plan = planOf(layouts, board);
        if (isApart && layouts[0] !== '' && below(2) === 0) plan = withMember(plan, 0, 'a');
        const requests = Array.from({ length: 3 }, () =>
          request(names[below(3)]!, 1 + below(2), {
            weight: 1 + below(5),
            group: isApart ? (['a', 'a', 'b', null][below(4)] ?? null) : null,
          }),
        );
        const barred = plan.vms.length > 0 ? ['a'] : [];
        const kinds = plan.hosts[0]!.gpus.map((gpu, at): GpuKind => ({
          ...{
            cost: 0,
            most: 1,
            sets: setsBeside(board, gpu.instances, names),
            barred: new Set(at === 0 ? barred : []),
          },
        }));
        const asks = requests.map((one): Ask => ({
          ...{ least: 0, most: one.count, weight: one.weight!, group: one.group },
          pools: [names.indexOf(one.profile!)],
        }));
        const answer = answerOf(plan, requests);
        const name = `seed ${seed}`;
        expect([answer.value, answer.bound, answer.isProven], name).toEqual([
          ...[-leastValue({ kinds, asks })! + 0, answer.value],
          true,
        ]);
        expect(answer.value, name).toBe(
          answer.granted.reduce((sum, count, at) => sum + count * requests[at]!.weight!, 0),
        );
        // What is new is what was granted, and each member has an instance of its own GPU.
        const before = new Set(plan.hosts[0]!.gpus.flatMap(({ instances }) => instances.map(({ id }) => id)));
        const fresh = answer.plan.hosts[0]!.gpus.flatMap(({ instances }) =>
          instances.filter(({ id }) => !before.has(id)),
        );
        for (const profile of names) {
          const granted = requests.reduce(
            (sum, one, at) => sum + (one.profile === profile ? answer.granted[at]! : 0),
            0,
          );
          expect(fresh.filter((gi) => gi.profile === profile).length, name).toBe(granted);
        }
        const groupOf = new Map<GiId, string>(answer.members.map(({ giId, group }) => [giId, group]));
        const members = requests.reduce(
          (sum, one, at) => sum + (one.group === null ? 0 : answer.granted[at]!),
          0,
        );
        expect(answer.members, name).toHaveLength(members);
        answer.plan.hosts[0]!.gpus.forEach(({ instances }, at) => {
          const here = [...instances.flatMap(({ id }) => groupOf.get(id) ?? []), ...(at === 0 ? barred : [])];
          expect(new Set(here).size, name).toBe(here.length);
        });
        // Everybody who is not let in waits, and so many empty GPUs more would do for all.
        expect(
          answer.waiting.map(({ request: at, count }) => [at, count]),
          name,
        ).toEqual(
          requests.flatMap(({ count }, at) =>
            answer.granted[at]! < count ? [[at, count - answer.granted[at]!]] : [],
          ),
        );
        waited += answer.waiting.length;
        const empty: GpuKind = {
          cost: 1,
          most: 6,
          sets: setsBeside(board, [], names),
          barred: new Set(),
        };
        const all = asks.map((ask) => ({ ...ask, least: ask.most, weight: 0 }));
        expect(answer.extraGpus, name).toBe(leastValue({ kinds: [...kinds, empty], asks: all }));
      }
      expect(waited).toBeGreaterThan(15);
    },
  );
});

test('needs: any of several profiles serves, and no more are granted than are asked for', () => {
  const needs = { memoryGB: 10 };
  const large = request('3g.20gb', 1, { weight: 3 });
  const answer = answerOf(planOf(['', '4g.20gb@0']), [request(null, 20, { needs }), large]);
  // Four 1g.10gb on the empty one and the 3g beside the 4g, or two beside the 3g and two beside the 4g.
  expect(answer).toMatchObject({ granted: [4, 1], value: 7, isProven: true, extraGpus: null });
  expect(answer.waiting).toMatchObject([{ request: 0, profile: null, needs, count: 16, reason: 'capacity' }]);
  const few = answerOf(planOf(['', '4g.20gb@0']), [request(null, 2, { needs }), large]);
  expect(few).toMatchObject({ granted: [2, 1], waiting: [], value: 5, bound: 5 });
});

test('weights by profile go before those of requests, and tenths are counted exactly', () => {
  const requests = [request('3g.20gb', 1, { weight: 1 }), request('4g.20gb', 1, { weight: 5 })];
  const full = planOf(['3g.20gb@4']);
  expect(answerOf(full, requests)).toMatchObject({ granted: [0, 1], value: 5, bound: 5 });
  const weights = new Map([['3g.20gb', 5.3]]);
  expect(answerOf(full, requests, { weights })).toMatchObject({
    granted: [1, 0],
    value: 5.3,
    bound: 5.3,
    weightScale: 10,
  });
});

test('only GPUs of the named board, of which the illegal ones are left alone', () => {
  const plan = planOf(['', '3g.20gb@0 3g.20gb@2', '']);
  const [host] = plan.hosts;
  const gpus = host!.gpus.map((gpu, at) => (at === 2 ? { ...gpu, board: 'a100-sxm4-40gb' } : gpu));
  const mixed: Plan = { ...plan, hosts: [{ ...host!, gpus }] };
  expect(answerOf(mixed, [request('7g.40gb', 5)])).toMatchObject({
    granted: [2],
    leftAlone: 1,
    extraGpus: null,
  });
  const one = answerOf(mixed, [request('7g.40gb', 5)], { board: A100 });
  expect(one).toMatchObject({ granted: [1], leftAlone: 1, extraGpus: 4 });
  expect(one.plan.hosts[0]!.gpus[2]).toBe(gpus[2]);
  // A GPU without MIG mode is not illegal.
  const off = { ...mixed, hosts: [{ ...host!, gpus: gpus.map((gpu) => ({ ...gpu, use: 'off' as const })) }] };
  expect(answerOf(off, [request('7g.40gb', 1)])).toMatchObject({ granted: [0], leftAlone: 0 });
  expect(admitInto(mixed, [request('7g.40gb', 1)], { ...OPTIONS, board: 'h100-pcie-80gb' })).toEqual({
    ...{ ok: false, error: { code: 'no-gpus' } },
  });
  expect(admitInto(planOf([]), [request('7g.40gb', 1)], OPTIONS)).toMatchObject({
    error: { code: 'no-gpus' },
  });
});

test('where nobody is let in the plan is the same one', () => {
  const plan = planOf(['7g.40gb@0']);
  expect(answerOf(plan, [request('1g.5gb', 3)]).plan).toBe(plan);
  const free = answerOf(planOf(['4g.20gb@0', '7g.40gb@0']), [
    request('2g.10gb', 1),
    request('1g.5gb', 1),
  ]).plan;
  expect(
    free.hosts[0]!.gpus.map(({ instances }) => instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ')),
  ).toEqual(['4g.20gb@0 2g.10gb@4 1g.5gb@6', '7g.40gb@0']);
});

test('where prices leave a gap cases are made on demand, and shown to the checker', () => {
  // One of three kinds fits twice and the others once, on two GPUs each with something: found by seed.
  let made = 0;
  for (let seed = 1; seed <= 60 && made < 2; seed++) {
    const random = mulberry32(seed * 7);
    const below = (most: number): number => Math.floor(random() * most);
    const plan = planOf(['1g.5gb@0', '1g.5gb@3', '2g.10gb@2']);
    const requests = NAMES[A100]!.map((profile) => request(profile, 1 + below(6), { weight: 1 + below(9) }));
    const plain = answerOf(plan, requests);
    if (plain.proof !== null) continue;
    expect(plain.tree).toBe(null);
    const shown = answerOf(plan, requests, { certify: true });
    expect([shown.value, shown.granted]).toEqual([plain.value, plain.granted]);
    if (shown.tree === null) continue;
    made++;
    const sites = plan.hosts[0]!.gpus.map((gpu) => ({
      ...{ board: findBoard(A100)!, standing: gpu.instances, added: [], allowed: new Set(NAMES[A100]) },
    }));
    const wishes = requests.map((one) => ({ profile: one.profile!, count: one.count, weight: one.weight! }));
    const question = admitQuestion(sites, wishes);
    expect(faultsOfTree(question, shown.tree, -shown.value)).toEqual([]);
    expect(faultsOfTree(question, shown.tree, -shown.value + 1).length).toBeGreaterThan(0);
  }
  expect(made).toBe(2);
});

test('onto empty GPUs: from one to so many', () => {
  const board = findBoard(A30)!;
  const onto = (gpus: number): unknown => {
    const answer = admitOnto(board, gpus, [request('4g.24gb', 3)], OPTIONS);
    return answer.ok
      ? [answer.value.granted[0], answer.value.plan.name, answer.value.plan.hosts.length]
      : answer.error;
  };
  expect(onto(1)).toEqual([1, 'Admission', 1]);
  expect(onto(9)).toEqual([3, 'Admission', 2]);
  const unusable = (gpus: number): object => ({ code: 'gpus-unusable', gpus, max: MAX_ADMIT_GPUS });
  for (const gpus of [0, 1.5, MAX_ADMIT_GPUS + 1, NaN]) expect(onto(gpus)).toEqual(unusable(gpus));
});

test('a search says on its way how much work it has done, and comes to the same answer', () => {
  const plan = planOf(['1g.5gb@0', '1g.5gb@3']);
  const requests = [
    request('3g.20gb', 2),
    request('2g.10gb', 2, { group: 'a' }),
    request('1g.10gb', 2, { group: 'a' }),
  ];
  const search = searchAdmission(plan, requests, OPTIONS);
  if (!search.ok) throw new Error(search.error.code);
  const steps = search.value();
  let work = 0;
  for (;;) {
    const { done, value } = steps.next();
    expect(value.work).toBeGreaterThanOrEqual(work);
    work = value.work;
    if (done !== true) {
      expect([value.best, value.bound, value.isProven]).toEqual([null, null, false]);
      continue;
    }
    expect(value.best).toEqual(answerOf(plan, requests));
    expect([value.bound, value.isProven]).toEqual([value.best!.bound, value.best!.isProven]);
    break;
  }
  expect(work).toBeGreaterThan(0);
});

test('which GPUs have a member of a group already is known to the first search', () => {
  // One of "a" at the most, for the GPU is one, and none of "b", who is there.
  const plan = withMember(planOf(['2g.10gb@2']), 0, 'b');
  const requests = [
    request('1g.5gb', 2, { weight: 1, group: 'a' }),
    request('1g.5gb', 1, { weight: 5, group: 'b' }),
  ];
  expect(answerOf(plan, requests, { budget: 1 })).toMatchObject({
    granted: [1, 0],
    bound: 1,
    isProven: true,
  });
  // A group that nobody here is of keeps nobody out.
  const other = withMember(planOf(['2g.10gb@2']), 0, 'c');
  expect(answerOf(other, requests, { budget: 1 })).toMatchObject({ granted: [1, 1], isProven: true });
});

test('requests that make no sense are an error, and no board is none to be asked about', () => {
  const faultOf = (plan: Plan, profile: string, count: number): unknown => {
    const answer = admitInto(plan, [request('1g.5gb', 1), request(profile, count)], OPTIONS);
    return answer.ok ? null : answer.error;
  };
  expect(faultOf(planOf(['']), '3g.20gb', -1)).toMatchObject({ code: 'count-negative', request: 1 });
  expect(faultOf(planOf(['']), '9g.99gb', 1)).toMatchObject({ code: 'profile-unknown', request: 1 });
  expect(faultOf(planOf([''], 'b9000'), '3g.20gb', 1)).toEqual({ code: 'no-gpus' });
});
