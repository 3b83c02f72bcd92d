import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { planArbitrary } from '../../formats/planArbitrary.testing.ts';
import { renumber } from '../../formats/renumber.ts';
import type { Plan } from '../../model/plan.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { MATCHES, type Change, type PlanChanges } from './change.ts';
import { countChanges } from './changeCounts.ts';
import { changeCountWords, changeMessage, matchMessage, offMessage } from './changeMessages.ts';
import { applied, sayingOf } from './changes.testing.ts';
import { changesBetween } from './changesBetween.ts';
import { mustBeOff } from './mustBeOff.ts';

function planOf(layout: string): Plan {
  const read = parseLayout(layout);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.plan;
}

function sentences(
  before: string | Plan,
  after: string | Plan,
  match: PlanChanges['match'] = 'names',
): string[] {
  const [was, is] = [before, after].map((one) => (typeof one === 'string' ? planOf(one) : one));
  if (was === undefined || is === undefined) return [];
  return changesBetween(was, is, match).changes.map(changeMessage);
}

function edited(plan: Plan, ...commands: readonly PlanCommand[]): Plan {
  return commands.reduce((now, command) => {
    const next = applyCommand(now, command);
    if (!next.ok) throw new Error(next.error.code);
    return next.value;
  }, plan);
}

const A = 'a100-pcie-40gb';

describe('by names', () => {
  test.each<[what: string, before: string, after: string, ...string[]]>([
    ['nothing', `h/0 ${A}: 3g.20gb@0=a`, `h/0 ${A}: 3g.20gb@0=a`],
    [
      'an instance that came, one that went',
      `h/0 ${A}: 3g.20gb@0=a`,
      `h/0 ${A}: 1g.5gb@6`,
      'Removed: 3g.20gb at slice 0 of GPU 0 on h, which a had.',
      'Added: 1g.5gb at slice 6 of GPU 0 on h.',
      'Removed: VM a, which was on 3g.20gb at slice 0 of GPU 0 on h.',
    ],
    [
      'an instance that moved takes its VM along',
      `h/0 ${A}: 3g.20gb@0=a`,
      `h/0 ${A}: 3g.20gb@4=a`,
      'Moved: 3g.20gb from slice 0 to slice 4 of GPU 0 on h, with a.',
    ],
    [
      'a VM tells an instance on another host from others',
      `h/0 ${A}: 3g.20gb@0=a, 3g.20gb@4=b\nk/0 ${A}:`,
      `h/0 ${A}: 3g.20gb@0=a\nk/0 ${A}: 3g.20gb@4=b`,
      'Moved: 3g.20gb from slice 4 of GPU 0 on h to slice 4 of GPU 0 on k, with b.',
    ],
    [
      'without a VM one goes and one comes',
      `h/0 ${A}: 3g.20gb@0\nh/1 ${A}:`,
      `h/0 ${A}:\nh/1 ${A}: 3g.20gb@0`,
      'Removed: 3g.20gb at slice 0 of GPU 0 on h.',
      'Added: 3g.20gb at slice 0 of GPU 1 on h.',
    ],
    [
      'two VMs that change places on instances that stay',
      `h/0 ${A}: 3g.20gb@0=a, 3g.20gb@4=b`,
      `h/0 ${A}: 3g.20gb@0=b, 3g.20gb@4=a`,
      'Moved: VM a: from 3g.20gb at slice 0 of GPU 0 on h to 3g.20gb at slice 4 of GPU 0 on h.',
      'Moved: VM b: from 3g.20gb at slice 4 of GPU 0 on h to 3g.20gb at slice 0 of GPU 0 on h.',
    ],
    [
      'a board, a MIG mode, a GPU and a host',
      `h/0 ${A}:\nh/1 ${A}:\nh/2 ${A}:`,
      `h/0 a30-24gb:\nh/1 ${A} off\nk/0 ${A}:`,
      'Changed: GPU 0 on h: board A30, before A100-PCIE-40GB.',
      'Changed: GPU 1 on h: use MIG mode off, before MIG mode on.',
      'Removed: GPU 2 on h, A100-PCIE-40GB.',
      'Added: host k, 1 GPU.',
      'Added: GPU 0 on k, A100-PCIE-40GB.',
    ],
  ])('%s', (_, before, after, ...said) => {
    expect(sentences(before, after)).toEqual(said);
  });

  test('the order of hosts and VMs says nothing', () => {
    const one = planOf(`h/0 ${A}: 3g.20gb@0=a\nk/0 ${A}: 1g.5gb@0=b`);
    const other = renumber({ ...one, hosts: [...one.hosts].reverse(), vms: [...one.vms].reverse() });
    expect(sentences(one, other)).toEqual([]);
  });

  test('that no host is in both is said', () => {
    const said = (after: string): string =>
      matchMessage(changesBetween(planOf(`h/0 ${A}:`), planOf(after), 'names'));
    expect(said(`k/0 ${A}:`)).toBe(
      'Hosts are matched by name, GPUs by host and index, VMs by name. No host is in both.',
    );
    expect(said(`h/0 ${A}:`)).not.toContain('No host');
  });
});

