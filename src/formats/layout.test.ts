import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN, type Gpu, type GpuInstance, type Host, type Plan } from '../model/plan.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { expectSound, mangled } from './fuzz.testing.ts';
import { makeLayout, parseLayout } from './layout.ts';
import { HOSTILE_NAMES, planArbitrary } from './planArbitrary.testing.ts';
import type { Notice, Reading } from './reading.ts';

function read(text: string): Reading {
  const result = parseLayout(text);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const FLEET = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 4g.20gb@0, 2g.10gb@4="ocr, night", 1g.5gb@6
esx-01/2 a100-pcie-40gb:
esx-01/3 a100-pcie-40gb off
esx-01/4 a100-pcie-40gb reserved
rtx-01/0 rtx-pro-6000-server: 1g.24gb+gfx@0=a+b, 2g.48gb+gfx@6
`;

/** The first instance cut in two, one of them with a name that no reader lets in; the last one said to be whole. */
function withCuts(plan: Plan): Plan {
  const cut = (gi: GpuInstance, at: number): GpuInstance => ({
    ...gi,
    computeInstances: (at === 0 ? ['1c.3g.20gb', '2c\n.3g.20gb'] : [gi.profile]).map((profile) => ({
      profile,
      start: null,
      extra: [],
    })),
  });
  const gpus = (host: Host): Gpu[] => host.gpus.map((gpu) => ({ ...gpu, instances: gpu.instances.map(cut) }));
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, gpus: gpus(host) })) };
}

describe('a layout', () => {
  const { plan, notices, places } = read(FLEET);

  test('is read into hosts, GPUs, instances and VMs', () => {
    expect(plan.name).toBe('Untitled plan');
    expect(
      plan.hosts.map((host) => [host.name, ...host.gpus.map(({ index, use }) => `${index} ${use}`)]),
    ).toEqual([
      ['esx-01', '0 mig', '1 mig', '2 mig', '3 off', '4 reserved'],
      ['rtx-01', '0 mig'],
    ]);
    expect(plan.vms.map((vm) => vm.name)).toEqual(['chat-a', 'chat-b', 'ocr, night', 'a', 'b']);
    expect(plan.vms[4]!.attachments).toEqual([
      {
        wants: { kind: 'profile', profile: '1g.24gb+gfx' },
        instance: plan.hosts[1]!.gpus[0]!.instances[0]!.id,
        extra: [],
      },
    ]);
    expect(notices).toEqual([]);
  });

  test('gives the line of everything', () => {
    expect(places.get(plan.hosts[1]!.id)).toEqual({ line: 6 });
    expect(places.get(plan.hosts[0]!.gpus[1]!.instances[2]!.id)).toEqual({ line: 2 });
    expect(places.get(plan.vms[2]!.id)).toEqual({ line: 2 });
  });

  test('is written as it was', () => {
    expect(makeLayout(plan)).toBe(FLEET);
  });

  test('is written by host, index and start, whatever the order it came in', () => {
    const shuffled =
      'b/1 a100-80gb: 1g.10gb@6, 3g.40gb@0\nb/0 a100-80gb:\nB/0 a30-24gb:\na.b/10 a30-24gb:\na/2 a30-24gb:\n';
    expect(makeLayout(read(shuffled).plan)).toBe(
      'B/0 a30-24gb:\na/2 a30-24gb:\na.b/10 a30-24gb:\nb/0 a100-80gb:\nb/1 a100-80gb: 3g.40gb@0, 1g.10gb@6\n',
    );
  });

  test('that is illegal is kept as it stands', () => {
    const illegal = 'h/0 a100-80gb: 7g.80gb@0=x, 3g.40gb@0=x, 9g.1gb@4095\nh/0 a100-80gb off: 1g.10gb@0\n';
    expect(makeLayout(read(illegal).plan)).toBe(illegal);
  });

  test('with a VM named twice has one VM with two attachments', () => {
    const { vms } = read('h/0 a30-24gb: 1g.6gb@0=v, 1g.6gb@1="v"').plan;
    expect(vms.map((vm) => [vm.name, vm.attachments.length])).toEqual([['v', 2]]);
  });

  test.each([
    ['CRLF and a byte-order mark', `\ufeff${FLEET.replaceAll('\n', '\r\n')}`],
    ['tabs, blanks and blank lines', FLEET.replaceAll(/(?<!ocr,) /g, ' \t ').replaceAll('\n', ' \n\n \t\n')],
    ['no blanks after commas and colons', FLEET.replaceAll(', 1', ',1').replaceAll(': ', ':')],
    ['a comma too many', FLEET.replaceAll(/(@.*)$/gm, '$1 , ')],
    ['comments', `# ours\n${FLEET.replaceAll('\n', ' # "why": not\n\t# h/0 b:\n')}`],
    ['a code fence', `\`\`\`text\n${FLEET}\`\`\``],
    ['other words for the same profiles', FLEET.replaceAll('3g.20gb@', '3G.20GB@')],
  ])('reads the same with %s', (_, text) => {
    expect(read(text).plan).toEqual(plan);
  });

  test('keeps "#" inside a name apart from a comment', () => {
    expect(read('"h #1"/0 a30-24gb: 1g.6gb@0="v #2" # 3').plan).toMatchObject({
      hosts: [{ name: 'h #1' }],
      vms: [{ name: 'v #2' }],
    });
  });

  test('says as comments what has no place in the notation', () => {
    const plan: Plan = {
      ...read('h/0 a30-24gb:').plan,
      vms: [
        {
          ...{ id: 9 as never, name: 'chat-c', notes: '', group: null, extra: [] },
          attachments: [{ wants: { kind: 'type', type: 'A100-3-20C' }, instance: null, extra: [] }],
        },
        { id: 10 as never, name: 'x\n# y', notes: '', group: null, attachments: [], extra: [] },
      ],
    };
    const bare = { ...plan.hosts[0]!, name: 'bare', gpus: [] };
    expect(makeLayout({ ...plan, hosts: [...plan.hosts, bare] })).toBe(
      [
        '# host "bare" has no GPUs',
        'h/0 a30-24gb:',
        '# waiting: chat-c (A100-3-20C)',
        '# VM "x\\n# y" asks for no instance',
        '',
      ].join('\n'),
    );
    expect(makeLayout(EMPTY_PLAN)).toBe('# no hosts\n');
    expect(read('# no hosts\n').plan).toEqual(EMPTY_PLAN);
  });

  test('says as comments what an instance is cut into, and reads none of it', () => {
    const plan = withCuts(read('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat, 3g.20gb@4\n').plan);
    const text = makeLayout(plan);
    expect(text).toBe(
      'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat, 3g.20gb@4\n' +
        '# not in this notation: esx-01/0 3g.20gb@0 is cut into 1c.3g.20gb, "2c\\n.3g.20gb"\n',
    );
    expect(read(text).plan.hosts[0]?.gpus[0]?.instances.map((gi) => gi.computeInstances)).toEqual([[], []]);
  });

  test('quotes a profile whose attributes have a comma', () => {
    const text = 'h/0 rtx-pro-6000-server: "1g.24gb+gfx,me"@0=v\n';
    expect(read(text).plan.hosts[0]!.gpus[0]!.instances[0]!.profile).toBe('1g.24gb+gfx,me');
    expect(makeLayout(read(text).plan)).toBe(text);
  });
});

