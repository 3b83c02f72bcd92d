import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import { powerOnChange } from './powerOnSteps.ts';

const A100 = 'a100-pcie-40gb';

/** A host "a" that makes its instances at power-on; "!" behind a VM pins its instance. */
function planOf(...gpus: readonly string[]): Plan {
  const lines = gpus.map((gpu, index) => `a/${index} ${gpu.includes(':') ? gpu : `${A100}: ${gpu}`}`);
  const plan = parseLayout(lines.join('\n').replaceAll('!', ''));
  const hosts = plan.hosts.map((host) => ({
    ...host,
    creation: 'power-on' as const,
    gpus: host.gpus.map((gpu, index) => ({
      ...gpu,
      instances: gpu.instances.map((gi, at) => ({
        ...gi,
        pinned: gpus[index]?.split(': ').at(-1)?.split(' ')[at]?.endsWith('!') === true,
      })),
    })),
  }));
  return { ...plan, hosts };
}

function change(now: Plan | null, then: Plan | null, effort?: number) {
  const empty: Plan = { ...(now ?? then)!, hosts: [], vms: [] };
  const found = powerOnChange(
    now ?? empty,
    then ?? empty,
    now?.hosts[0] ?? null,
    then?.hosts[0] ?? null,
    effort,
  );
  if (found.kind !== 'order') {
    return {
      kind: found.kind,
      ...(found.kind === 'none'
        ? { stuck: found.stuck?.vm.vm.name ?? null, isProven: found.isProven }
        : { why: found.why.code }),
    };
  }
  const { off, on, elsewhere, restarted, isFewest } = found;
  return {
    off: off.map(({ vm, from, isPinned }) =>
      [
        vm,
        ...from.map(({ gpu, profile, start }) => `${gpu}:${profile}@${start}`),
        ...(isPinned ? ['pinned'] : []),
      ].join(' '),
    ),
    on: on.map(({ vm }) => vm.vm.name),
    ...{ elsewhere, restarted, isFewest },
  };
}

const NOTHING = { off: [], on: [], elsewhere: [], restarted: [], isFewest: true };

describe('who goes, who stays, who comes', () => {
  test('a host that is given up powers off all, and one that is new powers on all', () => {
    const plan = planOf('3g.20gb@0=x 2g.10gb@4=y!', '1g.5gb@0');
    expect(change(plan, null)).toEqual({
      ...NOTHING,
      off: ['x 0:3g.20gb@0', 'y 0:2g.10gb@4 pinned', ' 1:1g.5gb@0'],
    });
    expect(change(null, planOf('3g.20gb@0=x'))).toEqual({ ...NOTHING, on: ['x'] });
    expect(change(null, null)).toEqual(NOTHING);
  });

  test('who runs on, where it is drawn or elsewhere, is left alone', () => {
    const now = planOf('3g.20gb@0=x 3g.20gb@4=y');
    expect(change(now, now)).toEqual(NOTHING);
    expect(change(now, planOf('3g.20gb@0=y 3g.20gb@4=x'))).toEqual({ ...NOTHING, elsewhere: ['x', 'y'] });
    expect(change(now, planOf('3g.20gb@0=x', '3g.20gb@0=y'))).toEqual({ ...NOTHING, elsewhere: ['y'] });
  });

  test('who is to have another profile, or none any more, is powered off', () => {
    const now = planOf('3g.20gb@0=x 2g.10gb@4=y');
    expect(change(now, planOf('3g.20gb@0=x'))).toEqual({ ...NOTHING, off: ['y 0:2g.10gb@4'] });
    expect(change(now, planOf('3g.20gb@0=x 1g.5gb@4=y'))).toEqual({
      ...NOTHING,
      off: ['y 0:2g.10gb@4'],
      on: ['y'],
    });
    // The same profile on a board that is no longer there is not the same.
    expect(change(planOf('3g.20gb@0=x'), planOf('a100-sxm4-40gb: 3g.20gb@0=x'))).toEqual({
      ...NOTHING,
      off: ['x 0:3g.20gb@0'],
      on: ['x'],
    });
  });

  test('what a GPU out of MIG mode holds does not run', () => {
    const now = planOf('3g.20gb@0=x');
    const off = {
      ...now,
      hosts: now.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => ({ ...gpu, use: 'off' as const })),
      })),
    };
    expect(change(off, now)).toEqual({ ...NOTHING, on: ['x'] });
  });

  test('an instance that nobody is known on stays where the target has it, and goes where not', () => {
    const beside = '2g.10gb@4=y';
    expect(change(planOf(`3g.20gb@0 ${beside}`), planOf(`3g.20gb@0 ${beside}`))).toEqual(NOTHING);
    for (const other of [`3g.20gb@4`, `4g.20gb@0`, '']) {
      const then = planOf(other === '' ? beside : other, other === '' ? '' : beside);
      expect(change(planOf(`3g.20gb@0`, beside), then)).toMatchObject({ off: [' 0:3g.20gb@0'] });
    }
    // Where it stays nobody else comes: there is room for one of two.
    expect(change(planOf('4g.20gb@0', beside), planOf('4g.20gb@0 3g.20gb@4=x', beside))).toEqual({
      ...NOTHING,
      on: ['x'],
    });
    expect(change(planOf('7g.40gb@0', beside), planOf('7g.40gb@0', `${beside} 3g.20gb@0=x`))).toEqual({
      ...NOTHING,
      on: ['x'],
    });
  });
});

