// What runs the script at boot, as the real systems would: user data by cloud-init, the unit by systemd, local.sh by ESXi. Each has to end
// in the plan, at once and after every reboot.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BootedHost } from '../../bootedHost.ts';
import { runOnHost } from '../../simulatedHost.ts';
import { SimulatedKernel } from '../../simulatedKernel.ts';
import { GPU_KINDS, type GpuKind, type Host, type Plan } from '../../../src/model/plan.ts';
import { parseLayout } from '../../../src/formats/layout.ts';
import type { ExportFormat } from '../../../src/console/exports/exportRows.ts';
import { exportPlan } from '../../../src/console/exportPlan.ts';
import { machineOf } from '../../../src/console/simulator/fromPlan.ts';
import type { Machine } from '../../../src/console/simulator/machine.ts';
import { rebooted } from '../../../src/console/simulator/modeCommands.ts';

function planOf(layout: string, change: Partial<Host>, kind: GpuKind): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const { plan } = reading.value;
  const hosts = plan.hosts.map((host) => ({
    ...host,
    driver: '580.65.06',
    ...change,
    gpus: host.gpus.map((gpu) => ({ ...gpu, kind })),
  }));
  return { ...plan, name: 'Rack C', hosts };
}

function textOf(plan: Plan, format: ExportFormat): string {
  const made = exportPlan(plan, format, { hostId: null, starts: 'explicit' });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value.text;
}

const machine = (plan: Plan, from: 'planned' | 'empty'): Machine =>
  machineOf(plan, plan.hosts[0]!.id, { from, isMigOff: from === 'empty' })!;

function layoutOf({ gpus }: Machine): string[][] {
  return gpus.map(({ gis }) =>
    gis.map(({ profile, start, cis }) => `${profile}@${start}: ${cis.map((ci) => ci.profile).join()}`).sort(),
  );
}