describe('a line that leaves the notation', () => {
  test.each([
    ['no index', 'esx-01 a100-80gb:', '"/" and a GPU index'],
    ['an index in words', 'esx-01/one a100-80gb:', 'a GPU index from 0 to 4095'],
    ['an index too high', 'esx-01/4096 a100-80gb:', 'a GPU index from 0 to 4095'],
    ['no board', 'esx-01/0:', 'a blank and a board'],
    ['no colon', 'esx-01/0 a100-80gb', '":", "off" or "reserved" after the board'],
    ['another use', 'esx-01/0 a100-80gb offline', '":", "off" or "reserved" after the board'],
    ['no start', 'esx-01/0 a100-80gb: 3g.40gb', '"@" and a start'],
    ['a start below zero', 'esx-01/0 a100-80gb: 3g.40gb@-1', 'a start from 0 to 4095'],
    ['a name with a blank', 'esx-01/0 a100-80gb: 3g.40gb@0=my vm', '"," or the end of the line'],
    ['a plus and nothing', 'esx-01/0 a100-80gb: 3g.40gb@0=a+', 'a VM name'],
    ['two commas', 'esx-01/0 a100-80gb: 3g.40gb@0,, 3g.40gb@4', 'a profile'],
    ['a name that is not plain', 'esx_01§/0 a100-80gb:', '"/" and a GPU index'],
    ['an open quote', '"esx-01/0 a100-80gb:', 'a host name'],
    ['an escape that JSON has not', '"esx\\x"/0 a100-80gb:', 'a text in double quotes as JSON has it'],
    ['a comment without a blank', 'esx-01/0 a100-80gb: 3g.40gb@0#1', '"," or the end of the line'],
    ['prose', 'Here is the layout:', '"/" and a GPU index'],
  ])('%s', (_, line, expected) => {
    expect(parseLayout(`# fine\nh/0 a30-24gb:\n\n${line}\nalso wrong`)).toEqual({
      ok: false,
      error: { code: 'layout-line', at: { line: 4 }, excerpt: line, expected },
    });
  });

  test.each([
    ['nothing', ' \r\n \ufeff', { code: 'empty-text' }],
    ['too much', ' '.repeat(64_000_001), { code: 'text-too-long', length: 64_000_001, max: 64_000_000 }],
    [
      'too many instances',
      `h/0 b: ${'1g@0,'.repeat(250_000)}`,
      { code: 'too-many-items', count: 250_002, max: 250_000 },
    ],
  ])('%s', (_, text, error) => {
    expect(parseLayout(text)).toEqual({ ok: false, error });
  });
});

