import { expect, test } from 'vitest';
import { Room } from './room.ts';

/** Memory of this size is kept for the next program. */
const KEPT = 2 ** 15;

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

test('arrays lie one behind the other, each on a whole multiple of eight bytes', () => {
  const room = new Room(64);
  const arrays = [room.bytes(3), room.ints(3), room.floats(2), room.bytes(8), room.bytes(1)];
  expect(arrays.map(({ byteOffset }) => byteOffset)).toEqual([0, 8, 24, 40, 48]);
  expect(arrays.map(({ length }) => length)).toEqual([3, 3, 2, 8, 1]);
  expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBe(1);
});

test('what was asked for is used to its last byte, and then there is another piece as large', () => {
  const room = new Room(KEPT + 8);
  const whole = room.floats(KEPT / 8 + 1);
  expect(whole.byteOffset).toBe(0);
  expect(whole.buffer.byteLength).toBe(KEPT + 8);
  const small = room.floats(1);
  expect(small.byteOffset).toBe(0);
  expect(small.buffer).not.toBe(whole.buffer);
  expect(small.buffer.byteLength).toBe(KEPT + 8);
  expect(room.floats(KEPT / 8).buffer).toBe(small.buffer);
});

test('memory of a small program is handed to the next one, cleared as far as that may use it', () => {
  const old = new Room(100);
  const { buffer } = old.floats(8).fill(7);
  old.free();
  const next = new Room(40);
  const floats = next.floats(5);
  expect(floats.buffer).toBe(buffer);
  expect([...floats]).toEqual([0, 0, 0, 0, 0]);
  // Behind these five there is still what the last program wrote.
  const more = next.floats(2);
  expect(more.buffer).not.toBe(buffer);
  expect([...more]).toEqual([0, 0]);
});

test('at most four pieces are kept, none of another size, and a large program takes none', () => {
  const rooms = Array.from({ length: 6 }, () => new Room(8));
  const buffers = rooms.map((room) => room.bytes(1).buffer);
  for (const room of rooms) room.free();
  const large = new Room(KEPT + 1);
  expect(large.bytes(KEPT + 1).buffer.byteLength).toBe(KEPT + 1);
  large.free();
  const again = Array.from({ length: 6 }, () => new Room(8).bytes(1).buffer);
  expect(again.filter((buffer) => buffers.includes(buffer))).toHaveLength(4);
  expect(again.every(({ byteLength }) => byteLength === KEPT)).toBe(true);
  // Exactly that size is small yet.
  const room = new Room(KEPT);
  const { buffer } = room.floats(KEPT / 8).fill(1);
  room.free();
  const floats = new Room(KEPT).floats(KEPT / 8);
  expect(floats.buffer).toBe(buffer);
  expect(floats.every((value) => value === 0)).toBe(true);
});

test('a copy is an array of its own', () => {
  const room = new Room(64);
  const from = room.floats(3);
  from.set([1, 2, 3]);
  const copy = room.copy(from);
  from.fill(9);
  expect([...copy]).toEqual([1, 2, 3]);
});
