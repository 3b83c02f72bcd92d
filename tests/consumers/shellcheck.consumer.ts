/** shellcheck on everything that a shell is to run. */
import { expect, test } from 'vitest';
import { runTool } from './tool.ts';
import { formatsWith, HOSTILE_PLANS, writtenIn } from './written.ts';

const texts = writtenIn([...formatsWith('sh'), 'govc', 'docker-run', 'cdi']);

interface Comment {
  readonly file: string;
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

const { stdout } = runTool('shellcheck', [
  '-s',
  'sh',
  '-f',
  'json',
  '--norc',
  ...texts.map(({ path }) => path),
]);
const comments = JSON.parse(stdout) as readonly Comment[];

/** A "$" and a curly quote that stand for themselves: names are in single quotes that they may. */
const OF_NAMES = [2016, 1112];

test.each(texts.map((one) => [one.what, one] as const))('%s', (_, { path, subject }) => {
  const own = comments.filter(
    ({ file, code }) => file === path && !(HOSTILE_PLANS.has(subject.plan) && OF_NAMES.includes(code)),
  );
  expect(own.map(({ line, code, message }) => `line ${line}: SC${code} ${message}`)).toEqual([]);
});

test('it finds what is wrong', () => {
  const wrong = runTool('shellcheck', ['-s', 'sh', '--norc', '-'], { input: 'rm $1\n' });
  expect([wrong.status, wrong.stdout]).toEqual([1, expect.stringContaining('SC2086')]);
});
