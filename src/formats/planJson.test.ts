import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN, type Extra, type Plan } from '../model/plan.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { isObject } from './documentFields.ts';
import type { FormatError, Notice, Reading } from './reading.ts';
import { expectSound, mangled } from './fuzz.testing.ts';
import { HOSTILE_NAMES, jsonArbitrary, planArbitrary } from './planArbitrary.testing.ts';
import { makePlanJson, parsePlanJson } from './planJson.ts';
import { readDocument } from './readDocument.ts';

function read(document: object): Reading {
  const result = parsePlanJson(JSON.stringify({ format: 'mig-plan', version: 1, ...document }));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function errorOf(text: string): FormatError {
  const result = parsePlanJson(text);
  if (result.ok) throw new Error('was read');
  return result.error;
}

const RACK = {
  format: 'mig-plan',
  version: 1,
  name: 'Rack B',
  hosts: [
    {
      name: 'esx-01',
      platform: 'esxi',
      release: '8.0 U3',
      creation: 'power-on',
      gpus: [
        { index: 1, board: 'a100-pcie-40gb' },
        {
          index: 0,
          board: 'a100-pcie-40gb',
          instances: [
            { profile: '3g.20gb', start: 4 },
            { profile: '3g.20gb', start: 0, pinned: true, computeInstances: [{ profile: '1c.3g.20gb' }] },
          ],
        },
      ],
      observed: [],
    },
  ],
  vms: [
    { name: 'chat-a', attachments: [{ type: 'A100-3-20C', instance: '/hosts/0/gpus/1/instances/0' }] },
    { name: 'chat-b', attachments: [{ profile: '3g.20gb' }] },
  ],
};

describe('a document', () => {
  const { plan, notices, places } = read(RACK);
  const [gpu0, gpu1] = plan.hosts[0]!.gpus;

  test('comes out with GPUs by index and instances by start', () => {
    expect(plan.hosts[0]!.gpus.map((gpu) => gpu.index)).toEqual([0, 1]);
    expect(gpu0!.instances.map((gi) => gi.start)).toEqual([0, 4]);
    expect(notices).toEqual([]);
  });

  test('points at instances in its own order, not in the sorted one', () => {
    expect(plan.vms[0]!.attachments[0]!.instance).toBe(gpu0!.instances[1]!.id);
    expect(plan.vms[1]!.attachments[0]!.instance).toBeNull();
  });

  test('is numbered host, GPUs each with its instances, then VMs', () => {
    expect([plan.hosts[0]!.id, gpu0!.id, ...gpu0!.instances.map((gi) => gi.id), gpu1!.id]).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(plan.vms.map((vm) => vm.id)).toEqual([6, 7]);
    expect(plan.nextId).toBe(8);
  });

  test('gives the place of everything with an id', () => {
    expect(places.get(gpu0!.id)).toEqual({ pointer: '/hosts/0/gpus/1' });
    expect(places.get(gpu0!.instances[1]!.id)).toEqual({ pointer: '/hosts/0/gpus/1/instances/0' });
    expect(places.get(plan.vms[1]!.id)).toEqual({ pointer: '/vms/1' });
  });

  test('tells nothing observed from observed and empty', () => {
    expect(plan.hosts[0]!.observed).toEqual([]);
    expect(read({ hosts: [{ name: 'a' }] }).plan.hosts[0]!.observed).toBeNull();
  });

  test('is written sorted, without defaults, two spaces deep, with a line end', () => {
    const text = makePlanJson(plan);
    expect(text).toContain('\n  "hosts": [\n    {\n      "name": "esx-01",\n      "platform": "esxi",');
    expect(text).toContain('"instance": "/hosts/0/gpus/0/instances/1"');
    expect(text).not.toMatch(/"use"|"notes"|"requests"|null|false/);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('of the empty plan is its head alone', () => {
    expect(JSON.parse(makePlanJson(EMPTY_PLAN))).toEqual({
      format: 'mig-plan',
      version: 1,
      name: 'Untitled plan',
    });
  });

  test.each([
    ['profile "MIG 3G.20GB"', { profile: 'MIG 3G.20GB' }, { kind: 'profile', profile: '3g.20gb' }],
    ['type as ESXi shows it', { type: 'grid_a100-3-20c' }, { kind: 'type', type: 'A100-3-20C' }],
    ['type nobody knows', { type: 'some type' }, { kind: 'type', type: 'some type' }],
  ])('reads the %s', (_, attachment, wants) => {
    expect(
      read({ vms: [{ name: 'v', attachments: [attachment] }] }).plan.vms[0]!.attachments[0]!.wants,
    ).toEqual(wants);
  });
});

describe('unknown fields', () => {
  test('survive at every level, whatever they are called', () => {
    const more = '"__proto__":{"__proto__":[1]},"constructor":null,"zz":"\\ud800"';
    const text = `{"format":"mig-plan","version":1,${more},"requests":[{"profile":"1g.5gb","count":1,${more}}],
      "hosts":[{"name":"h",${more},"gpus":[{"index":0,"board":"a100-80gb",${more},"instances":[{"profile":"1g.10gb",
      "start":0,${more},"computeInstances":[{"profile":"1g.10gb",${more}}]}]}]}],
      "vms":[{"name":"v",${more},"attachments":[{"type":"A100D-1-10C",${more}}]}]}`;
    const first = parsePlanJson(text);
    expect(first).toMatchObject({ ok: true });
    const { plan } = (first as { value: Reading }).value;
    const [host] = plan.hosts;
    const [gi] = host!.gpus[0]!.instances;
    const levels: Extra[] = [
      ...[plan.extra, plan.requests[0]!.extra, host!.extra, host!.gpus[0]!.extra, gi!.extra],
      ...[gi!.computeInstances[0]!.extra, plan.vms[0]!.extra, plan.vms[0]!.attachments[0]!.extra],
    ];
    for (const extra of levels) {
      expect(JSON.stringify(extra)).toBe(
        '[["__proto__",{"__proto__":[1]}],["constructor",null],["zz","\\ud800"]]',
      );
    }
    const again = parsePlanJson(makePlanJson(plan));
    expect(isDeepStrictEqual((again as { value: Reading }).value.plan, plan)).toBe(true);
    expect(Object.hasOwn({}, 'zz') || 'zz' in {}).toBe(false);
  });

  test('never stand in for a known one', () => {
    const plan: Plan = { ...EMPTY_PLAN, extra: [['notes', 'smuggled']] };
    expect(makePlanJson(plan)).not.toContain('smuggled');
  });
});

describe('notices', () => {
  const at = (pointer: string) => ({ pointer });
  test.each<[what: string, document: object, notice: Partial<Notice>]>([
    [
      'a dangling pointer',
      { vms: [{ name: 'v', attachments: [{ profile: '1g.5gb', instance: '/hosts/0/gpus/0/instances/0' }] }] },
      { code: 'instance-not-found', at: at('/vms/0/attachments/0/instance') },
    ],
    [
      'a pointer to observed state',
      {
        hosts: [
          {
            name: 'h',
            observed: [{ index: 0, board: 'a100-80gb', instances: [{ profile: '1g.10gb', start: 0 }] }],
          },
        ],
        vms: [
          { name: 'v', attachments: [{ profile: '1g.10gb', instance: '/hosts/0/observed/0/instances/0' }] },
        ],
      },
      { code: 'instance-not-found', wanted: '/hosts/0/observed/0/instances/0' },
    ],
    [
      'a board nobody knows, named once',
      {
        hosts: [
          {
            name: 'h',
            gpus: [
              { index: 0, board: 'b9' },
              { index: 1, board: 'b9' },
            ],
          },
        ],
      },
      { code: 'board-unknown', at: at('/hosts/0/gpus/0/board'), board: 'b9' },
    ],
    [
      'a name with a hidden character',
      { name: 'Rack\u202e B' },
      { code: 'name-cleaned', at: at('/name'), from: 'Rack\u202e B', to: 'Rack B' },
    ],
    [
      'a name with nothing to keep',
      { hosts: [{ name: 'a' }, { name: '\u200b' }] },
      { code: 'name-cleaned', at: at('/hosts/1/name'), to: 'host-2' },
    ],
    [
      'a VM without a name',
      { vms: [{ name: ' ' }] },
      { code: 'name-cleaned', at: at('/vms/0/name'), to: 'vm-1' },
    ],
    ['a plan without a name', { name: '' }, { code: 'name-cleaned', at: at('/name'), to: 'Untitled plan' }],
    [
      'a group with nothing to keep',
      { vms: [{ name: 'v', group: '' }] },
      { code: 'name-cleaned', at: at('/vms/0/group'), to: '' },
    ],
    ['notes with a bell', { notes: 'a\u0007b' }, { code: 'notes-cleaned', at: at('/notes') }],
  ])('%s', (_, document, notice) => {
    const { notices } = read(document);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject(notice);
  });

  test('what was cleaned is clean: reading it again says nothing', () => {
    // The zero-width space stands between a letter and its accent.
    const first = read({ name: 'e\u200b\u0301', notes: 'o\u200b\u0308' });
    expect(first.notices.map(({ code }) => code)).toEqual(['name-cleaned', 'notes-cleaned']);
    const second = parsePlanJson(makePlanJson(first.plan));
    expect(second).toMatchObject({ ok: true, value: { plan: first.plan, notices: [] } });
  });

  test('an older version goes through the steps that are missing', () => {
    const result = readDocument({ format: 'mig-plan', version: 1, title: 'Old' }, [
      ({ title, ...rest }) => ({ ...rest, name: title }),
      (document) => ({ ...document, notes: 'two steps' }),
    ]);
    expect(result).toMatchObject({
      ok: true,
      value: { plan: { name: 'Old', notes: 'two steps' }, notices: [{ code: 'older-version', version: 1 }] },
    });
    expect(readDocument({ format: 'mig-plan', version: 2 }, [(document) => document])).toMatchObject({
      ok: true,
      value: { notices: [] },
    });
  });
});

describe('errors', () => {
  test.each<[what: string, text: string, error: FormatError]>([
    ['nothing', ' \n\ufeff\t', { code: 'empty-text' }],
    ['a fence around nothing', '```json\n```', { code: 'empty-text' }],
    ['a list', '[]', { code: 'not-a-plan', found: null }],
    ['another format', '{"format":"mig-parted"}', { code: 'not-a-plan', found: 'mig-parted' }],
    ['no format', '{"version":1}', { code: 'not-a-plan', found: null }],
    ['a newer version', '{"format":"mig-plan","version":7}', { code: 'too-new', version: 7, newest: 1 }],
  ])('%s', (_, text, error) => {
    expect(errorOf(text)).toEqual(error);
  });

  test.each([
    ['a comma too many', '{\n  "format": "mig-plan",\n}', 3, 'a name in double quotes'],
    ['a comma too few', '{\n  "format": "mig-plan"\n  "version": 1\n}', 3, '"," or "}"'],
    ['an open bracket', '{\n"hosts": [\n', 2, 'a value or "]"'],
    ['a line end in a text', '{"name": "Rack\nB"}', 1, 'the closing quote'],
    ['a word', '{\r\n\r\n"name": None}', 3, 'a value'],
    ['a fence and a prompt before it', '```\n$ cat plan.json\n{"a" 1}\n```', 3, '":"'],
    ['a second document', '{}\n{}', 2, 'the end of the text'],
  ])('JSON with %s names the line', (_, text, line, expected) => {
    expect(errorOf(text)).toEqual({ code: 'not-json', at: { line }, detail: `expected ${expected}` });
  });

  test('a text over the limit is not looked at', () => {
    expect(errorOf('['.repeat(64_000_001))).toEqual({
      code: 'text-too-long',
      length: 64_000_001,
      max: 64_000_000,
    });
  });

  test('brackets without end are an error, not a crash', () => {
    expect(errorOf('['.repeat(100_000)).code).toBe('not-json');
    expect(errorOf('['.repeat(100_000) + ']'.repeat(100_000)).code).toBe('not-a-plan');
    const nested = '{"format":"mig-plan","version":1,"a/b":'.concat('['.repeat(1e5), ']'.repeat(1e5), '}');
    expect(errorOf(nested)).toMatchObject({ code: 'bad-shape', at: { pointer: '/a~1b' } });
  });

  test('a number that JSON cannot write again is one', () => {
    expect(errorOf('{"format":"mig-plan","version":1,"x":[1e999]}')).toMatchObject({
      code: 'bad-shape',
      at: { pointer: '/x' },
    });
    const huge = '{"format":"mig-plan","version":1,"requests":[{"profile":"3g.20gb","count":1e999}]}';
    expect(errorOf(huge)).toMatchObject({ at: { pointer: '/requests/0/count' }, found: 'Infinity' });
  });

  test('more hosts, GPUs, instances and VMs than the limit are too many', () => {
    const named = '{"name":""},'.repeat(120_000).slice(0, -1);
    const text = `{"format":"mig-plan","version":1,"hosts":[${named}],"vms":[${'{},'.repeat(130_001).slice(0, -1)}]}`;
    expect(errorOf(text)).toEqual({ code: 'too-many-items', count: 250_001, max: 250_000 });
  });
});

test.each([
  ['a byte-order mark', (text: string) => `\ufeff${text}`],
  ['blank lines and blanks', (text: string) => `\n \t\n  ${text}\n\n `],
  ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['a code fence', (text: string) => `\`\`\`json\n${text}\`\`\`\n`],
  ['prompts', (text: string) => `[root@esx-01:~] cat plan.json\n${text}[root@esx-01:~] \n`],
])('%s around it does not matter', (_, wrap) => {
  const text = makePlanJson(read(RACK).plan);
  expect(parsePlanJson(wrap(text))).toMatchObject({
    ok: true,
    value: { plan: read(RACK).plan, notices: [] },
  });
});

test('every hostile name comes through, those with hidden characters cleaned and with a notice', () => {
  const { plan, notices } = read({ vms: HOSTILE_NAMES.map((name) => ({ name })) });
  expect(plan.vms.map((vm) => vm.name)).toEqual(
    HOSTILE_NAMES.map((name) => name.replace(/[\n\u202e]/, '').slice(0, 80)),
  );
  expect(notices.map((notice) => 'at' in notice && notice.at)).toEqual(
    HOSTILE_NAMES.flatMap((name, n) =>
      /[\n\u202e]/.test(name) || name.length > 80 ? [{ pointer: `/vms/${n}/name` }] : [],
    ),
  );
  expect(parsePlanJson(makePlanJson(plan))).toMatchObject({ ok: true, value: { plan, notices: [] } });
});

const roundTripSeed = 20261122;
test(`a plan comes back whole, seed ${roundTripSeed}`, () => {
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      const text = makePlanJson(plan);
      const result = parsePlanJson(text);
      expect(result).toMatchObject({ ok: true });
      // Also tells apart what toEqual takes for equal: own "__proto__", undefined, 0 and -0.
      expect(isDeepStrictEqual((result as { value: Reading }).value.plan, plan)).toBe(true);
      expect(makePlanJson((result as { value: Reading }).value.plan)).toBe(text);
    }),
    { seed: roundTripSeed, numRuns: seedsOf(300) },
  );
});

const fuzzSeed = 20261123;
test(`whatever the text, the answer is sound, seed ${fuzzSeed}`, () => {
  const wrapped = jsonArbitrary.map((value) => {
    const document = isObject(value) ? value : { hosts: value };
    return JSON.stringify({ ...document, format: 'mig-plan', version: 1 });
  });
  const field = fc.constantFrom('hosts', 'vms', 'requests', 'name', 'notes', '');
  const misplaced = fc
    .tuple(
      field,
      fc.array(fc.oneof(jsonArbitrary, fc.dictionary(fc.constantFrom('name', 'gpus'), jsonArbitrary))),
    )
    .map(([name, value]) => JSON.stringify({ format: 'mig-plan', version: 1, [name]: value }));
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    mangled(planArbitrary({ maxHosts: 1, maxVms: 2 }).map(makePlanJson)),
    wrapped,
    misplaced,
  );
  fc.assert(
    fc.property(texts, (text) => {
      expectSound(parsePlanJson(text));
    }),
    { seed: fuzzSeed, numRuns: seedsOf(800) },
  );
});
