import { expect, test } from 'vitest';
import { decodeShare, encodeShare, withoutNames } from '../../formats/share.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { unpackPlan } from '../packedPlan.ts';
import { makeTemplate } from '../templates.ts';
import { share } from './shareTask.ts';

test('both links of a plan, and what is read back from them', () => {
  const plan = makeTemplate('article');
  const { best } = runSearch(share({ plan }));
  expect(best?.named.fragment).toBe(encodeShare(plan));
  expect(best?.bare.fragment).toBe(encodeShare(withoutNames(plan)));
  for (const made of [best?.named, best?.bare]) {
    const held = decodeShare(made?.fragment ?? '');
    if (!held.ok || made?.held.ok !== true) throw new Error('not read');
    expect(unpackPlan(structuredClone(made.held.value))).toEqual(held.value.plan);
  }
});
