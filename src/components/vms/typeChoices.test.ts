import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { freeTypeValue, parseWants, typeGroups } from './typeChoices.ts';

function planOf(text: string) {
  const read = parseLayout(text);
  if (!read.ok) throw new Error('not read');
  return read.value.plan;
}

test.each([
  ['nothing placed', 'a/0 a100-pcie-40gb:', null],
  ['every instance has its VM', 'a/0 a100-pcie-40gb: 3g.20gb@0=x', null],
  ['a free one', 'a/0 a100-pcie-40gb: 3g.20gb@0=x, 2g.10gb@4', 'type:A100-2-10C'],
  [
    'the first of several',
    'a/0 a100-pcie-40gb: 3g.20gb@0=x\na/1 a100-pcie-40gb: 1g.5gb@0, 4g.20gb@0',
    'type:A100-1-5C',
  ],
])('the type that the next VM is offered: %s', (_, text, value) => {
  const plan = planOf(text);
  expect(freeTypeValue(plan)).toBe(value);
  const choices = typeGroups(plan.hosts).flatMap((group) => group.choices.map((choice) => choice.value));
  if (value === null) return;
  expect(choices).toContain(value);
  expect(parseWants(value)).not.toBeNull();
});
