import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import {
  EMPTY_PLAN,
  findInstance,
  type GiPlace,
  type Host,
  type Plan,
  type Vm,
  type Wanted,
} from '../../model/plan.ts';
import { PLATFORM_FACTS } from '../../model/platform.ts';
import { checkVgpu, freeInstancesFor } from '../vms/assign.ts';
import { checkPlan, validatePlan } from '../check.ts';
import { boardChange } from '../changeBoard.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { hostRules } from './hostRules.ts';
import { legalMoves, legalPlaces } from '../instanceEdits.ts';
import { commandNote } from '../messageNotes.ts';
import { placeVms } from '../vms/placeVms.ts';
import { ruleOf } from './rules.ts';
import { planOf } from '../standing.testing.ts';
import { waitMessage } from '../vms/waitMessages.ts';
import { planWarnings, problemMessage } from './warnings.ts';
import { createWhyWaiting } from '../vms/whyWaiting.ts';

type Settings = Partial<Pick<Host, 'platform' | 'release' | 'driver'>>;

const type = (name: string): Wanted => ({ kind: 'type', type: name });

/** One host with these GPUs and settings; each VM has the instances named by their place in the plan. */
function planWith(
  gpus: readonly (readonly [board: string, layout: string])[],
  settings: Settings,
  vms: readonly (readonly (readonly [wants: Wanted, instance: number | null])[])[] = [],
): Plan {
  const [first] = gpus;
  const base = planOf(
    gpus.map(([, layout]) => layout),
    first?.[0],
  );
  const hosts = base.hosts.map((host) => ({
    ...host,
    ...settings,
    gpus: host.gpus.map((gpu, index) => ({ ...gpu, board: gpus[index]?.[0] ?? gpu.board })),
  }));
  const instances = hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances));
  let plan: Plan = { ...base, hosts };
  for (const [index, vgpus] of vms.entries()) {
    const added = applyCommand(plan, {
      type: 'vm/addMany',
      vms: [{ name: `vm-${index}`, group: null, wants: vgpus.map(([wants]) => wants) }],
      place: false,
    });
    if (!added.ok) throw new Error(added.error.code);
    plan = added.value;
    // Forced on, as an import may have it: what would be refused is to be seen by the check.
    plan = {
      ...plan,
      vms: plan.vms.map((vm, at) =>
        at === index
          ? {
              ...vm,
              attachments: vm.attachments.map((one, i) => ({
                ...one,
                instance: instances[vgpus[i]?.[1] ?? -1]?.id ?? null,
              })),
            }
          : vm,
      ),
    };
  }
  return plan;
}

const codes = (found: readonly { readonly fault: { readonly code: string } }[]): string[] =>
  found.map(({ fault }) => fault.code);

const SEVEN = '1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5 1g.5gb@6';
const A100 = 'a100-pcie-40gb';

/** A VM with `count` vGPUs of 1g on three A100s. */
function manyOf(count: number, settings: Settings): Plan {
  const gpus = [0, 1, 2].map(() => [A100, SEVEN] as const);
  return planWith(gpus, settings, [
    Array.from({ length: count }, (_, index) => [type('A100-1-5C'), index] as const),
  ]);
}

