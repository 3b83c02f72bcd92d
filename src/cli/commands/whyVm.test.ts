/** why --vm, as a vSphere admin would type it. */
import { expect, test } from 'vitest';
import { run } from '../run.testing.ts';

const wants = (type: string, group?: string): object => ({ group, attachments: [{ type }] });
const PLAN = JSON.stringify({
  ...{ format: 'mig-plan', version: 1 },
  hosts: [
    {
      ...{ name: 'esx-01', platform: 'esxi', release: '8.0 U3', driver: 'R550' },
      gpus: [
        {
          index: 0,
          board: 'a100-pcie-40gb',
          instances: [
            { profile: '3g.20gb', start: 0 },
            { profile: '3g.20gb', start: 4 },
          ],
        },
        { index: 1, board: 'a100-pcie-40gb', instances: [{ profile: '1g.5gb', start: 3 }] },
        { index: 2, board: 'a30-24gb', instances: [] },
      ],
    },
  ],
  vms: [
    { name: 'asr-1', attachments: [{ type: 'A100-3-20C', instance: '/hosts/0/gpus/0/instances/0' }] },
    { name: 'asr-2', ...wants('A100-3-20C') },
    { name: 'big@1', ...wants('A100-7-40C') },
    { name: 'four', ...wants('A100-4-20C') },
    { name: 'twin', ...wants('A100-1-5C') },
    { name: 'twin', ...wants('A100-1-5C') },
  ],
});
const why = (...argv: string[]) => run(['why', 'plan.json', ...argv], { 'plan.json': PLAN });

test.each([
  ['asr-2', 0, /^yes: there is an instance for asr-2, or room for one\n$/],
  ['asr-2@esx-01/0', 0, /^yes: GPU 0 on esx-01 has an instance for asr-2, or room for one\n$/],
  ['asr-2@esx-01/0:4', 0, /^yes: asr-2 can have 3g\.20gb at slice 4 of GPU 0 on esx-01\n$/],
  // What it has is no place that it cannot have.
  ['asr-1', 0, /^yes: asr-1 has 3g\.20gb at slice 0 of GPU 0 on esx-01\n$/],
  ['asr-1@esx-01/0', 0, /^yes: asr-1 has 3g\.20gb at slice 0 of GPU 0 on esx-01\n$/],
  ['asr-1@esx-01/0:0', 0, /^yes: asr-1 has 3g\.20gb at slice 0 of GPU 0 on esx-01\n$/],
  ['asr-1@esx-01/0:4', 0, /^yes: asr-1 can have 3g\.20gb at slice 4 of GPU 0 on esx-01\n$/],
  [
    'asr-2@esx-01/0:0',
    1,
    /^The instance already serves asr-1.*\[instance-full\]\n1\. Use 3g\.20gb at slice 4 of/,
  ],
  [
    'four@esx-01/1',
    1,
    /\[no-start-free\]\n1\. Move 1g\.5gb at slice 3 to slice 4, and make 4g\.20gb at slice 0 of/,
  ],
  ['four@esx-01/2', 1, /^No instance of A30 can be A100-4-20C\. \[not-served\]\n1\. /],
  [
    'big@1@esx-01/1',
    1,
    /\[no-start-free\]\n1\. Remove 1g\.5gb at slice 3, and make 7g\.40gb at slice 0 of GPU 1/,
  ],
])('why --vm %s: status %d, %s', async (vm, status, text) => {
  const answer = await why('--vm', vm);
  expect({ status: answer.status, stderr: answer.stderr }).toEqual({ status, stderr: '' });
  expect(answer.stdout).toMatch(text);
});

test('why --vm --json gives each way with what it moves, and says that all were looked at', async () => {
  const { stdout } = await why('--vm', 'four@esx-01/1', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ legal: false, code: 'no-start-free', complete: true },
    ways: [
      {
        ...{ kind: 'move', place: { profile: '4g.20gb', host: 'esx-01', gpu: 1, start: 0 } },
        moves: [{ profile: '1g.5gb', start: 3, to: { host: 'esx-01', gpu: 1 } }],
      },
      { kind: 'remove' },
    ],
  });
});

test.each([
  [['--vm', 'nobody'], '--vm nobody: the plan has no VM of that name'],
  [['--vm', 'twin'], '--vm twin: the plan has several VMs of that name'],
  [['--vm', 'four@esx-09/0'], '--vm four@esx-09/0: the plan has no host "esx-09"'],
  [['--vm', 'four@esx-01/9'], '--vm four@esx-01/9: esx-01 has no GPU 9'],
  [['--vm', 'four@esx-01'], '--vm four@esx-01: write VM@HOST/GPU or VM@HOST/GPU:START'],
  [['--vm', 'four@esx-01/1:6'], '--vm four@esx-01/1:6: no instance of GPU 1 on esx-01 starts at slice 6'],
  [[], 'why: say what with --place, or which VM with --vm'],
  [['--vm', 'four', '--place', '3g.20gb@esx-01/0'], 'why: say what with --place, or which VM with --vm'],
])('why %j is refused: %s', async (argv, line) => {
  expect(await why(...argv)).toMatchObject({ status: 2, stdout: '', stderr: `mig-planner: ${line}\n` });
});
