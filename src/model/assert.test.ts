import { expect, test } from 'vitest';
import { assertNever, invariant } from './assert.ts';

test('a case that cannot be says what came', () => {
  expect(() => assertNever({ kind: 'new' } as never)).toThrow('unexpected case: {"kind":"new"}');
});

test('an invariant that holds says nothing, a broken one says which', () => {
  invariant(true, 'fine');
  invariant('anything', 'fine');
  expect(() => invariant(false, 'two is one')).toThrow('invariant broken: two is one');
  expect(() => invariant(0, 'zero')).toThrow('invariant broken: zero');
});