describe.each<[settings: Settings, refusedFrom: number | null, warnedFrom: number | null]>([
  [{ platform: 'esxi', release: '7.0' }, 2, null],
  [{ platform: 'esxi', release: '7.0 U2' }, 2, null],
  [{ platform: 'esxi', release: '7.0 U3' }, 2, null],
  [{ platform: 'esxi', release: '8.0' }, 9, null],
  [{ platform: 'esxi', release: '8.0 U1' }, 9, null],
  [{ platform: 'esxi', release: '8.0 U2' }, null, 9],
  [{ platform: 'esxi', release: '8.0 U3' }, null, 9],
  [{ platform: 'esxi', release: '9.0' }, null, 2],
  [{ platform: 'esxi', release: '9.0 U1' }, null, 2],
  [{ platform: 'esxi', release: 'of tomorrow' }, null, 2],
  [{ platform: 'esxi', release: null }, null, 2],
  [{ platform: 'kvm', release: 'mdev' }, null, 2],
  [{ platform: 'kvm', release: 'vendor VFIO' }, null, 2],
  [{ platform: null, release: null }, null, 2],
])('vGPUs of one VM on %j', (settings, refusedFrom, warnedFrom) => {
  test.each([1, 2, 8, 9, 16])('%i of them', (has) => {
    const plan = manyOf(has, settings);
    const violations = checkPlan(plan);
    const isRefused = refusedFrom !== null && has >= refusedFrom;
    expect(new Set(codes(violations))).toEqual(new Set(isRefused ? ['vgpus-per-vm'] : []));
    expect(validatePlan(plan).ok).toBe(!isRefused);
    const isWarned = warnedFrom !== null && has >= warnedFrom;
    // Besides what is told of the host.
    const doubts = planWarnings(plan).filter(({ vm }) => vm !== null);
    expect(codes(doubts)).toEqual(isWarned ? ['vgpus-per-vm'] : []);
    for (const one of [...violations, ...doubts]) {
      expect(problemMessage(one, plan)).toMatch(/^[A-Z].*\.$/);
      expect(problemMessage(one, plan)).toContain(String(has > 1 && !isRefused ? has : ''));
    }
  });
});

test('the sentence names the limit and the release, and the rule where both are written', () => {
  const [violation] = checkPlan(manyOf(2, { platform: 'esxi', release: '7.0' }));
  if (violation === undefined) throw new Error('nothing is refused');
  expect(problemMessage(violation, manyOf(2, {}))).toBe(
    'A VM has one MIG-backed vGPU on ESXi 7.0, and with this one it has 2.',
  );
  const rule = ruleOf(violation.fault);
  expect(rule.confidence).toBe('documented');
  expect(rule.sources[0]?.url).toContain('docs.nvidia.com/ai-enterprise/release-6');
  expect(rule.says).toContain('only one vGPU profile on a VM');
  const [warning] = planWarnings(manyOf(9, { platform: 'esxi', release: '8.0 U2' }));
  if (warning === undefined) throw new Error('nothing is in doubt');
  expect(problemMessage(warning, EMPTY_PLAN)).toBe(
    'A VM has 8 vGPUs for certain on ESXi 8.0 U2, and 16 by one source only; this VM has 9.',
  );
  expect(ruleOf(warning.fault)).toMatchObject({ confidence: 'reported' });
});

