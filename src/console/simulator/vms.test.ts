import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { DRIVER_VARIANTS } from '../../model/driverStart.ts';
import { GPU_KINDS, type Plan } from '../../model/plan.ts';
import { legalLayouts } from '../../placement/layouts/layouts.ts';
import { powerOnOrder } from '../../placement/powerOn/powerOnOrder.ts';
import { hostOf, served } from '../../placement/vms/served.testing.ts';
import { parseLayout } from '../../formats/layout.ts';
import {
  machineOf,
  powerErrorMessage,
  powerOff,
  powerOn,
  runInVm,
  runLine,
  runLines,
  type Machine,
} from './simulator.ts';

const BASE = ['1g.5gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];

test('every order that power-on is planned in starts every VM, whatever the driver and the GPU are', () => {
  const board = findBoard('a100-pcie-40gb')!;
  let drawn = 0;
  for (const layout of legalLayouts(board, { profiles: BASE })) {
    const texts = layout.map((gi) => `${gi.profile}@${gi.start}`);
    const plan = served([texts.join(' ')]);
    const answer = powerOnOrder(hostOf(plan));
    if (answer.kind !== 'order') throw new Error(answer.kind);
    if (answer.isAsDrawn) drawn += 1;
    for (const variant of DRIVER_VARIANTS) {
      for (const kind of GPU_KINDS) {
        const of = { ...plan, hosts: plan.hosts.map((host) => ofKind(host, kind)) };
        let machine = machineOf(of, of.hosts[0]!.id, { from: 'empty', variant })!;
        for (const { vm } of answer.order) {
          const on = powerOn(machine, vm.vm.name, 'power-on');
          if (!on.ok) throw new Error(`${texts.join(' ')}: ${powerErrorMessage(on.error)}`);
          machine = on.value;
        }
        const places = machine.gpus[0]!.gis.map((gi) => `${gi.profile}@${gi.start}`);
        if (answer.isAsDrawn) expect(places.sort()).toEqual(texts.sort());
        else expect(places.length).toBe(texts.length);
      }
    }
  }
  expect(drawn).toBe(54);
});

function ofKind(host: Plan['hosts'][number], kind: 'straight' | 'mirrored'): Plan['hosts'][number] {
  return { ...host, gpus: host.gpus.map((gpu) => ({ ...gpu, kind })) };
}

/** The article's host: two GPU instances, a VM for each. */
function article(driver: string): Machine {
  const reading = parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=vm-a, 3g.20gb@4=vm-b');
  if (!reading.ok) throw new Error('layout');
  const { plan } = reading.value;
  const hosts = plan.hosts.map((host) => ({ ...host, platform: 'esxi' as const, release: '7.0', driver }));
  const vms = plan.vms.map((vm) => ({
    ...vm,
    attachments: vm.attachments.map((one) => ({
      ...one,
      wants: { kind: 'type' as const, type: 'A100-3-20C' },
    })),
  }));
  return machineOf({ ...plan, hosts, vms }, plan.hosts[0]!.id, { from: 'planned' })!;
}

function started(machine: Machine, ...names: string[]): Machine {
  let now = machine;
  for (const name of names) {
    const on = powerOn(now, name);
    if (!on.ok) throw new Error(on.error.code);
    now = on.value;
  }
  return now;
}

describe('what a VM sees', () => {
  test('a GPU named after its type, with one GPU instance in the whole of it, by driver branch', () => {
    const old = runInVm(started(article('450.80.02'), 'vm-a', 'vm-b'), 'vm-b', 'nvidia-smi -L')!;
    expect(old.text).toMatch(
      /^GPU 0: GRID A100-3-20C \(UUID: (GPU-[0-9a-f-]{36})\)\n {2}MIG 3g\.20gb Device 0: \(UUID: MIG-\1\/0\/0\)\n$/,
    );
    const late = runInVm(started(article('550.54.14'), 'vm-b'), 'vm-b', 'nvidia-smi -L')!;
    expect(late.text).toMatch(
      /^GPU 0: GRID A100-3-20C .*\n {2}MIG 3g\.20gb {5}Device {2}0: \(UUID: MIG-[0-9a-f]{8}-/,
    );
    const listed = runInVm(started(article('550.54.14'), 'vm-b'), 'vm-b', 'nvidia-smi mig -lgi')!;
    expect(listed.text).toContain('|   0  MIG 3g.20gb          0        0          0:8     |');
  });

  test('compute instances are cut anew from inside, and whole again after the reboot of the VM', () => {
    let host = started(article('550.54.14'), 'vm-a');
    const before = runInVm(host, 'vm-a', 'nvidia-smi -L')!.text;
    for (const line of ['nvidia-smi mig -dci', 'nvidia-smi mig -gi 0 -cci 0,1']) {
      const done = runInVm(host, 'vm-a', line)!;
      expect(done.status).toBe(0);
      host = done.machine;
    }
    const cut = runInVm(host, 'vm-a', 'nvidia-smi mig -lci')!;
    expect(cut.text).toContain('MIG 1c.3g.20gb       0         0          0:1');
    expect(cut.text).toContain('MIG 2c.3g.20gb       1         1          1:2');
    host = runInVm(host, 'vm-a', 'sudo reboot')!.machine;
    const after = runInVm(host, 'vm-a', 'nvidia-smi -L')!;
    expect(after.text).toContain('MIG 3g.20gb     Device  0');
    // Its devices have other UUIDs than before.
    expect(after.text).not.toBe(before);
    // The host never changed.
    expect(host.gpus).toEqual(started(article('550.54.14'), 'vm-a').gpus);
  });

  test('a guest neither switches MIG mode nor makes GPU instances', () => {
    const host = started(article('550.54.14'), 'vm-a');
    for (const line of ['nvidia-smi -mig 0', 'nvidia-smi mig -dgi', 'nvidia-smi mig -cgi 3g.20gb']) {
      const done = runInVm(host, 'vm-a', line)!;
      expect(done.hints).toContainEqual({ code: 'guest-mig-mode' });
      expect(done.machine.vms[0]!.guest!.gpus).toEqual(host.vms[0]!.guest!.gpus);
    }
  });

  test('a container in it sees the device that the article gives it, in the old form and the new', () => {
    for (const driver of ['450.80.02', '550.54.14']) {
      const host = started(article(driver), 'vm-a');
      const list = runInVm(host, 'vm-a', 'nvidia-smi -L')!.text;
      const device = /UUID: (MIG-[^)]+)/.exec(list)![1]!;
      const line = `sudo docker run –runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=${device} nvidia/cuda nvidia-smi -L`;
      const done = runInVm(host, 'vm-a', line)!;
      expect(done).toMatchObject({ status: 0, text: list });
      const byIndex = line.replace(/-e \S+/, `--gpus '"device=0:0"'`);
      expect(runInVm(host, 'vm-a', byIndex)!.text).toBe(list);
      const wrong = runInVm(host, 'vm-a', line.replace(device, 'MIG-none'))!;
      expect(wrong.status).toBe(125);
      expect(wrong.text).toContain('unknown device');
    }
  });

  test('a VM that is off has no terminal, and after a reboot of the host all are off', () => {
    const host = started(article('510.47.03'), 'vm-a');
    expect(runInVm(host, 'vm-b', 'nvidia-smi')).toBeNull();
    expect(runInVm(runLine(host, 'reboot').machine, 'vm-a', 'nvidia-smi')).toBeNull();
  });
});

describe('power', () => {
  test('an instance that a running VM holds is in use', () => {
    const host = started(article('510.47.03'), 'vm-a');
    const [cis, gis] = runLines(host, 'nvidia-smi mig -dci\nnvidia-smi mig -dgi');
    expect([cis!.status, gis!.status]).toEqual([19, 19]);
    const off = powerOff(host, 'vm-a');
    if (!off.ok) throw new Error('off');
    expect(runLine(off.value, 'nvidia-smi mig -dci').status).toBe(0);
  });

  test('on a host where the administrator creates them, a VM without an instance does not start', () => {
    const [, , gone] = runLines(article('510.47.03'), 'nvidia-smi mig -dci\nnvidia-smi mig -dgi -gi 2\nhelp');
    const machine = gone!.machine;
    expect(powerOn(machine, 'vm-a').ok).toBe(true);
    const both = powerOn(started(machine, 'vm-a'), 'vm-b');
    expect(both).toEqual({ ok: false, error: { code: 'no-instance', name: 'vm-b', vgpu: 0 } });
    expect(powerOn(started(machine, 'vm-a'), 'vm-b', 'power-on').ok).toBe(true);
    expect(powerOn(machine, 'nobody').ok).toBe(false);
  });
});

/** The machine of a host of a layout. */
function hostIn(layout: string, name: string, set: Partial<Plan['hosts'][number]> = {}): Machine {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error('layout');
  const { plan } = reading.value;
  const hosts = plan.hosts.map((host) => ({ ...host, driver: '580.65.06', ...set }));
  return machineOf({ ...plan, hosts }, hosts.find((host) => host.name === name)!.id, { from: 'planned' })!;
}

const listIn = (machine: Machine, vm: string): string => runInVm(machine, vm, 'nvidia-smi -L')!.text;

describe('which VM it is', () => {
  test('a wanted profile is seen in the guest as the vGPU type of it', () => {
    const host = started(hostIn('h/0 a100-pcie-40gb: 3g.20gb@0=a', 'h'), 'a');
    expect(listIn(host, 'a')).toMatch(/^GPU 0: GRID A100-3-20C /);
    expect(runInVm(host, 'a', 'nvidia-smi | grep Default')!.text).toContain('0MiB /  20480MiB');
    const summary = runInVm(host, 'a', 'nvidia-smi | grep -A 99 "MIG devices"')!;
    expect(summary.inferredLines).toContain(0);
    const placements = runInVm(host, 'a', 'nvidia-smi mig -lgipp')!;
    expect(placements).toMatchObject({
      text: 'GPU  0 Profile ID  0 Placement : {0}:8\n',
      inferredLines: [0],
    });
  });

  test('what a plan draws of a VM on another host is not in it', () => {
    const layout = 'one/0 a100-pcie-40gb: 3g.20gb@0=a\ntwo/0 a100-pcie-40gb: 2g.10gb@0=a, 3g.20gb@4';
    expect(listIn(started(hostIn(layout, 'two'), 'a'), 'a')).toMatch(/^GPU 0: GRID A100-2-10C .*\n.*\n$/);
  });

  test('two of one name are two, each with its own power, guest and cuts', () => {
    const host = hostIn('h/0 a100-pcie-40gb: 3g.20gb@0=a, 3g.20gb@4=b', 'h');
    const twins = { ...host, vms: host.vms.map((vm) => ({ ...vm, name: 'twin' })) };
    const [first, second] = twins.vms.map(({ id }) => id);
    const on = powerOn(twins, second!);
    if (!on.ok) throw new Error(on.error.code);
    expect(on.value.vms.map(({ isOn }) => isOn)).toEqual([false, true]);
    const cut = runInVm(on.value, second!, 'nvidia-smi mig -dci; nvidia-smi mig -cci 0,0')!;
    const both = started(cut.machine, 'twin');
    const devices = (id: typeof first): number =>
      runInVm(both, id!, 'nvidia-smi -L')!.text.match(/Device/g)!.length;
    expect([devices(first), devices(second)]).toEqual([1, 2]);
  });

  test('VMs share an instance where its board time-slices inside it, and no more than fit', () => {
    const names = ['a', 'b', 'c', 'd'];
    const host = hostIn('h/0 rtx-pro-6000-server: 1g.24gb+gfx@0=a+b+c+d', 'h', {
      platform: 'esxi',
      release: '9.0',
    });
    const on = started(host, ...names.slice(0, 3));
    expect(on.gpus[0]!.gis).toHaveLength(1);
    expect(on.vms.map(({ vgpus }) => vgpus[0]!.at?.gi)).toEqual([3, 3, 3, 3]);
    // The fourth gets an instance of its own from the hypervisor, and none where the administrator makes them.
    expect(started(on, 'd').gpus[0]!.gis).toHaveLength(2);
    expect(powerOn(on, 'd', 'pre-create')).toMatchObject({ ok: false, error: { code: 'no-instance' } });
    const two = hostIn('h/0 rtx-pro-6000-server: 1g.24gb+gfx@0=a+b', 'h');
    expect(listIn(started(two, 'a', 'b'), 'a')).toContain('DC-1-12C');
  });
});
