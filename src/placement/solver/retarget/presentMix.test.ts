import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../../../model/catalogue/catalogue.ts';
import { isDrawable } from '../../../model/board.ts';
import type { Plan } from '../../../model/plan.ts';
import { gpuOf, planOf } from '../../standing.testing.ts';
import { presentMix } from './presentMix.ts';

/** A host of A100s, one of them illegal and one out of MIG mode, and one of A30s. */
function mixed(): Plan {
  const plan = planOf(['3g.20gb@0 1g.5gb@4', '', '3g.20gb@0 2g.10gb@4', '2g.10gb@0 2g.10gb@1', '1g.5gb@0']);
  const [a30] = planOf(['1g.6gb@0 1g.6gb@1'], 'a30-24gb').hosts;
  const [host] = plan.hosts;
  if (host === undefined || a30 === undefined) throw new Error('no hosts');
  const gpus = host.gpus.map((gpu, at) => ({
    ...gpu,
    use: at === 4 ? ('off' as const) : gpu.use,
    instances: gpu.instances.map((gi) => ({ ...gi, pinned: gi.profile === '3g.20gb' })),
  }));
  return { ...plan, hosts: [{ ...host, gpus }, a30] };
}

test('board by board: the GPUs that can be cut otherwise, what they hold, and what of it is pinned', () => {
  const [a100, a30, ...others] = presentMix(mixed());
  expect(others).toEqual([]);
  expect(a100).toMatchObject({ board: 'a100-pcie-40gb', gpus: 3 });
  expect(a30).toMatchObject({ board: 'a30-24gb', gpus: 1 });
  expect(a100?.counts.filter(([, count]) => count > 0)).toEqual([
    ['1g.5gb', 1],
    ['2g.10gb', 1],
    ['3g.20gb', 2],
  ]);
  expect(a30?.counts.filter(([, count]) => count > 0)).toEqual([['1g.6gb', 2]]);
  expect([...(a100?.pinned ?? [])]).toEqual([['3g.20gb', 2]]);
  expect(a30?.pinned.size).toBe(0);
});

test('every profile with public starts is there, in the order of the board, and boards without are not', () => {
  const [one] = presentMix(planOf(['']));
  const profiles = findBoard('a100-pcie-40gb')?.profiles ?? [];
  expect(one?.counts).toEqual(profiles.flatMap(({ name, starts }) => (starts === null ? [] : [[name, 0]])));
  const board = BOARDS.find((other) => !isDrawable(other));
  if (board === undefined) throw new Error('every board has starts now');
  const plan = planOf([]);
  const hosts = plan.hosts.map((host) => ({ ...host, gpus: [gpuOf('', board.id), gpuOf('', 'none', 1)] }));
  expect(presentMix({ ...plan, hosts })).toEqual([]);
});
