/** Cases that show what a fleet costs at the least, for the checker: small ones, of which the least cost is seen by hand. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { fleetQuestion } from '../verifyFleet.ts';
import { faultsOfTree, type ProofTree } from '../verifyTree.ts';
import { makeFlexibleQuestion } from './flexible.ts';
import type { BinOf, FleetBoard } from './flexibleProgram.ts';
import { fleetTree } from './fleetTree.ts';

const boardOf = (id: string, cost: number, more: Partial<FleetBoard> = {}): FleetBoard => ({
  ...{ board: findBoard(id)!, cost, count: null, gpusPerHost: null },
  ...more,
});
const A100 = (cost: number): FleetBoard => boardOf('a100-pcie-40gb', cost);
const A30 = (cost: number, more: Partial<FleetBoard> = {}): FleetBoard => boardOf('a30-24gb', cost, more);

const request = (profile: string, count: number, group: string | null = null): PlanRequest => ({
  ...{ profile, needs: null, count, weight: null, group, extra: [] },
});
const needing = (memoryGB: number, count: number): PlanRequest => ({
  ...{ ...request('', count), profile: null, needs: { memoryGB } },
});

/** The cases for this cost, or null where none were found. The checker finds nothing wrong with them, and each shows something. */
function cases(
  fleet: readonly FleetBoard[],
  requests: readonly PlanRequest[],
  cost: number,
  apart: BinOf = 'gpu',
): ProofTree | null {
  const question = makeFlexibleQuestion(fleet, requests);
  if (!question.ok) throw new Error(question.error.code);
  const tree = fleetTree(question.value, apart, cost);
  if (tree === null) return null;
  // Who serves whom, from the requests themselves.
  const demand = requests.map(({ count, group, profile, needs }) => ({
    ...{ count, group },
    isServedBy: (board: FleetBoard['board'], name: string): boolean => {
      if (profile !== null) return name === profile;
      const at = fleet.findIndex((one) => one.board === board);
      const index = board.profiles.findIndex((one) => one.name === name);
      const asked = makeFlexibleQuestion(fleet, [{ ...request('', 1), profile, needs }]);
      if (!asked.ok) throw new Error(asked.error.code);
      return asked.value.candidates[0]!.some((one) => one.fleet === at && one.profile === index);
    },
  }));
  const checked = fleetQuestion(fleet, demand, apart);
  expect(faultsOfTree(checked, tree, cost)).toEqual([]);
  // A leaf of nothing would show any cost: these show no more than this one.
  expect(faultsOfTree(checked, tree, cost + 1)).not.toEqual([]);
  return tree;
}

describe('the least cost is shown, and no higher one', () => {
  test.each<[what: string, fleet: FleetBoard[], requests: PlanRequest[], least: number]>([
    // Two of the three stand on one GPU.
    ['three 2g on A30s at 5', [A30(5)], [request('2g.12gb', 3)], 10],
    // An A30 has two 2g.12gb; an A100 has no profile of that name, but three 3g.20gb or 2g.10gb that nobody asks for.
    ['three 2g.12gb beside A100s at 1', [A100(1), A30(7)], [request('2g.12gb', 3)], 14],
    // 12 GB: two on an A30 at 3, two on an A100 at 5.
    ['five of 12 GB, on either', [A100(5), A30(3)], [needing(12, 5)], 9],
    // 20 GB: two on an A100, one on an A30.
    ['three of 20 GB, on either', [A100(5), A30(3)], [needing(20, 3)], 8],
    // A 4g, a 2g and a 1g fill one GPU, and the second 4g takes another.
    [
      'two 4g, a 2g and a 1g',
      [A100(4)],
      [request('4g.20gb', 2), request('2g.10gb', 1), request('1g.5gb', 1)],
      8,
    ],
    ['two requests of one profile', [A30(4)], [request('2g.12gb', 1), request('2g.12gb', 2)], 8],
  ])('%s', (_, fleet, requests, least) => {
    expect(cases(fleet, requests, least)).not.toBeNull();
    expect(cases(fleet, requests, least + 1)).toBeNull();
  });
});

test('members of a group are on a GPU each', () => {
  // Four of them would fit on one.
  const members = [request('1g.6gb', 3, 'db')];
  expect(cases([A30(2)], members, 6)).not.toBeNull();
  expect(cases([A30(2)], members, 7)).toBeNull();
  expect(cases([A30(2)], [request('1g.6gb', 3)], 2)).not.toBeNull();
  expect(cases([A30(2)], [request('1g.6gb', 3)], 3)).toBeNull();
  // Over its requests a group is one, and two groups share GPUs.
  const two = (other: string): PlanRequest[] => [request('1g.6gb', 2, 'db'), request('2g.12gb', 1, other)];
  expect(cases([A30(2)], two('db'), 6)).not.toBeNull();
  expect(cases([A30(2)], two('web'), 4)).not.toBeNull();
  expect(cases([A30(2)], two('web'), 6)).toBeNull();
});

test('of hosts that keep groups apart nothing is shown but what holds without', () => {
  const fleet = [A30(2, { gpusPerHost: 1 })];
  const members = [request('1g.6gb', 3, 'db')];
  expect(cases(fleet, members, 2, 'host')).not.toBeNull();
  expect(cases(fleet, members, 6, 'host')).toBeNull();
  expect(cases(fleet, members, 6, 'gpu')).not.toBeNull();
});

test('where the prices of groups alone do not show it, those that are found on the way to an answer do', () => {
  // Of each of "a", "c" and "e" there are three: on three GPUs one of each, on each of them. But beside a 4g and a 2g there is
  // room for one 1g and no 3g, so "a" and "e" do not both find room there.
  const requests = [
    ...[request('1g.5gb', 1, 'e'), request('1g.5gb', 3, 'a'), request('4g.20gb', 1, 'b')],
    ...[request('3g.20gb', 2, 'e'), request('2g.10gb', 3, 'c')],
  ];
  expect(cases([A100(21)], requests, 84)).not.toBeNull();
});