describe('of one board and one series', () => {
  const mixed = (settings: Settings): Plan =>
    planWith(
      [
        [A100, '4g.20gb@0'],
        ['a30-24gb', '1g.6gb@0'],
      ],
      settings,
      [
        [
          [type('A100-4-20C'), 0],
          [type('A30-1-6C'), 1],
        ],
      ],
    );

  test.each<[Settings, string[], string[]]>([
    [{ platform: 'esxi', release: '8.0' }, ['mixed-boards'], []],
    [{ platform: 'esxi', release: '8.0 U3' }, ['mixed-boards'], []],
    [{ platform: 'esxi', release: '9.0' }, ['mixed-boards'], []],
    [{ platform: 'esxi', release: null }, [], ['vgpus-per-vm', 'mixed-boards']],
    [{ platform: 'kvm', release: 'mdev' }, [], ['vgpus-per-vm', 'mixed-boards']],
    // One is what a VM has there: the rule of the number says it all.
    [{ platform: 'esxi', release: '7.0' }, ['vgpus-per-vm'], []],
  ])('an A100 and an A30 on %j: refused %j, in doubt %j', (settings, refused, doubted) => {
    expect(codes(checkPlan(mixed(settings)))).toEqual(refused);
    expect(codes(planWarnings(mixed(settings)))).toEqual(doubted);
  });

  test('different sizes of one board are a legal pair, as NVIDIA’s own example', () => {
    const plan = planWith([[A100, '4g.20gb@0 2g.10gb@4']], { platform: 'esxi', release: '8.0' }, [
      [
        [type('A100-4-20C'), 0],
        [type('A100-2-10C'), 1],
      ],
    ]);
    expect([checkPlan(plan), planWarnings(plan)]).toEqual([[], []]);
  });

  test('two series of one board are refused', () => {
    const board = VGPU_BOARDS.find(({ types }) => types.some((one) => one.type.endsWith('Q')));
    // The catalogue has series C alone, so the other one is a name nobody serves: the rule is asked by itself.
    expect(board).toBeUndefined();
    const plan = planWith([[A100, '4g.20gb@0 2g.10gb@4']], { platform: 'esxi', release: '8.0' }, [
      [
        [type('A100-4-20Q'), 0],
        [type('A100-2-10C'), 1],
      ],
    ]);
    expect(codes(checkPlan(plan))).toEqual(['wrong-type', 'mixed-series']);
  });

  test('HGX B200 in one VM twice is in doubt on ESXi and not on KVM', () => {
    const hgx = (settings: Settings): Plan =>
      planWith([['b200-180gb', '3g.90gb@0 3g.90gb@4']], settings, [
        [
          [{ kind: 'profile', profile: '3g.90gb' }, 0],
          [{ kind: 'profile', profile: '3g.90gb' }, 1],
        ],
      ]);
    expect(codes(planWarnings(hgx({ platform: 'esxi', release: '8.0' })))).toEqual(['multi-vgpu-board']);
    expect(codes(planWarnings(hgx({ platform: 'kvm', release: 'mdev' })))).toEqual(['vgpus-per-vm']);
  });
});

test.each<[Settings, Wanted, string[], string[]]>([
  [{ platform: 'esxi', release: '7.0' }, type('A100-1-10C'), ['type-release'], []],
  [{ platform: 'esxi', release: '8.0 U2' }, type('A100-1-10C'), ['type-release'], []],
  [{ platform: 'esxi', release: '8.0 U2' }, { kind: 'profile', profile: '1g.10gb' }, ['type-release'], []],
  [{ platform: 'esxi', release: '8.0 U3' }, type('A100-1-10C'), [], []],
  [{ platform: 'esxi', release: '9.0' }, type('A100-1-10C'), [], []],
  [{ platform: 'esxi', release: 'of tomorrow' }, type('A100-1-10C'), [], ['type-release']],
  [{ platform: 'esxi', release: null }, type('A100-1-10C'), [], ['type-release']],
  [{ platform: 'kvm', release: 'mdev' }, type('A100-1-10C'), [], []],
  [{ platform: null, release: null }, type('A100-1-10C'), [], []],
  [{ platform: 'kubernetes', release: '1.31' }, type('A100-1-10C'), [], ['no-vgpu-types']],
  [{ platform: 'bare-metal', release: null }, type('A100-1-10C'), [], ['no-vgpu-types']],
  // A pod and a process are given the profile's MIG device.
  [{ platform: 'kubernetes', release: null }, { kind: 'profile', profile: '1g.10gb' }, [], []],
  [{ platform: 'bare-metal', release: null }, { kind: 'profile', profile: '1g.10gb' }, [], []],
])('the double-memory type on %j as %j: refused %j, in doubt %j', (settings, wants, refused, doubted) => {
  const plan = planWith([[A100, '1g.10gb@0']], settings, [[[wants, 0]]]);
  expect(codes(checkPlan(plan))).toEqual(refused);
  expect(codes(planWarnings(plan).filter(({ vm }) => vm !== null))).toEqual(doubted);
});

