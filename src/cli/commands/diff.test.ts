import { expect, test } from 'vitest';
import { run } from '../run.testing.ts';

const NOW = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a\nesx-01/1 a100-pcie-40gb: 2g.10gb@0=ocr\n';
const THEN = 'esx-01/0 a100-pcie-40gb: 3g.20gb@4=chat-a\nesx-01/1 a100-pcie-40gb: 2g.10gb@0=ocr\n';
const LGI = `+----------------------------------------------------+
| GPU instances:                                     |
| GPU   Name          Profile  Instance   Placement  |
|                       ID       ID       Start:Size |
|====================================================|
|   0  MIG 3g.20gb       9        2          0:4     |
+----------------------------------------------------+
`;

test('diff prints the steps with what each interrupts, and that there is nothing to do', async () => {
  const { status, stdout } = await run(['diff', 'now', 'then'], { now: NOW, then: THEN });
  expect({ status, lines: stdout.split('\n') }).toEqual({
    status: 0,
    lines: [
      '1. Create 3g.20gb at slices 4–7 of GPU 0 on esx-01 [wave 1]',
      '2. Move chat-a from 3g.20gb at slices 0–3 of GPU 0 on esx-01 to 3g.20gb at slices 4–7 of GPU 0 on esx-01 [wave 1; interrupts chat-a while it moves]',
      '3. Destroy 3g.20gb at slices 0–3 of GPU 0 on esx-01, now that there is 3g.20gb at slices 4–7 of GPU 0 on esx-01 [wave 1]',
      '3 steps in 1 wave, 1 instance kept, none goes before its replacement is there',
      '',
    ],
  });
  const same = await run(['diff', 'now', 'now'], { now: NOW });
  expect(same).toMatchObject({
    status: 0,
    stdout: 'nothing to do: it is as the target has it\n',
    stderr: '',
  });
});

test('diff of a listing against a plan asks nothing that the plan answers, and names whom the plan has there', async () => {
  const { status, stdout } = await run(['diff', 'lgi', 'then', '--host', 'esx-01', '--json'], {
    lgi: LGI,
    then: THEN,
  });
  const json = JSON.parse(stdout) as {
    steps: { kind: string; interrupts: string[] }[];
    notes: { code: string }[];
    played: boolean;
  };
  expect({ status, played: json.played }).toEqual({ status: 0, played: true });
  expect(json.steps.map(({ kind, interrupts }) => [kind, ...interrupts])).toEqual([
    ['create'],
    ['create'],
    ['destroy', 'chat-a'],
  ]);
  expect(json.notes.map(({ code }) => code)).toEqual(['only-target', 'nobody-named']);
});

test('diff to an illegal target is the answer no, with what is wrong; one text cannot be both sides', async () => {
  const illegal = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0, 2g.10gb@2\n';
  const no = await run(['diff', 'now', 'then', '--json'], { now: NOW, then: illegal });
  expect(no.status).toBe(1);
  expect(JSON.parse(no.stdout)).toMatchObject({
    steps: null,
    violations: [{ code: 'overlap', gpu: 0, start: 2 }],
  });
  expect((await run(['diff', 'now', 'then'], { now: NOW, then: illegal })).stdout).toContain(
    'the target is illegal',
  );
  expect((await run(['diff', '-', '-'], { '-': NOW })).status).toBe(2);
  expect((await run(['diff', 'now', 'then', '--host', 'x'], { now: NOW, then: THEN })).stderr).toBe(
    'mig-planner: --host x: TARGET has no host of that name\n',
  );
});
