import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { deflateSync, Inflate, strToU8 } from 'fflate';
import { describe, expect, test, vi } from 'vitest';
import type { VmId } from '../model/ids.ts';
import { EMPTY_PLAN, type Extra, type Gpu, type Json, type Plan, type Vm } from '../model/plan.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { foldPlan } from './foldPlan.ts';
import { expectSound } from './fuzz.testing.ts';
import { parseLayout } from './layout.ts';
import { HOSTILE_NAMES, jsonArbitrary, planArbitrary } from './planArbitrary.testing.ts';
import { makePlanJson } from './planJson.ts';
import { readDocument } from './readDocument.ts';
import type { FormatError, Reading } from './reading.ts';
import { renumber } from './renumber.ts';
import { decodeShare, encodeShare, withoutNames } from './share.ts';
import { DICTIONARY } from './shareDictionary.ts';
import { seal } from './shareSeal.ts';

function read(fragment: string): Reading {
  const result = decodeShare(fragment);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function errorOf(fragment: string): FormatError {
  const result = decodeShare(fragment);
  if (result.ok) throw new Error('was read');
  return result.error;
}

function fromLayout(text: string): Plan {
  const result = parseLayout(text);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.plan;
}

function fromDocument(document: object): Plan {
  const result = readDocument(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.plan;
}

/** A link as an attacker would make it: sound on the outside. */
function handMade(payload: Json): string {
  return seal(deflateSync(strToU8(JSON.stringify(payload)), { dictionary: DICTIONARY }));
}

const SMALL = fromLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b');
const LINK = encodeShare(SMALL);

const FULL = fromDocument({
  ...{ format: 'mig-plan', version: 1, name: 'Rack B', notes: 'line 1\nline 2', ticket: { id: 7 } },
  requests: [
    { profile: '1g.10gb', count: 40, weight: 2.5, group: 'a', by: 'ops' },
    { needs: { memoryGB: [20] }, count: 1 },
  ],
  hosts: [
    {
      ...{
        name: 'esx-01',
        notes: 'old',
        platform: 'esxi',
        release: '8.0 U3',
        driver: 'R550',
        creation: 'power-on',
      },
      gpus: [
        {
          ...{ index: 0, board: 'a100-80gb', variant: 'a100d', kind: 'mirrored', slot: 3 },
          ...{ uuid: 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77', pciId: '00000000:41:00.0' },
          instances: [
            {
              profile: '3g.40gb',
              start: 0,
              pinned: true,
              computeInstances: [{ profile: '1c.3g.40gb', start: 2 }],
            },
            {
              profile: '1g.10gb+me',
              start: 4,
              reportedId: 13,
              computeInstances: [{ profile: '1c.1g', x: 1 }],
            },
          ],
        },
        { index: 5, board: 'a30-24gb', use: 'reserved' },
      ],
      observed: [{ index: 0, board: 'a100-80gb', instances: [{ profile: '7g.80gb', start: 0, y: null }] }],
    },
    { name: 'esx-02', gpus: [{ index: 0, board: 'a30-24gb', use: 'off' }], rack: 'B' },
  ],
  vms: [
    { name: 'vm-7', attachments: [{ type: 'A100D-1-10CME', instance: '/hosts/0/gpus/0/instances/1' }] },
    {
      ...{ name: 'vm-8', notes: 'two', group: 'a', owner: null },
      attachments: [
        { type: 'A100D-3-40C', instance: '/hosts/0/gpus/0/instances/0', z: 1 },
        { profile: '3g.40gb', instance: '/hosts/0/gpus/0/instances/0' },
      ],
    },
    { name: 'vm-9', attachments: [{ profile: '1g.10gb' }, { type: 'A30-1-6C' }] },
    { name: 'idle' },
  ],
});
const OLD_SMALL = 'p=1.10.1ljmxd0.wx0Q2PwPd4UhfjeT7WRIvQYUgFRtUNtBDgUA';
const OLD_FULL = [
  'p=1.dn.8u9ps8.VVbBboMwDP2VKmeCSIDScZoq7Thp2pX1AARNqAiqlqrbEP8-28RJekAkTuI8P9uxK_FZt-fdEUnJkBgy0RqO_i',
  'fLKzENBiUJTZiEbebN3OZYKP0sZIUkGrjeCMI_iRZxBRBQlI9i3W5E_MBLYpWEL31QAZRKkZ1tPcCHtT03eVMnZi9NmhqpG93KXG',
  'dGvnSpORjdHOqi8CdcI5CpMoHi7le4I_AS7g1AAu0BURRalmyMLeI2TLMoU7AIl9ljLlFsEvMDFpYPUjBf7x3fqVLHBV6hLWu_oh',
  'zvw4CcMWns9N4MFGRao_sLAj4_JkJrOfVjDH0Yw1ZSOz1GKPNONaNXkdSRVBHKkXulclLECff-9px9H_BdrJUwnCFXpZJ7G3p40Z',
  '8oVXgDc-K4Dju2SicnGx2QMwDYYo9z5xk0iQ82QI6YLjeMKK-_jdkF9Ka2sfp-9Xh-GA9uF0M_djv1NdIfti9i7ttzBz5dgF5RFu',
  't6-gc',
].join('');

function withGpuNotes(plan: Plan, notes: string, extra: Gpu['extra'] = []): Plan {
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.map((gpu) => ({ ...gpu, notes, extra })) })),
  };
}