test('media types need the same release, plain ones none', () => {
  const on = (wants: Wanted, layout: string): string[] =>
    codes(checkPlan(planWith([[A100, layout]], { platform: 'esxi', release: '8.0' }, [[[wants, 0]]])));
  expect(on(type('A100-1-5CME'), '1g.5gb+me@0')).toEqual(['type-release']);
  expect(on(type('A100-1-5C'), '1g.5gb@0')).toEqual([]);
});

test.each<[Settings, string[]]>([
  [{ platform: 'esxi', release: '9.0' }, ['shared-instance']],
  [{ platform: 'esxi', release: '9.0 U1' }, []],
  [{ platform: 'kvm', release: 'mdev' }, []],
])('an RTX PRO 6000 type that shares its instance on %j: in doubt %j', (settings, doubted) => {
  const plan = planWith([['rtx-pro-6000-server', '1g.24gb+gfx@0']], settings, [[[type('DC-1-12C'), 0]]]);
  expect(codes(checkPlan(plan))).toEqual([]);
  expect(codes(planWarnings(plan))).toEqual(doubted);
});

describe('the driver of the host', () => {
  test.each<[driver: string | null, profile: string, refused: boolean, doubted: boolean]>([
    [null, '1g.10gb', false, false],
    ['R525', '1g.10gb', false, false],
    ['525.85.12', '1g.10gb', false, false],
    ['R470', '1g.10gb', true, false],
    ['R470', '1g.5gb+me', false, false],
    ['450.80.02', '1g.5gb+me', true, false],
    ['450.80.02', '3g.20gb', false, false],
    ['440.107', '3g.20gb', true, false],
    // VMware's article runs 450.73 where NVIDIA asks for 450.80.02.
    ['450.73', '3g.20gb', false, true],
    ['R450', '3g.20gb', false, true],
    ['of today', '1g.10gb', false, false],
  ])('%s and %s: refused %s, in doubt %s', (driver, profile, isRefused, isDoubted) => {
    const empty = planWith([[A100, '']], { driver });
    const [gpu] = empty.hosts.flatMap((host) => host.gpus);
    if (gpu === undefined) throw new Error('no GPU');
    const { starts, why } = legalPlaces(empty, gpu, profile);
    expect(starts.length === 0).toBe(isRefused);
    expect(why?.code ?? null).toBe(isRefused ? 'driver-too-old' : null);
    for (const command of [
      { type: 'gi/place', gpuId: gpu.id, profile, start: 0 },
      { type: 'gpu/fill', gpuIds: [gpu.id], profile },
      { type: 'gpu/setLayout', gpuIds: [gpu.id], layout: [{ profile, start: 0 }] },
    ] satisfies PlanCommand[]) {
      const result = applyCommand(empty, command);
      expect(result.ok ? null : result.error.code, command.type).toBe(why?.code ?? null);
      if (!result.ok) expect(commandNote(result.error, empty)).toContain(`the host has ${driver}`);
    }
    const forced = planWith([[A100, `${profile}@0`]], { driver });
    expect(codes(checkPlan(forced))).toEqual(isRefused ? ['driver-too-old'] : []);
    expect(codes(planWarnings(forced))).toEqual(isDoubted ? ['driver-too-old'] : []);
  });

  test('of another host keeps an instance where it is; on its own it may still be moved', () => {
    const old = planWith([[A100, '']], { driver: 'R470' });
    const both = applyCommand(planWith([[A100, '1g.10gb@0']], { driver: 'R550' }), {
      type: 'plan/addHosts',
      plan: old,
      origin: 'import',
    });
    if (!both.ok) throw new Error(both.error.code);
    const [there, here] = both.value.hosts.flatMap((host) => host.gpus);
    const gi = there?.instances[0];
    if (gi === undefined || here === undefined || there === undefined) throw new Error('no instance');
    expect(legalMoves(both.value, gi.id, here)).toMatchObject({
      starts: [],
      why: { code: 'driver-too-old' },
    });
    expect(legalMoves(both.value, gi.id, there).starts).toEqual([2, 4, 6]);
    const late = planWith([[A100, '1g.10gb@0']], { driver: 'R470' });
    const [gpu] = late.hosts.flatMap((host) => host.gpus);
    if (gpu?.instances[0] === undefined) throw new Error('no instance');
    expect(legalMoves(late, gpu.instances[0].id, gpu).starts).toEqual([2, 4, 6]);
  });
});

