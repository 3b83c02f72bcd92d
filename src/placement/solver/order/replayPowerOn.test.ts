import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import { replayPowerOnHost } from './replayPowerOn.ts';
import type { InstanceAt, Step } from './steps.ts';

const A100 = 'a100-pcie-40gb';

/** Hosts that make their instances at power-on; of a GPU whose kind is known it is said. */
function planOf(lines: readonly string[], kind: 'straight' | 'mirrored' | null = null): Plan {
  const plan = parseLayout(lines.join('\n'));
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      creation: 'power-on',
      gpus: host.gpus.map((gpu) => ({ ...gpu, kind })),
    })),
  };
}

const rest = { wave: 1, interrupts: [], until: null } as const;

/** "0:3g.20gb@4" on host a. */
function at(text: string): InstanceAt {
  const [gpu = '0', profile = '', start = '0'] = text.split(/[:@]/);
  return { host: 'a', gpu: Number(gpu), board: A100, profile, start: Number(start) };
}

const off = (vm: string | null, ...from: readonly string[]): Step => ({
  ...rest,
  ...{ kind: 'power-off', host: 'a', vm, from: from.map(at), isPinned: false },
});

/** `outcomes`: "0:3g.20gb@4" or, of several vGPUs, "0:3g.20gb@4 1:..."; one for each place that a driver may give. */
const on = (vm: string, ...outcomes: readonly string[]): Step => ({
  ...rest,
  ...{ kind: 'power-on', host: 'a', vm },
  outcomes: outcomes.map((places) =>
    places.split(' ').map((place, attachment) => ({ attachment, at: at(place) })),
  ),
});

const replay = (now: Plan, then: Plan, ...steps: readonly Step[]): [number, string] | null => {
  const failed = replayPowerOnHost(now, then, 'a', steps);
  return failed === null ? null : [failed.step, failed.fault];
};

const EMPTY = planOf([`a/0 ${A100}: `]);

test('a VM that covers the GPU starts in the one place there is, once', () => {
  const then = planOf([`a/0 ${A100}: 7g.40gb@0=x`]);
  const start = on('x', '0:7g.40gb@0');
  expect(replay(EMPTY, then, start)).toBe(null);
  expect(replay(EMPTY, then)).toEqual([0, 'not-all-running']);
  expect(replay(EMPTY, then, start, start)).toEqual([1, 'not-running']);
  expect(replay(EMPTY, then, on('x'))).toEqual([0, 'place-not-foretold']);
  expect(replay(EMPTY, then, on('x', '1:7g.40gb@0'))).toEqual([0, 'place-not-foretold']);
  expect(replay(EMPTY, then, on('nobody', '0:7g.40gb@0'))).toEqual([0, 'not-running']);
  // Running already, it need not start.
  expect(replay(then, then)).toBe(null);
  expect(replay(then, then, start)).toEqual([0, 'not-running']);
});

test('who is powered off leaves its room, and nobody else’s', () => {
  const now = planOf([`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`]);
  const then = planOf([`a/0 ${A100}: 7g.40gb@0=z`]);
  const start = on('z', '0:7g.40gb@0');
  expect(replay(now, then, off('x', '0:3g.20gb@0'), off('y', '0:3g.20gb@4'), start)).toBe(null);
  expect(replay(now, then, start)).toEqual([0, 'no-place']);
  expect(replay(now, then, off('x', '0:3g.20gb@0'), start)).toEqual([1, 'no-place']);
  expect(replay(now, then, off('x', '0:3g.20gb@0'), off('x', '0:3g.20gb@0'))).toEqual([1, 'not-running']);
  expect(replay(now, then, off('w', '0:3g.20gb@0'))).toEqual([0, 'not-running']);
  // What stands at another place, or is of another profile, is not meant.
  expect(replay(now, then, off('x', '0:3g.20gb@4'), off('y', '0:3g.20gb@4'), start)).toEqual([2, 'no-place']);
  expect(replay(now, then, off('x', '0:4g.20gb@0'), off('y', '0:3g.20gb@4'), start)).toEqual([2, 'no-place']);
  expect(replay(now, then, off('x', '1:3g.20gb@0'), off('y', '0:3g.20gb@4'), start)).toEqual([2, 'no-place']);
});

