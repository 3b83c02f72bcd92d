import { expect, test } from 'vitest';
import { BOARDS } from './catalogue/catalogue.ts';
import { kubernetesName, makeProfileName, parseProfileName, shortProfileName } from './profile.ts';

test.each([
  ['3g.20gb', { ciSlices: null, computeSlices: 3, memoryGB: 20, attributes: [] }],
  ['MIG 1g.5gb', { ciSlices: null, computeSlices: 1, memoryGB: 5, attributes: [] }],
  ['1G.10GB+ME', { ciSlices: null, computeSlices: 1, memoryGB: 10, attributes: ['me'] }],
  ['1g.24gb+me.all', { ciSlices: null, computeSlices: 1, memoryGB: 24, attributes: ['me.all'] }],
  ['2g.48gb-me', { ciSlices: null, computeSlices: 2, memoryGB: 48, attributes: ['-me'] }],
  ['1c.3g.20gb', { ciSlices: 1, computeSlices: 3, memoryGB: 20, attributes: [] }],
])('reads %s', (text, expected) => {
  expect(parseProfileName(text)).toEqual(expected);
});

// "3g.20b" is how the article prints it once; reading it as 3g.20gb would be a repair without a notice.
test.each([
  '',
  '3g',
  '3g.20b',
  '20gb',
  '0g.5gb',
  '1g.5gb+',
  '1g.5gb+2me',
  '1g.5gb+me-me',
  '1g.05gb',
  '1g.5gb ; reboot',
])('refuses %j', (text) => {
  expect(parseProfileName(text)).toBeNull();
});

test('every profile name of the catalogue, compute instances included, survives a round trip', () => {
  const names = BOARDS.flatMap((board) =>
    board.profiles.flatMap((profile) => [profile.name, ...profile.computeInstances.map((ci) => ci.name)]),
  );
  expect(names.length).toBeGreaterThan(400);
  for (const name of names) {
    const parsed = parseProfileName(name);
    expect(parsed, name).not.toBeNull();
    if (parsed !== null) expect(makeProfileName(parsed)).toBe(name);
  }
});

test.each([
  ['3g.20gb', '3g'],
  ['1g.5gb+me', '1g+me'],
  ['2g.48gb-me', '2g-me'],
])('%s in short is %s', (name, short) => {
  expect(shortProfileName(name)).toBe(short);
});

test.each([
  ['3g.20gb', '3g', 'nvidia.com/mig-3g.20gb'],
  ['1g.5gb+me', '1g+me', 'nvidia.com/mig-1g.5gb.me'],
  ['1c.3g.20gb', '1c.3g', 'nvidia.com/mig-1c.3g.20gb'],
  ['2g.48gb-me', '2g-me', 'nvidia.com/mig-2g.48gb-me'],
])('%s is short %s, and %s for a pod', (name, short, resource) => {
  expect([shortProfileName(name), kubernetesName(name)]).toEqual([short, resource]);
});

test.each([
  'x3g.20gb',
  '3g.20gbx',
  'mig3g.20gb',
  '3g.20gb+me,',
  '3g.20gb+ME me',
  '10c.3g.20gb',
  '3g.00020gb',
  '3g.20000gb',
])('near a name and none: %j', (text) => {
  expect(parseProfileName(text)).toBeNull();
});

test('space, case and the word in front are nothing; several attributes stay several', () => {
  expect(makeProfileName(parseProfileName('  MIG   1C.3G.20GB ')!)).toBe('1c.3g.20gb');
  expect(parseProfileName('1g.5gb+me,gfx')?.attributes).toEqual(['me', 'gfx']);
  expect(makeProfileName(parseProfileName('1g.5gb+me,gfx')!)).toBe('1g.5gb+me,gfx');
});
