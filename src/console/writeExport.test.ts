/** What files are called: two texts of one plan never take each other's place. */
import { expect, test } from 'vitest';
import { parseLayout } from '../formats/layout.ts';
import type { GpuId, HostId, VmId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { exportPlan } from './exportPlan.ts';
import { EXPORT_FORMATS, EXPORT_ROWS, type ExportFormat } from './exports/exportRows.ts';
import { REAL_PLANS } from './exports/realPlans.testing.ts';

interface Of {
  readonly hostId: HostId | null;
  readonly gpuId: GpuId | null;
  readonly vmId: VmId | null;
}

/** Everything that a text of this format can be of. */
function subjects(plan: Plan, format: ExportFormat): readonly Of[] {
  const nothing = { hostId: null, gpuId: null, vmId: null };
  switch (EXPORT_ROWS[format].scope) {
    case 'plan':
      return [nothing];
    case 'host':
      return plan.hosts.map(({ id }) => ({ ...nothing, hostId: id }));
    case 'gpu':
      return plan.hosts.flatMap(({ id, gpus }) =>
        gpus.map((gpu) => ({ ...nothing, hostId: id, gpuId: gpu.id })),
      );
    case 'vm':
      return plan.vms.map(({ id }) => ({ ...nothing, vmId: id }));
  }
}

/** At boot one file of one name is on every host: its name is in the text. */
const SAME_ON_EVERY_HOST: ReadonlySet<ExportFormat> = new Set(['systemd-unit']);

function fileNames(plan: Plan): string[] {
  return EXPORT_FORMATS.filter((format) => !SAME_ON_EVERY_HOST.has(format)).flatMap((format) =>
    subjects(plan, format).flatMap((of) => {
      const written = exportPlan(plan, format, { ...of, starts: 'explicit' });
      return written.ok ? [written.value.fileName] : [];
    }),
  );
}

test.each(REAL_PLANS)('%s: every text has a file name of its own', (_what, plan) => {
  const names = fileNames(plan);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('hosts that differ in marks only have file names of their own', () => {
  const reading = parseLayout(
    'esx-1/0 a100-pcie-40gb: 3g.20gb@0\nesx_1/0 a100-pcie-40gb: 7g.40gb@0\nESX-1/0 a100-pcie-40gb: 7g.40gb@0',
  );
  if (!reading.ok) throw new Error(reading.error.code);
  const names = fileNames({ ...reading.value.plan, name: 'esx-1' });
  expect(names).toEqual(expect.arrayContaining(['esx-1.sh', 'esx-1-2.sh', 'esx-1-3.sh']));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