test('an instance that nobody is known on goes with nobody, and where nobody is named at all anybody may be meant', () => {
  const then = planOf([`a/0 ${A100}: 7g.40gb@0=z`]);
  const start = on('z', '0:7g.40gb@0');
  const idle = planOf([`a/0 ${A100}: 3g.20gb@0`, `a/1 ${A100}: 1g.5gb@0=other`]);
  expect(replay(idle, then, off(null, '0:3g.20gb@0'), start)).toBe(null);
  expect(replay(idle, then, off('z', '0:3g.20gb@0'), start)).toEqual([0, 'not-running']);
  const listed = planOf([`a/0 ${A100}: 3g.20gb@0`]);
  expect(replay(listed, then, off('x', '0:3g.20gb@0'), start)).toBe(null);
  expect(replay(EMPTY, then, off('x', '0:3g.20gb@0'), start)).toEqual([0, 'not-running']);
  // Who is not powered on in a listing is taken to run there already: the target's own is not asked for.
  expect(replay(listed, planOf([`a/0 ${A100}: 3g.20gb@0=x`]))).toBe(null);
});

describe('wherever a driver may put it', () => {
  test('every place that a driver gives has to be foretold, and places that none gives do no harm', () => {
    // A 1g.10gb goes to 4 by the list, and to 6 where least is lost by it.
    const then = planOf([`a/0 ${A100}: 1g.10gb@0=x`]);
    const fault = [0, 'place-not-foretold'];
    expect(replay(EMPTY, then, on('x', '0:1g.10gb@4', '0:1g.10gb@6'))).toBe(null);
    expect(replay(EMPTY, then, on('x', '0:1g.10gb@4'))).toEqual(fault);
    expect(replay(EMPTY, then, on('x', '0:1g.10gb@6'))).toEqual(fault);
    expect(replay(EMPTY, then, on('x', '0:1g.10gb@6', '0:1g.10gb@4', '1:1g.10gb@0'))).toBe(null);
  });

  test('of GPUs of which the kind is not known each kind counts, of others their own', () => {
    // Beside a 2g at 0 where least is lost a 1g goes to 2 on a straight one, to 6 on a mirrored one; by the list always to 6.
    const of = (kind: 'straight' | 'mirrored' | null, ...places: readonly string[]) =>
      replay(
        planOf([`a/0 ${A100}: 2g.10gb@0=y`], kind),
        planOf([`a/0 ${A100}: 2g.10gb@0=y 1g.5gb@2=x`], kind),
        on('x', ...places),
      );
    expect(of('mirrored', '0:1g.5gb@6')).toBe(null);
    expect(of('mirrored', '0:1g.5gb@2')).toEqual([0, 'place-not-foretold']);
    expect(of('straight', '0:1g.5gb@6')).toEqual([0, 'place-not-foretold']);
    expect(of('straight', '0:1g.5gb@6', '0:1g.5gb@2')).toBe(null);
    expect(of(null, '0:1g.5gb@6')).toEqual([0, 'place-not-foretold']);
    expect(of(null, '0:1g.5gb@6', '0:1g.5gb@2')).toBe(null);
  });

  test('beside one that runs only one place is left, whatever the driver', () => {
    const both = planOf([`a/0 ${A100}: 3g.20gb@0=y 3g.20gb@4=x`]);
    const now = planOf([`a/0 ${A100}: 3g.20gb@0=y`]);
    expect(replay(now, both, on('x', '0:3g.20gb@4'))).toBe(null);
    expect(replay(now, both, on('x', '0:3g.20gb@0'))).toEqual([0, 'place-not-foretold']);
  });

  test('the first GPU with room takes it, in the order of the host', () => {
    const now = planOf([`a/1 ${A100}: `, `a/0 ${A100}: 7g.40gb@0=y`]);
    const two = planOf([`a/1 ${A100}: 7g.40gb@0=x`, `a/0 ${A100}: 7g.40gb@0=y`]);
    expect(replay(now, two, on('x', '1:7g.40gb@0'))).toBe(null);
    const free = planOf([`a/1 ${A100}: `, `a/0 ${A100}: `]);
    expect(replay(free, two, on('x', '0:7g.40gb@0'), on('y', '1:7g.40gb@0'))).toBe(null);
    expect(replay(free, two, on('x', '1:7g.40gb@0'))).toEqual([0, 'place-not-foretold']);
    // One that is not in MIG mode is passed over.
    const off0 = (plan: Plan): Plan => ({
      ...plan,
      hosts: plan.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => (gpu.index === 0 ? { ...gpu, use: 'off' as const } : gpu)),
      })),
    });
    const only = planOf([`a/1 ${A100}: 7g.40gb@0=x`, `a/0 ${A100}: `]);
    expect(replay(off0(free), off0(only), on('x', '1:7g.40gb@0'))).toBe(null);
  });
});

