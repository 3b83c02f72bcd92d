/** pack with groups, weights and budgets, as a capacity planner would type it. */
import { describe, expect, test } from 'vitest';
import { run } from '../run.testing.ts';

const GROUPED = 'profile,count,weight,group\n1g.5gb,9,,db\n3g.20gb,4,,web\n2g.10gb,3,,\n';
const FLEET = 'a/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b\na/1 a100-pcie-40gb: 2g.10gb@0\n';
const files = { 'wanted.csv': GROUPED, 'fleet.txt': FLEET, 'two.csv': 'profile,count,group\n1g.5gb,2,db\n' };
const A100 = ['--gpu', 'a100-pcie-40gb'];

interface Document {
  readonly hosts: readonly { readonly gpus: readonly { readonly instances?: readonly unknown[] }[] }[];
  readonly vms: readonly {
    readonly group: string;
    readonly attachments: readonly { readonly instance: string }[];
  }[];
}

test('pack keeps the members of a group on different GPUs of a single board', async () => {
  const { status, stdout } = await run(['pack', 'wanted.csv', ...A100, '--json'], files);
  expect(status).toBe(0);
  const answer = JSON.parse(stdout) as { readonly plan: Document };
  expect(answer).toMatchObject({
    ...{ gpus: 9, bound: 9, proven: true, proof: { group: 'db', members: 9 } },
    because: 'Group db has 9 members, and no two of them share a GPU, so 9 GPUs.',
  });
  const places = answer.plan.vms.map(({ group, attachments }) => {
    const gpu = attachments[0]?.instance.replace(/\/instances.*/, '');
    return `${group} on ${gpu}`;
  });
  expect(new Set(places).size).toBe(13);
  const plan = JSON.stringify(answer.plan);
  expect(await run(['check', 'plan.json'], { 'plan.json': plan })).toMatchObject({ status: 0 });
});

test.each([
  // The db cannot share a GPU with a 7g, nor with each other: neither count shows it.
  ['7g.40gb,3,\n1g.5gb,2,db', 5, 'every way to do with fewer than 5 GPUs was ruled out', null],
  ['7g.40gb,3,\n3g.20gb,2,db\n4g.20gb,2,web', 5, 'so 5 GPUs', { capacity: expect.any(Number) as number }],
])('pack of %j: %d GPUs, for %s', async (rows, gpus, because, proof) => {
  const wanted = { 'wanted.csv': `profile,count,group\n${rows}\n` };
  const { stdout } = await run(['pack', 'wanted.csv', ...A100, '--json'], wanted);
  const answer = { gpus, bound: gpus, proven: true, because: expect.stringContaining(because) as string };
  expect(JSON.parse(stdout)).toMatchObject({ ...answer, proof });
});

describe('--budget', () => {
  const asked: string[][] = [
    ['pack', 'two.csv', ...A100],
    ['pack', '3g.20gb=3', ...A100],
    ['pack', '3g.20gb=3', '--fleet', 'A100-PCIE-40GB=2'],
    ['retarget', 'fleet.txt', '--to', '3g.20gb=1'],
    ['compact', 'fleet.txt'],
    ['diff', 'fleet.txt', 'fleet.txt'],
  ];

  test.each(asked)('%s %s %s %s: of nothing, the answer is that nothing is known', async (...argv) => {
    const { status, stdout } = await run([...argv, '--budget', '0'], files);
    expect(status).toBe(1);
    expect(stdout).toMatch(/not proven/);
    const json = await run([...argv, '--budget', '0', '--json'], files);
    expect(JSON.parse(json.stdout)).toMatchObject({ proven: false });
  });

  test.each(asked)('%s %s %s %s: what is no whole number is refused', async (...argv) => {
    for (const budget of ['', 'soon', '1.5', '0x10', 'Infinity', '-1']) {
      const refused = await run([...argv, `--budget=${budget}`], files);
      expect(refused).toMatchObject({ status: 2, stdout: '' });
      expect(refused.stderr).toBe(`mig-planner: --budget "${budget}": it has to be a whole number from 0\n`);
    }
  });

  test('pack --gpus of nothing lets nobody in, and says that it was stopped', async () => {
    const { stdout } = await run(['pack', '3g.20gb=3', ...A100, '--gpus', '1', '--budget', '0'], files);
    expect(stdout).toContain('0 requests are let in, worth 0\n');
    expect(stdout).toContain('the search was stopped before it had an answer');
  });
});

test.each([
  ['9g=3', '--weights 9g: no request names that profile'],
  ['1g.5gb=1,1g.5gb=2', '--weights 1g.5gb=2: 1g.5gb has a weight already'],
  ['1g.5gb=-1', '--weights 1g.5gb=-1: write PROFILE=NUMBER, numbers from 0'],
])(
  '--weights %s is refused: a weight that counts for nothing would be a silent mistake',
  async (weights, line) => {
    const { status, stderr } = await run(['pack', '1g.5gb=2', ...A100, '--gpus', '1', '--weights', weights]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `mig-planner: ${line}\n` });
  },
);

test.each([
  [['pack', '', ...A100], 'no requests: write them as 3g.20gb=40,2g.10gb=7, or name a file'],
  [['compact', 'empty.json'], 'empty.json: The plan has no GPUs.'],
])('%j is refused in words that say what is missing: %s', async (argv, line) => {
  const empty = { 'empty.json': '{"format":"mig-plan","version":1}' };
  expect(await run(argv, empty)).toMatchObject({ status: 2, stderr: `mig-planner: ${line}\n` });
});

test('diff says of a profile that the board does not have only where it starts', async () => {
  const plans = {
    'now.txt': 'a/0 a100-pcie-40gb: 9g.99gb@2\n',
    'then.txt': 'a/0 a100-pcie-40gb: 1g.5gb@0\n',
  };
  const { stdout } = await run(['diff', 'now.txt', 'then.txt'], plans);
  expect(stdout).toContain('Destroy 9g.99gb at slice 2 of GPU 0 on a');
});
