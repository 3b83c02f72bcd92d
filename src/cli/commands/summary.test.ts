/** summary, as a capacity planner would type it. */
import { expect, test } from 'vitest';
import { run } from '../run.testing.ts';

const PLAN = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 4g.20gb@0, 2g.10gb@4="ocr, night", 1g.5gb@6
esx-02/0 a30-24gb: 1g.6gb@0=c
`;

test('the plan, each board and each host, with what is stranded and why', async () => {
  const { status, stdout, stderr } = await run(['summary', 'p.layout'], { 'p.layout': PLAN });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('GPUs       3 of 3 in use, on 2 hosts\n');
  expect(stdout).toContain('Compute    14 of 18 slices used (78 %), 1 stranded, 3 free\n');
  expect(stdout).toContain(
    'Proof      Proven: nobody holds these instances on fewer than the 3 GPUs in use.\n',
  );
  expect(stdout).toMatch(/^ {2}A100-PCIE-40GB +1 +2 +2 +13\/14 +93 % +15\/16 +94 % +1, 1 +3 +2, proven$/m);
  expect(stdout).toMatch(/^ {2}esx-02 +1 +1 +1\/4 +25 % +1\/4 +25 % +0, 0 +1 +1, proven$/m);
  expect(stdout).toMatch(/^ {2}1g\.6gb +1 +1 +3 +3$/m);
  expect(stdout).toContain(
    '  Memory slice 7 on 1 GPU of A100-PCIE-40GB: 1g.5gb at 6 keeps 1g.10gb, 3g.20gb and 7g.40gb from it.\n',
  );
  expect(stdout).toMatch(/\nWaiting: nobody\n$/);
});

test('as JSON: the same figures, codes beside the sentences', async () => {
  const vms = [
    { name: 'big-1', attachments: [{ profile: '7g.40gb' }] },
    { name: 'big-2', attachments: [{ profile: '7g.40gb' }] },
  ];
  const gpu = { index: 0, board: 'a100-pcie-40gb', instances: [{ profile: '1g.5gb', start: 6 }] };
  const plan = {
    format: 'mig-plan',
    version: 1,
    name: 'June',
    hosts: [{ name: 'esx-01', gpus: [gpu] }],
    vms,
  };
  const { status, stdout } = await run(['summary', '-', '--json'], { '-': JSON.stringify(plan) });
  expect(status).toBe(0);
  const said = JSON.parse(stdout) as Record<string, unknown>;
  expect(said).toMatchObject({
    plan: 'June',
    memoryUsed: 1,
    memoryStranded: 1,
    vms: { total: 2, placed: 0, waiting: 2 },
    proof: { gpus: 1, fewest: 1, proven: true, message: 'Proven: it takes the one GPU.' },
    stranded: [{ kind: 'memory', slice: 7, gpus: 1, by: [{ profile: '1g.5gb', start: 6 }] }],
    waiting: [
      { code: 'no-start', vms: 2, names: ['big-1', 'big-2'], wants: [{ wanted: '7g.40gb', vgpus: 2 }] },
    ],
    hosts: [{ host: 'esx-01', gpus: 1, memoryUsed: 1 }],
    notices: [],
  });
  const [board] = said['boards'] as { profiles: { profile: string }[] }[];
  expect(board?.profiles.find(({ profile }) => profile === '4g.20gb')).toEqual({
    profile: '4g.20gb',
    memorySlices: 4,
    instances: 0,
    instancesWithVm: 0,
    most: 1,
    now: 1,
    repacked: 1,
    bound: 1,
    proven: true,
  });
});

test('what cannot be read is unusable, in one line', async () => {
  const { status, stdout, stderr } = await run(['summary', 'gone.json']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe('mig-planner: cannot read gone.json: no such file\n');
});