test('a VM with several vGPUs takes them in every order, and each has to find its place', () => {
  const joined = (plan: Plan): Plan => {
    const [first, ...others] = plan.vms;
    const attachments = [first!, ...others].flatMap((vm) => vm.attachments);
    return { ...plan, vms: [{ ...first!, attachments }] };
  };
  // 3g first: at 4, and the 1g at 0. 1g first: at 6, and the 3g at 0.
  const then = joined(planOf([`a/0 ${A100}: 3g.20gb@0=x 1g.5gb@4=y`]));
  const both = ['0:3g.20gb@4 0:1g.5gb@0', '0:3g.20gb@0 0:1g.5gb@6'] as const;
  expect(replay(EMPTY, then, on('x', ...both))).toBe(null);
  for (const one of both) expect(replay(EMPTY, then, on('x', one))).toEqual([0, 'place-not-foretold']);
  const wide = joined(planOf([`a/0 ${A100}: 7g.40gb@0=x`, `a/1 ${A100}: 7g.40gb@0=y`]));
  const free = planOf([`a/0 ${A100}: `, `a/1 ${A100}: `]);
  expect(replay(free, wide, on('x', '0:7g.40gb@0 1:7g.40gb@0'))).toBe(null);
  expect(replay(free, wide, on('x', '1:7g.40gb@0 0:7g.40gb@0'))).toBe(null);
  expect(replay(free, wide, on('x', '0:7g.40gb@0'))).toEqual([0, 'place-not-foretold']);
  const [vm] = wide.vms;
  const second = { ...vm!.attachments[0]!, instance: null };
  const full = planOf([`a/0 ${A100}: 7g.40gb@0=x`]);
  const more = {
    ...full,
    vms: full.vms.map((one) => ({ ...one, attachments: [...one.attachments, second] })),
  };
  expect(replay(EMPTY, more, on('x', '0:7g.40gb@0'))).toEqual([0, 'no-place']);
});

test('steps of other hosts, and other steps, are nothing to it; a host that the target does not have has no order', () => {
  const then = planOf([`a/0 ${A100}: 7g.40gb@0=x`]);
  const start = on('x', '0:7g.40gb@0');
  const elsewhere: Step = { ...start, host: 'b' } as Step;
  const mode: Step = { ...rest, kind: 'mig-on', at: { host: 'a', gpu: 0, board: A100 } };
  expect(replay(EMPTY, then, elsewhere, mode, start)).toBe(null);
  expect(replay(EMPTY, then, elsewhere, mode)).toEqual([2, 'not-all-running']);
  expect(replayPowerOnHost(then, { ...then, hosts: [] }, 'a', [start, start])).toBe(null);
  // A host that is new is empty.
  expect(replayPowerOnHost({ ...EMPTY, hosts: [] }, then, 'a', [start])).toBe(null);
});

