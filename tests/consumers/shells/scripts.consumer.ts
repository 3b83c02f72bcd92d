// Every script that is exported runs in a real shell against the simulated tool, and has to end in the plan: with starts, and where the
// driver picks them, on straight and on mirrored GPUs.
import { describe, expect, test } from 'vitest';
import { runOnMachine } from '../../simulatedHost.ts';
import { SHELLS } from '../../standIn.ts';
import type { GpuKind, Plan } from '../../../src/model/plan.ts';
import { parseLayout } from '../../../src/formats/layout.ts';
import { cutInto } from '../../../src/formats/migScript/migScript.testing.ts';
import { exportPlan } from '../../../src/console/exportPlan.ts';
import { machineOf } from '../../../src/console/simulator/fromPlan.ts';
import type { Machine } from '../../../src/console/simulator/machine.ts';
import { rebooted } from '../../../src/console/simulator/modeCommands.ts';
import { observedGpus } from '../../../src/console/simulator/toPlan.ts';

function planOf(layout: string, kind: GpuKind): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const { plan } = reading.value;
  const hosts = plan.hosts.map((host) => ({
    ...host,
    driver: '580.65.06',
    gpus: host.gpus.map((gpu) => ({ ...gpu, kind })),
  }));
  return { ...plan, hosts };
}

/** GPU by GPU: instances with their starts and what they are cut into, sorted. */
function layoutOf(machine: Machine): string[][] {
  return machine.gpus.map(({ gis }) =>
    gis.map(({ profile, start, cis }) => `${profile}@${start}: ${cis.map((ci) => ci.profile).join()}`).sort(),
  );
}

function emptyMachine(plan: Plan, isMigOff = false): Machine {
  const machine = machineOf(plan, plan.hosts[0]!.id, { from: 'empty', isMigOff });
  if (machine === null) throw new Error('no machine');
  return machine;
}

const plannedOf = (plan: Plan): Machine => machineOf(plan, plan.hosts[0]!.id, { from: 'planned' })!;

const LAYOUTS: readonly (readonly [name: string, layout: string])[] = [
  ['one of each', 'h/0 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
  ['4g beside 3g on two GPUs', 'h/0 a100-pcie-40gb: 4g.20gb@0, 3g.20gb@4\nh/1 a100-80gb: 7g.80gb@0'],
  ['with +me', 'h/0 a100-80gb: 2g.20gb@0, 2g.20gb@2, 2g.20gb@4, 1g.10gb+me@6'],
  ['A30', 'h/0 a30-24gb: 1g.6gb@0, 1g.6gb@1, 2g.12gb@2'],
  ['RTX PRO', 'h/0 rtx-pro-6000-server: 2g.48gb@0, 1g.24gb@6, 1g.24gb+gfx@9'],
  ['H100 with some left free', 'h/0 h100-sxm5-80gb: 3g.40gb@4, 1g.20gb@2\nh/1 h100-sxm5-80gb:'],
];

const scriptOf = (plan: Plan, starts: 'explicit' | 'driver'): string => {
  const script = exportPlan(plan, 'script', { hostId: null, starts });
  if (!script.ok) throw new Error(JSON.stringify(script.error));
  return script.value.text;
};

describe.each(['straight', 'mirrored'] as const)('on %s GPUs', (kind) => {
  test.each(LAYOUTS)('with starts: %s', async (_, layout) => {
    const plan = planOf(layout, kind);
    for (const shell of SHELLS.slice(0, 1)) {
      const run = await runOnMachine(shell, emptyMachine(plan), scriptOf(plan, 'explicit'), '--apply');
      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
      expect(layoutOf(run.machine)).toEqual(layoutOf(plannedOf(plan)));
    }
  });

  test('where the driver picks the starts it ends in the plan when the order is found', async () => {
    const plan = planOf('h/0 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4', kind);
    const run = await runOnMachine('dash', emptyMachine(plan), scriptOf(plan, 'driver'), '--apply');
    expect(run.status).toBe(0);
    expect(layoutOf(run.machine)).toEqual(layoutOf(plannedOf(plan)));
    // No start is given, so it was the order.
    expect(run.calls.filter((call) => call.includes('-cgi')).join(' ')).not.toContain(':');
  });

  test('instances that are cut, and MIG mode that was off', async () => {
    const whole = planOf('h/0 a100-pcie-40gb: 4g.20gb@0, 3g.20gb@4', kind);
    const cut = cutInto({
      '3g.20gb@4': ['2c.3g.20gb', '1c.3g.20gb'],
      '4g.20gb@0': ['1c.4g.20gb', '1c.4g.20gb', '1c.4g.20gb', '1c.4g.20gb'],
    });
    const plan = { ...whole, hosts: whole.hosts.map(cut) };
    const script = scriptOf(plan, 'explicit');
    const run = await runOnMachine('dash', emptyMachine(plan, true), script, '--apply', '--enable-mig');
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(layoutOf(run.machine)).toEqual(layoutOf(plannedOf(plan)));
    // Run again it finds everything as planned, and changes nothing.
    const again = await runOnMachine('dash', run.machine, script, '--apply');
    expect(again.status).toBe(0);
    expect(layoutOf(again.machine)).toEqual(layoutOf(run.machine));
    expect(again.calls.some((call) => call.includes('-cgi'))).toBe(false);
  });
});

test('on ESXi with Ampere it stops at the pending mode, and goes on after the reboot', async () => {
  const plan = planOf('h/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4', 'mirrored');
  const esxi: Plan = { ...plan, hosts: plan.hosts.map((host) => ({ ...host, platform: 'esxi' })) };
  const script = scriptOf(esxi, 'explicit');
  const first = await runOnMachine('dash', emptyMachine(esxi, true), script, '--apply', '--enable-mig');
  expect(first.status).toBe(1);
  expect(first.stderr).toContain('reboot the host');
  const second = await runOnMachine('dash', rebooted(first.machine).machine, script, '--apply');
  expect(second.status).toBe(0);
  expect(observedGpus(second.machine, esxi.hosts[0]!)[0]!.instances.map((gi) => gi.start)).toEqual([0, 4]);
});

test('it looks, and takes away what it made', async () => {
  const plan = planOf('h/0 a100-pcie-40gb: 3g.20gb@0, 2g.10gb@4\nh/1 a30-24gb: 4g.24gb@0', 'mirrored');
  const script = scriptOf(plan, 'explicit');
  const made = await runOnMachine('dash', emptyMachine(plan), script, '--apply');
  const looked = await runOnMachine('dash', made.machine, script, '--verify');
  expect([looked.status, looked.stderr]).toEqual([0, '']);
  expect(looked.machine.gpus).toEqual(made.machine.gpus);
  expect((await runOnMachine('dash', emptyMachine(plan), script, '--verify')).status).not.toBe(0);
  const back = await runOnMachine('dash', made.machine, script, '--roll-back', '--apply');
  expect(back.status).toBe(0);
  expect(layoutOf(back.machine)).toEqual([[], []]);
});