const roundTripSeed = 20261205;
test(`a plan comes back whole, seed ${roundTripSeed}`, () => {
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      const { plan: again, notices } = read(encodeShare(plan));
      expect(again).toStrictEqual(plan);
      // Node's own comparison sees fields named "__proto__" too.
      expect(isDeepStrictEqual(again, plan)).toBe(true);
      expect(notices.filter(({ code }) => code !== 'board-unknown')).toEqual([]);
    }),
    { seed: roundTripSeed, numRuns: seedsOf(300) },
  );
});

describe('the link', () => {
  // Links out there must open for ever, whatever the program that made them has become.
  test.each([
    ['small', OLD_SMALL, SMALL],
    ['with every field', OLD_FULL, FULL],
  ])('made by version 1 still opens: %s', (_, link, plan) => {
    expect(read(link).plan).toEqual(plan);
  });

  test.each([
    ['small', OLD_SMALL],
    ['with every field', OLD_FULL],
  ])('of a plan without notes on GPUs has the letters it had before there were any: %s', (_, link) => {
    expect(encodeShare(read(link).plan)).toBe(link);
  });

  test('carries notes of a GPU among the fields that a page of before keeps unread', () => {
    const noted = withGpuNotes(SMALL, 'fan is loud\n{"a": 1}');
    expect(read(encodeShare(noted)).plan).toEqual(noted);
    const smuggled = withGpuNotes(SMALL, 'mine', [['notes', 'smuggled']]);
    expect(read(encodeShare(smuggled)).plan).toEqual(withGpuNotes(SMALL, 'mine'));
  });

  test.each([
    ['with "#"', `#${LINK}`],
    ['in a URL', `https://planner.example/x/#${LINK}`],
    ['in a sentence', `See https://planner.example/#${LINK}. Thanks`],
    ['in a script', `#!/bin/sh\n# mig-planner-plan: ${LINK}\n`],
    ['broken over lines', `${LINK.slice(0, 25)}\n${LINK.slice(25, 40)}\n${LINK.slice(40)}\n`],
    ['with blanks around', `  ${LINK}\n`],
    ['in underscores that a chat shows as italics', `_https://planner.example/#${LINK}_`],
    ['with more behind it', `${LINK}AAAA`],
  ])('is read %s', (_, text) => {
    expect(read(text).plan).toEqual(SMALL);
  });

  test.each<[what: string, text: string, error: Partial<FormatError>]>([
    ['nothing', ' \n', { code: 'empty-text' }],
    ['a page', 'https://planner.example/', { code: 'link-not-ours' }],
    ['another fragment', '#plan=abc', { code: 'link-not-ours' }],
    [
      'a link cut behind its version',
      'https://planner.example/#p=1',
      { code: 'link-cut', expected: 0, found: 0 },
    ],
    ['a link cut before its version', '#p=', { code: 'link-cut', expected: 0, found: 0 }],
    ['a link cut so, as some chats write it', '#p%3D1', { code: 'link-cut', expected: 0, found: 0 }],
    ['the head alone', 'p=1.', { code: 'link-cut', expected: 0, found: 0 }],
    ['a later version', `p=2${LINK.slice(3)}`, { code: 'too-new', version: 2, newest: 1 }],
    ['too much', `${LINK}${' '.repeat(1_000_000)}`, { code: 'text-too-long' }],
    ['more than a damaged link', `${LINK.replace(/.$/, '__')}AAAA`, { code: 'link-cut' }],
  ])('says what is wrong with %s', (_, text, error) => {
    expect(errorOf(text)).toMatchObject(error);
  });

  test('says that it was cut, wherever it was cut', () => {
    const length = LINK.length;
    for (let end = 'p=1.'.length; end < length; end++) {
      expect(errorOf(LINK.slice(0, end))).toMatchObject({ code: 'link-cut' });
    }
    const payload = LINK.slice(LINK.lastIndexOf('.') + 1).length;
    expect(errorOf(LINK.slice(0, -5))).toEqual({ code: 'link-cut', expected: payload, found: payload - 5 });
  });

  test('never opens as another plan when a character was changed', () => {
    for (let at = 0; at < LINK.length; at++) {
      for (const char of 'Ab0-.') {
        const changed = LINK.slice(0, at) + char + LINK.slice(at + 1);
        if (changed === LINK) continue;
        expect(decodeShare(changed).ok).toBe(false);
      }
    }
    const last = LINK.endsWith('A') ? 'B' : 'A';
    expect(errorOf(LINK.slice(0, -1) + last)).toEqual({ code: 'link-damaged' });
  });
});

