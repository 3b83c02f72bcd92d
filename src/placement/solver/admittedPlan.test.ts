/** The plan with what was let in, and who is where. */
import { expect, test } from 'vitest';
import { positionAt } from '../../model/geometry.ts';
import type { GiId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import type { Admission, AdmittedGpu } from './admit.ts';
import { request } from './admitted.testing.ts';
import { groupsWith, membersOf, planWith } from './admittedPlan.ts';
import { legalGpu } from './rooms.ts';

/** What is added to a GPU of the plan, as "3g.20gb@4", and for which wish where that is known. */
function added(
  plan: Plan,
  host: number,
  gpu: number,
  texts: readonly string[],
  wishes?: number[],
): AdmittedGpu {
  const own = plan.hosts[host]!;
  const room = { host: own, gpu: own.gpus[gpu]!, ...legalGpu(own.gpus[gpu]!)! };
  const at = (text: string) => {
    const [name = '', start = ''] = text.split('@');
    return positionAt(room.geometry, name, Number(start))!;
  };
  return { gpu: room, added: texts.map(at), ...(wishes === undefined ? {} : { wishes }) };
}

const admission = (...placed: AdmittedGpu[]): Admission => ({ granted: [], value: 0, placed, proof: null });

/** Two hosts of two GPUs each. */
function twoHosts(): Plan {
  const plan = planOf(['1g.5gb@6', '', '2g.10gb@0', '']);
  const [host] = plan.hosts;
  const hosts = [host!.gpus.slice(0, 2), host!.gpus.slice(2)].map((gpus, at) => ({
    ...host!,
    ...{ id: (900 + at) as NonNullable<typeof host>['id'], gpus },
  }));
  return { ...plan, hosts };
}

const layouts = ({ hosts }: Plan): string[] =>
  hosts.flatMap(({ gpus }) =>
    gpus.map(({ instances }) => instances.map(({ profile, start }) => `${profile}@${start}`).join(' ')),
  );

test('new instances stand in the order of their starts, with ids of their own; all else is the same', () => {
  const plan = twoHosts();
  const made = planWith(plan, admission(added(plan, 1, 0, ['1g.5gb@2', '3g.20gb@4'], [5, 7])));
  expect(layouts(made.plan)).toEqual(['1g.5gb@6', '', '2g.10gb@0 1g.5gb@2 3g.20gb@4', '']);
  const [, small, large] = made.plan.hosts[1]!.gpus[0]!.instances;
  expect(made.added).toEqual([
    { id: small!.id, wish: 5 },
    { id: large!.id, wish: 7 },
  ]);
  expect([small!.id, large!.id, made.plan.nextId]).toEqual([plan.nextId, plan.nextId + 1, plan.nextId + 2]);
  // What gets nothing is not touched.
  expect(made.plan.hosts[0]).toBe(plan.hosts[0]);
  expect(made.plan.hosts[1]!.gpus[1]).toBe(plan.hosts[1]!.gpus[1]);
  // Before what stands there, and without a wish where none is told.
  const first = planWith(plan, admission(added(plan, 0, 0, ['4g.20gb@0'])));
  expect(layouts(first.plan)[0]).toBe('4g.20gb@0 1g.5gb@6');
  expect(first.added.map(({ wish }) => wish)).toEqual([undefined]);
});

test('where nothing is let in the plan is the same one', () => {
  const plan = planOf(['']);
  const made = planWith(plan, admission());
  expect(made.plan).toBe(plan);
  expect(made.added).toEqual([]);
});

test('who of a group got which instance is told by the request of its wish', () => {
  const ids = [11, 12, 13, 14] as GiId[];
  const wishes = {
    ...{ names: [], wishes: [], limits: [], scale: 1, isWhole: true },
    // Two profiles serve the second request.
    requestOf: [0, 1, 1],
  };
  const requests = [request('1g.5gb', 1), request(null, 2, { group: 'db' })];
  const fresh = ids.map((id, at) => ({ id, wish: [0, 1, 2, undefined][at] }));
  expect(membersOf(fresh, wishes, requests)).toEqual([
    { giId: 12, group: 'db' },
    { giId: 13, group: 'db' },
  ]);
});

test('a GPU has the groups that it had and those of who came', () => {
  const plan = twoHosts();
  const [one, two] = plan.hosts[0]!.gpus;
  const present = new Map([[one!.id as number, new Set(['old'])]]);
  const came = admission(
    added(plan, 0, 0, ['4g.20gb@0'], [1]),
    added(plan, 0, 1, ['3g.20gb@0', '3g.20gb@4'], [0, 2]),
    added(plan, 1, 1, ['7g.40gb@0']),
  );
  const groups = groupsWith(present, [null, 'db', 'web'], came);
  expect([...(groups.get(one!.id) ?? [])]).toEqual(['old', 'db']);
  expect([...(groups.get(two!.id) ?? [])]).toEqual(['web']);
  expect([...(groups.get(plan.hosts[1]!.gpus[1]!.id) ?? [])]).toEqual([]);
  // And what was known before is not changed.
  expect([...present.values()].map((own) => [...own])).toEqual([['old']]);
});
