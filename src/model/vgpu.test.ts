import { expect, test } from 'vitest';
import {
  isVariantOpen,
  parseVgpuTypeName,
  variantsOf,
  vgpuTypesOf,
  type VgpuBoard,
  type VgpuType,
} from './vgpu.ts';

const type = (name: string, profile: string | null): VgpuType => ({
  type: name,
  profile,
  framebufferMiB: null,
  maxPerGpu: null,
  maxPerInstance: null,
  esxiName: null,
  esxiNameStatus: 'unknown',
  esxiMinRelease: null,
  mdevType: null,
});
const variant = (id: string, boards: readonly string[], types: readonly VgpuType[]): VgpuBoard => ({
  id,
  product: null,
  family: id,
  boards,
  pciDeviceIds: [],
  mmioGiB: null,
  types,
});

const [small, large, video] = [
  type('A100-1-5C', '1g.5gb'),
  type('A100-3-20C', '3g.20gb'),
  type('A100-1-5CME', '1g.5gb'),
];
const sxm = variant('sxm', ['a100', 'a100-sxm'], [small, large]);
const pcie = variant('pcie', ['a100'], [small, video]);
const other = variant('other', ['b100'], [large, type('B100-7-80C', null)]);
const ALL = [sxm, pcie, other];

test('the variants of a GPU are those of its board, or the one that is named', () => {
  expect(variantsOf(ALL, { board: 'a100', variant: null })).toEqual([sxm, pcie]);
  expect(variantsOf(ALL, { board: 'a100', variant: 'pcie' })).toEqual([pcie]);
  // A variant of another board says nothing of this one.
  expect(variantsOf(ALL, { board: 'a100', variant: 'other' })).toEqual([sxm, pcie]);
  expect(variantsOf(ALL, { board: 'nobody', variant: null })).toEqual([]);
});

test('which variant it is matters only where their types have other names', () => {
  expect(isVariantOpen(ALL, 'a100')).toBe(true);
  expect(isVariantOpen(ALL, 'a100-sxm')).toBe(false);
  expect(isVariantOpen(ALL, 'nobody')).toBe(false);
  expect(isVariantOpen([sxm, variant('twin', ['a100'], [small, large])], 'a100')).toBe(false);
});

test('the types of a profile are those of all variants that a GPU may be, each once', () => {
  const open = { board: 'a100', variant: null };
  expect(vgpuTypesOf(ALL, open, '1g.5gb')).toEqual([small, video]);
  expect(vgpuTypesOf(ALL, { ...open, variant: 'sxm' }, '1g.5gb')).toEqual([small]);
  expect(vgpuTypesOf(ALL, open, '3g.20gb')).toEqual([large]);
  expect(vgpuTypesOf(ALL, open, '7g.40gb')).toEqual([]);
  const first = { ...small, mdevType: 'nvidia-1' };
  expect(vgpuTypesOf([variant('x', ['a100'], [first]), pcie], open, '1g.5gb')).toEqual([first, video]);
});

test.each([
  ['A100-3-20C', 'A100-3-20C'],
  [' grid_a100-3-20c ', 'A100-3-20C'],
  ['NVIDIA A100-1-5CME', 'A100-1-5CME'],
  ['GRID A30-2-12C', 'A30-2-12C'],
  ['nvidia_h100xm-7-80c', 'H100XM-7-80C'],
  ['DC-4-96QGFX', 'DC-4-96QGFX'],
  ['A100-40C', 'A100-40C'],
  ['A100-3-0B', 'A100-3-0B'],
])('%j is the type %s', (text, name) => {
  expect(parseVgpuTypeName(text)).toBe(name);
});

test.each([
  '',
  'A100',
  'A100-3-20',
  'A100-3-20X',
  'A100-0-20C',
  'A100-3-020C',
  'A100-3-20CX',
  'x A100-3-20C!',
  'gridA100 -3-20C',
  'A100-3-20C C',
])('%j is no type', (text) => {
  expect(parseVgpuTypeName(text)).toBeNull();
});
