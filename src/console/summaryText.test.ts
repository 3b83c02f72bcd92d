/** The text of a summary, and its sums, over plans of every kind: hostile names, unknown boards, overlaps, VMs of nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planArbitrary } from '../formats/planArbitrary.testing.ts';
import { addFigures, NO_FIGURES } from '../placement/summary/figures.ts';
import { summarize } from '../placement/summary/searchSummary.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { summaryLines } from './summaryText.ts';

const seed = 20261127;
test(`any plan is summed up, and its parts add up to it, seed ${seed}`, () => {
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      const best = summarize(plan);
      const sum = (parts: readonly { readonly figures: typeof best.figures }[]) =>
        parts.reduce((all, { figures }) => addFigures(all, figures), NO_FIGURES);
      expect(sum(best.hosts)).toEqual(best.figures);
      expect(sum(best.boards)).toEqual(best.figures);
      const { computeStranded, memoryStranded, gpus, gpusInUse } = best.figures;
      expect(best.stranded.reduce((all, one) => all + one.gpus, 0)).toBe(computeStranded + memoryStranded);
      expect(best.waiting?.reduce((all, one) => all + one.vms, 0)).toBe(best.vms.waiting);
      const lines = summaryLines(best);
      const said = `${gpusInUse} of ${gpus} in use, on ${plan.hosts.length} host`;
      expect(lines.some((line) => line.includes(said))).toBe(true);
      for (const { name } of plan.hosts)
        expect(lines.some((line) => line.startsWith(`  ${name}`))).toBe(true);
    }),
    { seed, numRuns: seedsOf(150) },
  );
});
