import { expect, test } from 'vitest';
import { Room } from './room.ts';

test('arrays beyond the room that was asked for overlap no other', () => {
  const room = new Room(64);
  const first = room.floats(4).fill(1);
  const more = [room.floats(8), room.ints(5), room.bytes(3), room.floats(100)];
  for (const array of more) {
    expect([...array].every((value) => value === 0)).toBe(true);
    array.fill(2);
  }
  expect([...first]).toEqual([1, 1, 1, 1]);
});
