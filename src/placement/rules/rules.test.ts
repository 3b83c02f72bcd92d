import { expect, test } from 'vitest';
import { RULE_SOURCES } from '../../model/ruleSources.ts';
import { CONFIDENCE_WORDS, isRuled, ruleOf } from './rules.ts';

type Fault = Parameters<typeof ruleOf>[0];
type Code = Fault['code'];

/** How many places each rule is written at besides the one that a fault itself names. */
const CODES: Readonly<Record<Code, number>> = {
  'board-unknown': 1,
  'mig-off': 1,
  'not-a-profile': 1,
  'starts-unknown': 1,
  'not-a-start': 2,
  overlap: 2,
  'no-start-free': 2,
  maximum: 1,
  excluded: 2,
  'driver-too-old': 1,
  'wrong-type': 1,
  'instance-full': 2,
  'already-assigned': 1,
  'other-host': 0,
  'vgpus-per-vm': 4,
  'mixed-boards': 1,
  'mixed-series': 1,
  'multi-vgpu-board': 1,
  'type-release': 1,
  'no-vgpu-types': 1,
  'release-unknown': 0,
  'type-unknown': 1,
  'shared-instance': 1,
  'mixed-types': 0,
  'mixed-variants': 1,
  'driver-of-set': 1,
  'ci-not-offered': 1,
  'ci-maximum': 1,
  'ci-slices': 1,
  'ci-place': 1,
  'ci-unknown': 1,
  'duplicate-host-name': 0,
  'duplicate-vm-name': 0,
  'duplicate-gpu-index': 0,
  'instance-gone': 0,
};
const codes = Object.keys(CODES) as Code[];

test.each(codes)('%s: a title, a sentence with its full stop, and where it is written', (code) => {
  const { title, says, sources, confidence } = ruleOf({ code } as Fault);
  expect(title).toMatch(/^[A-Za-z].*[a-zA-Z]$/);
  expect(says).toMatch(/^[A-Z].*\.$/);
  expect(sources).toHaveLength(CODES[code]);
  for (const { what } of sources) expect(what.length).toBeGreaterThan(0);
  expect(confidence).toBe('documented');
  expect(isRuled({ code })).toBe(true);
});

test('what a fault itself says of its source and how sure it is comes first, and each source once', () => {
  const rule = ruleOf({ code: 'vgpus-per-vm', confidence: 'reported', source: 'vmware8u2' } as Fault);
  expect(rule.confidence).toBe('reported');
  expect(rule.sources.map(({ url }) => url)).toEqual(
    (['vmware8u2', 'aie6', 'article', 'vmware8'] as const).map((id) => RULE_SOURCES[id].url),
  );
  expect(ruleOf({ code: 'mixed-types', confidence: 'unknown', source: null } as Fault).sources).toEqual([]);
});

test('faults of an edit break no rule', () => {
  expect(['not-found', 'name-taken', 'constructor'].map((code) => isRuled({ code }))).toEqual([
    false,
    false,
    false,
  ]);
});

test('how sure a rule is has a word of its own', () => {
  expect(CONFIDENCE_WORDS).toEqual({
    documented: 'documented',
    reported: 'reported, not documented',
    inferred: 'our conclusion',
    unknown: 'not known here; on the rule',
  });
});