test('a VM waits for the rule, and its sentence says which', () => {
  const [first] = checkWaiting(
    planWith([[A100, SEVEN]], { platform: 'esxi', release: '7.0' }, [
      [
        [type('A100-1-5C'), null],
        [type('A100-1-5C'), null],
      ],
    ]),
  );
  expect(first).toBe('A VM has one MIG-backed vGPU on ESXi 7.0, and with this one it has 2.');
});

function checkWaiting(plan: Plan): string[] {
  const placed = placeVms(
    plan,
    plan.vms.map((vm) => vm.id),
  );
  const why = createWhyWaiting(placed);
  return placed.vms.map((vm) => {
    const reason = why(vm);
    return reason === null ? '' : waitMessage(reason, placed);
  });
}

test('of a VM with two, the vGPU on a GPU that takes another board waits, and a VM moves to no host that refuses it', () => {
  const plan = planWith(
    [
      [A100, '3g.20gb@0'],
      [A100, '3g.20gb@0'],
    ],
    { platform: 'esxi', release: '8.0' },
    [
      [
        [{ kind: 'profile', profile: '3g.20gb' }, 0],
        [{ kind: 'profile', profile: '3g.20gb' }, 1],
      ],
    ],
  );
  const [gpu] = plan.hosts.flatMap((host) => host.gpus);
  if (gpu === undefined) throw new Error('no GPU');
  // One of the two alone: its vGPU cannot stay, and waits.
  const other = boardChange(plan, { gpuId: gpu.id, board: 'a100-sxm4-40gb', variant: null });
  expect(other.ok && other.value.vgpus).toMatchObject([{ why: { code: 'mixed-boards' } }]);
  expect(other.ok && other.value.after.vms[0]?.attachments.map(({ instance }) => instance !== null)).toEqual([
    false,
    true,
  ]);
  // Both on one GPU change board together.
  const one = planWith([[A100, '3g.20gb@0 3g.20gb@4']], { platform: 'esxi', release: '8.0' }, [
    [
      [{ kind: 'profile', profile: '3g.20gb' }, 0],
      [{ kind: 'profile', profile: '3g.20gb' }, 1],
    ],
  ]);
  const [both] = one.hosts.flatMap((host) => host.gpus);
  if (both === undefined) throw new Error('no GPU');
  const together = boardChange(one, { gpuId: both.id, board: 'a100-sxm4-40gb', variant: null });
  expect(together.ok && together.value.vgpus.map(({ why }) => why)).toEqual([null, null]);
});

test('every rule on every host is a sentence with its confidence, and what is documented has a source', () => {
  for (const { platform, release } of [...PLATFORM_FACTS, { platform: null, release: null }]) {
    for (const driver of [null, '450.80.02', 'R550']) {
      for (const creation of [null, 'pre-create', 'power-on'] as const) {
        const [host] = planWith(
          [
            [A100, ''],
            ['a30-24gb', ''],
            [A100, ''],
          ],
          { platform, release, driver },
        ).hosts;
        if (host === undefined) throw new Error('no host');
        for (const { says, confidence, source } of hostRules({ ...host, creation })) {
          expect(says).toMatch(/^[A-Z].*\.$/);
          expect(says).not.toMatch(/null|undefined/);
          if (confidence === 'documented' || confidence === 'reported') expect(source).not.toBeNull();
        }
      }
    }
  }
});

