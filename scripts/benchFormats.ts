/**
 * How long each format takes: `npm run bench -- formats`. Every format out that there is, for a large plan and over its scope,
 * and every foreign format in, with what is to be reached beside what was reached. Not a test: nothing fails here.
 */
import { exportPlan } from '../src/console/exportPlan.ts';
import { EXPORTS } from '../src/console/exports/exportFormats.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../src/console/exports/exportRows.ts';
import { parseLayout } from '../src/formats/layout.ts';
import { findBoard } from '../src/model/catalogue/catalogue.ts';
import type { Host, Plan } from '../src/model/plan.ts';
import { legalLayouts } from '../src/placement/layouts/layouts.ts';
import { benchReaders } from './benchFormats/readers.ts';
import { duration, millisOf } from './benchSolver/measure.ts';

const BOARD = 'a100-pcie-40gb';
const GPUS = 1000;
const GPUS_PER_HOST = 8;
const VMS = 5000;
const MOST_MS = 200;

/** A thousand GPUs in hosts of eight, five thousand VMs with vGPU types of their own. */
function fleet(): Plan {
  const board = findBoard(BOARD);
  if (board === undefined) throw new Error(`no board ${BOARD}`);
  const profiles = ['1g.5gb', '2g.10gb', '3g.20gb', '4g.20gb'];
  const layouts = [...legalLayouts(board, { profiles })].filter((layout) => layout.length >= 5);
  let vm = 0;
  const lines = Array.from({ length: GPUS }, (_, index) => {
    const layout = layouts[(index * 37 + 11) % layouts.length] ?? [];
    const cut = layout.map(({ profile, start }) => {
      vm++;
      return `${profile}@${start}${vm <= VMS ? `=team-${vm % 17}-prod-${vm}` : ''}`;
    });
    const host = `esx-${String(Math.floor(index / GPUS_PER_HOST) + 1).padStart(3, '0')}`;
    return `${host}/${index % GPUS_PER_HOST} ${BOARD}: ${cut.join(', ')}`;
  });
  const reading = parseLayout(lines.join('\n'));
  if (!reading.ok) throw new Error(reading.error.code);
  return reading.value.plan;
}

type OnPlatform = Pick<Host, 'platform' | 'release'>;

/** What the hosts are where a text is not for ESXi that makes its instances at power-on. */
const PLATFORMS: Partial<Record<ExportFormat, OnPlatform>> = {
  'systemd-unit': { platform: 'bare-metal', release: null },
  'cloud-init': { platform: 'bare-metal', release: null },
  'esxi-boot': { platform: 'esxi', release: '7.0' },
  'kvm-mdev': { platform: 'kvm', release: 'mdev' },
  'kvm-vfio': { platform: 'kvm', release: 'vendor VFIO' },
  'libvirt-xml': { platform: 'kvm', release: 'mdev' },
};

const drawn = fleet();
const [host] = drawn.hosts;
const [only] = process.argv.slice(2);
process.stdout.write(
  `${GPUS} GPUs, ${drawn.vms.length} VMs; to reach: ${MOST_MS} ms each\n${'format'.padEnd(20)}${'scope'.padEnd(7)}${'reached'.padStart(10)}${'size'.padStart(12)}\n`,
);
for (const format of EXPORT_FORMATS) {
  if (only !== undefined && only !== format) continue;
  const options = {
    hostId: host?.id ?? null,
    gpuId: host?.gpus[0]?.id ?? null,
    vmId: drawn.vms[0]?.id ?? null,
    starts: 'explicit',
    pageUrl: 'https://planner.example/',
  } as const;
  const on = PLATFORMS[format] ?? { platform: 'esxi', release: '8.0 U3' };
  const hosts = drawn.hosts.map((one): Host => ({ ...one, ...on }));
  // A plan object of its own for each run: what is remembered of one is not the speed of the next.
  const write = (): ReturnType<typeof exportPlan> =>
    exportPlan({ ...drawn, hosts: [...hosts], vms: [...drawn.vms] }, format, options);
  const first = write();
  const millis = millisOf(write, { rounds: 7 });
  const size = first.ok ? `${(first.value.text.length / 1000).toFixed(0)} kB` : first.error.code;
  const short = millis > MOST_MS ? '   too slow' : '';
  process.stdout.write(
    `${format.padEnd(20)}${EXPORTS[format].scope.padEnd(7)}${duration(millis).padStart(10)}${size.padStart(12)}${short}\n`,
  );
}

benchReaders(only);