describe('where CURRENT names nobody', () => {
  test('an instance is that of the VM which the target has there, or on one like it on that GPU', () => {
    expect(change(planOf('3g.20gb@0'), planOf('3g.20gb@0=x'))).toEqual(NOTHING);
    expect(change(planOf('3g.20gb@4'), planOf('3g.20gb@0=x'))).toEqual({ ...NOTHING, elsewhere: ['x'] });
    expect(change(planOf('3g.20gb@0', ''), planOf('', '3g.20gb@0=x'))).toEqual({
      ...NOTHING,
      off: [' 0:3g.20gb@0'],
      on: ['x'],
    });
  });

  test('as soon as one is named the others have nobody, and are in the way of whom the target has there', () => {
    expect(change(planOf('3g.20gb@4 2g.10gb@0=y'), planOf('3g.20gb@4=x 2g.10gb@0=y'))).toEqual({
      ...NOTHING,
      off: [' 0:3g.20gb@4'],
      on: ['x'],
    });
  });
});

describe('who is in the way', () => {
  const then = planOf('4g.20gb@0=b 1g.5gb@4=a');

  test('is powered off and on again, after those that need the room', () => {
    expect(change(planOf('1g.5gb@0=a'), then)).toEqual({
      ...NOTHING,
      off: ['a 0:1g.5gb@0'],
      on: ['b', 'a'],
      restarted: ['a'],
    });
    // One that is not in the way stays.
    expect(change(planOf('1g.5gb@6=a'), then)).toEqual({ ...NOTHING, on: ['b'], elsewhere: ['a'] });
  });

  test('is not, when it is pinned: then there is no order, and it is said who does not start', () => {
    expect(change(planOf('1g.5gb@0=a!'), then)).toEqual({ kind: 'none', stuck: 'b', isProven: true });
    expect(change(planOf('1g.5gb@6=a!'), then)).toEqual({ ...NOTHING, on: ['b'], elsewhere: ['a'] });
  });

  test('is one and not two where one is enough, of those that would do the one that is not where it is drawn', () => {
    // A 2g has no room beside four 1g at 0, 2, 4 and 6; either that is drawn elsewhere or one of the others makes it.
    const now = planOf('1g.5gb@0=a 1g.5gb@2=b 1g.5gb@4=c 1g.5gb@6=d');
    const drawn = (a: number, b: number, c: number, d: number): Plan =>
      planOf(
        `1g.5gb@${a}=a 1g.5gb@${b}=b 1g.5gb@${c}=c 1g.5gb@${d}=d 2g.10gb@${[0, 2, 4].find((at) => ![a, b, c, d].some((one) => one === at || one === at + 1))}=e`,
      );
    expect(change(now, drawn(0, 1, 4, 6))).toMatchObject({
      restarted: ['b'],
      isFewest: true,
      on: ['e', 'b'],
    });
    expect(change(now, drawn(2, 3, 4, 6))).toMatchObject({ restarted: ['a'], isFewest: true });
    expect(change(now, drawn(0, 2, 6, 3))).toMatchObject({ restarted: ['c'], isFewest: true });
  });
});

