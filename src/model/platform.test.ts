import { expect, test } from 'vitest';
import type { Creation, Host } from './plan.ts';
import { creationOf } from './platform.ts';

type Told = Pick<Host, 'platform' | 'release' | 'creation'>;

test.each<[told: Told, expected: Creation]>([
  [{ platform: 'esxi', release: '7.0', creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: '7.0 U3', creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: 'ESXi 7.0.3', creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: '8.0 U2', creation: null }, 'power-on'],
  [{ platform: 'esxi', release: '9.0', creation: null }, 'power-on'],
  [{ platform: 'esxi', release: '10.0', creation: null }, 'power-on'],
  // A release nobody told says nothing: the way that harms nothing is taken.
  [{ platform: 'esxi', release: null, creation: null }, 'pre-create'],
  [{ platform: 'kvm', release: null, creation: null }, 'pre-create'],
  [{ platform: null, release: null, creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: '8.0', creation: 'pre-create' }, 'pre-create'],
  [{ platform: 'bare-metal', release: null, creation: 'power-on' }, 'power-on'],
])('%j creates by %s', (told, expected) => {
  expect(creationOf(told)).toBe(expected);
});
