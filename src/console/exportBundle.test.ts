import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { parseLayout } from '../formats/layout.ts';
import { parsePlanJson } from '../formats/planJson.ts';
import type { Plan } from '../model/plan.ts';
import { writeBundle, type Bundle } from './exportBundle.ts';
import { EXPORTS } from './exports/exportFormats.ts';
import { EXPORT_GROUPS } from './exports/exportRows.ts';
import { REAL_PLANS } from './exports/realPlans.testing.ts';

const OPTIONS = { hostId: null, starts: 'explicit', pageUrl: null } as const;

function bundleOf(
  plan: Plan,
  audience: string,
): Bundle & { readonly files: Readonly<Record<string, string>> } {
  const group = EXPORT_GROUPS.find((one) => one.audience === audience);
  if (group === undefined) throw new Error(audience);
  const writing = writeBundle(
    plan,
    { name: group.name, definitions: group.formats.map((one) => EXPORTS[one]) },
    OPTIONS,
  );
  let step = writing.next();
  while (step.done !== true) step = writing.next();
  const files = Object.fromEntries(
    Object.entries(unzipSync(step.value.zip)).map(([path, bytes]) => [path, strFromU8(bytes)]),
  );
  return { ...step.value, files };
}

function planOf(layout: string): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(reading.error.code);
  return reading.value.plan;
}

describe('all texts of a trade as one archive', () => {
  test.each(
    REAL_PLANS.flatMap(([what, plan]) => EXPORT_GROUPS.map((group) => [what, group.audience, plan] as const)),
  )('%s, %s: the plan is in it and comes back, and everything in it is listed', (_what, audience, plan) => {
    const { files, texts } = bundleOf(plan, audience);
    const contents = files['contents.txt'] ?? '';
    const others = Object.keys(files).filter((path) => path !== 'contents.txt');
    expect(others).toHaveLength(texts + 1);
    for (const path of others) expect(contents).toContain(`${path}\n`);
    const json = others
      .filter((path) => path.endsWith('.json'))
      .find((path) => contents.includes(`${path}\n  Plan JSON: the whole plan, for Import`));
    const back = parsePlanJson(files[json ?? ''] ?? '');
    expect(back.ok && back.value.plan).toEqual(plan);
  });

  test('hosts whose names differ in marks only have folders and files of their own', () => {
    const plan = planOf('esx-1/0 a100-pcie-40gb: 7g.40gb@0\nesx_1/0 a100-pcie-40gb: 3g.20gb@0');
    const { files } = bundleOf(plan, 'bare-metal');
    expect(Object.keys(files).filter((path) => path.includes('cloud-init'))).toEqual([
      'esx-1/esx-1-cloud-init.yaml',
      'esx-1-2/esx-1-cloud-init-2.yaml',
    ]);
  });

  test('what cannot be written is listed with its reason and for whom; the rest is there', () => {
    const plan = planOf('a/0 a100-pcie-40gb: 7g.40gb@0\nb/0 a100-pcie-40gb:');
    const { files } = bundleOf(plan, 'bare-metal');
    expect(files['a/a.sh']).toContain('# Host: a');
    expect(files['contents.txt']).toMatch(
      /Not written[^]*nvidia-smi script: .*nothing to create.*\n {2}for b\n/,
    );
  });

  test('the same plan gives the same bytes', () => {
    const [, plan] = REAL_PLANS[0] ?? [];
    if (plan === undefined) throw new Error('no plan');
    expect(bundleOf(plan, 'vsphere').zip).toEqual(bundleOf(plan, 'vsphere').zip);
  });
});