describe('by ids', () => {
  const plan = planOf(`h/0 ${A}: 3g.20gb@0=a, 1g.5gb@4\nk/0 ${A}: 2g.10gb@0`);
  const [h, k] = plan.hosts;
  const [gi, small] = h?.gpus[0]?.instances ?? [];
  const [vm] = plan.vms;
  if (h === undefined || k === undefined || gi === undefined || small === undefined || vm === undefined)
    throw new Error('not drawn');
  const other = k.gpus[0]?.id ?? gi.id;

  test('a host under another name is one change, and an instance without a VM is found on another GPU', () => {
    const after = edited(
      plan,
      { type: 'host/rename', hostId: h.id, name: 'h2' },
      { type: 'gi/move', giId: small.id, gpuId: other as never, start: 4 },
    );
    expect(sentences(plan, after, 'ids')).toEqual([
      'Changed: host h2: name h2, before h.',
      'Moved: 1g.5gb from slice 4 of GPU 0 on h to slice 4 of GPU 0 on k.',
    ]);
    const { hosts } = changesBetween(plan, after, 'ids');
    expect(hosts.map(({ gpus }) => gpus.map(({ changes }) => changes.length))).toEqual([[1], [1]]);
  });

  test('pinned, cut, and every field of a host and a VM', () => {
    const after: Plan = {
      ...plan,
      notes: 'two\nlines',
      requests: [{ profile: '1g.5gb', needs: null, count: 3, weight: null, group: 'night', extra: [] }],
      hosts: [
        {
          ...h,
          ...{
            platform: 'esxi',
            release: '8.0 U3',
            driver: 'R550',
            creation: 'power-on',
            notes: 'x'.repeat(99),
          },
          observed: [],
          gpus: h.gpus.map((gpu) => ({
            ...gpu,
            ...{ kind: 'mirrored', uuid: 'GPU-1' },
            instances: [
              {
                ...gi,
                pinned: true,
                computeInstances: [
                  { profile: '1c.3g.20gb', start: null, extra: [] },
                  { profile: '2c.3g.20gb', start: null, extra: [] },
                ],
              },
              small,
            ],
          })),
        },
        k,
      ],
      vms: [{ ...vm, group: 'red', attachments: vm.attachments.map((one) => ({ ...one, instance: null })) }],
    };
    expect(sentences(plan, after, 'ids')).toEqual([
      'Changed: the plan: notes “two lines”, before none.',
      `Changed: host h: notes “${'x'.repeat(80)}…”, before none; platform ESXi, before unknown; release 8.0 U3, before unknown; driver R550, before unknown; instances made at power-on, before as the platform has it; observed 0 instances on 0 GPUs, before nothing.`,
      'Changed: GPU 0 on h: UUID GPU-1, before unknown; kind mirrored, before unknown.',
      'Changed: 3g.20gb at slice 0 of GPU 0 on h: pinned, before not; cut into 2c + 1c, before 3c.',
      'Changed: VM a: waits, before on 3g.20gb at slice 0 of GPU 0 on h; group red, before none.',
      'Added: the request for 3 × 1g.5gb, group night.',
    ]);
  });
});