const SEED = 20261125;
const settings = fc.record({
  platform: fc.constantFrom('esxi', 'esxi', 'esxi', 'kvm', 'kubernetes', 'bare-metal', null),
  release: fc.constantFrom('7.0', '7.0 U3', '8.0', '8.0 U2', '8.0 U3', '9.0', 'of tomorrow', null),
  driver: fc.constantFrom(null, null, '450.80.02', 'R470', 'R550', '450.73'),
});
const gpuText = fc.constantFrom<readonly [string, string]>(
  [A100, SEVEN],
  [A100, '1g.10gb@0 1g.5gb+me@2 3g.20gb@4'],
  [A100, '3g.20gb@0 3g.20gb@4'],
  ['a30-24gb', '1g.6gb@0 1g.6gb@1 1g.6gb+me@2'],
  ['a30-24gb', ''],
  ['rtx-pro-6000-server', '1g.24gb+gfx@0 1g.24gb+gfx@3'],
);
const wantedProfiles = ['1g.5gb', '1g.10gb', '1g.5gb+me', '3g.20gb', '1g.6gb', '1g.6gb+me'];
const wanted = fc.constantFrom<Wanted>(
  ...[
    'A100-1-5C',
    'A100-1-10C',
    'A100-1-5CME',
    'A100-3-20C',
    'A30-1-6C',
    'A30-1-6CME',
    'DC-1-12C',
    'DC-1-24C',
    'DC-1-8C',
  ].map(type),
  ...['1g.5gb', '1g.10gb', '3g.20gb', '1g.6gb', '1g.24gb+gfx'].map((profile): Wanted => ({
    kind: 'profile',
    profile,
  })),
);

/** VMs of anything, and those that the rules about several vGPUs are for. */
const vgpus = fc.oneof(
  fc.array(wanted, { minLength: 1, maxLength: 3 }),
  fc.constant([type('A100-1-5C'), type('A100-1-5C'), type('A100-3-20C')]),
  fc.constant([type('A100-3-20C'), type('A30-1-6C')]),
  fc.constantFrom('DC-1-24C', 'DC-1-12C', 'DC-1-8C').map((name) => [type(name)]),
);

/** One host of a plan after another, each with its own settings. */
const fleet = fc
  .array(fc.tuple(fc.array(gpuText, { minLength: 1, maxLength: 3 }), settings), {
    minLength: 1,
    maxLength: 3,
  })
  .map((hosts) =>
    hosts.reduce<Plan>(
      (plan, [gpus, told]) => {
        const next = applyCommand(plan, {
          type: 'plan/addHosts',
          plan: planWith(gpus, told),
          origin: 'import',
        });
        if (!next.ok) throw new Error(next.error.code);
        return next.value;
      },
      { ...planOf([]), hosts: [] },
    ),
  );

/** The plan with the VM's vGPU on that instance, whatever the rules say. */
function forced(plan: Plan, vm: Vm, index: number, { gi }: GiPlace): Plan {
  const attachments = vm.attachments.map((one, i) => (i === index ? { ...one, instance: gi.id } : one));
  return { ...plan, vms: plan.vms.map((one) => (one.id === vm.id ? { ...one, attachments } : one)) };
}