test('what does not fit on the host whatever runs has no room, and it is said why', () => {
  expect(change(planOf(''), planOf('4g.20gb@0=a 4g.20gb@0=b'))).toEqual({
    kind: 'no-room',
    why: 'too-few-slices',
  });
  expect(change(planOf(''), planOf('3g.20gb@0=a 3g.20gb@4=b 1g.5gb@0=c'))).toMatchObject({ kind: 'no-room' });
});

test('with little effort nothing is called proven that is not: fewest, or that there is no order', () => {
  const now = planOf('1g.5gb@0=a 1g.5gb@2=b 1g.5gb@4=c 1g.5gb@6=d');
  const then = planOf('1g.5gb@0=a 1g.5gb@1=b 1g.5gb@4=c 1g.5gb@6=d 2g.10gb@2=e');
  const seen = new Set<string>();
  for (let effort = 1; effort < 3_000_000; effort *= 2) {
    const found = change(now, then, effort);
    if ('kind' in found) {
      expect(found, `${effort}`).toMatchObject({ kind: 'none', isProven: false });
      seen.add('none');
    } else {
      // One is enough, and none is not.
      expect(found.restarted.length, `${effort}`).toBeGreaterThanOrEqual(1);
      if (found.isFewest) expect(found.restarted, `${effort}`).toEqual(['b']);
      seen.add(found.isFewest ? 'fewest' : 'perhaps');
    }
  }
  expect([...seen].sort()).toContain('fewest');
  expect([...seen]).not.toEqual(['fewest']);
});

/** Where those that are powered on land, by VM: "0:3g.20gb@4", one after the other where drivers differ. */
function landings(now: Plan, then: Plan): Record<string, string> {
  const found = powerOnChange(now, then, now.hosts[0] ?? null, then.hosts[0] ?? null);
  if (found.kind !== 'order') return {};
  return Object.fromEntries(
    found.on.map(({ vm, outcomes }) => [
      vm.vm.name,
      outcomes
        .map(({ landings: places }) =>
          places
            .map(({ gpuAt, profileIndex, start }) => {
              const { gpu, geometry } = found.host!.gpus[gpuAt]!;
              return `${gpu.index}:${geometry.board.profiles[profileIndex]?.name}@${start}`;
            })
            .join(' '),
        )
        .sort()
        .join(' or '),
    ]),
  );
}

describe('whoever comes lands beside what runs', () => {
  test('beside a VM, wherever it runs, and beside an instance that nobody is known on', () => {
    // A 3g goes to 4 on an empty GPU.
    expect(landings(planOf(''), planOf('3g.20gb@0=x'))).toEqual({ x: '0:3g.20gb@4' });
    expect(landings(planOf('3g.20gb@4=y'), planOf('3g.20gb@0=x 3g.20gb@4=y'))).toEqual({ x: '0:3g.20gb@0' });
    expect(
      landings(planOf('3g.20gb@4', '1g.5gb@0=o'), planOf('3g.20gb@0=x 3g.20gb@4', '1g.5gb@0=o')),
    ).toEqual({ x: '0:3g.20gb@0' });
    expect(
      landings(planOf('', '3g.20gb@4', '1g.5gb@0=o'), planOf('7g.40gb@0=x', '3g.20gb@4', '1g.5gb@0=o')),
    ).toEqual({ x: '0:7g.40gb@0' });
    expect(landings(planOf('', '3g.20gb@0=y'), planOf('7g.40gb@0=x', '3g.20gb@0=y'))).toEqual({
      x: '0:7g.40gb@0',
    });
  });

  test('on either place where the modelled drivers differ', () => {
    expect(landings(planOf(''), planOf('1g.10gb@4=x'))).toEqual({ x: '0:1g.10gb@4 or 0:1g.10gb@6' });
  });
});