test.each<[what: string, text: string, notice: Partial<Notice>]>([
  ['a board nobody knows, once', 'h/0 b9:\nh/1 b9:', { code: 'board-unknown', at: { line: 1 }, board: 'b9' }],
  [
    'a host name with a hidden character',
    'h/0 a30-24gb:\n"\\u202ei"/0 a30-24gb:',
    { at: { line: 2 }, to: 'i' },
  ],
  ['a VM without a name', 'h/0 a30-24gb: 1g.6gb@0=""', { code: 'name-cleaned', at: { line: 1 }, to: 'vm-1' }],
])('a notice for %s', (_, text, notice) => {
  expect(read(text).notices).toEqual([expect.objectContaining(notice)]);
});

test('every hostile name comes through as host and as VM', () => {
  const legal = HOSTILE_NAMES.map((name) => name.replace(/[\n\u202e]/, '').slice(0, 80));
  const text = HOSTILE_NAMES.map((name, n) => {
    const quoted = JSON.stringify(name);
    return `${quoted}/${n} a30-24gb: 1g.6gb@0=${quoted}`;
  }).join('\n');
  const { plan, notices } = read(text);
  expect(plan.hosts.map((host) => host.name)).toEqual(legal);
  expect(plan.vms.map((vm) => vm.name)).toEqual(legal);
  // Three of them arrive cleaned, each as host and as VM.
  expect(notices.map((notice) => notice.code)).toEqual(Array(6).fill('name-cleaned'));
  const again = read(makeLayout(plan));
  expect(again.notices).toEqual([]);
  expect(again.plan.vms.map((vm) => vm.name).sort()).toEqual([...legal].sort());
});

/** All that the notation carries, in an order of its own. */
function drawing(plan: Plan): string[] {
  return plan.hosts
    .flatMap((host) =>
      host.gpus.map((gpu) => {
        const instances = gpu.instances.map((gi) => [
          ...[gi.profile, gi.start],
          plan.vms
            .flatMap((vm) => vm.attachments.filter(({ instance }) => instance === gi.id).map(() => vm.name))
            .sort(),
        ]);
        return JSON.stringify([host.name, gpu.index, gpu.board, gpu.use, instances]);
      }),
    )
    .sort();
}

const seed = 20261201;
test(`hosts, GPUs, instances and who is on them come back, seed ${seed}`, () => {
  let gpus = 0;
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      const text = makeLayout(plan);
      const { plan: again, notices } = read(text);
      expect(drawing(again)).toEqual(drawing(plan));
      expect(notices.filter(({ code }) => code !== 'board-unknown')).toEqual([]);
      expect(text).not.toMatch(/\r|\n\n/);
      gpus += drawing(plan).length;
    }),
    { seed, numRuns: seedsOf(300) },
  );
  expect(gpus).toBeGreaterThan(seedsOf(300));
});

const fuzzSeed = 20261202;
test(`whatever the text, the answer is sound, seed ${fuzzSeed}`, () => {
  const pieces = fc.constantFrom(
    'h',
    '/0 ',
    'a30-24gb',
    ':',
    ' off',
    '1g.6gb',
    '@0',
    '=',
    'v',
    '+',
    ',',
    '"',
    '\\',
    '#',
    '\n',
    ' ',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: pieces, maxLength: 30 }),
    mangled(planArbitrary({ maxHosts: 2, maxVms: 3 }).map(makeLayout)),
  );
  let readable = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const result = parseLayout(text);
      expectSound(result);
      if (result.ok) readable++;
      else if (result.error.code === 'layout-line') {
        const { at } = result.error;
        expect('line' in at && at.line <= text.split(/\r\n|\r|\n/).length).toBe(true);
      }
    }),
    { seed: fuzzSeed, numRuns: seedsOf(800) },
  );
  expect(readable).toBeGreaterThan(seedsOf(50));
});

// More passes than that would run into the time limit of the test.
test('a line of a million characters takes one pass', () => {
  for (const line of [
    ' '.repeat(999_000),
    '"'.padEnd(999_000, '\\n'),
    `h/0 a30-24gb: ${'#'.repeat(900_000)}`,
  ]) {
    expectSound(parseLayout(`# c\n${line}x`));
  }
});
