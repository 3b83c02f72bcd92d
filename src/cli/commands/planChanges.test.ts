import { expect, test } from 'vitest';
import { run } from '../run.testing.ts';

const A = 'a100-pcie-40gb';
const NOW = `esx-01/0 ${A}: 3g.20gb@0=chat-a\nesx-02/0 ${A}: 2g.10gb@0=ocr\n`;
const THEN = `esx-01/0 ${A}: 3g.20gb@4=chat-a\nesx-02/0 ${A}: 2g.10gb@0=ocr, 1g.5gb@6\n`;

test('diff --to text: a sentence for each change and the counts; 1 where something differs, 0 where nothing does', async () => {
  expect(await run(['diff', 'now', 'then', '--to', 'text'], { now: NOW, then: THEN })).toMatchObject({
    status: 1,
    stdout: [
      'Moved: 3g.20gb from slice 0 to slice 4 of GPU 0 on esx-01, with chat-a.',
      'Added: 1g.5gb at slice 6 of GPU 0 on esx-02.',
      '1 instance added, 1 moved',
      '',
    ].join('\n'),
    stderr: '',
  });
  expect(await run(['diff', 'now', 'now', '--to', 'text'], { now: NOW })).toMatchObject({
    status: 0,
    stdout: 'nothing differs\n',
  });
});

test('diff --to markdown: the change record; --host: only of that host, whatever CURRENT calls it', async () => {
  const whole = await run(['diff', 'now', 'then', '--to', 'markdown'], { now: NOW, then: THEN });
  expect(whole.status).toBe(1);
  expect(whole.stdout).toMatch(/^# Change record: [^]*## Host `esx-01`[^]*## Host `esx-02`[^]*## Sign-off/);
  const other = `gpu-a/0 ${A}: 3g.20gb@0=chat-a\n`;
  const one = await run(['diff', 'now', 'then', '--to', 'text', '--host', 'esx-01'], {
    now: other,
    then: THEN,
  });
  expect(one).toMatchObject({
    status: 1,
    stdout: 'Moved: 3g.20gb from slice 0 to slice 4 of GPU 0 on esx-01, with chat-a.\n1 instance moved\n',
  });
});

test('diff --to with --json: where each change is, and who has to be off', async () => {
  const { status, stdout } = await run(['diff', 'now', 'then', '--to', 'text', '--json'], {
    now: NOW,
    then: THEN,
  });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    same: false,
    matched: 'names',
    counts: { instance: { added: 1, removed: 0, moved: 1, changed: 0 } },
    changes: [
      {
        ...{ about: 'instance', kind: 'moved' },
        before: { host: 'esx-01', gpu: 0, profile: '3g.20gb', start: 0 },
        after: { host: 'esx-01', gpu: 0, profile: '3g.20gb', start: 4 },
      },
      {
        about: 'instance',
        kind: 'added',
        before: null,
        message: 'Added: 1g.5gb at slice 6 of GPU 0 on esx-02.',
      },
    ],
    off: [{ vm: 'chat-a', why: 'instance-moves' }],
  });
});

test('an illegal target differs like any other; another form is refused by name', async () => {
  const illegal = `esx-01/0 ${A}: 3g.20gb@0=chat-a, 2g.10gb@2\nesx-02/0 ${A}: 2g.10gb@0=ocr\n`;
  expect(await run(['diff', 'now', 'then', '--to', 'text'], { now: NOW, then: illegal })).toMatchObject({
    status: 1,
    stdout: 'Added: 2g.10gb at slice 2 of GPU 0 on esx-01.\n1 instance added\n',
  });
  expect(await run(['diff', 'now', 'then', '--to', 'pdf'], { now: NOW, then: THEN })).toMatchObject({
    status: 2,
    stderr: 'mig-planner: --to pdf: text or markdown\n',
  });
});

test('starts that CURRENT only counts are said to be no news', async () => {
  const counts =
    'nvidia.com/gpu.count=1\nnvidia.com/gpu.product=NVIDIA-A100-PCIE-40GB\nnvidia.com/mig-3g.20gb.count=1\n';
  const { stderr } = await run(['diff', 'now', 'then', '--to', 'text', '--host', 'esx-01'], {
    now: counts,
    then: THEN,
  });
  expect(stderr).toContain("note: CURRENT only counts 1 instance: the starts are the planner's");
});
