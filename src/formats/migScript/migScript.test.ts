import { expect, onTestFinished, test } from 'vitest';
import { SHELLS, StandIn, uuidOf } from '../../../tests/standIn.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuInstance, Host, ValidPlan } from '../../model/plan.ts';
import { migScriptErrorMessage } from '../messages.ts';
import type { MigScriptError, MigScriptOptions } from './migScript.ts';
import {
  changeGpu,
  cutInto,
  GUIDE,
  GUIDE_INSTANCES,
  made,
  planOf,
  scriptOf,
  TWO,
  type Change,
} from './migScript.testing.ts';

test('what a script looks like', () => {
  const layout = `${TWO}\ngpu-01/2 a100-pcie-40gb:\ngpu-01/3 a100-pcie-40gb off\ngpu-01/4 a100-pcie-40gb reserved`;
  const lines = scriptOf(planOf(layout), { sharedPlan: 'p=1.Ab-_9' }).split('\n');
  expect(lines[0]).toBe('#!/bin/sh');
  expect(lines).toEqual(
    expect.arrayContaining([
      '# Plan: Rack C',
      '# Host: gpu-01',
      '# Board: A100-PCIE-40GB',
      '#   gpu-01/0 a100-pcie-40gb: 1g.5gb@0=dev, 1g.5gb@1, 2g.10gb@2=ocr, 3g.20gb@4=chat',
      '#   gpu-01/1 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4',
      '# GPU 2: nothing to create.',
      '# GPU 3: MIG mode off in the plan, left out.',
      '# GPU 4: reserved in the plan, left out.',
      '# mig-planner-plan: p=1.Ab-_9',
      "  \"$1\" 0 9:4,14:2,19:0,19:1 '14:2:2 19:0:1 19:1:1 9:4:4' exact '' '' 'A100-PCIE-40GB' 'A100-PCIE-40GB'",
    ]),
  );
  // What bash has and ash has not.
  expect(lines.join('\n')).not.toMatch(/^ *(local|function|declare) |\[\[ |<\(|<<<|[\s=]\$'|\bhypervisor\b/m);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(130);
});

test('a host whose hypervisor creates instances is told so at the top', () => {
  const script = scriptOf(planOf(GUIDE, (host) => ({ ...host, creation: 'power-on' })));
  expect(script.slice(0, script.indexOf('usage()'))).toContain(
    'creates GPU instances itself when a VM powers on',
  );
});

test.each<[what: string, layout: string, change: Change, options: Partial<MigScriptOptions>, error: object]>([
  ['no such host', GUIDE, (host) => host, { hostId: 99 as Host['id'] }, { code: 'host-not-found' }],
  [
    'all empty, off or reserved',
    'h/0 a30-24gb:\nh/1 a30-24gb off\nh/2 a30-24gb reserved',
    (host) => host,
    {},
    { code: 'nothing-to-create', host: 'h' },
  ],
  [
    'no order at all',
    GUIDE,
    (host) => host,
    { starts: 'driver' },
    { code: 'no-order', gpuIndex: 0, refusedBy: [] },
  ],
  [
    'a UUID that is none',
    GUIDE,
    changeGpu(0, () => ({ uuid: '$(reboot)' })),
    {},
    { code: 'bad-uuid', gpuIndex: 0, uuid: '$(reboot)' },
  ],
  [
    'a UUID with something behind it',
    GUIDE,
    changeGpu(0, () => ({ uuid: `${uuidOf(0)}\nreboot` })),
    {},
    { code: 'bad-uuid', gpuIndex: 0, uuid: `${uuidOf(0)}\nreboot` },
  ],
  [
    'a compute instance whose ID nobody knows',
    'h/0 h100-pcie-80gb: 3g.40gb@4',
    cutInto({ '3g.40gb@4': ['1c.3g.40gb', '2c.3g.40gb'] }),
    {},
    { code: 'compute-id-unknown', gpuIndex: 0, profile: '2c.3g.40gb', inside: '3g.40gb' },
  ],
  [
    'a link that is more than a link',
    GUIDE,
    (host) => host,
    { sharedPlan: 'p=1.a\nreboot' },
    { code: 'bad-shared-plan' },
  ],
  ['a whole address', GUIDE, (host) => host, { sharedPlan: 'https://x/#p=1.a' }, { code: 'bad-shared-plan' }],
])('refused: %s', (_what, layout, change, options, error) => {
  // What a wrong caller might pass is no valid plan either; the writer must not rely on it.
  const plan = { ...planOf(layout), hosts: planOf(layout).hosts.map(change) } as ValidPlan;
  expect(made(plan, options)).toEqual({ ok: false, error });
});

test('refused: no order of the driver works for the plan, and which models refuse', () => {
  const plan = planOf(GUIDE);
  const order: CreationOrder = { kind: 'none', refusedBy: [{ variant: 'list', kind: 'straight' }] };
  const orders = new Map([[plan.hosts[0]!.gpus[0]!.id, order]]);
  const error = { code: 'no-order', gpuIndex: 0, refusedBy: order.refusedBy };
  expect(made(plan, { starts: 'driver', orders })).toEqual({ ok: false, error });
});

test('refused: a profile whose ID nobody knows', () => {
  const board = BOARDS.find((one) => one.profiles.some((profile) => profile.id === null))!;
  const plan = planOf(GUIDE);
  const [host] = plan.hosts;
  const gi: GpuInstance = { ...host!.gpus[0]!.instances[0]!, profile: board.profiles[0]!.name };
  const gpus = [{ ...host!.gpus[0]!, board: board.id, instances: [gi] }];
  const error = { code: 'profile-id-unknown', profile: gi.profile, gpuIndex: 0 };
  expect(made({ ...plan, hosts: [{ ...host!, gpus }] })).toEqual({ ok: false, error });
});

test.each<[error: MigScriptError, says: RegExp]>([
  [{ code: 'host-not-found' }, /does not have this host/],
  [{ code: 'nothing-to-create', host: 'gpu\u202e01' }, /^"gpu\ufffd01" has no planned GPU instances/],
  [
    { code: 'no-order', gpuIndex: 3, refusedBy: [] },
    /^GPU 3: no order creates all instances .* starts; give/,
  ],
  [{ code: 'no-order', gpuIndex: 3, refusedBy: [{ variant: 'list', kind: 'mirrored' }] }, /\(model: list\)/],
  [{ code: 'profile-id-unknown', profile: '1g.16gb', gpuIndex: 0 }, /^GPU 0: the ID of "1g\.16gb"/],
  [{ code: 'bad-uuid', gpuIndex: 1, uuid: '\u001b[31m' }, /^GPU 1: "\ufffd\[31m" is not a GPU UUID/],
  [
    { code: 'compute-id-unknown', gpuIndex: 0, profile: '2c.3g.40gb', inside: '3g.40gb' },
    /^GPU 0: the ID of the compute instance "2c\.3g\.40gb" .*leave "3g\.40gb" undivided/,
  ],
  [{ code: 'bad-shared-plan' }, /share link/],
])('the sentence for %j', (error, says) => {
  expect(migScriptErrorMessage(error)).toMatch(says);
});

test('the one default compute instance may be drawn: -C makes it', () => {
  const drawn = changeGpu(0, (gpu) => ({
    instances: gpu.instances.map((gi) => ({
      ...gi,
      computeInstances: [{ profile: gi.profile.replace('+me', ''), start: 0, extra: [] }],
    })),
  }));
  expect(made(planOf('h/0 a100-pcie-40gb: 1g.5gb+me@0, 3g.20gb@4', drawn)).ok).toBe(true);
});

// What it does in every case: tests/consumers/shells/migScript.consumer.ts.
test.each(SHELLS)('in %s it creates what is drawn', (shell) => {
  const host = new StandIn(shell, { gpus: [{ board: findBoard('a100-pcie-40gb')! }] });
  onTestFinished(() => host.remove());
  const script = scriptOf(planOf(GUIDE));
  expect(host.run(script)).toMatchObject({ status: 0, stderr: '', calls: [] });
  expect(host.run(script, '--apply')).toMatchObject({ status: 0, stderr: '', instances: [GUIDE_INSTANCES] });
});