test('how many of each sort, in words', () => {
  const said = (before: string, after: string): string =>
    changeCountWords(countChanges(changesBetween(planOf(before), planOf(after), 'names').changes));
  expect(said(`h/0 ${A}: 3g.20gb@0=a`, `h/0 ${A}: 3g.20gb@4=a, 1g.5gb@0, 1g.5gb@1=b`)).toBe(
    '2 instances added, 1 moved; 1 VM added',
  );
  expect(said(`h/0 ${A}:`, `h/0 ${A}:`)).toBe('nothing differs');
  const plan = planOf(`h/0 ${A}: 1g.5gb@0`);
  const renamed = { ...planOf(`h/0 ${A}:`), name: 'Then', notes: 'At night' };
  expect(changeCountWords(countChanges(changesBetween(plan, renamed, 'names').changes))).toBe(
    '1 instance removed; the plan itself changed',
  );
});

test('who has to be off, and for what; not who waits, stays or comes', () => {
  const before = planOf(
    `h/0 ${A}: 3g.20gb@0=moves, 1g.5gb@4=stays, 1g.5gb@5=goes\nh/1 ${A}: 3g.20gb@0=board\nh/2 ${A}: 7g.40gb@0=freed`,
  );
  const after = planOf(
    `h/0 ${A}: 1g.5gb@4=stays, 1g.5gb@5=comes\nh/1 a30-24gb:\nh/2 ${A}: 7g.40gb@0, 3g.20gb@4=moves`,
  );
  expect(
    mustBeOff(changesBetween(before, after, 'names')).map(({ vm, why }) => [vm.name, offMessage(why)]),
  ).toEqual([
    ['moves', 'its 3g.20gb at slice 0 of GPU 0 on h moves'],
    ['goes', 'it is not in the plan any more'],
    ['board', 'its 3g.20gb at slice 0 of GPU 1 on h goes'],
    ['freed', 'it is not in the plan any more'],
  ]);
});

const SEED = 20261126;
const NAMES = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const plans = planArbitrary({ names: NAMES, maxHosts: 4, maxVms: 8 });

/** The same change seen from the other end. */
function turned({ about, kind, before, after }: Change): string {
  const other = { added: 'removed', removed: 'added', moved: 'moved', changed: 'changed' }[kind];
  return changeKey(about, other, after, before);
}

function changeKey(about: string, kind: string, before: unknown, after: unknown): string {
  const idOf = (one: unknown): unknown => {
    if (typeof one !== 'object' || one === null) return null;
    if ('gi' in one) return (one.gi as { id: number }).id;
    if ('gpu' in one) return (one.gpu as { id: number }).id;
    return 'id' in one ? one.id : JSON.stringify(one);
  };
  return JSON.stringify([about, kind, idOf(before), idOf(after)]);
}

describe.each(MATCHES)('any two plans, matched by %s', (match) => {
  test(`a plan and itself: no change, seed ${SEED}`, () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { changes, hosts } = changesBetween(plan, structuredClone(plan), match);
        expect(changes).toEqual([]);
        expect(
          hosts.flatMap(({ gpus, changes: own }) => [...own, ...gpus.flatMap((gpu) => gpu.changes)]),
        ).toEqual([]);
      }),
      { seed: SEED, numRuns: seedsOf(50) },
    );
  });

  test(`the changes made to one give the other, seed ${SEED}`, () => {
    fc.assert(
      fc.property(plans, plans, (before, after) => {
        const changes = changesBetween(before, after, match);
        expect(sayingOf(applied(changes))).toEqual(sayingOf(after));
        for (const change of changes.changes) expect(changeMessage(change)).toMatch(/^[A-Z][a-z]+: .*\.$/s);
      }),
      { seed: SEED, numRuns: seedsOf(100) },
    );
  });

  test(`the other way about added is removed, and the rest is the same, seed ${SEED}`, () => {
    fc.assert(
      fc.property(plans, plans, (before, after) => {
        const there = changesBetween(before, after, match).changes.map(turned).sort();
        const back = changesBetween(after, before, match).changes.map((one) =>
          changeKey(one.about, one.kind, one.before, one.after),
        );
        expect(back.sort()).toEqual(there);
      }),
      { seed: SEED, numRuns: seedsOf(60) },
    );
  });
});
