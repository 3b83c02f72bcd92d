import { expect, test } from 'vitest';
import type { GiId } from './ids.ts';
import { layoutKey, OfLayout } from './layoutKey.ts';
import { makeInstance } from './plan.ts';

const gpu = (...cuts: [string, number][]) => ({
  board: 'a100-pcie-40gb',
  instances: cuts.map(([profile, start], n) => makeInstance((n + 1) as GiId, profile, start)),
});

test('GPUs that are cut alike have one key, whatever their instances are called', () => {
  const [a, b] = [gpu(['1g.5gb', 0], ['2g.10gb', 2]), gpu(['1g.5gb', 0], ['2g.10gb', 2])];
  expect(layoutKey({ ...b, instances: b.instances.map((gi) => ({ ...gi, id: 99 as GiId })) })).toBe(
    layoutKey(a),
  );
});

test.each([
  ['another start', gpu(['1g.5gb', 1])],
  ['another profile', gpu(['1g.10gb', 0])],
  ['another board', { ...gpu(['1g.5gb', 0]), board: 'a100-80gb' }],
  ['one instance more', gpu(['1g.5gb', 0], ['1g.5gb', 1])],
  // A profile of a hostile plan that reads like two.
  ['a name that looks like a key', gpu(['1g.5gb|1g.5gb@1', 0])],
])('%s is another key', (_, other) => {
  expect(layoutKey(other)).not.toBe(layoutKey(gpu(['1g.5gb', 0])));
});

test('an answer is worked out once for a layout and its words', () => {
  const answers = new OfLayout<string>();
  const asked: string[] = [];
  const ask = (profile: string, words: string): string =>
    answers.of(gpu([profile, 0]), words, () => {
      asked.push(`${profile} ${words}`);
      return `${profile} ${words}`;
    });
  for (const turn of ['first', 'again']) {
    expect(ask('1g.5gb', 'a'), turn).toBe('1g.5gb a');
    expect(ask('1g.5gb', 'b'), turn).toBe('1g.5gb b');
    expect(ask('2g.10gb', 'a'), turn).toBe('2g.10gb a');
  }
  expect(asked).toEqual(['1g.5gb a', '1g.5gb b', '2g.10gb a']);
});

test('after more layouts than are kept, those that come are still worked out once', () => {
  const answers = new OfLayout<string>();
  let worked = 0;
  const ask = (start: number): string => answers.of(gpu(['1g.5gb', start]), '', () => `answer ${++worked}`);
  for (let start = 0; start < 12_345; start++) ask(start);
  expect(worked).toBe(12_345);
  for (let turn = 0; turn < 100; turn++) ask(-1);
  expect(worked).toBe(12_346);
});

test('a GPU that was asked about keeps its answer, however many layouts come after it', () => {
  const answers = new OfLayout<string>();
  const first = gpu(['1g.5gb', 0]);
  answers.of(first, '', () => 'of the first');
  for (let start = 0; start < 12_345; start++) answers.of(gpu(['2g.10gb', start]), '', () => 'another');
  expect(answers.of(first, '', () => 'worked out again')).toBe('of the first');
});
