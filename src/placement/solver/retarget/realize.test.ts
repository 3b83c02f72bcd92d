import { expect, test } from 'vitest';
import { vmsByInstance, type Plan } from '../../../model/plan.ts';
import { runSearch } from '../search.ts';
import { parseLayout } from '../why.testing.ts';
import { retarget } from './retarget.ts';

function retargeted(plan: Plan, demand: Readonly<Record<string, number>>): Plan {
  const search = retarget(plan, { demand: new Map(Object.entries(demand)), weights: 'instances' });
  if (!search.ok) throw new Error(search.error.code);
  const { best, isProven } = runSearch(search.value());
  if (best === null || !isProven) throw new Error('not found');
  return best.plan;
}

const layoutsOf = (plan: Plan): string[] =>
  plan.hosts.flatMap(({ gpus }) =>
    gpus.map(({ instances }) => instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ')),
  );

test.each([0, 1, 2])(
  'of GPUs that hold the same the one changes whose instance nobody has: GPU %i',
  (free) => {
    const lines = [0, 1, 2].map(
      (at) =>
        `esx-01/${at} a100-pcie-40gb: 3g.20gb@0${at === free ? '' : `=a${at}`} 3g.20gb@4${at === free ? '' : `=b${at}`}`,
    );
    const plan = parseLayout(lines.join('\n'));
    // A 4g starts at 0 alone, so it comes in the stead of the 3g there.
    const after = retargeted(plan, { '3g.20gb': 5, '4g.20gb': 1 });
    expect(layoutsOf(after)).toEqual(
      [0, 1, 2].map((at) => (at === free ? '4g.20gb@0 3g.20gb@4' : '3g.20gb@0 3g.20gb@4')),
    );
    expect([...vmsByInstance(after).keys()]).toEqual([...vmsByInstance(plan).keys()]);
  },
);

test('of whole GPUs that make way the one goes first on which nobody is', () => {
  for (const free of [0, 1, 2]) {
    const plan = parseLayout(
      [0, 1, 2]
        .map((at) => `esx-01/${at} a100-pcie-40gb: 3g.20gb@0${at === free ? '' : `=a${at}`}`)
        .join('\n'),
    );
    const after = retargeted(plan, { '3g.20gb': 2, '7g.40gb': 1 });
    expect(layoutsOf(after)).toEqual([0, 1, 2].map((at) => (at === free ? '7g.40gb@0' : '3g.20gb@0')));
    expect(after.vms).toEqual(plan.vms);
  }
});

test('on a GPU that changes anyway, rather than on another one: one GPU stays as it is', () => {
  const plan = parseLayout(
    [0, 1].map((at) => `esx-01/${at} a100-pcie-40gb: 2g.10gb@0 2g.10gb@2 3g.20gb@4`).join('\n'),
  );
  const after = retargeted(plan, { '4g.20gb': 1, '2g.10gb': 3, '1g.5gb': 1, '3g.20gb': 1 });
  const [before] = layoutsOf(plan);
  expect(layoutsOf(after).filter((layout) => layout === before)).toHaveLength(1);
});
