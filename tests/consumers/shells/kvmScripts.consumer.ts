// The three steps of a KVM host with vGPUs, in a real shell on the simulated machine with what its kernel does under /sys: functions,
// instances, vGPUs. They have to end in the plan; what would do harm has to be refused.
import { describe, expect, test } from 'vitest';
import { runOnHost, type SimulatedRun } from '../../simulatedHost.ts';
import { SimulatedKernel } from '../../simulatedKernel.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { KVM_WAYS, type KvmWay } from '../../../src/formats/kvm/kvmRecipe.ts';
import { kvmVgpus } from '../../../src/formats/kvm/kvmVgpus.ts';
import { parseLayout } from '../../../src/formats/layout.ts';
import type { ExportFormat } from '../../../src/console/exports/exportRows.ts';
import { RTX_PRO } from '../../../src/console/exports/realPlans.testing.ts';
import { exportPlan } from '../../../src/console/exportPlan.ts';
import { machineOf } from '../../../src/console/simulator/fromPlan.ts';
import type { Machine } from '../../../src/console/simulator/machine.ts';

const TWO = 'h/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 2g.10gb@4=web';

function planOf(layout: string, way: KvmWay): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const { plan } = reading.value;
  return {
    ...plan,
    name: 'Rack K',
    hosts: plan.hosts.map((host) => ({
      ...host,
      platform: 'kvm',
      release: way,
      driver: '535.161.05',
      gpus: host.gpus.map((gpu) => ({ ...gpu, kind: 'mirrored' })),
    })),
  };
}

/** A KVM host that somebody works on, with the texts of a plan. */
class KvmHost {
  machine: Machine;
  readonly kernel: SimulatedKernel;
  #plan: Plan;
  readonly #way: KvmWay;

  constructor(plan: Plan, way: KvmWay) {
    this.#plan = plan;
    this.#way = way;
    this.machine = machineOf(plan, plan.hosts[0]!.id, { from: 'empty', isMigOff: true })!;
    this.kernel = new SimulatedKernel(this.machine, way);
  }

  follow(plan: Plan): void {
    this.#plan = plan;
  }

  script(...args: readonly string[]): Promise<SimulatedRun> {
    return this.#run('script', args);
  }

  recipe(...args: readonly string[]): Promise<SimulatedRun> {
    return this.#run(this.#way === 'mdev' ? 'kvm-mdev' : 'kvm-vfio', args);
  }

  /** All three steps; each is done. */
  async make(): Promise<void> {
    for (const run of [
      await this.recipe('--vfs', '--apply'),
      await this.script('--apply', '--enable-mig'),
      await this.recipe('--apply'),
    ]) {
      expect([run.status, run.stderr]).toEqual([0, '']);
    }
  }

  /** GPU, profile and type of the instance, sorted. */
  vgpus(): string[] {
    return this.kernel
      .vgpus()
      .map(({ gpu, profile, type }) => `${gpu} ${profile}: ${type}`)
      .sort();
  }

  async #run(format: ExportFormat, args: readonly string[]): Promise<SimulatedRun> {
    const made = exportPlan(this.#plan, format, { hostId: null, starts: 'explicit' });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    const run = await runOnHost(
      'dash',
      { machine: this.machine, kernel: this.kernel },
      made.value.text,
      args,
    );
    this.machine = run.machine;
    return run;
  }
}

/** What the plan has, in the form of `vgpus()`. */
function plannedVgpus(plan: Plan): string[] {
  return kvmVgpus(plan, plan.hosts[0]!)
    .vgpus.map(({ vgpu: { place }, type }) => `${place.gpu.index} ${place.gi.profile}: ${type}`)
    .sort();
}

const rtxPro = (way: KvmWay): Plan => ({
  ...RTX_PRO,
  hosts: RTX_PRO.hosts.map((host) => ({ ...host, release: way })),
});