const RTX = 'rtx-pro-6000-server';

/** VMs that ask for a vGPU type, by name. */
function typed(plan: Plan, types: Readonly<Record<string, string>>): Plan {
  return {
    ...plan,
    vms: plan.vms.map((vm) => {
      const type = types[vm.name];
      if (type === undefined) return vm;
      return { ...vm, attachments: vm.attachments.map((one) => ({ ...one, wants: { kind: 'type', type } })) };
    }),
  };
}

/** All VMs on the instance of the first. */
function sharing(plan: Plan): Plan {
  const [first] = plan.vms;
  return {
    ...plan,
    vms: plan.vms.map((vm) => ({
      ...vm,
      attachments: vm.attachments.map((one) => ({ ...one, instance: first!.attachments[0]!.instance })),
    })),
  };
}

describe('boards that time-slice inside an instance', () => {
  const empty = planOf([`a/0 ${RTX}: `]);
  const layout = [
    `a/0 ${RTX}: 4g.96gb+gfx@0=x`,
    `b/0 ${RTX}: 4g.96gb+gfx@0=y`,
    `b/1 ${RTX}: 4g.96gb+gfx@0=z`,
  ];
  const place = '0:4g.96gb+gfx@0';
  const all = (type: string, other = type): Plan =>
    typed(sharing(planOf(layout)), { x: type, y: type, z: other });

  test('one joins another of its own type while there is room, and nobody else', () => {
    // Three of a DC-4-32C share an instance, two of a DC-4-48C.
    const three = [on('x', place), on('y', place), on('z', place)];
    expect(replay(empty, all('DC-4-32C'), ...three)).toBe(null);
    expect(replay(empty, all('DC-4-32C'), ...three.slice(0, 2))).toEqual([2, 'not-all-running']);
    expect(replay(empty, all('DC-4-48C'), ...three)).toEqual([2, 'no-place']);
    expect(replay(empty, all('DC-4-32C', 'DC-4-24C'), ...three)).toEqual([2, 'no-place']);
  });

  test('an instance goes with the last that shares it', () => {
    const now = all('DC-4-32C');
    const then = typed(planOf([`a/0 ${RTX}: 4g.96gb+gfx@0=w`]), { w: 'DC-4-24C' });
    const offs = ['x', 'y', 'z'].map((vm) => off(vm, place));
    expect(replay(now, then, ...offs, on('w', place))).toBe(null);
    expect(replay(now, then, ...offs.slice(0, 2), on('w', place))).toEqual([2, 'no-place']);
    // And who stays is joined by one of its type.
    const again = typed(sharing(planOf([`a/0 ${RTX}: 4g.96gb+gfx@0=z`, `b/0 ${RTX}: 4g.96gb+gfx@0=w`])), {
      z: 'DC-4-32C',
      w: 'DC-4-32C',
    });
    expect(replay(now, again, on('w', place))).toEqual([0, 'no-place']);
    expect(replay(now, again, ...offs.slice(0, 2), on('w', place))).toBe(null);
  });

  test('an instance that nobody is on is joined by nobody', () => {
    const idle = planOf([`a/0 ${RTX}: 4g.96gb+gfx@0`, `b/0 ${RTX}: 4g.96gb+gfx@0=o`]);
    const then = typed(planOf([`a/0 ${RTX}: 4g.96gb+gfx@0=x`]), { x: 'DC-4-32C' });
    expect(replay(idle, then, on('x', place))).toEqual([0, 'no-place']);
  });
});