describe('a payload made by hand', () => {
  const [gpuTable, placeTable] = [[0, ['a30-24gb', '1'], 0, 0, 0, 0, 0, [1, '1']], [['1g.6gb@0', '1']]];
  const host = [['h0', '1', '1'], 0, 0, 0, 0, 0, [1, '1']];

  test('is read where it is sound', () => {
    expect(read(handMade(['P', 1, 0, 0, host, gpuTable, placeTable])).plan).toMatchObject({
      name: 'P',
      hosts: [{ name: 'h1', gpus: [{ board: 'a30-24gb', instances: [{ profile: '1g.6gb', start: 0 }] }] }],
    });
  });

  test.each<[what: string, payload: Json, error: Partial<FormatError>]>([
    ['a start below zero', ['P', 1, 0, 0, host, gpuTable, [['1g.6gb@-1', '1']]], { code: 'bad-shape' }],
    ['a start in words', ['P', 1, 0, 0, host, gpuTable, [['1g.6gb@x', '1']]], { code: 'bad-shape' }],
    ['no profile', ['P', 1, 0, 0, host, gpuTable], { code: 'bad-shape' }],
    ['a count out of reach', ['P', 0, 0, 1, 0, 0, 0, 0, 0, [0, 0, [1e9, '1']]], { code: 'bad-shape' }],
    [
      'an unknown field over a known one',
      ['P', 1, 0, 0, [...host, 0, [{ platform: 5 }, '1']], gpuTable, placeTable],
      { code: 'bad-shape', at: { pointer: '/hosts/0/platform' } },
    ],
    ['half a number of hosts', ['P', 0.5], { code: 'link-damaged' }],
    ['fewer hosts than none', ['P', -1], { code: 'link-damaged' }],
    ['hosts without names', ['P', 3], { code: 'link-damaged' }],
    ['a billion VMs', ['P', 0, 1e9], { code: 'link-damaged' }],
    ['more VMs than rows', ['P', 0, 749_999, 0, 0, 0, 0, [['v0', '1', '1']]], { code: 'link-damaged' }],
    [
      'more VMs than a plan has',
      ['P', 0, 250_001, 0, 0, 0, 0, [['v', '12', ''], 0, 0, [0, '12']]],
      { code: 'too-many-items', count: 250_001 },
    ],
    ['a symbol that names nothing', ['P', 1, 0, 0, [['h', '5', '']]], { code: 'link-damaged' }],
    ['digits that are none', ['P', 1, 0, 0, [['h0', '1', 'x']]], { code: 'link-damaged' }],
    [
      'an attachment before the first instance',
      ['P', 0, 1, 0, 0, 0, 0, [['v', '1', '']], [[-3, '1']]],
      { code: 'link-damaged' },
    ],
    ['no list', { name: 'P' }, { code: 'link-damaged' }],
    ['nothing', null, { code: 'link-damaged' }],
    ['a name that is none', [5], { code: 'bad-shape' }],
  ])('with %s is refused', (_, payload, error) => {
    expect(errorOf(handMade(payload))).toMatchObject(error);
  });

  test('gets its names cleaned like any document', () => {
    const { plan, notices } = read(handMade(['a\u202eb', 1, 0, 0, [['h\u0007', '1', '']]]));
    expect([plan.name, plan.hosts[0]!.name]).toEqual(['ab', 'h']);
    expect(notices.map((notice) => notice.code)).toEqual(['name-cleaned', 'name-cleaned']);
  });

  const zeros = deflateSync(new Uint8Array(20_000_000), { dictionary: DICTIONARY });

  test('that inflates without end is stopped', () => {
    expect(seal(zeros).length).toBeLessThan(30_000);
    expect(errorOf(seal(zeros))).toEqual({ code: 'link-damaged' });
  });

  // As long as a text may be: 182 chunks, of which the third passes the cap. It must not hold the page.
  test('that is as long as a link may be and inflates without end is stopped in time', () => {
    const bomb = new Uint8Array(745_000);
    for (let at = 0; at < bomb.length; at += zeros.length) bomb.set(zeros.subarray(0, bomb.length - at), at);
    const link = seal(bomb);
    expect(link.length).toBeGreaterThan(990_000);
    const push = vi.spyOn(Inflate.prototype, 'push');
    expect(errorOf(link)).toEqual({ code: 'link-damaged' });
    expect(push.mock.calls.length).toBeLessThanOrEqual(3);
    push.mockRestore();
  });

  test('that unfolds without end is stopped', () => {
    const long = 'n'.repeat(3_000_000);
    const repeated = [
      'P',
      0,
      90_000,
      0,
      0,
      0,
      0,
      [
        ['v0', '1', '1'],
        [long, '12'],
      ],
    ];
    expect(errorOf(handMade(repeated))).toEqual({ code: 'link-damaged' });
    const pattern = ['P', 0, 90_000, 0, 0, 0, 0, [[`${long}0`, '12', '1']]];
    expect(errorOf(handMade(pattern))).toEqual({ code: 'link-damaged' });
  });

  test('of nested brackets is damaged', () => {
    const deep = `["P",0,0,0,0,0,0,0,0,0,0,0,{"x":${'['.repeat(1e5)}${']'.repeat(1e5)}}]`;
    const bytes = deflateSync(strToU8(deep), { dictionary: DICTIONARY });
    expect(errorOf(seal(bytes))).toMatchObject({ code: 'bad-shape', at: { pointer: '/x' } });
  });

  const seed = 20261206;
  test(`gives a sound answer, whatever it holds, seed ${seed}`, () => {
    const cell = fc.oneof(
      fc.constantFrom<Json>(
        0,
        1,
        -1,
        '',
        '0',
        '1',
        '12',
        'v0',
        'a30-24gb',
        '1g.6gb@0',
        '1g.6gb@-4',
        'tX',
        null,
      ),
      jsonArbitrary,
    );
    const table = fc.oneof(
      cell,
      fc.array(fc.oneof(cell, fc.array(cell, { maxLength: 4 })), { maxLength: 9 }),
    );
    const tables = fc
      .tuple(
        fc.string(),
        fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 3, maxLength: 3 }),
        fc.array(table),
      )
      .map(([name, counts, more]): Json => [name, ...counts, ...more]);
    const changed = fc
      .tuple(planArbitrary({ maxHosts: 2, maxVms: 3 }).map(foldPlan), fc.nat(), fc.nat(), cell)
      .map(([folded, which, where, value]) => withChange(folded as Json[], which, where, value));
    let readable = 0;
    fc.assert(
      fc.property(fc.oneof(jsonArbitrary, tables, changed), (payload) => {
        const result = decodeShare(handMade(payload));
        expectSound(result);
        if (result.ok) readable++;
      }),
      { seed, numRuns: seedsOf(600) },
    );
    expect(readable).toBeGreaterThan(seedsOf(20));
  });

  const bytesSeed = 20261207;
  test(`gives a sound answer for any bytes, seed ${bytesSeed}`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectSound(decodeShare(seal(bytes)));
      }),
      { seed: bytesSeed, numRuns: seedsOf(300) },
    );
  });
});

