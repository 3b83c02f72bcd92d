import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { systemdComment, systemdDescription, systemdUnit } from './systemd.ts';

test.each([
  ['plan a', 'plan a'],
  ['%n', '%%n'],
  ['100 %', '100 %%'],
  ['x\ny', 'x y'],
  ['ends in \\', 'ends in'],
  [' \\ \\', 'unnamed'],
  ['', 'unnamed'],
  ['\u202Egpj.exe', 'gpj.exe'],
])('%j is described as %j', (name, line) => {
  expect(systemdDescription(name)).toBe(line);
});

test.each([
  ['Plan A', 'mig-plan-a.service'],
  ['a@b\\x2d.service', 'mig-a-b-x2d.service.service'],
  ['-rf', 'mig-rf.service'],
])('the unit of %j is %s', (name, unit) => {
  expect(systemdUnit(name)).toBe(unit);
});

const seed = 20261202;
test(`no name adds a line, a specifier or a setting, seed ${seed}`, () => {
  const names = fc.oneof(
    fc.constantFrom(...HOSTILE_NAMES),
    fc.string({ unit: fc.constantFrom('%', '\\', '\n', '\r', '=', '[', '#', ';', ' ', 'a', '\u2028') }),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(names, (name) => {
      for (const line of [systemdDescription(name), systemdComment(name)]) {
        expect(line).not.toMatch(/[\n\r\0\u0085\u2028\u2029]|\\$/);
      }
      expect(systemdDescription(name).replaceAll('%%', '')).not.toContain('%');
      expect(systemdUnit(name)).toMatch(/^mig-[a-z0-9][-.a-z0-9]*\.service$/);
    }),
    { seed, numRuns: 300 },
  );
});
