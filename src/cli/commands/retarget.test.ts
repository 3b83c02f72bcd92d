import { expect, test } from 'vitest';
import { parsePlanJson } from '../../formats/planJson.ts';
import { run } from '../run.testing.ts';

const PLAN = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=a, 1g.5gb@4
esx-01/1 a100-pcie-40gb: 4g.20gb@0=b, 1g.5gb@6
esx-01/2 a100-pcie-40gb: 2g.10gb@0=c
`;

test('retarget says what is lost and gives a plan that can be read', async () => {
  const argv = ['retarget', 'plan', '--to', '3g.20gb=1,4g.20gb=1,2g.10gb=1,7g.40gb=1'];
  const { status, stdout } = await run(argv, { plan: PLAN });
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `GPU 0 on esx-01: 7g.40gb@0
GPU 1 on esx-01: 4g.20gb@0, 3g.20gb@4
3 destroyed, 2 created, 2 kept: no target loses less. 1 VM gets another instance.
`,
  });
  const json = JSON.parse((await run([...argv, '--json'], { plan: PLAN })).stdout) as Record<string, unknown>;
  expect(json).toMatchObject({ destroyed: 3, created: 2, kept: 2, bound: 3, proven: true });
  const read = parsePlanJson(JSON.stringify(json['plan']));
  expect(read.ok && read.value.plan.hosts[0]!.gpus.map((gpu) => gpu.instances.length)).toEqual([1, 2, 1]);
});

test('compact empties a GPU; what cannot be held is the answer no; bad requests say which field', async () => {
  const { status, stdout } = await run(['compact', 'plan', '--json'], { plan: PLAN });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    gpus: 2,
    gpusBefore: 3,
    destroyed: 1,
    created: 1,
    kept: 4,
    proven: true,
  });
  const no = await run(['retarget', 'plan', '--to', '7g.40gb=4'], { plan: PLAN });
  expect({ status: no.status, stdout: no.stdout }).toEqual({
    status: 1,
    stdout:
      'The GPUs that take part cannot hold all of this together, however they are cut; pinned instances stay where they are.\n',
  });
  for (const [to, field] of [
    ['3g.20gb=0', 'count'],
    ['3g.20gb=-1', 'count'],
    ['3g.20gb=1.5', 'count'],
    ['3g.20gb=99999999', 'count'],
    ['9g.9gb=1', 'profile'],
  ] as const) {
    const bad = await run(['retarget', 'plan', '--to', to], { plan: PLAN });
    expect(bad.status, to).toBe(2);
    expect(bad.stderr, to).toContain(field);
  }
  expect((await run(['compact', 'plan', '--weights', 'gold'], { plan: PLAN })).status).toBe(2);
});