describe('an instance that nobody is known on stays only where the target has the very same', () => {
  const other = '1g.5gb@0=o';
  const off = (now: Plan, then: Plan) => {
    const found = change(now, then);
    return 'off' in found ? found.off : found;
  };

  test.each([
    ['on the same GPU', planOf('3g.20gb@0', '', other), planOf('3g.20gb@0', '', other), []],
    ['not on another one', planOf('3g.20gb@0', '', other), planOf('', '3g.20gb@0', other), [' 0:3g.20gb@0']],
    [
      'not on another board',
      planOf('3g.20gb@0', '', other),
      planOf('a100-sxm4-40gb: 3g.20gb@0', '', other),
      [' 0:3g.20gb@0'],
    ],
    [
      'not at another start',
      planOf('3g.20gb@0', '', other),
      planOf('3g.20gb@4', '', other),
      [' 0:3g.20gb@0'],
    ],
    ['not another profile', planOf('2g.10gb@0', '', other), planOf('3g.20gb@0', '', other), [' 0:2g.10gb@0']],
  ])('%s', (_, now, then, expected) => {
    expect(off(now, then)).toEqual(expected);
  });

  test('nor on a GPU that is out of MIG mode then', () => {
    const now = planOf('3g.20gb@0', other);
    const then = {
      ...now,
      hosts: now.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => (gpu.index === 0 ? { ...gpu, use: 'off' as const } : gpu)),
      })),
    };
    expect(off(now, then)).toEqual([' 0:3g.20gb@0']);
  });
});

describe('a VM with two vGPUs', () => {
  const joined = (plan: Plan): Plan => {
    const [x, y, ...others] = plan.vms;
    return { ...plan, vms: [{ ...x!, attachments: [...x!.attachments, ...y!.attachments] }, ...others] };
  };
  const both = joined(planOf('3g.20gb@0=x 2g.10gb@4=y'));

  test('stays where both are, on whichever places, and is drawn where both are drawn', () => {
    expect(change(both, both)).toEqual(NOTHING);
    expect(change(joined(planOf('3g.20gb@4=x 2g.10gb@0=y')), both)).toEqual({ ...NOTHING, elsewhere: ['x'] });
    expect(
      change(joined(planOf('3g.20gb@0=x 2g.10gb@4=y')), joined(planOf('3g.20gb@4=x 2g.10gb@0=y'))),
    ).toEqual({ ...NOTHING, elsewhere: ['x'] });
    expect(change(both, joined(planOf('3g.20gb@0=x', '2g.10gb@4=y')))).toEqual({
      ...NOTHING,
      elsewhere: ['x'],
    });
  });

  test('starts anew where one of them is missing, or is of another profile', () => {
    const one = planOf('3g.20gb@0=x');
    expect(change(one, both)).toEqual({ ...NOTHING, off: ['x 0:3g.20gb@0'], on: ['x'] });
    expect(change(both, one)).toEqual({ ...NOTHING, off: ['x 0:3g.20gb@0 0:2g.10gb@4'], on: ['x'] });
    expect(change(joined(planOf('3g.20gb@0=x 1g.5gb@4=y')), both)).toEqual({
      ...NOTHING,
      off: ['x 0:3g.20gb@0 0:1g.5gb@4'],
      on: ['x'],
    });
  });

  test('is pinned by either of its instances', () => {
    const now = joined(planOf('2g.10gb@0=x 1g.5gb@6=y!'));
    const then = joined(planOf('2g.10gb@4=x 1g.5gb@6=y 4g.20gb@0=z'));
    expect(change(now, then)).toEqual({ kind: 'none', stuck: 'z', isProven: true });
    expect(change(joined(planOf('2g.10gb@0=x 1g.5gb@6=y')), then)).toMatchObject({ restarted: ['x'] });
  });
});
