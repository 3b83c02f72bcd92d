import { describe, expect, test } from 'vitest';
import { GUESS, matchWords, wordsOf } from './matchWords.ts';

function match(typed: string, name: string, aside = ''): number | null {
  return matchWords(wordsOf(typed), wordsOf(name), wordsOf(aside));
}

/** Those that answer, best first. */
function ranked(typed: string, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, cost: match(typed, name) }))
    .filter((one): one is { name: string; cost: number } => one.cost !== null)
    .sort((a, b) => a.cost - b.cost)
    .map(({ name }) => name);
}

describe('what is typed finds a name', () => {
  test.each([
    ['export', 'Export'],
    ['exp', 'Export'],
    ['exprot', 'Export'],
    ['exort', 'Export'],
    ['expport', 'Export'],
    ['expert', 'Export'],
    ['cpy lay', 'Copy layout'],
    ['layout copy', 'Copy layout'],
    ['lay', 'Copy layout'],
    ['pawv', 'Place all waiting VMs'],
    ['3g.20', 'Place 3g.20gb'],
    ['place 1g.5gb+me', 'Place 1g.5gb+me'],
    ['THEME DARK', 'Theme: dark'],
    ['gpu 0 esx', 'GPU 0 on esx-01'],
    ['zurich', 'Host in Zürich'],
  ])('%s: %s', (typed, name) => {
    expect(match(typed, name)).not.toBeNull();
  });

  test.each([
    ['export now', 'Export'],
    ['xport z', 'Export'],
    ['gpu 1', 'GPU 10 on esx-02'],
    ['3g.40gb', 'Place 3g.20gb'],
    ['dark', 'Theme: light'],
    ['qqqq', 'Copy layout'],
  ])('and not %s: %s', (typed, name) => {
    const cost = match(typed, name);
    // "1" begins "10": it is found, but after the very one.
    if (cost !== null) expect(cost).toBeGreaterThan(match('gpu 10', name) ?? Infinity);
    else expect(cost).toBeNull();
  });
});

test('the very word comes first, then its beginning, then what is within, then guesses', () => {
  expect(ranked('port', ['Pobrot', 'Report', 'Portal', 'Port', 'Trip'])).toEqual([
    ...['Port', 'Portal', 'Report', 'Pobrot'],
  ]);
  expect(ranked('copy', ['Copy layout', 'Photocopy', 'Clear'])).toEqual(['Copy layout', 'Photocopy']);
});

test('a name goes before another word for the same', () => {
  const own = match('link', 'Link');
  const other = match('link', 'Share', 'link url');
  expect(own).not.toBeNull();
  expect(other ?? 0).toBeGreaterThan(own ?? Infinity);
});

test('letters left out and letters exchanged are guesses', () => {
  expect(match('exprot', 'Export') ?? 0).toBeGreaterThanOrEqual(GUESS);
  expect(match('exp', 'Export') ?? Infinity).toBeLessThan(GUESS);
});