/** The lines of the comments that say where files go: "install -m 0755 SCRIPT /usr/local/sbin/mig-rack-c.sh". */
function installed(unit: string): { readonly what: string; readonly mode: string; readonly path: string }[] {
  return [...unit.matchAll(/^# {3}install -m (\d+) (\S+) (\S+)/gm)].map(
    ([, mode = '', what = '', path = '']) => ({
      what,
      mode,
      path,
    }),
  );
}

/** A host on which somebody did what the comments of the unit say. */
async function byUnit(plan: Plan, kernel: SimulatedKernel | null = null): Promise<BootedHost> {
  const unit = textOf(plan, 'systemd-unit');
  const host = new BootedHost(machine(plan, 'empty'), kernel);
  const texts: Readonly<Record<string, () => string>> = {
    SCRIPT: () => textOf(plan, 'script'),
    RECIPE: () => textOf(plan, plan.hosts[0]!.release === 'mdev' ? 'kvm-mdev' : 'kvm-vfio'),
    'THIS-FILE': () => unit,
  };
  for (const { what, mode, path } of installed(unit)) host.install(path, texts[what]!(), mode);
  for (const [, command = ''] of unit.matchAll(/^# {3}(systemctl (?:daemon-reload|enable .*))$/gm)) {
    await host.run(command.split(' '));
  }
  return host;
}

async function byUserData(plan: Plan, kernel: SimulatedKernel | null = null): Promise<BootedHost> {
  const host = new BootedHost(machine(plan, 'empty'), kernel);
  await host.cloudInit(textOf(plan, 'cloud-init'));
  return host;
}

const WAYS = { 'the unit': byUnit, 'the user data': byUserData } as const;

const LINUX: readonly (readonly [what: string, layout: string, change: Partial<Host>])[] = [
  [
    'bare metal, Ampere',
    'h/0 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4\nh/1 a100-pcie-40gb: 4g.20gb@0, 3g.20gb@4',
    { platform: 'bare-metal' },
  ],
  // From Hopper on MIG mode itself is lost at a reboot.
  [
    'a node, Hopper',
    'h/0 h100-sxm5-80gb: 3g.40gb@4, 1g.20gb@2\nh/1 h100-sxm5-80gb:\nh/2 h100-sxm5-80gb: 7g.80gb@0',
    { platform: 'kubernetes' },
  ],
  ['RTX PRO', 'h/0 rtx-pro-6000-server: 2g.48gb@0, 1g.24gb@6, 1g.24gb+gfx@9', { platform: null }],
];

describe.each(Object.entries(WAYS))('%s', (_, boot) => {
  test.each(LINUX.flatMap(([what, ...rest]) => GPU_KINDS.map((kind) => [what, kind, ...rest] as const)))(
    'of %s ends in the plan on %s GPUs, and again after a reboot',
    async (_what, kind, layout, change) => {
      const plan = planOf(layout, change, kind);
      const host = await boot(plan);
      const planned = layoutOf(machine(plan, 'planned'));
      expect(host.runs.map(({ run }) => [run.status, run.stderr])).toEqual([[0, '']]);
      expect(layoutOf(host.machine)).toEqual(planned);
      await host.reboot();
      expect(host.runs.map(({ run }) => [run.status, run.stderr])).toEqual([
        [0, ''],
        [0, ''],
      ]);
      expect(layoutOf(host.machine)).toEqual(planned);
    },
  );

  test('fails, and changes nothing, on a host of another name', async () => {
    const plan = planOf('h/0 a100-pcie-40gb: 3g.20gb@0', { platform: 'bare-metal' }, 'straight');
    const other = { ...plan, hosts: plan.hosts.map((host) => ({ ...host, name: 'other' })) };
    const host = new BootedHost(machine(other, 'empty'));
    await host.cloudInit(textOf(plan, 'cloud-init'));
    expect(host.runs.map(({ run }) => run.status)).toEqual([1]);
    expect(host.runs[0]?.run.stderr).toContain(
      'This host calls itself other, and the plan has these GPUs in h.',
    );
    expect(layoutOf(host.machine)).toEqual([[]]);
  });
});

test.each([
  ['the unit', 'mdev', 'straight'],
  ['the unit', 'vendor VFIO', 'mirrored'],
  ['the user data', 'mdev', 'mirrored'],
  ['the user data', 'vendor VFIO', 'straight'],
] as const)(
  '%s of a KVM host with %s and %s GPUs makes functions, instances and vGPUs, and again after a reboot',
  async (boot, way, kind) => {
    const plan = planOf(
      'h/0 a100-pcie-40gb: 1g.5gb@0=a, 1g.5gb@1, 2g.10gb@2=b, 3g.20gb@4=c\nh/1 h100-pcie-80gb: 3g.40gb@0=d, 3g.40gb@4=e',
      { platform: 'kvm', release: way },
      kind,
    );
    const kernel = new SimulatedKernel(machine(plan, 'empty'), way);
    const host = await WAYS[boot](plan, kernel);
    for (const starts of [1, 2]) {
      expect(host.runs.map(({ run }) => [run.status, run.stderr])).toEqual(Array(3 * starts).fill([0, '']));
      expect(layoutOf(host.machine)).toEqual(layoutOf(machine(plan, 'planned')));
      expect(kernel.vgpus().map(({ gpu, profile }) => `${gpu} ${profile}`)).toEqual([
        '0 1g.5gb',
        '0 2g.10gb',
        '0 3g.20gb',
        '1 3g.40gb',
        '1 3g.40gb',
      ]);
      if (starts === 1) await host.reboot();
    }
  },
);

test.each(GPU_KINDS)('local.sh of ESXi ends in the plan after each boot, on %s GPUs', async (kind) => {
  const plan = planOf(
    'h/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4=ml-02\nh/1 a100-pcie-40gb: 1g.5gb@0, 2g.10gb@2',
    { platform: 'esxi', release: '7.0', driver: '510.47.03' },
    kind,
  );
  const folder = mkdtempSync(join(tmpdir(), 'esxi-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const one of ['vmfs/volumes/DATASTORE', 'var/log']) mkdirSync(join(folder, one), { recursive: true });
  const lines = textOf(plan, 'esxi-boot');
  const [, file = ''] = /^# 1\. .*\n.* as (\S+\.sh),/m.exec(lines) ?? [];
  writeFileSync(join(folder, 'vmfs/volumes/DATASTORE', file), textOf(plan, 'script'));
  // As the comments say: before the last line of the file that ESXi comes with.
  const local = `#!/bin/sh ++group=host/vim/vmvisor/boot\n${lines}exit 0\n`.replaceAll(
    /(?<=[=>])\/(?=vmfs\/|var\/)/g,
    `${folder}/`,
  );
  const programs = { logger: `#!/bin/sh\nprintf '%s\\n' "$*" >>'${folder}/logged'\n` };
  let now = machine(plan, 'empty');
  // The first run leaves MIG mode pending, for on ESXi only a reboot brings it.
  const said = ['1', '0', '0'];
  for (const [at, status] of said.entries()) {
    const run = await runOnHost('busybox', { machine: now, programs }, local);
    expect([run.status, run.stderr]).toEqual([0, '']);
    const logged = readFileSync(join(folder, 'logged'), 'utf8').trimEnd().split('\n');
    expect(logged[at]).toContain(`-t mig-plan GPU instances: status ${status}, see `);
    now = at === said.length - 1 ? run.machine : rebooted(run.machine).machine;
  }
  expect(layoutOf(now)).toEqual(layoutOf(machine(plan, 'planned')));
  expect(readFileSync(join(folder, 'var/log/mig-plan.log'), 'utf8')).toContain(
    '4 instances on 2 GPUs as planned.',
  );
});
