import { describe, expect, test } from 'vitest';
import type { Gpu, Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import { runSearch } from '../search.ts';
import { stepsBetween, type StepPlan } from './planSteps.ts';
import type { Step } from './steps.ts';

const A100 = 'a100-pcie-40gb';
const A30 = 'a30-24gb';
const RTX = 'rtx-pro-6000-server';

/** Hosts by name; those with a "*" before their name make their instances at power-on, "!" behind a VM pins its instance. */
function planOf(...lines: readonly string[]): Plan {
  const plan = parseLayout(lines.map((line) => line.replace('*', '').replaceAll('!', '')).join('\n'));
  const powerOn = new Set(
    lines.filter((line) => line.startsWith('*')).map((line) => line.slice(1).split('/')[0]),
  );
  const pinned = new Set(lines.flatMap((line) => [...line.matchAll(/=(\S+)!/g)].map(([, vm]) => vm)));
  const isPinned = (id: number): boolean =>
    plan.vms.some((vm) => pinned.has(vm.name) && vm.attachments.some(({ instance }) => instance === id));
  const hosts = plan.hosts.map((host) => ({
    ...host,
    creation: powerOn.has(host.name) ? ('power-on' as const) : ('pre-create' as const),
    gpus: host.gpus.map((gpu) => ({
      ...gpu,
      instances: gpu.instances.map((gi) => ({ ...gi, pinned: isPinned(gi.id) })),
    })),
  }));
  return { ...plan, hosts };
}

const using = (plan: Plan, host: string, index: number, use: Gpu['use']): Plan => ({
  ...plan,
  hosts: plan.hosts.map((one) =>
    one.name === host
      ? { ...one, gpus: one.gpus.map((gpu) => (gpu.index === index ? { ...gpu, use } : gpu)) }
      : one,
  ),
});

function outcomeOf(now: Plan, then: Plan) {
  const search = stepsBetween(now, then);
  if (!search.ok) throw new Error(search.error.code);
  return runSearch(search.value());
}

const between = (now: Plan, then: Plan): StepPlan => outcomeOf(now, then).best!;

function words(step: Step): string {
  const until = step.until === null ? '' : ` until ${step.until}`;
  switch (step.kind) {
    case 'power-off':
      return `${step.wave} off ${step.host} ${step.vm}${step.isPinned ? ' pinned' : ''} (${step.interrupts.join()})${until}`;
    case 'power-on':
      return `${step.wave} on ${step.host} ${step.vm} (${step.interrupts.join()})`;
    case 'exchange':
      return `${step.wave} exchange ${step.at.host}/${step.at.gpu} ${step.at.board} to ${step.to}`;
    case 'mig-on':
    case 'mig-off':
      return `${step.wave} ${step.kind} ${step.at.host}/${step.at.gpu} ${step.at.board}`;
    case 'move':
    case 'stop':
    case 'start':
      return `${step.wave} ${step.kind} ${step.vm}${until}`;
    default:
      return `${step.wave} ${step.kind} ${step.at.host}/${step.at.gpu} ${step.at.profile}@${step.at.start}`;
  }
}

const steps = (now: Plan, then: Plan): string[] => between(now, then).steps.map(words);

describe('what it comes to', () => {
  test('waves, what stays and what is parked, of that the VMs', () => {
    const now = planOf(
      `a/0 ${A100}: 7g.40gb@0=x`,
      `a/1 ${A100}: 3g.20gb@0=y 3g.20gb@4=z`,
      `a/2 ${A100}: 1g.5gb@0=w`,
    );
    const then = planOf(
      `a/0 ${A100}: 3g.20gb@0=y 3g.20gb@4=z`,
      `a/1 ${A100}: 7g.40gb@0=x`,
      `a/2 ${A100}: 1g.5gb@0=w`,
    );
    expect(between(now, then)).toMatchObject({
      waves: 2,
      kept: 1,
      parked: 1,
      parkedVms: 1,
      notes: [],
      none: [],
      powerOn: [],
    });
    expect(between(now, now)).toEqual({
      steps: [],
      waves: 0,
      kept: 4,
      parked: 0,
      parkedVms: 0,
      notes: [],
      none: [],
      powerOn: [],
    });
  });

  test('of names the bound is what is parked, of engines that run out nothing is proven but that nothing is none', () => {
    const now = planOf(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`);
    expect(outcomeOf(now, planOf(`a/0 ${A100}: 3g.20gb@0=y 3g.20gb@4=x`))).toMatchObject({
      bound: 10_001,
      isProven: true,
      best: { parkedVms: 1 },
    });
    // Two in the way of one on a board with scarce engines.
    const before = planOf(`a/0 ${RTX}: 1g.24gb@0=x 1g.24gb@3=y 2g.48gb@6=z`);
    expect(outcomeOf(before, planOf(`a/0 ${RTX}: 2g.48gb@0=z 1g.24gb@6=x 1g.24gb@9=y`))).toMatchObject({
      bound: 0,
      isProven: false,
    });
    expect(outcomeOf(before, planOf(`a/0 ${RTX}: 2g.48gb@0=v 2g.48gb@6=z`))).toMatchObject({
      bound: 0,
      isProven: true,
    });
  });

  test('an answer is written once, however often it is asked for', () => {
    const outcome = outcomeOf(planOf(`a/0 ${A100}: 3g.20gb@0=x`), planOf(`a/0 ${A100}: 3g.20gb@4=x`));
    expect(outcome.best).toBe(outcome.best);
    expect(outcome.best?.steps).toHaveLength(3);
  });

  test('a target that is illegal is refused, with all that is wrong with its GPUs', () => {
    const refused = stepsBetween(
      planOf(`a/0 ${A100}: `),
      planOf(`a/0 ${A100}: 3g.20gb@0 2g.10gb@2`, `b/1 nobody-8gb: 1g.8gb@0`),
    );
    const faults = refused.ok ? [] : refused.error.violations;
    expect(
      faults.map(({ fault, host, gpu, gi, vm }) => [fault.code, host?.name, gpu?.index, gi !== null, vm]),
    ).toContainEqual(['overlap', 'a', 0, true, null]);
    expect(faults.some(({ host }) => host?.name === 'b')).toBe(true);
    // What is wrong now is left behind.
    expect(stepsBetween(planOf(`a/0 ${A100}: 3g.20gb@0 2g.10gb@2`), planOf(`a/0 ${A100}: `)).ok).toBe(true);
  });
});

describe('notes', () => {
  test('hosts and GPUs that one side does not have', () => {
    const now = planOf(`a/0 ${A100}: `, `a/1 ${A100}: `, `c/0 ${A100}: `);
    const then = planOf(`a/0 ${A100}: `, `a/2 ${A100}: `, `b/0 ${A100}: `);
    expect(between(now, then).notes).toEqual([
      { code: 'only-current', host: 'c', gpu: null },
      { code: 'only-target', host: 'b', gpu: null },
      { code: 'only-current', host: 'a', gpu: 1 },
      { code: 'only-target', host: 'a', gpu: 2 },
    ]);
  });

  test('pinned instances that go, and not those that stay', () => {
    const now = planOf(`a/0 ${A100}: 3g.20gb@0=x! 2g.10gb@4=y!`);
    expect(between(now, planOf(`a/0 ${A100}: 3g.20gb@4=x`)).notes).toEqual([
      { code: 'pinned-goes', at: { host: 'a', gpu: 0, board: A100, profile: '3g.20gb', start: 0 } },
      { code: 'pinned-goes', at: { host: 'a', gpu: 0, board: A100, profile: '2g.10gb', start: 4 } },
    ]);
    expect(between(now, planOf(`a/0 ${A100}: 3g.20gb@0=x 2g.10gb@4=y`)).notes).toEqual([]);
    const powered = planOf(`*a/0 ${A100}: 3g.20gb@0=x! 2g.10gb@4=y`);
    expect(between(powered, planOf(`*a/0 ${A100}: `)).notes).toEqual([
      { code: 'pinned-goes', at: { host: 'a', gpu: 0, board: A100, profile: '3g.20gb', start: 0 } },
    ]);
  });

  test('that nobody is named, where there is anything that somebody could be on', () => {
    const named = planOf(`a/0 ${A100}: 3g.20gb@0=x`);
    expect(between(planOf(`a/0 ${A100}: 3g.20gb@0`), named).notes).toEqual([{ code: 'nobody-named' }]);
    expect(between(planOf(`a/0 ${A100}: `), named).notes).toEqual([]);
    expect(between(named, planOf(`a/0 ${A100}: 3g.20gb@0`)).notes).toEqual([]);
  });

  test('who goes on running elsewhere than it is drawn', () => {
    expect(between(planOf(`*a/0 ${A100}: 3g.20gb@4=x`), planOf(`*a/0 ${A100}: 3g.20gb@0=x`))).toMatchObject({
      steps: [],
      notes: [{ code: 'stays-elsewhere', host: 'a', vm: 'x' }],
      powerOn: ['a'],
    });
  });
});

describe('hosts with power-on', () => {
  test('who is powered off, then what is made by hand, then who is powered on, one after the other', () => {
    const now = planOf(`*a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`, `b/0 ${A100}: 3g.20gb@0=v`, `*c/0 ${A100}: `);
    const then = planOf(
      `*a/0 ${A100}: 4g.20gb@0=z 3g.20gb@4=w`,
      `b/0 ${A100}: 3g.20gb@4=v`,
      `*c/0 ${A100}: 7g.40gb@0=u`,
    );
    expect(steps(now, then)).toEqual([
      '1 off a x (x)',
      '1 off a y (y)',
      '2 create b/0 3g.20gb@4',
      '2 move v',
      '2 destroy b/0 3g.20gb@0',
      '3 on a z ()',
      '3 on c u ()',
      '4 on a w ()',
    ]);
    expect(between(now, then)).toMatchObject({ waves: 4, powerOn: ['a', 'c'], none: [] });
  });

  test('one that makes room is back with its power-on', () => {
    expect(steps(planOf(`*a/0 ${A100}: 1g.5gb@0=x`), planOf(`*a/0 ${A100}: 4g.20gb@0=y 1g.5gb@4=x`))).toEqual(
      ['1 off a x (x) until 2', '2 on a y ()', '3 on a x ()'],
    );
    expect(
      steps(
        planOf(`*a/0 ${A100}: 1g.5gb@0`, `b/0 ${A100}: 1g.5gb@0=o`),
        planOf(`*a/0 ${A100}: `, `b/0 ${A100}: 1g.5gb@0=o`),
      ),
    ).toEqual(['1 off a null ()']);
  });

  test('every place that a driver may give is said', () => {
    const then = planOf(`*a/1 ${A100}: 1g.10gb@4=x`);
    const [step] = between(planOf(`*a/1 ${A100}: `), then).steps;
    const places = step?.kind === 'power-on' ? step.outcomes : [];
    const at = { host: 'a', gpu: 1, board: A100, profile: '1g.10gb' };
    expect([...places].sort((a, b) => a[0]!.at.start - b[0]!.at.start)).toEqual([
      [{ attachment: 0, at: { ...at, start: 4 } }],
      [{ attachment: 0, at: { ...at, start: 6 } }],
    ]);
  });

  test('MIG mode and boards change between the last power-off and the first power-on', () => {
    const now = planOf(`*a/0 ${A100}: 3g.20gb@0=x`, `*a/1 ${A100}: `, `*a/2 ${A100}: `, `*a/3 ${A100}: `);
    const then = planOf(
      `*a/0 ${A100}: `,
      `*a/1 ${A30}: 4g.24gb@0=y`,
      `*a/2 ${A100}: `,
      `*a/3 ${A100}: `,
      `*a/4 ${A100}: `,
    );
    const [before, after] = [using(now, 'a', 2, 'off'), using(using(then, 'a', 0, 'off'), 'a', 3, 'mig')];
    expect(steps(before, after)).toEqual([
      '1 off a x (x)',
      `2 mig-off a/0 ${A100}`,
      `2 exchange a/1 ${A100} to ${A30}`,
      `2 mig-on a/1 ${A30}`,
      `2 mig-on a/2 ${A100}`,
      '3 on a y ()',
    ]);
    // With nobody to power off it is the first wave; another board that is off needs no more than the exchange.
    expect(steps(using(planOf(`*a/0 ${A100}: `), 'a', 0, 'off'), planOf(`*a/0 ${A100}: `))).toEqual([
      `1 mig-on a/0 ${A100}`,
    ]);
    expect(steps(planOf(`*a/0 ${A100}: `), using(planOf(`*a/0 ${A30}: `), 'a', 0, 'off'))).toEqual([
      `1 exchange a/0 ${A100} to ${A30}`,
    ]);
    expect(steps(planOf(`*a/0 ${A100}: `), planOf(`b/0 ${A100}: `))).toEqual([]);
  });

  test('where a host has no order there are no steps at all, and it is said which', () => {
    const now = planOf(`*a/0 ${A100}: 1g.5gb@0=x!`, `b/0 ${A100}: 3g.20gb@0=v`);
    const then = planOf(`*a/0 ${A100}: 4g.20gb@0=y 1g.5gb@4=x`, `b/0 ${A100}: 3g.20gb@4=v`);
    const { steps: none, none: hosts, waves, powerOn } = between(now, then);
    expect({ none, waves, powerOn }).toEqual({ none: [], waves: 0, powerOn: ['a'] });
    expect(hosts.map(({ host, change }) => [host, change.kind])).toEqual([['a', 'none']]);
  });
});
