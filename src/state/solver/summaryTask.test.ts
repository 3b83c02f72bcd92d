/** The summary as the page gets it: over the line, with the figures that stand above the board. */
import { expect, test } from 'vitest';
import { seededFleet } from '../../placement/solver/fleet.testing.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { selectFigures } from '../selectors.ts';
import { TASKS } from './tasks.ts';

const seed = 20261126;
test(`what is read is what stands above the board, and it can be sent, seed ${seed}`, () => {
  for (let run = 0; run < 10; run++) {
    const fleet = seededFleet(seed + run, {
      boards: ['a100-pcie-40gb', 'a30-24gb', 'rtx-pro-6000-server'],
      ...{ gpus: 3 * run, pinned: 0, fill: 0.6, vms: 0.7 },
    });
    const vms = fleet.vms.map((vm, index) =>
      index % 3 === 0
        ? { ...vm, attachments: vm.attachments.map((one) => ({ ...one, instance: null })) }
        : vm,
    );
    const plan = { ...fleet, vms };
    const { best } = runSearch(TASKS.summary({ plan }));
    expect(structuredClone(best)).toEqual(best);
    const shown = selectFigures({ plan });
    expect(best?.hosts.length).toBe(shown.hosts);
    expect(best?.vms).toEqual({ total: vms.length, placed: shown.vmsPlaced, waiting: shown.vmsWaiting });
    expect(best?.figures).toMatchObject({
      gpus: shown.gpus,
      gpusInUse: shown.gpusInUse,
      instances: shown.instances,
      computeUsed: shown.computeUsed,
      computeTotal: shown.computeTotal,
      memoryUsed: shown.memoryUsed,
      memoryTotal: shown.memoryTotal,
      computeStranded: shown.strandedCompute,
      memoryStranded: shown.strandedMemory,
    });
  }
});
