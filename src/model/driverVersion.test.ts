import { expect, test } from 'vitest';
import { driverAge, isDriverVersion } from './driverVersion.ts';

test.each([
  ['450.80.02', '450.80.02', 'enough'],
  ['470.57.02', 'R470', 'enough'],
  ['R550', '450.80.02', 'enough'],
  ['550', 'R525', 'enough'],
  ['R470', 'R525', 'older-branch'],
  ['440.107', '450.80.02', 'older-branch'],
  ['450.73', '450.80.02', 'older'],
  ['R450', '450.80.02', 'unsure'],
  ['450.80', '450.80.02', 'unsure'],
  // vGPU releases are numbered otherwise, and nobody's text is a version.
  ['17.2', '450.80.02', null],
  ['latest', 'R470', null],
  ['', 'R470', null],
  ['R550', '', null],
] as const)('driver %j where %j is the least: %s', (driver, least, age) => {
  expect(driverAge(driver, least)).toBe(age);
  if (age !== null) expect(isDriverVersion(driver)).toBe(true);
});

test.each(['x550', '550x', '550 beta', 'driver 550', '55', '55055', '550.1.2.3.4', '550.', '550..1', ''])(
  '%j is no version',
  (text) => {
    expect(isDriverVersion(text)).toBe(false);
    expect(driverAge('550', text)).toBeNull();
  },
);

test('space around a version and a small r are nothing', () => {
  expect(isDriverVersion(' r550 ')).toBe(true);
  expect(driverAge(' 550.54.14 ', 'r550')).toBe('enough');
});
