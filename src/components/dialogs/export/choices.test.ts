import { expect, test } from 'vitest';
import { addressOf } from './choices.ts';

test.each([
  ['https://planner.example/mig/', 'https://planner.example/mig/'],
  ['  http://planner.example/mig?x=1#p=1.a ', 'http://planner.example/mig?x=1'],
  ['planner.example', null],
  ['', null],
  ['file:///home/me/index.html', null],
  ['javascript:alert(1)', null],
])('“%s” is the address %s', (typed, address) => {
  expect(addressOf(typed)).toBe(address);
});