/** One value of one table, or the table itself, replaced. */
function withChange(folded: readonly Json[], which: number, where: number, value: Json): Json {
  const index = which % folded.length;
  return folded.map((table, n) => {
    if (n !== index) return table;
    const columns = Array.isArray(table) ? (table as Json[]) : [];
    return columns.length === 0
      ? value
      : columns.map((column, c) => (c === where % columns.length ? value : column));
  });
}

describe('without names', () => {
  const text = `esx-01/0 a100-pcie-40gb: 3g.20gb@0="acme, chat"
esx-02/0 a100-pcie-40gb: 1g.5gb@0=secret+other`;

  test('hosts, VMs and groups are numbered, and nothing else of a name is left', () => {
    const plan = fromLayout(text);
    const full: Plan = {
      ...plan,
      name: 'acme',
      notes: 'acme',
      requests: [
        { profile: '1g.5gb', needs: null, count: 2, weight: 1, group: 'acme', extra: [['by', 'acme']] },
      ],
      hosts: plan.hosts.map((host) => ({
        ...host,
        notes: 'acme',
        gpus: host.gpus.map((gpu) => ({ ...gpu, uuid: 'GPU-acme', pciId: 'acme', extra: [['acme', 1]] })),
        observed: host.gpus.map((gpu) => ({ ...gpu, uuid: 'GPU-acme', instances: [] })),
        extra: [['rack', 'acme']],
      })),
      vms: plan.vms.map((vm, n) => ({ ...vm, notes: 'acme', group: n === 1 ? 'other' : 'acme' })),
    };
    const bare = withoutNames(full);
    expect(JSON.stringify(bare)).not.toMatch(/acme|esx|secret/);
    expect(bare.hosts.map((host) => host.name)).toEqual(['host-1', 'host-2']);
    expect(bare.vms.map((vm) => [vm.name, vm.group])).toEqual([
      ...[
        ['vm-1', 'group-1'],
        ['vm-2', 'group-2'],
        ['vm-3', 'group-1'],
      ],
    ]);
    expect(bare.requests[0]!.group).toBe('group-1');
    expect(bare.hosts.map((host) => host.gpus[0]!.instances)).toEqual(
      plan.hosts.map((host) => host.gpus[0]!.instances),
    );
  });

  const leakSeed = 20261222;
  test(`no word of one's own is left anywhere, seed ${leakSeed}`, () => {
    // "zq" is in no word of the catalogue and in no field of a plan.
    const names = fc.stringMatching(/^zq[a-z]{2,6}(-[0-9]{1,3})?$/);
    fc.assert(
      fc.property(planArbitrary({ names }), (plan) => {
        const bare = withoutNames(marked(plan));
        expect(makePlanJson(marked(plan))).toContain('zq');
        expect(makePlanJson(bare)).not.toContain('zq');
        expect(JSON.stringify(foldPlan(bare))).not.toContain('zq');
        expect(bare.hosts.every((host) => host.observed === null)).toBe(true);
      }),
      { seed: leakSeed, numRuns: seedsOf(200) },
    );
  });

  test('of what is needed figures and words of the catalogue stay', () => {
    const needs = {
      memoryGB: [20],
      boards: ['a100-pcie-40gb', 'acme-1'],
      owner: 'acme',
      whole: true,
      more: { by: 'acme' },
    };
    const request = { profile: null, count: 1, weight: null, group: null, extra: [] };
    const plan: Plan = {
      ...EMPTY_PLAN,
      requests: [
        { ...request, needs },
        { ...request, needs: 'acme' },
      ],
    };
    expect(withoutNames(plan).requests.map((one) => one.needs)).toEqual([
      { memoryGB: [20], boards: ['a100-pcie-40gb'], whole: true, more: {} },
      {},
    ]);
  });

  const seed = 20261208;
  test(`what is placed where stays, seed ${seed}`, () => {
    fc.assert(
      fc.property(planArbitrary(), (plan) => {
        const bare = withoutNames(plan);
        // What was observed is left out, so the ids count anew.
        expect(read(encodeShare(bare)).plan).toEqual(renumber(bare));
        expect(bare.vms.map((vm) => vm.attachments.map(({ wants, instance }) => [wants, instance]))).toEqual(
          plan.vms.map((vm) => vm.attachments.map(({ wants, instance }) => [wants, instance])),
        );
        expect(bare.hosts.map((host) => host.gpus.map(({ index, board }) => [index, board]))).toEqual(
          plan.hosts.map((host) => host.gpus.map(({ index, board }) => [index, board])),
        );
      }),
      { seed, numRuns: seedsOf(100) },
    );
  });
});

