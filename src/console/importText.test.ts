import { expect, test } from 'vitest';
import { importText } from './importText.ts';

const ROW = (gpu: number, rest: string): string => `|   ${gpu}  MIG ${rest}     |`;
/** GPU 0 may be any board with a 1g.12gb, GPU 1 those of them that have 96 GB. */
const TEXT = `${ROW(0, '1g.12gb  19  7  0:1')}\n${ROW(1, '3g.48gb  9  2  4:4')}\n`;

function boardsOf(boards: readonly string[]): string[] {
  const imported = importText(TEXT, { boards });
  if (!imported.ok || !imported.value.isDecided) return [];
  return imported.value.reading.plan.hosts.flatMap((host) => host.gpus.map((gpu) => gpu.board));
}

test('each question has its own answer, also where both could have either', () => {
  const asked = importText(TEXT);
  const questions = asked.ok
    ? asked.value.questions.flatMap((one) => (one.kind === 'board' ? [one] : []))
    : [];
  expect(questions.map((question) => question.gpus.map((gpu) => gpu.index))).toEqual([[0], [1]]);
  for (const question of questions) expect(question.boards).toContain('gh200-96gb');
  expect(boardsOf(['gh200-96gb', 'h20-96gb'])).toEqual(['gh200-96gb', 'h20-96gb']);
  expect(boardsOf(['h20-96gb', 'gh200-96gb'])).toEqual(['h20-96gb', 'gh200-96gb']);
});

test('one board answers every question that has it', () => {
  expect(boardsOf(['gh200-96gb'])).toEqual(['gh200-96gb', 'gh200-96gb']);
});