describe.each(KVM_WAYS)('%s', (way) => {
  // Of DC-2-48C no number is public, and the two desks share an instance.
  test('an RTX PRO 6000: made, made again, looked at, and taken away', async () => {
    const plan = rtxPro(way);
    const host = new KvmHost(plan, way);
    expect((await host.recipe('--verify')).status).not.toBe(0);
    await host.make();
    expect(host.vgpus()).toEqual(plannedVgpus(plan));
    const again = await host.recipe('--apply');
    expect([again.status, again.stderr]).toEqual([0, '']);
    expect(again.stdout.match(/is there already/g)).toHaveLength(4);
    expect(host.vgpus()).toEqual(plannedVgpus(plan));
    const looked = await host.recipe('--verify');
    expect([looked.status, looked.stderr]).toEqual([0, '']);
    const back = await host.recipe('--roll-back', '--apply');
    expect([back.status, back.stderr, host.vgpus()]).toEqual([0, '', []]);
    const missing = await host.recipe('--verify');
    expect(missing.status).toBe(5);
    expect(missing.stderr).toBe(
      'Not as planned, the vGPUs of these VMs:\n  cad-1\n  cad-2\n  desk-1\n  desk-2\n',
    );
    expect((await host.script('--roll-back', '--apply')).status).toBe(0);
    expect(host.machine.gpus.map(({ gis }) => gis)).toEqual([[]]);
  });

  test('the element or the UUID of each VM is that of its vGPU', async () => {
    const plan = planOf(TWO, way);
    const host = new KvmHost(plan, way);
    await host.make();
    const { stdout } = await host.recipe('--apply');
    for (const { type, uuid, function: place } of host.kernel.vgpus()) {
      const one = kvmVgpus(plan, plan.hosts[0]!).vgpus.find((each) => each.type === type)!;
      if (way === 'mdev') expect(uuid).toBe(one.uuid);
      const said = stdout.slice(stdout.indexOf(`for VM ${one.vm.name} is there already`));
      const [, slot, number] = /slot='0x(\d+)' function='0x(\d)'/.exec(said) ?? [];
      if (way === 'vendor VFIO') expect(place.endsWith(`:${slot}.${number}`)).toBe(true);
    }
  });

  test('functions are not switched on under instances', async () => {
    const host = new KvmHost(planOf(TWO, way), way);
    await host.script('--apply', '--enable-mig');
    const late = await host.recipe('--vfs', '--apply');
    expect(late.status).toBe(3);
    expect(late.stderr).toContain('GPU 0 holds GPU instances, which it would lose with this.');
    expect(host.machine.gpus.map(({ gis }) => gis.length)).toEqual([2]);
    // And without functions nothing is made.
    expect((await host.recipe('--apply')).status).toBe(1);
  });

  test('a vGPU that is not of the plan is not touched', async () => {
    const host = new KvmHost(planOf('h/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4=ml-02', way), way);
    await host.make();
    const all = host.vgpus();
    // The plan has one VM less now: whose is the other?
    host.follow(planOf('h/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4', way));
    const run = await host.recipe('--roll-back', '--apply');
    if (way === 'mdev') expect([run.status, host.vgpus()]).toEqual([0, all.slice(1)]);
    else {
      expect([run.status, host.vgpus()]).toEqual([3, all]);
      expect(run.stderr).toContain('more virtual functions are of type A100-3-20C than this plan has');
      expect((await host.recipe('--apply')).status).toBe(3);
    }
  });
});

test.each([
  [
    'another type',
    'h/0 a100-pcie-40gb: 3g.20gb@0=web, 2g.10gb@4=ml-01\nh/1 a100-pcie-40gb: 3g.20gb@0',
    /VM (?:web|ml-01) is to have .*, and its device is there as A100-[^ ]+\.\nNothing/,
  ],
  [
    'another GPU',
    'h/0 a100-pcie-40gb: 3g.20gb@0, 2g.10gb@4=web\nh/1 a100-pcie-40gb: 3g.20gb@0=ml-01',
    /GPU 1: VM ml-01 is to have A100-3-20C here, and its device is there as A100-3-20C on 0000:1a:00\.\d, of another GPU\.\nNothing/,
  ],
])('a VM that had %s before is told, and nothing is changed', async (_, layout, says) => {
  const host = new KvmHost(planOf(`${TWO}\nh/1 a100-pcie-40gb: 3g.20gb@0`, 'mdev'), 'mdev');
  await host.make();
  const before = host.vgpus();
  host.follow(planOf(layout, 'mdev'));
  const run = await host.recipe('--apply');
  expect([run.status, host.vgpus()]).toEqual([3, before]);
  expect(run.stderr).toMatch(says);
  expect((await host.recipe('--verify')).status).not.toBe(0);
});