/** Text of one's own in every place that can hold some. */
function marked(plan: Plan): Plan {
  const extra: Extra = [['zqfield', { zqinner: 'zqvalue' }]];
  const gpu = (one: Gpu): Gpu => ({
    ...one,
    ...{ uuid: 'GPU-zq', pciId: 'zq:41:00.0', variant: 'zqvariant', extra },
    instances: one.instances.map((gi) => ({
      ...gi,
      computeInstances: gi.computeInstances.map((ci) => ({ ...ci, extra })),
      extra,
    })),
  });
  return {
    ...plan,
    ...{ name: 'zqplan', notes: 'zqnotes', extra },
    requests: plan.requests.map((one) => ({
      ...one,
      needs: { n: 1, by: 'zqowner' },
      group: 'zqgroup',
      extra,
    })),
    hosts: plan.hosts.map((host) => ({
      ...host,
      ...{ notes: 'zqnotes', gpus: host.gpus.map(gpu), observed: host.observed?.map(gpu) ?? null, extra },
    })),
    vms: plan.vms.map((vm) => ({
      ...vm,
      ...{ notes: 'zqnotes', group: 'zqgroup', extra },
      attachments: vm.attachments.map((one) => ({ ...one, extra })),
    })),
  };
}

test('every hostile name comes through, those with hidden characters cleaned', () => {
  const vm = (name: string, n: number): Vm => ({
    ...{ id: (n + 1) as VmId, name, notes: '', group: null, attachments: [], extra: [] },
  });
  const { plan, notices } = read(encodeShare({ ...EMPTY_PLAN, vms: HOSTILE_NAMES.map(vm) }));
  expect(plan.vms.map(({ name }) => name)).toEqual(
    HOSTILE_NAMES.map((name) => name.replace(/[\n\u202e]/, '').slice(0, 80)),
  );
  expect(notices).toHaveLength(3);
});
