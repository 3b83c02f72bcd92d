import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import type { Host } from '../../model/plan.ts';
import { mapCells, type KnownCells } from './mapCells.ts';

const read = parseLayout(
  [
    ...Array.from({ length: 8 }, (_, n) => `small/${n} a30-24gb:`),
    ...Array.from({ length: 40 }, (_, n) => `big/${n} a30-24gb:`),
  ].join('\n'),
);
if (!read.ok) throw new Error(read.error.code);
const { hosts } = read.value.plan;
const [small, big] = hosts as [Host, Host];

test('a host is one cell, and one with very many GPUs is as many as it takes', () => {
  const cells = mapCells(hosts, new Map());
  expect(cells.map(({ name }) => name)).toEqual([
    'small',
    'big, GPU 0 to 15',
    'big, GPU 16 to 31',
    'big, GPU 32 to 39',
  ]);
  expect(cells.map(({ firstGpu }) => firstGpu)).toEqual([null, null, big.gpus[16]!.id, big.gpus[32]!.id]);
  expect(cells.flatMap(({ gpus }) => gpus)).toEqual(hosts.flatMap(({ gpus }) => gpus));
});

test('an edit of one GPU makes one cell anew', () => {
  const known: KnownCells = new Map();
  const before = mapCells(hosts, known);
  const edited: Host = { ...big, gpus: big.gpus.map((gpu, n) => (n === 20 ? { ...gpu, notes: 'x' } : gpu)) };
  const after = mapCells([small, edited], known);
  expect(after.map((cell, n) => cell === before[n])).toEqual([true, true, false, true]);
});

test('a host that gets another name has it in all its cells', () => {
  const known: KnownCells = new Map();
  mapCells(hosts, known);
  const cells = mapCells([small, { ...big, name: 'huge' }], known);
  expect(cells.map(({ name }) => name).slice(1)).toEqual([
    'huge, GPU 0 to 15',
    'huge, GPU 16 to 31',
    'huge, GPU 32 to 39',
  ]);
});