test(`what may be assigned the check reports not, and what may not it reports, seed ${SEED}`, () => {
  const seen = new Map<string, number>();
  let count = 0;
  fc.assert(
    fc.property(fleet, fc.array(vgpus, { minLength: 1, maxLength: 4 }), (hosts, vms) => {
      const added = applyCommand(hosts, {
        type: 'vm/addMany',
        vms: vms.map((wants, index) => ({ name: `vm-${index}`, group: null, wants })),
        place: false,
      });
      if (!added.ok) throw new Error(added.error.code);
      let plan = added.value;
      const all = plan.hosts.flatMap((host) =>
        host.gpus.flatMap((gpu) => gpu.instances.map((gi) => findInstance(plan, gi.id) as GiPlace)),
      );
      for (const { id } of plan.vms) {
        for (const index of [0, 1, 2]) {
          const vm = plan.vms.find((one) => one.id === id) as Vm;
          if (vm.attachments[index]?.instance !== null) continue;
          const before = codes(checkPlan(plan));
          const free = freeInstancesFor(plan, vm, index).map(({ gi }) => gi.id);
          for (const place of all) {
            const serves = checkVgpu(plan, vm, index, place);
            expect(free.includes(place.gi.id)).toBe(serves.ok);
            const after = codes(checkPlan(forced(plan, vm, index, place)));
            if (serves.ok) expect(after).toEqual(before);
            else if (serves.error.code !== 'already-assigned') {
              seen.set(serves.error.code, (seen.get(serves.error.code) ?? 0) + 1);
              expect(after.length).toBeGreaterThan(before.length);
            }
          }
          const [first] = free;
          const step =
            first === undefined
              ? null
              : applyCommand(plan, { type: 'vm/assign', vmId: id, giId: first, attachment: index });
          if (step?.ok === true) plan = step.value;
        }
      }
      // What may be moved or made anew breaks nothing either, on whatever host.
      const standing = codes(checkPlan(plan));
      for (const host of plan.hosts) {
        for (const gpu of host.gpus) {
          const made = wantedProfiles.flatMap((profile): PlanCommand[] =>
            legalPlaces(plan, gpu, profile)
              .starts.slice(0, 1)
              .map((start) => ({ type: 'gi/place', gpuId: gpu.id, profile, start })),
          );
          const moved = all.flatMap(({ gi }): PlanCommand[] =>
            legalMoves(plan, gi.id, gpu)
              .starts.slice(0, 1)
              .map((start) => ({ type: 'gi/move', giId: gi.id, gpuId: gpu.id, start })),
          );
          for (const command of [...made, ...moved]) {
            const next = applyCommand(plan, command);
            if (!next.ok) throw new Error(`${command.type}: ${next.error.code}`);
            expect(codes(checkPlan(next.value)).length).toBeLessThanOrEqual(standing.length);
            count++;
          }
        }
      }
      // Placing by the hundred goes by the same rules.
      const reported = codes(checkPlan(added.value));
      expect(
        codes(
          checkPlan(
            placeVms(
              added.value,
              plan.vms.map((vm) => vm.id),
            ),
          ),
        ),
      ).toEqual(reported);
    }),
    { seed: SEED, numRuns: seedsOf(120) },
  );
  expect(count).toBeGreaterThan(seedsOf(1000));
  for (const code of [
    'instance-full',
    'vgpus-per-vm',
    'mixed-boards',
    'type-release',
    'other-host',
    'wrong-type',
  ])
    expect(seen.get(code) ?? 0, code).toBeGreaterThanOrEqual(seedsOf(4));
});

test('a type that has an instance to itself leaves nothing for one that shares, whichever came first', () => {
  const rtx = 'rtx-pro-6000-server';
  const layout = [[rtx, '1g.24gb+gfx@0']] as const;
  const kvm: Settings = { platform: 'kvm' };
  for (const [first, second] of [
    ['DC-1-24C', 'DC-1-12C'],
    ['DC-1-12C', 'DC-1-24C'],
  ] as const) {
    const plan = planWith(layout, kvm, [[[type(first), 0]], [[type(second), null]]]);
    const [, waiting] = plan.vms;
    const [gi] = plan.hosts[0]!.gpus[0]!.instances;
    const serves = checkVgpu(plan, waiting!, 0, findInstance(plan, gi!.id)!);
    expect(serves.ok ? null : serves.error).toMatchObject({ code: 'instance-full', max: 1 });
    expect(codes(checkPlan(planWith(layout, kvm, [[[type(first), 0]], [[type(second), 0]]])))).toEqual([
      'instance-full',
    ]);
  }
  // Of two types that share one, each takes its part: a half and a third, and then neither a half nor a third more.
  const half = [type('DC-1-12C'), 0] as const;
  const third = [type('DC-1-8C'), 0] as const;
  expect(codes(checkPlan(planWith(layout, kvm, [[third], [third], [third]])))).toEqual([]);
  expect(codes(checkPlan(planWith(layout, kvm, [[half], [third]])))).toEqual([]);
  expect(codes(checkPlan(planWith(layout, kvm, [[half], [third], [third]])))).toEqual(['instance-full']);
});

