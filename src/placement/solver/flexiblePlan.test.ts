import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { EMPTY_PLAN, type PlanRequest } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import type { FlexibleAnswer, FlexibleQuestion, PlacedGpu } from './flexible.ts';
import { flexiblePlan } from './flexiblePlan.ts';

const FLEET = ['a100-pcie-40gb', 'a30-24gb'].map((id) => {
  const board = findBoard(id);
  if (board === undefined) throw new Error(id);
  return { board, cost: 1, count: null, gpusPerHost: null };
});

function planFor(
  groups: readonly (string | null)[],
  placed: readonly PlacedGpu[],
): ReturnType<typeof flexiblePlan> {
  const requests = groups.map((group): PlanRequest => ({
    ...{ profile: null, needs: { memoryGB: 5 }, count: 1, weight: null, group, extra: [] },
  }));
  const question: FlexibleQuestion = { fleet: FLEET, requests, candidates: requests.map(() => []) };
  const answer: FlexibleAnswer = { cost: placed.length, gpus: [], placed };
  return flexiblePlan(question, answer);
}

/** A GPU with these instances, as "2g.10gb@4 for 0". */
function gpuWith(fleet: number, host: number | null, ...texts: string[]): PlacedGpu {
  const instances = texts.map((text) => {
    const [, name = '', start = '', request = ''] = /^(\S+)@(\d+) for (\d+)$/.exec(text) ?? [];
    const profile = FLEET[fleet]?.board.profiles.findIndex((one) => one.name === name) ?? -1;
    return { profile, start: Number(start), request: Number(request) };
  });
  return { fleet, host, instances };
}

function drawn({ hosts }: ReturnType<typeof flexiblePlan>): string[] {
  return hosts.map(
    ({ name, gpus }) =>
      `${name}: ${gpus.map((gpu) => `${gpu.index} ${gpu.board} ${gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join('+')}`).join(', ')}`,
  );
}

test('hosts board by board, each numbered among those of its board, with the GPUs that the answer puts there', () => {
  const plan = planFor(
    [null],
    [
      gpuWith(1, 1, '1g.6gb@3 for 0'),
      gpuWith(0, 0, '3g.20gb@4 for 0', '2g.10gb@0 for 0'),
      gpuWith(1, 0, '4g.24gb@0 for 0'),
      gpuWith(1, 1, '2g.12gb@2 for 0'),
    ],
  );
  expect(drawn(plan)).toEqual([
    'a100-pcie-40gb-01: 0 a100-pcie-40gb 3g.20gb@4+2g.10gb@0',
    'a30-24gb-01: 0 a30-24gb 4g.24gb@0',
    'a30-24gb-02: 0 a30-24gb 1g.6gb@3, 1 a30-24gb 2g.12gb@2',
  ]);
  expect(checkPlan(plan)).toEqual([]);
  expect(plan.vms).toEqual([]);
  expect(plan.requests).toHaveLength(1);
  const ids = plan.hosts.flatMap(({ id, gpus }) => [
    ...[id],
    ...gpus.flatMap((gpu) => [gpu.id, ...gpu.instances.map((gi) => gi.id)]),
  ]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...ids)).toBeLessThan(plan.nextId);
});

test('eight GPUs to a host where nobody says how many', () => {
  const plan = planFor(
    [null],
    Array.from({ length: 17 }, () => gpuWith(0, null, '7g.40gb@0 for 0')),
  );
  expect(plan.hosts.map(({ name, gpus }) => `${name} ${gpus.length}`)).toEqual([
    'a100-pcie-40gb-01 8',
    'a100-pcie-40gb-02 8',
    'a100-pcie-40gb-03 1',
  ]);
  expect(plan.hosts[0]?.gpus.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('a VM for each member of a group, on its instance, and none for the others', () => {
  const plan = planFor(
    ['db', null, 'web', 'db'],
    [
      gpuWith(0, 0, '2g.10gb@0 for 0', '1g.5gb@2 for 1', '1g.5gb@3 for 2'),
      gpuWith(0, 0, '3g.20gb@0 for 3', '1g.5gb@4 for 9'),
    ],
  );
  const [first, second] = plan.hosts[0]?.gpus ?? [];
  expect(plan.vms.map(({ name, group, attachments }) => [name, group, attachments])).toEqual([
    [
      'db-1',
      'db',
      [{ wants: { kind: 'profile', profile: '2g.10gb' }, instance: first?.instances[0]?.id, extra: [] }],
    ],
    [
      'web-1',
      'web',
      [{ wants: { kind: 'profile', profile: '1g.5gb' }, instance: first?.instances[2]?.id, extra: [] }],
    ],
    [
      'db-2',
      'db',
      [{ wants: { kind: 'profile', profile: '3g.20gb' }, instance: second?.instances[0]?.id, extra: [] }],
    ],
  ]);
  expect(checkPlan(plan)).toEqual([]);
});

test('what is not known of a host, a GPU or a VM is left open, and nothing is noted', () => {
  const plan = planFor(['db'], [gpuWith(1, 0, '4g.24gb@0 for 0')]);
  const { hosts, vms, nextId } = plan;
  const [host] = hosts;
  const [gpu] = host!.gpus;
  const [gi] = gpu!.instances;
  expect({ ...host, gpus: [] }).toEqual({
    ...{ id: host!.id, name: 'a30-24gb-01', notes: '', platform: null, release: null, driver: null },
    ...{ creation: null, gpus: [], observed: null, extra: [] },
  });
  expect({ ...gpu, instances: [] }).toEqual({
    ...{ id: gpu!.id, index: 0, notes: '', board: 'a30-24gb', variant: null, uuid: null, pciId: null },
    ...{ kind: null, use: 'mig', instances: [], extra: [] },
  });
  const wants = { kind: 'profile', profile: '4g.24gb' };
  expect(vms).toEqual([
    {
      ...{ id: vms[0]!.id, name: 'db-1', notes: '', group: 'db', extra: [] },
      attachments: [{ wants, instance: gi!.id, extra: [] }],
    },
  ]);
  expect({ ...plan, requests: [], hosts: [], vms: [] }).toEqual({ ...EMPTY_PLAN, nextId });
});

test('names of VMs are their own, also where those of two groups meet, and long ones are cut', () => {
  const long = 'g'.repeat(80);
  const plan = planFor(
    ['a-1', 'a', long],
    [
      gpuWith(0, 0, '1g.5gb@0 for 0', '1g.5gb@1 for 2'),
      // "a" comes to "a-1" with its first member, and "a-1" to "a-1-1" with its own.
      gpuWith(0, 0, '1g.5gb@0 for 1'),
    ],
  );
  expect(plan.vms.map(({ name }) => name)).toEqual(['a-1-1', `${'g'.repeat(64)}-1`, 'a-1']);
  const alike = planFor(
    [`${long}1`, `${long}2`, `${long}3`],
    [0, 1, 2].map((request) => gpuWith(0, 0, `1g.5gb@0 for ${request}`)),
  );
  const name = `${'g'.repeat(64)}-1`;
  expect(alike.vms.map((vm) => vm.name)).toEqual([name, `${name} (2)`, `${name} (3)`]);
});
