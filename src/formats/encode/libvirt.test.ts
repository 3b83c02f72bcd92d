import { expect, test } from 'vitest';
import { libvirtNameFault } from './libvirt.ts';

test.each([
  ['ml-01', null],
  ['a/b', 'slash'],
  ['</script><svg onload=alert(1)>', 'slash'],
  ['17', 'digits'],
  ['  ', 'blank'],
  ["a'b", null],
  ['1e3', null],
])('%j: %s', (name, fault) => {
  expect(libvirtNameFault(name)).toBe(fault);
});
