import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeSys } from '../../fakeSys.ts';
import { checkSyntax, SHELLS, StandIn, type ScriptRun } from '../../standIn.ts';
import { findBoard } from '../../../src/model/catalogue/catalogue.ts';
import type { ValidPlan } from '../../../src/model/plan.ts';
import { validatePlan } from '../../../src/placement/check.ts';
import { parseLayout } from '../../../src/formats/layout.ts';
import { HOSTILE_BUT_LEGAL_NAMES } from '../../../src/formats/planArbitrary.testing.ts';
import { makeKvmRecipe, type KvmWay } from '../../../src/formats/kvm/kvmRecipe.ts';
import { kvmVgpus } from '../../../src/formats/kvm/kvmVgpus.ts';

const A100 = findBoard('a100-pcie-40gb')!;
const TWO = 'kvm-01/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4=ml-02';

function planOf(layout: string): ValidPlan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const plan = reading.value.plan;
  const checked = validatePlan({
    ...plan,
    name: 'Rack K',
    hosts: plan.hosts.map((host) => ({ ...host, platform: 'kvm' })),
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
}

function recipeOf(plan: ValidPlan, way: KvmWay): string {
  const host = plan.hosts[0]!;
  const { vgpus } = kvmVgpus(plan, host);
  return makeKvmRecipe(plan, host, { way, vgpus, sharedPlan: 'p=1.own', leftOut: [] });
}

const uuidsOf = (plan: ValidPlan): string[] => kvmVgpus(plan, plan.hosts[0]!).vgpus.map(({ uuid }) => uuid);

describe.each(SHELLS)('in %s', (shell) => {
  const run = (sys: FakeSys, script: string, ...args: string[]): ScriptRun => {
    const host = new StandIn(shell, {
      gpus: [{ board: A100, pciId: '00000000:41:00.0' }],
      environment: { MIG_PLANNER_SYS: sys.folder, MIG_PLANNER_SRIOV: join(sys.folder, 'sriov-manage') },
    });
    onTestFinished(() => host.remove());
    return host.run(script, ...args);
  };

  test.each(['mdev', 'vendor VFIO'] as const)(
    '%s: a dry run names what is planned and calls nothing',
    (way) => {
      const result = run(new FakeSys(), recipeOf(planOf(TWO), way));
      expect(result).toMatchObject({ status: 0, stderr: '', calls: [], litter: [] });
      expect(result.stdout).toContain('GPU 0: A100-3-20C for VM ml-02\n');
    },
  );

  test.each([
    [['--vfs', '--roll-back'], 2],
    [['--now'], 2],
    [['--help'], 0],
  ])('with %j status %i', (args, status) => {
    expect(run(new FakeSys(), recipeOf(planOf(TWO), 'mdev'), ...args)).toMatchObject({ status, calls: [] });
  });

  test('virtual functions are switched on once for each GPU, with its address', () => {
    const sys = new FakeSys();
    const script = recipeOf(planOf(TWO), 'mdev');
    expect(run(sys, script, '--vfs').stdout).toBe(`${sys.folder}/sriov-manage -e 0000:41:00.0\n`);
    const tool = `#!/bin/sh\necho "$*" >>${sys.folder}/log\nln -s nowhere ${sys.pci}/virtfn0\nmkdir ${sys.pci}/nowhere\n`;
    writeFileSync(join(sys.folder, 'sriov-manage'), tool, { mode: 0o755 });
    // ln and mkdir are not among the tools of a recipe, but of what the driver brings.
    writeFileSync(join(sys.folder, 'sriov-manage'), tool.replace('\n', '\nPATH=/usr/bin:/bin\n'), {
      mode: 0o755,
    });
    expect(run(sys, script, '--vfs', '--apply').status).toBe(0);
    expect(readFileSync(join(sys.folder, 'log'), 'utf8')).toBe('-e 0000:41:00.0\n');
    expect(run(sys, script, '--vfs', '--apply').stdout).toContain('has its virtual functions already');
  });

  test('without virtual functions nothing is made', () => {
    const result = run(new FakeSys(), recipeOf(planOf(TWO), 'mdev'), '--apply');
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/GPU 0 has no virtual functions\.\nRun this with --vfs --apply/);
  });

  describe('mdev', () => {
    test('each vGPU is made where there is room, and a second run makes nothing', () => {
      const plan = planOf(TWO);
      const [first = '', second = ''] = uuidsOf(plan);
      const sys = new FakeSys();
      sys.addMdev(0, { uuid: 'nobody', available: '0' });
      sys.addMdev(1, { uuid: first });
      sys.addMdev(2, { uuid: second });
      const result = run(sys, recipeOf(plan, 'mdev'), '--apply');
      expect(result).toMatchObject({ status: 0, stderr: '', litter: [] });
      expect(result.stdout).toContain(`GPU 0: made A100-3-20C for VM ml-01: ${first} in nvidia-476\n`);
      expect([first, second].map((uuid) => readFileSync(join(sys.mdev, uuid), 'utf8'))).toEqual([
        `${first}\n`,
        `${second}\n`,
      ]);
      const again = run(sys, recipeOf(plan, 'mdev'), '--apply');
      expect(again.stdout).toMatch(/ml-01 is there already.*\n.*ml-02 is there already/);
    });

    test('stops where there is no room, and says what is missing', () => {
      const sys = new FakeSys();
      sys.addMdev(0, { uuid: 'nobody', available: '0' });
      const result = run(sys, recipeOf(planOf(TWO), 'mdev'), '--apply');
      expect(result.status).toBe(4);
      expect(result.stderr).toMatch(
        /no virtual function has room for A100-3-20C \(VM ml-01\).*\n.*free GPU instance/,
      );
    });

    test('a roll-back prints what it would do', () => {
      const plan = planOf(TWO);
      const [first = ''] = uuidsOf(plan);
      const sys = new FakeSys();
      mkdirSync(join(sys.mdev, first));
      const dry = run(sys, recipeOf(plan, 'mdev'), '--roll-back');
      expect(dry.stdout).toMatch(/^echo 1 > .*\/remove {3}# A100-3-20C for VM ml-01\n.*ml-02 is not there/);
      expect(existsSync(join(sys.mdev, first, 'remove'))).toBe(false);
      // A folder that stays, as one does whose VM is on.
      const stays = run(sys, recipeOf(plan, 'mdev'), '--roll-back', '--apply');
      expect([stays.status, stays.stderr]).toEqual([
        4,
        expect.stringContaining('is still there: is its VM on?'),
      ]);
    });
  });

  describe('vendor VFIO', () => {
    test('each VM gets a free function, and its element is printed', () => {
      const sys = new FakeSys();
      const types = [sys.addVfio(0, '475'), sys.addVfio(1, '0'), sys.addVfio(2, '0')];
      const result = run(sys, recipeOf(planOf(TWO), 'vendor VFIO'), '--apply');
      expect(result).toMatchObject({ status: 0, stderr: '', litter: [] });
      expect(types.map((file) => readFileSync(file, 'utf8'))).toEqual(['475\n', '476\n', '476\n']);
      expect(result.stdout).toContain(
        "VM ml-02, in <devices> of its domain:\n    <hostdev mode='subsystem' type='pci' managed='no'>\n      <source>\n" +
          "        <address domain='0x0000' bus='0x41' slot='0x00' function='0x6'/>\n      </source>\n    </hostdev>\n",
      );
      const again = run(sys, recipeOf(planOf(TWO), 'vendor VFIO'), '--apply');
      expect(again.stdout).toMatch(/ml-01 is there already/);
      expect(types.map((file) => readFileSync(file, 'utf8'))).toEqual(['475\n', '476\n', '476\n']);
    });

    test('the number that the host lists is taken, and that it differs is said', () => {
      const sys = new FakeSys();
      const type = sys.addVfio(0, '0', '1476 : NVIDIA A100-3-20C\n');
      const result = run(sys, recipeOf(planOf('k/0 a100-pcie-40gb: 3g.20gb@0=ml'), 'vendor VFIO'), '--apply');
      expect(result.status).toBe(0);
      expect(result.stderr).toContain('Type A100-3-20C is 1476 here, and 476 in the table of the planner');
      expect(readFileSync(type, 'utf8')).toBe('1476\n');
    });

    test('stops where no function can be one', () => {
      const sys = new FakeSys();
      sys.addVfio(0, '0', '475 : GRID A100-2-10C\n');
      const result = run(sys, recipeOf(planOf(TWO), 'vendor VFIO'), '--apply');
      expect(result.status).toBe(4);
      expect(result.stderr).toMatch(/no virtual function can be of type A100-3-20C \(VM ml-01\)/);
    });

    test('a roll-back frees as many as are planned, and none where there are more', () => {
      const script = recipeOf(planOf(TWO), 'vendor VFIO');
      const sys = new FakeSys();
      const types = [sys.addVfio(0, '475'), sys.addVfio(1, '476'), sys.addVfio(2, '476')];
      expect(run(sys, script, '--roll-back').stdout).toMatch(
        /^echo 0 > .*virtfn1\/nvidia.*\necho 0 > .*virtfn2/,
      );
      expect(run(sys, script, '--roll-back', '--apply')).toMatchObject({ status: 0, stderr: '' });
      expect(types.map((file) => readFileSync(file, 'utf8'))).toEqual(['475\n', '0\n', '0\n']);
      const full = new FakeSys();
      const held = [full.addVfio(0, '476'), full.addVfio(1, '476'), full.addVfio(2, '476')];
      const refused = run(full, script, '--roll-back', '--apply');
      expect(refused.status).toBe(3);
      expect(held.map((file) => readFileSync(file, 'utf8'))).toEqual(['476\n', '476\n', '476\n']);
    });
  });

  test.each(HOSTILE_BUT_LEGAL_NAMES)(
    'a plan, a host and a VM called %s change nothing that is executed',
    (name) => {
      const plan = planOf(TWO);
      const named = {
        ...plan,
        name,
        hosts: plan.hosts.map((host) => ({ ...host, name })),
        vms: plan.vms.map((vm, at) => (at === 0 ? { ...vm, name } : vm)),
      } as ValidPlan;
      for (const way of ['mdev', 'vendor VFIO'] as const) {
        const script = recipeOf(named, way);
        expect(checkSyntax(shell, script)).toBe('');
        expect(script.match(/^# mig-planner-plan: .*$/gm)).toEqual(['# mig-planner-plan: p=1.own']);
        const dry = run(new FakeSys(), script);
        expect(dry).toMatchObject({ status: 0, stderr: '', calls: [], litter: [] });
        expect(dry.stdout).toContain(`GPU 0: A100-3-20C for VM ${name}\n`);
      }
    },
  );
});
