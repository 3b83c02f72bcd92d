import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { changeMessage } from './changeMessages.ts';
import { changesBetween, searchChanges } from './changesBetween.ts';
import type { Plan } from '../../model/plan.ts';

/** Hosts of eight GPUs; every third GPU is cut otherwise where `isOther`. */
function fleet(gpus: number, isOther: boolean): Plan {
  const lines = Array.from({ length: gpus }, (_, n) => {
    const cut = isOther && n % 3 === 0 ? `3g.20gb@4=vm-${n}` : `2g.10gb@0=vm-${n}`;
    return `esx-${Math.floor(n / 8)}/${n % 8} a100-pcie-40gb: ${cut}`;
  });
  const read = parseLayout(lines.join('\n'));
  if (!read.ok) throw new Error(read.error.code);
  return read.value.plan;
}

test('two fleets are compared a few things at a time: there is a rest at least every two hundred GPUs or VMs', () => {
  const [before, after] = [fleet(2000, false), fleet(2000, true)];
  const steps = searchChanges(before, after, 'names');
  let rests = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) rests++;
  // Each is looked at in four turns: matched, its instances, what changes, and where it is told.
  expect(rests).toBeGreaterThan((4 * 2000) / 200);
  expect(step.value.changes).toHaveLength(3 * 667);
  const said = ({ changes }: typeof step.value): string[] => changes.map(changeMessage);
  expect(said(step.value)).toEqual(said(changesBetween(before, after, 'names')));
});

test('one host of thousands of GPUs rests as well', () => {
  const one = (plan: Plan): Plan => ({
    ...plan,
    hosts: [
      {
        ...plan.hosts[0]!,
        gpus: plan.hosts.flatMap(({ gpus }) => gpus).map((gpu, index) => ({ ...gpu, index })),
      },
    ],
  });
  const steps = searchChanges(one(fleet(2000, false)), one(fleet(2000, true)), 'names');
  let rests = 0;
  while (steps.next().done !== true) rests++;
  expect(rests).toBeGreaterThan((4 * 2000) / 200);
});
