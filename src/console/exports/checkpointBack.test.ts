/** A checkpoint goes by NVML's numbers: with its board it comes back as it was, starts, cuts and all. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invariant } from '../../model/assert.ts';
import { legalGpuArbitrary } from '../../formats/legalGpu.testing.ts';
import { makeLayout, parseLayout } from '../../formats/layout.ts';
import { exportPlan } from '../exportPlan.ts';
import { importText } from '../importText.ts';

const seed = 20261209;
test(`with its board it comes back as it was drawn, seed ${seed}`, () => {
  const gpus = legalGpuArbitrary(['a100-pcie-40gb', 'a30-24gb', 'h100-sxm5-80gb', 'rtx-pro-6000-server'], 1);
  let texts = 0;
  fc.assert(
    fc.property(gpus, ({ board, instances }) => {
      const places = instances.map(({ profile, start }) => `${profile}@${start}`).join(', ');
      const reading = parseLayout(`host-1/0 ${board}: ${places}\n`);
      invariant(reading.ok, places);
      const { plan } = reading.value;
      const exported = exportPlan(plan, 'mig-checkpoint', {
        hostId: plan.hosts[0]?.id ?? null,
        starts: 'explicit',
      });
      // The compute instance of the wide 1g has no public number on some boards.
      if (!exported.ok) return;
      texts += 1;
      const back = importText(exported.value.text, { boards: [board] });
      invariant(back.ok, exported.value.text);
      expect(makeLayout(back.value.reading.plan)).toBe(makeLayout(plan));
    }),
    { seed, numRuns: 120 },
  );
  expect(texts).toBeGreaterThan(60);
});