test('a GPU of a VM with two is told to be no other variant of its board', () => {
  const a100 = 'a100-80gb';
  const threeG = { kind: 'profile', profile: '3g.40gb' } as const;
  const plan = planWith(
    [
      [a100, '3g.40gb@0'],
      [a100, '3g.40gb@0'],
    ],
    { platform: 'esxi', release: '8.0' },
    [
      [
        [threeG, 0],
        [threeG, 1],
      ],
    ],
  );
  const [first, second] = plan.hosts[0]!.gpus;
  const set = (before: Plan, gpuId: typeof first, variant: string) =>
    applyCommand(before, { type: 'gpu/set', gpuId: gpuId!.id, fields: { variant } });
  const one = set(plan, first, 'a100-hgx-80gb');
  if (!one.ok) throw new Error(one.error.code);
  const other = set(one.value, second, 'a100-pcie-80gb');
  expect(other.ok ? codes(checkPlan(other.value)) : other.error.code).toBe('mixed-boards');
  expect(set(one.value, second, 'a100-hgx-80gb').ok).toBe(true);
});

test.each([
  ['8.0', true],
  ['8.0 U3', false],
  ['9.0', false],
])('a type whose table lacks the footnote of its kind is in doubt on ESXi %s: %j', (release, isTold) => {
  const plan = planWith([['h800-nvl-94gb', '1g.24gb@0']], { platform: 'esxi', release }, [
    [[type('H800L-1-24C'), 0]],
  ]);
  expect(checkPlan(plan)).toEqual([]);
  const told = planWarnings(plan).map((one) => problemMessage(one, plan));
  expect(told).toEqual(
    isTold ? ['All other types of its kind need ESXi 8.0 U3; of H800L-1-24C no table says so.'] : [],
  );
});

test.each<[board: string, layout: string, driver: string | null, isTold: boolean]>([
  ['a100-pcie-40gb', '4g.20gb@0 3g.20gb@4', '470.82', true],
  ['a100-80gb', '4g.40gb@0 3g.40gb@4', 'R450', true],
  ['a100-pcie-40gb', '4g.20gb@0 3g.20gb@4', '510.47.03', false],
  ['a100-pcie-40gb', '4g.20gb@0 3g.20gb@4', 'R510', false],
  ['a100-pcie-40gb', '4g.20gb@0 3g.20gb@4', null, false],
  ['a100-pcie-40gb', '3g.20gb@0 3g.20gb@4', '470.82', false],
  ['a100-pcie-40gb', '4g.20gb@0 2g.10gb@4', '470.82', false],
  // Hopper came with R525, so that nothing older is to be told apart from this rule.
  ['h100-pcie-80gb', '4g.40gb@0 3g.40gb@4', 'R525', false],
  ['a30-24gb', '2g.12gb@0 2g.12gb@2', 'R460', false],
])('%s with %s under driver %j: 4g beside 3g is in doubt: %j', (board, layout, driver, isTold) => {
  const plan = planWith([[board, layout]], { driver });
  const told = planWarnings(plan).filter(({ fault }) => fault.code === 'driver-of-set');
  expect(told).toHaveLength(isTold ? 1 : 0);
  for (const one of told) {
    expect(problemMessage(one, plan)).toMatch(/^Before R510 the driver refused 4g\.[24]0gb beside 3g\./);
    expect(ruleOf(one.fault).sources[0]?.what).toContain('Multi-Instance GPU User Guide');
  }
});
