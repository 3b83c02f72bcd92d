import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import type { Plan } from '../../model/plan.ts';
import { fitsOnGpu } from '../fits.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import { boardsWithoutStarts, fitsTable, placesOfHost, placesOfPlan, whoStays } from './fitsTable.ts';
import { fitsRepacked, repackRoom } from './repack.ts';

/** A host of A100s and one of A30s. */
function mixed(): Plan {
  const a100 = planOf(['1g.5gb@2 2g.10gb@4', '']);
  const [a30] = planOf(['1g.6gb@1', '2g.12gb@0'], 'a30-24gb').hosts;
  if (a30 === undefined) throw new Error('no host');
  return { ...a100, hosts: [...a100.hosts, a30] };
}

function rowsOf(places: ReturnType<typeof placesOfPlan>, plan: Plan): Map<string, number[]> {
  return new Map(
    fitsTable(plan, places).rows.map(({ board, profile, now, repacked }) => [
      `${board} ${profile}`,
      [now, repacked.count, repacked.bound],
    ]),
  );
}

test('a row for each profile with public starts, board by board, with what fits now on the board’s own GPUs', () => {
  const plan = mixed();
  const places = placesOfPlan(plan);
  expect(places).toHaveLength(4);
  const { rows } = fitsTable(plan, places);
  expect(rows.map(({ board, profile }) => `${board} ${profile}`)).toEqual(
    ['a100-pcie-40gb', 'a30-24gb'].flatMap((id) =>
      (findBoard(id)?.profiles ?? []).flatMap(({ name, starts }) => (starts === null ? [] : `${id} ${name}`)),
    ),
  );
  const room = repackRoom(plan, places);
  for (const { board, profile, now, repacked } of rows) {
    const own = places.filter(({ gpu }) => gpu.board === board);
    expect(now, profile).toBe(own.reduce((sum, { host, gpu }) => sum + fitsOnGpu(host, gpu, profile), 0));
    expect(repacked, profile).toEqual(fitsRepacked(room, profile, [board]));
  }
});

test('what does not fit now and would once instances have moved, on each board by itself', () => {
  const plan = mixed();
  const rows = rowsOf(placesOfPlan(plan), plan);
  // 1g at 2 and 2g at 4 stand in both halves, and in one of them both have room.
  expect(rows.get('a100-pcie-40gb 3g.20gb')).toEqual([2, 3, 3]);
  expect(rows.get('a100-pcie-40gb 7g.40gb')).toEqual([1, 1, 1]);
  expect(rows.get('a30-24gb 2g.12gb')).toEqual([2, 2, 2]);
  expect(rows.get('a30-24gb 4g.24gb')).toEqual([0, 1, 1]);
});

test('of one host only its own GPUs count, and of pinned instances it is said that they stay', () => {
  const plan = mixed();
  const [first, second] = plan.hosts;
  if (first === undefined || second === undefined) throw new Error('no hosts');
  expect(placesOfHost(second).map(({ host, gpu }) => [host, gpu])).toEqual(
    second.gpus.map((gpu) => [second, gpu]),
  );
  const rows = rowsOf(placesOfHost(second), plan);
  expect([...rows.keys()].every((key) => key.startsWith('a30-24gb'))).toBe(true);
  const [gpu] = first.gpus;
  if (gpu === undefined) throw new Error('no GPU');
  const pinned = { ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })) };
  const host = { ...first, gpus: [pinned] };
  const { stays, rows: own } = fitsTable({ ...plan, hosts: [host] }, placesOfHost(host));
  expect(whoStays(stays)).toEqual([['pinned', 2]]);
  expect(own.find(({ profile }) => profile === '3g.20gb')).toMatchObject({
    now: 0,
    repacked: { count: 0, bound: 0 },
  });
  expect(whoStays(fitsTable(plan, placesOfPlan(plan)).stays)).toEqual([]);
});

test('boards on which nothing can be placed are named, and those that nobody knows', () => {
  const board = BOARDS.find(({ profiles }) => profiles.every(({ starts }) => starts === null));
  if (board === undefined) throw new Error('every board has starts now');
  const plan = planOf(['']);
  const [host] = plan.hosts;
  if (host === undefined) throw new Error('no host');
  const gpus = [...host.gpus, gpuOf('', board.id, 1), gpuOf('', 'no-such-board', 2), gpuOf('', board.id, 3)];
  expect(boardsWithoutStarts({ ...plan, hosts: [{ ...host, gpus }] })).toEqual([board.id, 'no-such-board']);
  expect(boardsWithoutStarts(plan)).toEqual([]);
});