test('where the vGPUs of a VM have to be of one board, that is the one they are drawn on', () => {
  const SXM = 'a100-sxm4-40gb';
  const plan = planOf([`a/0 ${A100}: `, `a/1 ${SXM}: 3g.20gb@0=x 3g.20gb@4=y`]);
  const [x, y] = plan.vms;
  const one = { ...plan, vms: [{ ...x!, attachments: [...x!.attachments, ...y!.attachments] }] };
  const on8 = (of: Plan): Plan => ({
    ...of,
    hosts: of.hosts.map((host) => ({ ...host, platform: 'esxi', release: '8.0' })),
  });
  const now = planOf([`a/0 ${A100}: `, `a/1 ${SXM}: `]);
  const first = on('x', '0:3g.20gb@4 0:3g.20gb@0');
  const second = on('x', '1:3g.20gb@4 1:3g.20gb@0');
  expect(replay(on8(now), on8(one), second)).toBe(null);
  expect(replay(on8(now), on8(one), first)).toEqual([0, 'place-not-foretold']);
  // Where nothing says so, and for one vGPU alone, it is the first with room.
  expect(replay(now, one, first)).toBe(null);
  const single = { ...plan, vms: [x!] };
  expect(replay(on8(now), on8(single), on('x', '0:3g.20gb@4'))).toBe(null);
});

test('of many GPUs whose kind is not known all are taken to be of one, and then of the other', () => {
  const full = [1, 2, 3, 4].map((index) => `a/${index} ${A100}: 7g.40gb@0=v${index}`);
  const now = planOf([`a/0 ${A100}: 2g.10gb@0=y`, ...full]);
  const then = planOf([`a/0 ${A100}: 2g.10gb@0=y 1g.5gb@2=x`, ...full]);
  expect(replay(now, then, on('x', '0:1g.5gb@6', '0:1g.5gb@2'))).toBe(null);
  expect(replay(now, then, on('x', '0:1g.5gb@6'))).toEqual([0, 'place-not-foretold']);
  expect(replay(now, then, on('x', '0:1g.5gb@2'))).toEqual([0, 'place-not-foretold']);
});

test('a board without anything to mirror is of one kind', () => {
  const A30 = 'a30-24gb';
  const now = planOf([`a/0 ${A30}: `]);
  const then = planOf([`a/0 ${A30}: 4g.24gb@0=x`]);
  expect(replay(now, then, on('x', '0:4g.24gb@0'))).toBe(null);
});

test('it is the host of that name, whatever stands before it in the plans', () => {
  const other = `b/0 ${A100}: 7g.40gb@0=o`;
  const now = planOf([other, `a/0 ${A100}: `]);
  const then = planOf([other, `a/0 ${A100}: 7g.40gb@0=x`]);
  expect(replay(now, then, on('x', '0:7g.40gb@0'))).toBe(null);
  expect(replay(now, then)).toEqual([0, 'not-all-running']);
});

test('of two that are to run both have to, and who waits is none that is named', () => {
  const then = planOf([`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`]);
  const x = on('x', '0:3g.20gb@4', '0:3g.20gb@0');
  const y = on('y', '0:3g.20gb@4', '0:3g.20gb@0');
  expect(replay(EMPTY, then, x, y)).toBe(null);
  expect(replay(EMPTY, then, x)).toEqual([1, 'not-all-running']);
  expect(replay(EMPTY, then, y)).toEqual([1, 'not-all-running']);
  // A listing, and a VM that has no instance: nobody is named, so anybody may be powered off.
  const listed = planOf([`a/0 ${A100}: 3g.20gb@0`, `b/0 ${A100}: 3g.20gb@0=w`]);
  const waits: Plan = {
    ...listed,
    vms: listed.vms.map((vm) => ({
      ...vm,
      attachments: vm.attachments.map((one) => ({ ...one, instance: null })),
    })),
  };
  expect(replay(waits, planOf([`a/0 ${A100}: `]), off('x', '0:3g.20gb@0'))).toBe(null);
  expect(replay(listed, planOf([`a/0 ${A100}: `]), off('x', '0:3g.20gb@0'))).toEqual([0, 'not-running']);
});
