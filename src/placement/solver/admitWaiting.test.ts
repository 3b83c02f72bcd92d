/** Who waits and for what, on a GPU or three, by hand. */
import { expect, test } from 'vitest';
import { gpuOf, planOf } from '../standing.testing.ts';
import type { Gpu, Plan, PlanRequest } from '../../model/plan.ts';
import { answerOf, OPTIONS, request, withMember } from './admitted.testing.ts';
import { searchAdmission, type AdmitAnswer } from './admitPlan.ts';

const waits = (answer: AdmitAnswer): unknown =>
  answer.waiting.map(({ request: at, reason, count, afterRepacking }) => [at, reason, count, afterRepacking]);

test('why a request waits: room at all, room in one piece, its own group, no GPU that has the profile', () => {
  // 1g at 1 and at 5 leave a 2g nowhere but between: 3g needs either half.
  const torn = planOf(['1g.5gb@1 1g.5gb@5']);
  expect(waits(answerOf(torn, [request('3g.20gb', 2)]))).toEqual([[0, 'fragmentation', 2, 1]]);
  expect(waits(answerOf(planOf(['4g.20gb@0']), [request('4g.20gb', 1)]))).toEqual([[0, 'capacity', 1, 0]]);
  // An A30 has no 3g, and no A100 here has a driver for a 1g.10gb.
  const old = planOf(['']);
  const both = { ...old, hosts: old.hosts.map((host) => ({ ...host, driver: '510.47' })) };
  expect(waits(answerOf(both, [request('1g.10gb', 1), request('1g.5gb', 1)]))).toEqual([[0, 'no-gpu', 1, 0]]);
  const member = withMember(planOf(['1g.5gb@0', '7g.40gb@0']), 0, 'db');
  expect(waits(answerOf(member, [request('1g.5gb', 2, { group: 'db' })]))).toEqual([[0, 'group', 2, 2]]);
  expect(waits(answerOf(member, [request('1g.5gb', 2, { group: 'web' })]))).toEqual([[0, 'group', 1, 1]]);
  // Where it is not its group it is the room, also of a request that is in one.
  expect(waits(answerOf(member, [request('7g.40gb', 1, { group: 'web' })]))).toEqual([[0, 'capacity', 1, 0]]);
  expect(waits(answerOf(member, [request('1g.5gb', 7)]))).toEqual([[0, 'capacity', 1, 0]]);
  expect(answerOf(member, [request('1g.5gb', 6)]).waiting).toEqual([]);
});

/** The plan with other GPUs of its first host. */
function withGpus(plan: Plan, change: (gpu: Gpu, at: number) => Gpu): Plan {
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.map(change) })) };
}

test('nobody is promised the room of a GPU that is illegal as it is, and so left alone', () => {
  // Slice 6 of the second is free.
  const answer = answerOf(planOf(['7g.40gb@0', '3g.20gb@0 3g.20gb@2']), [request('1g.5gb', 1)]);
  expect(answer.leftAlone).toBe(1);
  expect(waits(answer)).toEqual([[0, 'capacity', 1, 0]]);
});

test('a board that has not the profile is none that it waits for', () => {
  const plan = planOf(['7g.40gb@0', '']);
  const mixed = withGpus(plan, (gpu, at) => (at === 1 ? { ...gpuOf('', 'a30-24gb'), id: gpu.id } : gpu));
  expect(waits(answerOf(mixed, [request('3g.20gb', 1)]))).toEqual([[0, 'capacity', 1, 0]]);
});

test('with a budget of nothing nobody knows why', () => {
  const answer = answerOf(planOf(['']), [request('3g.20gb', 3)], { budget: 0 });
  expect(answer).toMatchObject({ granted: [0], value: 0, bound: 3, isProven: false });
  expect(waits(answer)).toEqual([[0, 'budget', 3, 2]]);
});

const needing = (memoryGB: number, count: number, group: string | null = null): PlanRequest =>
  request(null, count, { needs: { memoryGB }, group });

