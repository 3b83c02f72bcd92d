import { expect, test } from 'vitest';
import { Remembered } from './remembered.ts';

test('an answer is worked out once for each key, null as well', () => {
  const asked: string[] = [];
  const answers = new Remembered<number | null>();
  const lengthOf = (key: string): number | null =>
    answers.of(key, () => {
      asked.push(key);
      return key === '' ? null : key.length;
    });
  expect(['a', '', 'a', ''].map(lengthOf)).toEqual([1, null, 1, null]);
  expect(asked).toEqual(['a', '']);
});

test('what is too much to keep is answered all the same', () => {
  const answers = new Remembered<string>();
  const keys = [...Array.from({ length: 3000 }, (_, n) => `key ${n}`), 'x'.repeat(100_000)];
  for (const key of keys) expect(answers.of(key, () => key.toUpperCase())).toBe(key.toUpperCase());
  let again = 0;
  for (const key of keys) answers.of(key, () => `${again++}`);
  expect(again).toBeGreaterThan(0);
  expect(again).toBeLessThan(keys.length);
});
