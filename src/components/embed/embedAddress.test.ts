import { expect, test } from 'vitest';
import { embedOf } from './embedAddress.ts';

test.each([
  ['#p=1.2.3.abc&view=embed', { plan: 'p=1.2.3.abc', theme: null }],
  ['#p=1.2.3.abc&view=embed&theme=dark', { plan: 'p=1.2.3.abc', theme: 'dark' }],
  ['#p=1.2.3.abc&theme=light&view=embed', { plan: 'p=1.2.3.abc', theme: 'light' }],
  ['#p=1.2.3.abc&view=embed&theme=pink', { plan: 'p=1.2.3.abc', theme: null }],
  ['#p=1.2.3.abc', null],
  ['#p=1.2.3.abc&view=embedded', null],
  ['', null],
])('of %j is shown in a frame: %j', (hash, embed) => {
  expect(embedOf(hash)).toEqual(embed);
});
