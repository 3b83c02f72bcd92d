// Orders of creation for drivers that pick the starts themselves, played on the simulated tool under every model of the driver.
import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { DRIVER_VARIANTS } from '../../model/driverStart.ts';
import { IdSource } from '../../model/ids.ts';
import { GPU_KINDS, makeInstance } from '../../model/plan.ts';
import { legalLayouts } from '../../placement/layouts/layouts.ts';
import { creationOrder } from '../../placement/order.ts';
import { runLine } from './simulator.ts';
import { A100, machineIn, one } from './states.testing.ts';

test.each([
  ['without starts, on R450', '450.80.02', ['1g.5gb', '2g.10gb', '3g.20gb', '7g.40gb']],
  ['with the double-memory 1g', '550.54.14', ['1g.5gb', '1g.10gb', '2g.10gb', '4g.20gb', '3g.20gb']],
])('%s every order that is found creates all, and as drawn where it says so', (_, driver, profiles) => {
  const board = findBoard(A100)!;
  const counts = { 'as-drawn': 0, elsewhere: 0, none: 0 };
  for (const layout of legalLayouts(board, { profiles })) {
    const ids = new IdSource();
    const instances = layout.map(({ profile, start }) => makeInstance(ids.gi(), profile, start));
    const order = creationOrder(board, instances, null);
    counts[order.kind] += 1;
    if (order.kind === 'none') continue;
    const list = order.instances.map((id) => {
      const { profile } = instances.find((gi) => gi.id === id)!;
      return board.profiles.find(({ name }) => name === profile)!.id;
    });
    for (const kind of GPU_KINDS) {
      for (const variant of DRIVER_VARIANTS) {
        const machine = { ...machineIn(one(driver, { board: A100, kind })), variant };
        const done = runLine(machine, `nvidia-smi mig -cgi ${list.join()} -C`);
        expect([list.join(), done.status]).toEqual([list.join(), 0]);
        if (order.kind !== 'as-drawn') continue;
        const places = done.machine.gpus[0]!.gis.map((gi) => `${gi.profile}@${gi.start}`).sort();
        expect(places).toEqual(layout.map((gi) => `${gi.profile}@${gi.start}`).sort());
      }
    }
  }
  expect(counts['as-drawn']).toBeGreaterThan(20);
  expect(counts.elsewhere).toBeGreaterThan(20);
});