test('a request by need waits for any of the profiles that serve it', () => {
  // The driver is too old for a 1g.10gb, and not for a 2g.10gb.
  const full = planOf(['7g.40gb@0']);
  const old = { ...full, hosts: full.hosts.map((host) => ({ ...host, driver: '510.47' })) };
  expect(waits(answerOf(old, [needing(10, 1)]))).toEqual([[0, 'capacity', 1, 0]]);
  // Two 1g.10gb go between these two, and a third when they are moved; nothing larger would.
  const torn = planOf(['1g.5gb@1 1g.5gb@5']);
  expect(waits(answerOf(torn, [needing(10, 9)]))).toEqual([[0, 'fragmentation', 7, 1]]);
});

test('each of several that wait says what it waits for, and work is counted on', () => {
  const requests = [
    request('3g.20gb', 3),
    request('1g.10gb', 3),
    request('2g.10gb', 4),
    request('3g.20gb', 1),
  ];
  const search = searchAdmission(planOf(['1g.5gb@1 1g.5gb@5']), requests, OPTIONS);
  if (!search.ok) throw new Error(search.error.code);
  const works: number[] = [];
  for (const steps = search.value(); ;) {
    const { done, value } = steps.next();
    works.push(value.work);
    if (done !== true) continue;
    expect(value.best!.waiting.map(({ request: at }) => at)).toEqual([0, 1, 2, 3]);
    break;
  }
  expect(works).toEqual([...works].sort((a, b) => a - b));
  expect(new Set(works).size).toBeGreaterThan(3);
});

test('a group holds its next member where every GPU that has the profile has one of it', () => {
  const one = request('3g.20gb', 1, { group: 'db' });
  const held = withMember(planOf(['1g.5gb@0 2g.10gb@2 3g.20gb@4', '']), 0, 'db');
  // An empty A30 is none of them: it has no 3g.
  const mixed = withGpus(held, (gpu, at) => (at === 1 ? { ...gpuOf('', 'a30-24gb'), id: gpu.id } : gpu));
  expect(waits(answerOf(mixed, [one]))).toEqual([[0, 'group', 1, 0]]);
  // Where another GPU has the profile and no member it is its room that is missing.
  const other = withMember(planOf(['1g.5gb@0 2g.10gb@2 3g.20gb@4', '7g.40gb@0']), 0, 'db');
  expect(waits(answerOf(other, [one]))).toEqual([[0, 'capacity', 1, 0]]);
  // By need: 12 GB are a 2g of an A30 or a 3g of an A100, which no GPU has both.
  const full = withGpus(planOf(['7g.40gb@0', '']), (gpu, at) =>
    at === 1 ? { ...gpuOf('4g.24gb@0', 'a30-24gb'), id: gpu.id } : gpu,
  );
  expect(waits(answerOf(full, [needing(12, 1, 'db')]))).toEqual([[0, 'capacity', 1, 0]]);
});

test('a group holds its next member where there is room beside another one only', () => {
  // By need: beside the member there is room for a 1g, and for nothing larger.
  const beside = withMember(planOf(['1g.5gb@0 2g.10gb@2 3g.20gb@4', '7g.40gb@0']), 0, 'db');
  expect(waits(answerOf(beside, [needing(5, 1, 'db')]))).toEqual([[0, 'group', 1, 1]]);
  // On one host of two.
  const [host] = beside.hosts;
  const [first, second] = host!.gpus;
  const hosts = [
    { ...host!, gpus: [first!] },
    { ...host!, id: 900 as NonNullable<typeof host>['id'], name: 'esx-02', gpus: [second!] },
  ];
  expect(waits(answerOf({ ...beside, hosts }, [request('1g.5gb', 1, { group: 'db' })]))).toEqual([
    [0, 'group', 1, 1],
  ]);
  // Of a board that is not meant it holds nobody.
  const plan = withMember(planOf(['1g.5gb@0', '7g.40gb@0']), 0, 'db');
  const sxm = withGpus(plan, (gpu, at) => (at === 0 ? { ...gpu, board: 'a100-sxm4-40gb' } : gpu));
  const options = { board: 'a100-pcie-40gb' };
  expect(waits(answerOf(sxm, [request('1g.5gb', 1, { group: 'db' })], options))).toEqual([
    [0, 'capacity', 1, 0],
  ]);
});

test('those that were let in hold others of their group as well', () => {
  // One on each GPU; the third would find room beside either.
  expect(waits(answerOf(planOf(['', '']), [request('2g.10gb', 3, { group: 'db' })]))).toEqual([
    [0, 'group', 1, 1],
  ]);
});
