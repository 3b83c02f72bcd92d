import { describe, expect, test } from 'vitest';
import type { Gpu, Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import type { OrderProblem, OrderSolution } from './orderProblem.ts';
import { runSearch } from '../search.ts';
import { solveOrder } from './solveOrder.ts';
import type { StepDraft } from './steps.ts';
import { transitionOf } from './transition.ts';
import { wavesOf, writeSteps } from './writeSteps.ts';

const A100 = 'a100-pcie-40gb';

describe('waves', () => {
  const waves = (
    waitsFor: readonly (readonly number[])[],
    needs: OrderSolution['needs'],
    parked: number[] = [],
  ) => {
    const problem: OrderProblem = {
      fills: waitsFor.map((list) => ({ waitsFor: list, pool: null })),
      vacates: needs.map((own) => ({ needs: own, pool: null, weight: 1 })),
    };
    return wavesOf({ problem }, { needs, parked, cost: parked.length });
  };

  test('each into the room that the last has left: one wave after the other', () => {
    // 2 goes when the last fill is there, 1 when that of 2 is, 0 when that of 1 is.
    expect(waves([[1], [2], []], [[0], [1], [2]])).toEqual({ fills: [3, 2, 1], vacates: [3, 2, 1] });
  });

  test('what waits for nobody is in the first wave, and what nobody waits for as well', () => {
    expect(waves([[], []], [[], [1]])).toEqual({ fills: [1, 1], vacates: [1, 1] });
    expect(waves([], [])).toEqual({ fills: [], vacates: [] });
  });

  test('one that waits for two has its turn after the later of them, and one that needs two with the later', () => {
    // Fill 2 waits for 0 (wave 1) and 1 (wave 2); vacate 2 needs fills 0 (wave 1) and 2 (wave 3).
    expect(waves([[], [0], [0, 1]], [[0], [1], [0, 2]])).toEqual({ fills: [1, 2, 3], vacates: [1, 2, 3] });
  });

  test('what is parked goes as late as it can: with the first that stands in its room', () => {
    // A ring of two, and 2 waits behind a chain: fills 2 and 3 come in waves 1 and 2, fill 4 in the third.
    expect(waves([[1], [0]], [[0], [1]], [1])).toEqual({ fills: [1, 2], vacates: [1, 1] });
    expect(waves([[], [0], [1, 2]], [[0], [1], [2]], [2])).toEqual({ fills: [1, 2, 3], vacates: [1, 2, 3] });
    // Of two in whose room it stands the sooner counts.
    expect(waves([[], [0, 2], [1, 2]], [[0], [1], [2]], [2])).toEqual({
      fills: [1, 2, 3],
      vacates: [1, 2, 2],
    });
    // One in whose way nobody is goes at once.
    expect(waves([[], [0]], [[0], [1], [1]], [2])).toEqual({ fills: [1, 2], vacates: [1, 2, 1] });
  });

  test('what goes for nothing, and stands in a room of a later wave, goes with that', () => {
    expect(waves([[], [0, 1]], [[0], []])).toEqual({ fills: [1, 2], vacates: [1, 2] });
  });
});

const planOf = (...lines: readonly string[]): Plan => parseLayout(lines.join('\n'));

function words(step: StepDraft): string {
  const who = step.interrupts.length === 0 ? '' : ` (${step.interrupts.join()})`;
  const place = (at: { gpu: number; profile: string; start: number }) =>
    `${at.gpu}:${at.profile}@${at.start}`;
  const text = (() => {
    switch (step.kind) {
      case 'create':
        return `${step.isSpare ? 'spare' : 'create'} ${place(step.at)}`;
      case 'destroy': {
        const by = step.replacedBy === null ? '' : ` for ${place(step.replacedBy)}`;
        return `${step.isSpare ? 'spare goes' : step.isParked ? 'park' : 'destroy'}${step.isPinned ? ' pinned' : ''} ${place(step.at)}${by}`;
      }
      case 'recut':
        return `recut ${place(step.at)} ${step.from.length} to ${step.to.length}`;
      case 'move':
        return `move ${step.vm} ${place(step.from)} ${place(step.to)}`;
      case 'stop':
        return `stop ${step.vm} ${place(step.from)}`;
      case 'start':
        return `start ${step.vm} ${place(step.to)}`;
      case 'exchange':
        return `exchange ${step.at.gpu} ${step.at.board} to ${step.to}`;
      case 'mig-on':
      case 'mig-off':
        return `${step.kind} ${step.at.gpu}`;
      default:
        return step.kind;
    }
  })();
  return `${step.wave} ${text}${who}`;
}

function steps(now: Plan, then: Plan): string[] {
  const transition = transitionOf(now, then);
  const { best } = runSearch(solveOrder(transition.problem));
  return writeSteps(transition, best!).map(words);
}

describe('step by step', () => {
  test('a VM goes to its new instance before the old one goes', () => {
    expect(steps(planOf(`a/0 ${A100}: 3g.20gb@0=vm`), planOf(`a/0 ${A100}: 3g.20gb@4=vm`))).toEqual([
      '1 create 0:3g.20gb@4',
      '1 move vm 0:3g.20gb@0 0:3g.20gb@4 (vm)',
      '1 destroy 0:3g.20gb@0 for 0:3g.20gb@4',
    ]);
  });

  test('two whose instances are in each other’s place: one waits in a spare place until there is its own', () => {
    const now = planOf(`a/0 ${A100}: 4g.20gb@0=x`, `a/1 ${A100}: 3g.20gb@0=y`, `a/2 ${A100}: `);
    const then = planOf(`a/0 ${A100}: 3g.20gb@0=y`, `a/1 ${A100}: 4g.20gb@0=x`, `a/2 ${A100}: `);
    // A 3g has room beside the 4g that comes where it is.
    expect(steps(now, then)).toEqual([
      '1 spare 1:3g.20gb@4',
      '1 move y 1:3g.20gb@0 1:3g.20gb@4 (y)',
      '1 destroy 1:3g.20gb@0 for 1:3g.20gb@4',
      '1 create 1:4g.20gb@0',
      '1 move x 0:4g.20gb@0 1:4g.20gb@0 (x)',
      '1 destroy 0:4g.20gb@0 for 1:4g.20gb@0',
      '2 create 0:3g.20gb@0',
      '2 move y 1:3g.20gb@4 0:3g.20gb@0 (y)',
      '2 spare goes 1:3g.20gb@4 for 0:3g.20gb@0',
    ]);
  });

  test('a spare place may be on another GPU of the host, of the same board, in MIG mode in both plans', () => {
    const pair = (gpus: readonly [string, string, ...string[]]): Plan =>
      planOf(...gpus.map((gpu, at) => `a/${at} ${gpu}`));
    const [now, then] = [
      [`${A100}: 4g.20gb@0=x`, `${A100}: 4g.20gb@0=y`],
      [`${A100}: 4g.20gb@0=y`, `${A100}: 4g.20gb@0=x`],
    ] as const;
    const spareOf = (...others: readonly string[]): string | undefined =>
      steps(pair([...now, ...others]), pair([...then, ...others])).find((text) => text.includes('spare'));
    expect(spareOf()).toBe(undefined);
    expect(spareOf(`${A100}: `)).toBe('1 spare 2:4g.20gb@0');
    expect(spareOf(`${A100}: 3g.20gb@4`)).toBe('1 spare 2:4g.20gb@0');
    expect(spareOf(`${A100}: 1g.5gb@3`)).toBe(undefined);
    expect(spareOf('a100-sxm4-40gb: ')).toBe(undefined);
    expect(spareOf(`${A100}: 2g.10gb@2`, `${A100}: `)).toBe('1 spare 3:4g.20gb@0');
    // On another host nobody can go and come back.
    const away = `b/0 ${A100}: `;
    expect(
      steps(
        planOf(...now.map((gpu, at) => `a/${at} ${gpu}`), away),
        planOf(...then.map((gpu, at) => `a/${at} ${gpu}`), away),
      ).some((text) => text.includes('spare')),
    ).toBe(false);
  });

  test('MIG mode and another board come before what is made on them, and after what was there', () => {
    const withUse = (plan: Plan, use: 'mig' | 'off', index: number): Plan => ({
      ...plan,
      hosts: plan.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => (gpu.index === index ? { ...gpu, use } : gpu)),
      })),
    });
    const lines = (layout: string): string[] => [`a/0 ${A100}: `, `a/1 ${A100}: ${layout}`];
    const [bare, full] = [planOf(...lines('')), planOf(...lines('3g.20gb@0=vm'))];
    expect(steps(withUse(bare, 'off', 1), full)).toEqual(['1 mig-on 1', '1 create 1:3g.20gb@0']);
    expect(steps(full, withUse(bare, 'off', 1))).toEqual([
      '1 stop vm 1:3g.20gb@0 (vm)',
      '1 destroy 1:3g.20gb@0',
      '2 mig-off 1',
    ]);
    expect(steps(withUse(bare, 'off', 0), bare)).toEqual(['1 mig-on 0']);
    expect(steps(bare, withUse(bare, 'off', 0))).toEqual(['1 mig-off 0']);
    expect(steps(full, planOf(`a/0 ${A100}: `, 'a/1 a30-24gb: 1g.6gb@0'))).toEqual([
      '1 stop vm 1:3g.20gb@0 (vm)',
      '1 destroy 1:3g.20gb@0',
      `1 exchange 1 ${A100} to a30-24gb`,
      '1 mig-on 1',
      '1 create 1:1g.6gb@0',
    ]);
    expect(steps(bare, withUse(planOf(`a/0 ${A100}: `, 'a/1 a30-24gb: '), 'off', 1))).toEqual([
      `1 exchange 1 ${A100} to a30-24gb`,
    ]);
    expect(steps(planOf(`a/0 ${A100}: `), full)).toEqual(['1 create 1:3g.20gb@0']);
  });

  test('without a spare place one is stopped, and starts when its instance is there', () => {
    const now = planOf(`a/0 ${A100}: 7g.40gb@0=x`, `a/1 ${A100}: 3g.20gb@0=y 3g.20gb@4=z`);
    const then = planOf(`a/0 ${A100}: 3g.20gb@0=y 3g.20gb@4=z`, `a/1 ${A100}: 7g.40gb@0=x`);
    expect(steps(now, then)).toEqual([
      '1 stop x 0:7g.40gb@0 (x)',
      '1 park 0:7g.40gb@0 for 1:7g.40gb@0',
      '1 create 0:3g.20gb@0',
      '1 create 0:3g.20gb@4',
      '1 move y 1:3g.20gb@0 0:3g.20gb@0 (y)',
      '1 move z 1:3g.20gb@4 0:3g.20gb@4 (z)',
      '1 destroy 1:3g.20gb@0 for 0:3g.20gb@0',
      '1 destroy 1:3g.20gb@4 for 0:3g.20gb@4',
      '2 create 1:7g.40gb@0',
      '2 start x 1:7g.40gb@0',
    ]);
  });

  test('a VM that the target leaves without an instance is stopped where its own goes', () => {
    expect(
      steps(planOf(`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4=other`), planOf(`a/0 ${A100}: 3g.20gb@4=other`)),
    ).toEqual(['1 stop vm 0:3g.20gb@0 (vm)', '1 destroy 0:3g.20gb@0']);
  });

  test('where CURRENT names nobody, whom the target has on what replaces it is interrupted', () => {
    expect(steps(planOf(`a/0 ${A100}: 3g.20gb@0`), planOf(`a/0 ${A100}: 3g.20gb@4=vm`))).toEqual([
      '1 create 0:3g.20gb@4',
      '1 destroy 0:3g.20gb@0 for 0:3g.20gb@4 (vm)',
    ]);
  });

  test('compute instances are cut anew in what stays, at once or when another VM comes there', () => {
    const cut = (plan: Plan): Plan => ({
      ...plan,
      hosts: plan.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => ({
          ...gpu,
          instances: gpu.instances.map((gi) =>
            gi.start === 0
              ? {
                  ...gi,
                  computeInstances: ['1c.3g.20gb', '2c.3g.20gb'].map((profile) => ({
                    profile,
                    start: null,
                    extra: [],
                  })),
                }
              : gi,
          ),
        })),
      })),
    });
    const now = planOf(`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4`);
    expect(steps(now, cut(now))).toEqual(['1 recut 0:3g.20gb@0 0 to 2 (vm)']);
    expect(steps(now, cut(planOf(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4=vm`)))).toEqual([
      '1 recut 0:3g.20gb@0 0 to 2',
      '1 move vm 0:3g.20gb@0 0:3g.20gb@4 (vm)',
    ]);
    expect(steps(now, cut(planOf(`a/0 ${A100}: 3g.20gb@0=other 3g.20gb@4=vm`)))).toEqual([
      '1 move vm 0:3g.20gb@0 0:3g.20gb@4 (vm)',
      '2 recut 0:3g.20gb@0 0 to 2',
      '2 start other 0:3g.20gb@0',
    ]);
  });

  test('what is pinned and goes is said to be', () => {
    const now = planOf(`a/0 ${A100}: 3g.20gb@0=vm`);
    const hosts = now.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({
        ...gpu,
        instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })),
      })),
    }));
    expect(steps({ ...now, hosts }, planOf(`a/0 ${A100}: 3g.20gb@4=vm`)).at(-1)).toBe(
      '1 destroy pinned 0:3g.20gb@0 for 0:3g.20gb@4',
    );
  });

  test('two that wait on one GPU have a place each, and a place that was left is free again', () => {
    // Two pairs change places: of each one waits, and the empty GPU has room for one 4g and one 3g.
    const gpus = ['4g.20gb@0=p 3g.20gb@4=q', '4g.20gb@0=r 3g.20gb@4=s'];
    const swapped = ['4g.20gb@0=r 3g.20gb@4=s', '4g.20gb@0=p 3g.20gb@4=q'];
    const all = (layouts: readonly string[], ...others: readonly string[]): Plan =>
      planOf(...[...layouts, ...others].map((layout, at) => `a/${at} ${A100}: ${layout}`));
    const spares = (others: readonly string[]): string[] =>
      steps(all(gpus, ...others), all(swapped, ...others)).filter((text) => text.includes('spare'));
    expect(spares([''])).toEqual([
      '1 spare 2:4g.20gb@0',
      '1 spare 2:3g.20gb@4',
      '2 spare goes 2:4g.20gb@0 for 0:4g.20gb@0',
      '2 spare goes 2:3g.20gb@4 for 0:3g.20gb@4',
    ]);
    // Where only one of the two has room, the other is stopped.
    expect(spares(['3g.20gb@4'])).toEqual([
      '1 spare 2:4g.20gb@0',
      '2 spare goes 2:4g.20gb@0 for 0:4g.20gb@0',
    ]);
    // Two of one profile side by side.
    const three = ['3g.20gb@0=p 3g.20gb@4=q', '3g.20gb@0=r 3g.20gb@4=s'];
    const other = ['3g.20gb@0=r 3g.20gb@4=s', '3g.20gb@0=p 3g.20gb@4=q'];
    expect(steps(all(three, ''), all(other, '')).filter((text) => text.startsWith('1 spare 2:'))).toEqual([
      '1 spare 2:3g.20gb@0',
      '1 spare 2:3g.20gb@4',
    ]);
  });

  test('nobody waits where MIG mode changes, nor where something stays or comes', () => {
    const now = [`a/0 ${A100}: 4g.20gb@0=x`, `a/1 ${A100}: 4g.20gb@0=y`];
    const then = [`a/0 ${A100}: 4g.20gb@0=y`, `a/1 ${A100}: 4g.20gb@0=x`];
    const use = (plan: Plan, value: 'mig' | 'off'): Plan => ({
      ...plan,
      hosts: plan.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => (gpu.index === 2 ? { ...gpu, use: value } : gpu)),
      })),
    });
    const isSpare = (before: Plan, after: Plan): boolean =>
      steps(before, after).some((text) => text.includes('spare'));
    const [bare, bareThen] = [planOf(...now, `a/2 ${A100}: `), planOf(...then, `a/2 ${A100}: `)];
    expect(isSpare(bare, bareThen)).toBe(true);
    expect(isSpare(use(bare, 'off'), bareThen)).toBe(false);
    expect(isSpare(bare, use(bareThen, 'off'))).toBe(false);
    expect(isSpare(bare, planOf(...then, `a/2 ${A100}: 2g.10gb@2=z`))).toBe(false);
    expect(isSpare(planOf(...now, `a/2 ${A100}: 2g.10gb@2=z`), planOf(...then, `a/2 ${A100}: `))).toBe(false);
    expect(isSpare(planOf(...now), planOf(...then, `a/2 ${A100}: `))).toBe(false);
    expect(
      isSpare(planOf(...now, `a/2 ${A100}: 3g.20gb@4=z`), planOf(...then, `a/2 ${A100}: 3g.20gb@4=w`)),
    ).toBe(true);
  });

  test('of two VMs that share an instance that is parked, the one that the target has goes along, the other stops', () => {
    const now = planOf(`a/0 ${A100}: 4g.20gb@0=x`, `a/1 ${A100}: 3g.20gb@0=y`, `a/2 ${A100}: 3g.20gb@0=z`);
    // z is on the instance of y as well, and has none in the target; x is pinned, so they are parked and not x.
    const sharing: Plan = {
      ...now,
      vms: now.vms.map((vm) => (vm.name === 'z' ? { ...vm, attachments: now.vms[1]!.attachments } : vm)),
      hosts: now.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => ({
          ...gpu,
          instances: gpu.instances.map((gi) => ({ ...gi, pinned: gpu.index === 0 })),
        })),
      })),
    };
    const then = planOf(`a/0 ${A100}: 3g.20gb@0=y`, `a/1 ${A100}: 4g.20gb@0=x`, `a/2 ${A100}: `);
    expect(steps(sharing, then).filter((text) => /stop|move|spare/.test(text))).toEqual([
      '1 spare 1:3g.20gb@4',
      '1 move y 1:3g.20gb@0 1:3g.20gb@4 (y)',
      '1 stop z 1:3g.20gb@0 (z)',
      '1 move x 0:4g.20gb@0 1:4g.20gb@0 (x)',
      '2 move y 1:3g.20gb@4 0:3g.20gb@0 (y)',
      '2 spare goes 1:3g.20gb@4 for 0:3g.20gb@0',
    ]);
  });

  test('without names what is parked waits in a spare place all the same, for one that comes', () => {
    const now = planOf(`a/0 ${A100}: 4g.20gb@0`, `a/1 ${A100}: 3g.20gb@0`, `a/2 ${A100}: `);
    const then = planOf(`a/0 ${A100}: 3g.20gb@0`, `a/1 ${A100}: 4g.20gb@0`, `a/2 ${A100}: `);
    expect(steps(now, then)).toEqual([
      '1 spare 1:3g.20gb@4',
      '1 destroy 1:3g.20gb@0 for 1:3g.20gb@4',
      '1 create 1:4g.20gb@0',
      '1 destroy 0:4g.20gb@0 for 1:4g.20gb@0',
      '2 create 0:3g.20gb@0',
      '2 spare goes 1:3g.20gb@4 for 0:3g.20gb@0',
    ]);
    // What nothing comes for goes for good.
    expect(steps(now, planOf(`a/0 ${A100}: 3g.20gb@0`, `a/1 ${A100}: `, `a/2 ${A100}: `))).toEqual([
      '1 destroy 0:4g.20gb@0',
      '1 create 0:3g.20gb@0',
      '1 destroy 1:3g.20gb@0 for 0:3g.20gb@0',
    ]);
  });

  test('a place to wait that was given back is taken again', () => {
    const before = [
      '3g.20gb@0=x 3g.20gb@4=k0',
      '3g.20gb@0=y 3g.20gb@4=k1',
      '7g.40gb@0=r',
      '3g.20gb@0=p 3g.20gb@4=c',
      '3g.20gb@0=d 3g.20gb@4=k4',
      '3g.20gb@0=e 3g.20gb@4=k5',
      '3g.20gb@4=k6',
      '3g.20gb@0=k7',
    ];
    // x and y change places at once. c can go in wave 3, after e and d; only then p, in whose place r comes, has to go.
    const after = [
      '3g.20gb@0=y 3g.20gb@4=k0',
      '3g.20gb@0=x 3g.20gb@4=k1',
      '3g.20gb@0=p',
      '7g.40gb@0=r',
      '3g.20gb@0=c 3g.20gb@4=k4',
      '3g.20gb@0=d 3g.20gb@4=k5',
      '3g.20gb@0=e 3g.20gb@4=k6',
      '3g.20gb@0=k7',
    ];
    const plan = (layouts: readonly string[]): Plan => {
      const lines = layouts.map((layout, at) => `a/${at} ${A100}: ${layout}`);
      const whole = planOf(`other/7 ${A100}: `, ...lines);
      const pin = (gpu: Gpu): Gpu =>
        gpu.index === 2 ? { ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })) } : gpu;
      return { ...whole, hosts: whole.hosts.map((host) => ({ ...host, gpus: host.gpus.map(pin) })) };
    };
    const written = steps(plan(before), plan(after));
    expect(
      written.filter((text) => text.includes('spare')).map((text) => text.replace(/ for .*/, '')),
    ).toEqual([
      '1 spare 7:3g.20gb@4',
      '2 spare goes 7:3g.20gb@4',
      '4 spare 7:3g.20gb@4',
      '5 spare goes 7:3g.20gb@4',
    ]);
    expect(written.filter((text) => text.includes('stop'))).toEqual([]);
  });
});
