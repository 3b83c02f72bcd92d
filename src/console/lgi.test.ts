// Listings of `nvidia-smi mig -lgi`, read as every paste is and written as the tool prints them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOARDS } from '../model/catalogue/catalogue.ts';
import { IdSource } from '../model/ids.ts';
import { GPU_KINDS, type Gpu, type Host, type Plan } from '../model/plan.ts';
import { expectSound } from '../formats/fuzz.testing.ts';
import { legalGpuArbitrary } from '../formats/legalGpu.testing.ts';
import { LGI_WIDTHS, makeMigLgi } from '../formats/migLgi.ts';
import { lineOf, MAX_ROWS, MAX_TEXT_LENGTH, type Notice } from '../formats/reading.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { importText, type Imported, type ImportOptions } from './importText.ts';

const FIXTURES = join(import.meta.dirname, '../../tests/fixtures/mig-lgi');
const fixture = (name: string): string => readFileSync(join(FIXTURES, `${name}.txt`), 'utf8');

function read(text: string, options: ImportOptions = {}): Imported {
  const imported = importText(text, options);
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  return imported.value;
}

const hostsOf = (text: string): readonly Host[] => read(text).reading.plan.hosts;
const noticesOf = (text: string): readonly Notice[] => read(text).reading.notices;

/** Every GPU on one line, "host/index kind: profile@start, ..." sorted by start. */
function drawn(text: string): string[] {
  return hostsOf(text).flatMap((host) =>
    host.gpus.map((gpu) => {
      const rows = gpu.instances.map((gi) => `${gi.profile}@${gi.start}`);
      return `${host.name}/${gpu.index} ${gpu.kind}: ${rows.join(', ')}`;
    }),
  );
}

const at = (line: number) => ({ line });

/** A table without borders, the rows as words. */
const table = (...rows: string[]): string =>
  ['| GPU instances: |', ...rows.map((row) => `| ${row.replace(/ (\S+g)/, ' MIG $1')} |`), ''].join('\n');
const ROW = '0 3g.20gb 9 2 4:4';

describe('reads', () => {
  test.each([
    [
      'r450-seven-mirrored',
      ['a100-box/0 mirrored: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6'],
      [],
    ],
    [
      'two-hosts',
      [
        'esx-01/0 mirrored: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4',
        'esx-01/1 straight: 4g.20gb@0, 2g.10gb@4, 1g.5gb+me@6',
        'gpu7.example.org/3 null: 7g.80gb@0',
      ],
      ['22 tool-failed', '23 line-not-understood', '24 line-not-understood'],
    ],
    [
      'rtx-pro-late',
      [
        'rtx-01/0 null: 2g.48gb+gfx@0, 1g.24gb+gfx@6, 1g.24gb@9',
        'rtx-01/1 null: 4g.96gb@0',
        'rtx-01/10 null: 1g.24gb-me@0, 1g.24gb+me.all@3',
      ],
      [],
    ],
    [
      'wrapped-at-40',
      ['host-1/0 mirrored: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
      ['12 row-joined', '16 row-joined', '20 row-joined', '24 row-joined'],
    ],
    ['ticket', ['gpu8/1 straight: 4g.20gb@0, 2g.10gb@4, 1g.5gb+me@6'], ['1 line-not-understood']],
    [
      'listed-again',
      ['gpu9/0 straight: 1g.5gb@0, 3g.20gb@4', 'gpu9/1 null: ', 'gpu9/2 null: '],
      ['25 listed-again', '29 listed-again', '32 tool-failed', '32 listed-empty'],
    ],
  ])('%s', (name, gpus, notices) => {
    expect(drawn(fixture(name))).toEqual(gpus);
    expect(noticesOf(fixture(name)).map((notice) => `${lineOf(notice)} ${notice.code}`)).toEqual(notices);
  });

  test('everything a row says', () => {
    const { plan, places } = read(fixture('two-hosts')).reading;
    const row = plan.hosts[0]?.observed?.[1]?.instances.find((gi) => gi.profile === '1g.5gb+me');
    expect(row).toMatchObject({ reportedId: 13, start: 6 });
    expect(places.get(row!.id)).toEqual(at(15));
  });

  test('all fixtures are read here or in the tests of cut rows', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(
      [
        'cut-at-48',
        'listed-again',
        'r450-seven-mirrored',
        'rtx-pro-late',
        'ticket',
        'two-hosts',
        'wrapped-at-40',
      ].map((name) => `${name}.txt`),
    );
  });
});

describe('rows that are not whole', () => {
  test('a listing cut on the right lists nothing', () => {
    expect(importText(fixture('cut-at-48'))).toMatchObject({
      ok: false,
      error: { code: 'no-instances-listed', notRead: { excerpt: '| 0 MIG 1g.5gb 19' } },
    });
  });

  test.each([
    ['no placement', '|   1  MIG 3g.20gb       9        2', 'row-cut'],
    ['no instance ID', '|   1  MIG 3g.20gb       9 |', 'row-cut'],
    ['half a placement', '|   1  MIG 3g.20gb       9        2          4:', 'row-cut'],
    ['a placement that may go on', '|   1  MIG 4g.96gb       0        0          0:1', 'row-cut'],
    ['a start that may go on', '|   1  MIG 3g.20gb       9        2          4', 'row-cut'],
    [
      'no left bar: the index may have lost a digit',
      '1  MIG 3g.20gb       9        2          4:4     |',
      'row-cut',
    ],
    ['a cell too many', '|   1  MIG 3g.20gb       9        2  7       4:4     |', 'line-not-understood'],
    ['words for numbers', '|   1  MIG 3g.20gb       x        2          4:4     |', 'line-not-understood'],
    ['no profile', '|   1  MIG 3q.20gb       9        2          4:4     |', 'line-not-understood'],
    ['a compute instance', '|   1  MIG 1c.3g.20gb    0        2          0:1     |', 'line-not-understood'],
    [
      'an index of a million',
      '|   1000000  MIG 3g.20gb       9        2          4:4     |',
      'line-not-understood',
    ],
  ])('%s', (_what, row, code) => {
    const text = `${table(ROW)}${row}\n`;
    expect(hostsOf(text).flatMap((host) => host.gpus.map((gpu) => gpu.index))).toEqual([0]);
    expect(noticesOf(text).filter((one) => one.code !== 'part-shown')).toEqual([
      { code, at: at(3), excerpt: row.replace(/ +/g, ' ') },
    ]);
  });

  test('a row whose right bar is missing is whole when its size is one of the profile', () => {
    expect(drawn('|   0  MIG 3g.20gb       9        2          4:4')).toEqual([
      'host-1/0 straight: 3g.20gb@4',
    ]);
  });

  test.each([
    ['no bars, as from a picture', '0  MIG 3g.20gb  9  2  4:4'],
    ['bars of another kind', '\u2502   0  MIG 3g.20gb       9        2          4:4     \u2502'],
    ['broken bars', '\u00a6   0  MIG 3g.20gb       9        2          4:4     \u00a6'],
  ])('a row with %s is whole', (_what, row) => {
    expect(drawn(row)).toEqual(['host-1/0 straight: 3g.20gb@4']);
  });

  test.each([
    ['inside a name', ['|   0  MIG 3g.2', '0gb       9        2          4:4     |']],
    ['before an attribute', ['|   0  MIG 1g.5gb', '+me    20        9          4:1     |']],
    ['inside a number', ['|   0  MIG 1g.5gb       19       1', '1          4:1     |']],
    ['between cells, blanks kept', ['|   0  MIG 3g.20gb       9    ', '    2          4:4     |']],
    ['between cells, blanks lost', ['|   0  MIG 3g.20gb       9', '2          4:4     |']],
  ])('a row broken %s is put together, with a notice', (_where, lines) => {
    const text = lines.join('\n');
    expect(hostsOf(text)[0]?.gpus[0]?.instances).toMatchObject([{ start: 4 }]);
    const codes = noticesOf(text).map((notice) => notice.code);
    expect(codes.filter((code) => code !== 'ids-explain-nothing')).toEqual(['row-joined']);
  });

  test('a bar alone on the next line is no news', () => {
    expect(noticesOf('|   0  MIG 3g.20gb       9        2          4:4  \n  |')).toEqual([]);
  });

  test('what a broken row cannot have been is not guessed', () => {
    const notices = noticesOf(`${table(ROW)}|   1  MIG 1g.5gb       19\n1:1     |\n`);
    expect(
      notices.filter(({ code }) => code !== 'part-shown').map((notice) => `${lineOf(notice)} ${notice.code}`),
    ).toEqual(['3 row-cut', '4 line-not-understood']);
  });
});

describe('hosts and listings', () => {
  const listing = (prompt: string, ...rows: string[]): string => `${prompt}\n${table(...rows)}`;

  test.each([
    ['no prompt', ''],
    ['localhost', '[root@localhost:~] nvidia-smi mig -lgi'],
    ['localhost.localdomain', 'root@localhost.localdomain:~# nvidia-smi mig -lgi'],
    ['a prompt without a host', '# nvidia-smi mig -lgi'],
    ['a host that only the shell knows', '$ ssh $h nvidia-smi mig -lgi'],
  ])('%s names no host', (_what, prompt) => {
    expect(hostsOf(listing(prompt, ROW)).map((host) => host.name)).toEqual(['host-1']);
  });

  test('a remote call names its host, and only for itself', () => {
    const text = [
      listing('ops@jump:~$ ssh root@esx-02 nvidia-smi mig -lgi', ROW),
      listing('ops@jump:~$ ssh esx-03 "nvidia-smi mig -lgi"', ROW),
      listing('ops@jump:~$ nvidia-smi mig -lgi', ROW),
    ].join('');
    const { plan, places } = read(text).reading;
    expect(plan.hosts.map((host) => [host.name, places.get(host.id)])).toEqual([
      ['esx-02', at(2)],
      ['esx-03', at(5)],
      ['jump', at(8)],
    ]);
  });

  test('one host that comes back later is one host', () => {
    const a = listing('root@a:~# nvidia-smi mig -i 0 -lgi', ROW);
    const b = listing('root@b:~# nvidia-smi mig -lgi', ROW);
    const again = listing('root@a:~# nvidia-smi mig -i 7 -lgi', '7 7g.40gb 0 0 0:8');
    const text = a + b + again;
    expect(hostsOf(text).map((host) => `${host.name} ${host.gpus.map((gpu) => gpu.index).join()}`)).toEqual([
      'a 0,7',
      'b 0',
    ]);
    expect(noticesOf(text)).toEqual([]);
  });

  const BOTH = ['0 3g.20gb 9 2 4:4', '1 3g.20gb 9 2 4:4'];
  test.each<[what: string, later: string, rows: number[], again: number[]]>([
    ['two tables in a row', table('0 1g.5gb 19 7 0:1', '0 1g.5gb 19 8 1:1'), [2, 1], [0]],
    ['a whole listing without one', listing('$ nvidia-smi mig -lgi', '0 1g.5gb 19 7 0:1'), [1, 0], [1, 0]],
    ['a listing of one GPU', listing('$ nvidia-smi mig -lgi -i 0', '0 1g.5gb 19 7 0:1'), [1, 1], [0]],
    [
      'a whole listing with a cut row',
      `${listing('$ nvidia-smi mig -lgi', ROW)}|   1  MIG 3g.20`,
      [1, 1],
      [],
    ],
    ['none at all', '$ nvidia-smi mig -lgi\nNo GPU instances found: Not Found', [0, 0], [0, 1]],
    ['none on one GPU', '$ nvidia-smi mig -i 1 -lgi\nNo GPU instances found: Not Found', [1, 0], [1]],
    [
      'none on one GPU, the long way',
      '$ nvidia-smi mig --id=1 --list-gpu-instances\nNo GPU instances found',
      [1, 0],
      [1],
    ],
    ['none on a GPU named by UUID', '$ nvidia-smi mig -i GPU-1 -lgi\nNo GPU instances found', [1, 1], []],
    ['none left to destroy', '$ nvidia-smi mig -dgi -i 1\nNo GPU instances found: Not Found', [1, 0], [1]],
    ['MIG mode off', '$ nvidia-smi mig -lgi\nNo MIG-enabled devices found.', [0, 0], [0, 1]],
    ['none, without a call', 'No GPU instances found: Not Found', [0, 0], [0, 1]],
    [
      'another command that fails',
      '$ nvidia-smi mig -lgi\nFailed to display GPU instances: Unknown Error',
      [1, 1],
      [],
    ],
  ])('the later listing wins: %s', (_what, later, rows, again) => {
    const text = listing('$ nvidia-smi mig -lgi', ...BOTH) + later;
    const [host] = hostsOf(text);
    expect(host?.gpus.map((gpu) => gpu.instances.length)).toEqual(rows);
    expect(
      noticesOf(text).flatMap((one) =>
        one.code.startsWith('listed-') && 'gpuIndex' in one ? [one.gpuIndex] : [],
      ),
    ).toEqual(again);
    // What was listed before still says which board it is.
    expect(host?.gpus.every((gpu) => gpu.board.startsWith('a100'))).toBe(true);
  });

  test.each([
    ['No GPU instances found: Not Found', 'only-failed not-found'],
    ['$ nvidia-smi mig -lgi\nNo MIG-enabled devices found.', 'only-failed mig-off'],
    ['No MIG-supported devices found.', 'only-failed no-mig-gpu'],
    ['Failed to display GPU instances: Insufficient Permissions', 'only-failed no-permission'],
    ['Guten Tag', 'format-unknown'],
    ['| GPU instances: |\n|======|', 'no-instances-listed'],
  ])('nothing listed: %s', (text, why) => {
    const imported = importText(text);
    const { error } = imported.ok ? { error: null } : imported;
    expect(error?.code === 'only-failed' ? `only-failed ${error.cause}` : error?.code).toBe(why);
  });
});

describe('boards', () => {
  const ALL = BOARDS.map((board) => board.id);

  test.each([
    [
      'the profile ID decides',
      table('0 1g.10gb 15 6 6:2'),
      ['a100-sxm4-40gb', 'a100-pcie-40gb', 'a800-40gb'],
    ],
    ['the size decides', table('0 1g.10gb N/A N/A 6:2'), ['a100-sxm4-40gb', 'a100-pcie-40gb', 'a800-40gb']],
    ['an ID that no such board has does not', table('0 2g.12gb 99 2 2:2'), ['a30-24gb']],
    [
      'all the names together',
      table('0 1g.12gb 19 7 0:1', '0 3g.47gb 9 2 4:4'),
      ['h100-94gb', 'h800-nvl-94gb'],
    ],
    ['names of two boards', table('0 1g.5gb 19 7 0:1', '0 3g.40gb 9 2 4:4'), ALL],
    ['a name of no board', table('0 5g.25gb 77 2 0:4'), ALL],
  ])('%s', (_what, text, boards) => {
    const { questions, reading } = read(text);
    const asked = questions.flatMap((one) => (one.kind === 'board' ? [one.boards] : []))[0];
    expect(asked ?? [reading.plan.hosts[0]?.gpus[0]?.board]).toEqual(boards);
  });

  test('a profile ID that the name does not have anywhere', () => {
    expect(noticesOf(table('0 2g.10gb 19 3 4:2'))).toEqual([
      { code: 'profile-id-differs', at: at(2), profile: '2g.10gb', printed: 19, known: [14] },
    ]);
  });
});

describe('a plan of a reading', () => {
  const plan = (text: string, board = 'a100-pcie-40gb', hostName = 'host-1') =>
    read(text, { boards: [board], hostName }).reading;

  test('has the listed GPUs as target and as observed, with ids in the order of documents', () => {
    const { plan: made, places, notices } = plan(fixture('listed-again'));
    const [host] = made.hosts;
    expect(made).toMatchObject({ name: 'gpu9', nextId: 12, vms: [] });
    expect(host).toMatchObject({ id: 1, name: 'gpu9' });
    const ids = (gpus: readonly Gpu[] | null) =>
      gpus?.map((gpu) => [gpu.id, ...gpu.instances.map((gi) => gi.id)]);
    expect([ids(host!.gpus), ids(host!.observed)]).toEqual([
      [[2, 3, 4], [5], [6]],
      [[7, 8, 9], [10], [11]],
    ]);
    expect(host?.gpus[0]).toMatchObject({ index: 0, board: 'a100-pcie-40gb', kind: 'straight', use: 'mig' });
    expect(host?.gpus[0]?.instances.map((gi) => [gi.profile, gi.start, gi.reportedId])).toEqual([
      ['1g.5gb', 0, null],
      ['3g.20gb', 4, null],
    ]);
    expect(host?.observed?.[0]?.instances.map((gi) => gi.reportedId)).toEqual([7, 2]);
    expect([...places].map(([id, place]) => `${id} ${'line' in place ? place.line : ''}`)).toEqual([
      '1 2',
      '2 7',
      '3 25',
      '4 27',
      '5 11',
      '6 13',
      '7 7',
      '8 25',
      '9 27',
      '10 11',
      '11 13',
    ]);
    expect(notices).toEqual(noticesOf(fixture('listed-again')));
  });

  test('says what does not fit the chosen board', () => {
    const { notices } = plan(table('0 1g.10gb 19 7 0:1'));
    expect(notices).toEqual([
      { code: 'profile-id-differs', at: at(2), profile: '1g.10gb', printed: 19, known: [15] },
      { code: 'size-differs', at: at(2), profile: '1g.10gb', printed: 1, known: [2] },
    ]);
  });

  test('says when the IDs are those of no GPU', () => {
    const { plan: made, notices } = plan(table('0 3g.20gb 9 2 4:4', '0 1g.5gb 19 11 0:1'));
    expect(notices).toEqual([{ code: 'ids-explain-nothing', at: at(2), gpuIndex: 0 }]);
    expect(made.hosts[0]?.gpus[0]?.kind).toBeNull();
  });

  test('keeps profiles that nobody knows', () => {
    const { plan: made, notices } = plan(table('0 5g.25gb 77 2 0:4'));
    expect(notices.map(({ code }) => code)).toContain('no-such-profile');
    expect(made.hosts[0]?.gpus[0]).toMatchObject({ instances: [{ profile: '5g.25gb', start: 0 }] });
  });

  test('an ID that was complained of is complained of once', () => {
    expect(plan(table('0 2g.10gb 19 3 4:2')).notices).toHaveLength(1);
  });

  test('names hosts apart, cleans names with a notice, and lets made-up names give way', () => {
    const long = 'x'.repeat(100);
    const text = `${table(ROW)}root@host-1:~# nvidia-smi mig -lgi\n${table(ROW)}root@${long}:~# nvidia-smi mig -lgi\n${table(ROW)}`;
    const { plan: made, notices } = plan(text);
    expect(made.hosts.map((host) => host.name)).toEqual(['host-1-2', 'host-1', 'x'.repeat(80)]);
    expect(notices.filter(({ code }) => code === 'name-cleaned')).toMatchObject([
      { code: 'name-cleaned', at: at(7), from: long, to: 'x'.repeat(80) },
    ]);
    expect(plan(table(ROW), 'a100-pcie-40gb', '\u202e').plan.hosts[0]?.name).toBe('host');
  });
});

describe('limits', () => {
  test.each([
    ['an empty text', '', { code: 'empty-text' }],
    ['only blanks and a byte-order mark', '\ufeff \r\n\t\u00a0', { code: 'empty-text' }],
    [
      'a text too long',
      `${'x'.repeat(MAX_TEXT_LENGTH)}\n`,
      { code: 'text-too-long', length: MAX_TEXT_LENGTH + 1, max: MAX_TEXT_LENGTH },
    ],
    [
      'too many hosts',
      Array.from({ length: 20_001 }, (_, i) => `a@${i}:$\n|0 MIG 1g.5gb 19 7 0:1|\n`).join(''),
      { code: 'too-many-rows', max: MAX_ROWS },
    ],
  ])('%s', (_what, text, error) => {
    expect(importText(text)).toMatchObject({ ok: false, error });
  });

  // Each would take minutes if some pattern looked at a character more than a few times.
  test.each([
    ['blanks', ' '],
    ['prompts', '[a@b:'],
    ['brackets', '('],
    ['quotes before a command', "'"],
    ['quote marks', '> '],
    ['escapes', '\u001b[0'],
    ['window titles', '\u001b]'],
    ['bars', '|'],
    ['rows without an end', '|0 MIG '],
    ['ats', 'a@'],
    ['line breaks', '\n'],
    ['carriage returns', '\r'],
    ['listings of nothing', '$ nvidia-smi mig -lgi\n'],
    ['digits', '9'],
    ['no line breaks', table(ROW).replaceAll('\n', ' ')],
    ['whole listings of another GPU each', ''],
  ])('a megabyte of %s', (what, unit) => {
    const text =
      what === 'whole listings of another GPU each'
        ? Array.from(
            { length: 12_000 },
            (_, i) => `$ nvidia-smi mig -lgi\n|${i % 4096} MIG 7g.40gb 0 0 0:8|\n`,
          ).join('')
        : `${unit.repeat(seedsOf(MAX_TEXT_LENGTH - 100) / unit.length)}x nvidia-smi\n|${ROW.replace('3g', 'MIG 3g')}|`;
    // Of this process, in microseconds: on a busy machine the clock on the wall tells of others.
    const start = process.cpuUsage();
    const reading = importText(text);
    expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
    expect(reading.ok || reading.error.code).toBe(
      what === 'whole listings of another GPU each' ? 'too-many-rows' : true,
    );
  });
});

/** A host of legal GPUs of one board, as hosts are: GPUs that the text does not tell apart are asked for once. */
const hostArbitrary: fc.Arbitrary<Host> = fc
  .constantFrom(...BOARDS.filter((board) => board.memorySlices !== null).map((board) => board.id))
  .chain((board) =>
    fc.array(fc.record({ gpu: legalGpuArbitrary([board]), kind: fc.constantFrom(...GPU_KINDS) }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map((gpus) => {
    const ids = new IdSource();
    return {
      ...EMPTY_HOST,
      id: ids.host(),
      gpus: gpus.map(({ gpu: { board, instances }, kind }, index) => ({
        ...EMPTY_GPU,
        id: ids.gpu(),
        index,
        board,
        kind,
        instances: instances.map((gi) => ({ ...EMPTY_GI, ...gi, id: ids.gi() })),
      })),
    };
  });

const EMPTY_HOST: Omit<Host, 'id' | 'gpus'> = {
  ...{
    name: 'h',
    notes: '',
    platform: null,
    release: null,
    driver: null,
    creation: null,
    observed: null,
    extra: [],
  },
};
const EMPTY_GPU = { notes: '', variant: null, uuid: null, pciId: null, use: 'mig', extra: [] } as const;
const EMPTY_GI = { pinned: false, reportedId: null, computeInstances: [], extra: [] } as const;

const placed = (gpus: readonly Gpu[]): string[] =>
  gpus.flatMap((gpu) => gpu.instances.map((gi) => `${gpu.index} ${gpu.board} ${gi.profile}@${gi.start}`));

/** Read with the boards that the host has, whatever is asked. */
function planOf(text: string, host: Host): Plan {
  const byKey = new Map(
    read(text).questions.flatMap((one) =>
      one.kind === 'board'
        ? [[one.key, host.gpus.find((gpu) => gpu.index === one.gpus[0]?.index)?.board ?? ''] as const]
        : [],
    ),
  );
  return read(text, { byKey }).reading.plan;
}

const hasInstances = (host: Host): boolean => host.gpus.some((gpu) => gpu.instances.length > 0);
const seed = 20261122;

describe('writes', () => {
  test('what a host without instances or without MIG mode prints', () => {
    const gpu: Gpu = {
      ...EMPTY_GPU,
      id: new IdSource().gpu(),
      index: 0,
      board: 'a30-24gb',
      kind: null,
      instances: [],
    };
    expect(makeMigLgi({ gpus: [gpu] }, { width: 'r510' })).toBe('No GPU instances found: Not Found\n');
    expect(makeMigLgi({ gpus: [{ ...gpu, use: 'off' }] }, { width: 'r510' })).toBe(
      'No MIG-enabled devices found.\n',
    );
    expect(makeMigLgi({ gpus: [] }, { width: 'r510' })).toBe('No MIG-enabled devices found.\n');
  });

  test.each([
    ['r450', 54],
    ['r510', 57],
    ['r570', 59],
  ] as const)('tables of %s are %i wide', (width, columns) => {
    const [host] = hostsOf(table('0 1g.5gb+me 20 13 6:1', '10 7g.40gb 0 0 0:8'));
    const lines = makeMigLgi(host!, { width }).trimEnd().split('\n');
    expect(new Set(lines.map((line) => line.length))).toEqual(new Set([columns]));
  });

  test('what nobody knows as N/A, and reads it back', () => {
    const gpu: Gpu = {
      ...EMPTY_GPU,
      id: new IdSource().gpu(),
      index: 0,
      board: 'a30-24gb',
      kind: null,
      instances: [],
    };
    const gi = { ...EMPTY_GI, id: new IdSource().gi(), profile: '3g.20gb', start: 1 };
    const text = makeMigLgi({ gpus: [{ ...gpu, instances: [gi] }] }, { width: 'r510' });
    expect(text).toMatch(/\| {3}0 {2}MIG 3g\.20gb +N\/A +N\/A +1:3 +\|/);
    expect(hostsOf(text)[0]?.observed?.[0]?.instances).toMatchObject([{ reportedId: null, start: 1 }]);
  });

  test('rows by GPU, profile in the order of the board, and instance ID', () => {
    const rows = [
      '1 1g.5gb 19 11 0:1',
      '0 3g.20gb 9 1 4:4',
      '0 1g.10gb 15 6 2:2',
      '0 1g.5gb+me 20 12 1:1',
      '0 1g.5gb 19 11 0:1',
    ];
    const [host] = hostsOf(table(...rows));
    const text = makeMigLgi({ gpus: host!.observed! }, { width: 'r570' });
    const ids = text.split('\n').flatMap((line) => / (\d+) +\d+:\d+ +\|$/.exec(line)?.[1] ?? []);
    expect(ids).toEqual(['11', '12', '6', '1', '11']);
  });

  test(`what was written is read back, and written again the same, seed ${seed}`, () => {
    fc.assert(
      fc.property(hostArbitrary.filter(hasInstances), fc.constantFrom(...LGI_WIDTHS), (host, width) => {
        const text = makeMigLgi(host, { width });
        const [back] = planOf(text, host).hosts;
        expect(placed(back!.gpus)).toEqual(placed(host.gpus));
        expect(makeMigLgi({ gpus: back!.observed! }, { width })).toBe(text);
        for (const gpu of back!.gpus)
          if (gpu.kind !== null) expect(gpu.kind).toBe(host.gpus[gpu.index]!.kind);
      }),
      { seed, numRuns: seedsOf(200) },
    );
  });
});

describe('damage', () => {
  /** What pasting does to a text, and a reader must not mind. */
  const harmless: readonly ((text: string) => string)[] = [
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => `\ufeff${text}`,
    (text) => text.replace(/^/gm, '> '),
    (text) => text.replace(/$/gm, ' \t'),
    (text) => text.replace(/^/gm, '    '),
    (text) => text.replaceAll('  ', '\u00a0 '),
    (text) => text.replaceAll('  ', ' '),
    (text) => text.replaceAll('MIG', '\u001b[1mMIG\u001b[0m'),
    (text) => `\`\`\`\n${text}\n\`\`\``,
    (text) => text.replace(/\n\+-+\+$/gm, ''),
    (text) => text.replaceAll('\n', '\n\n'),
  ];

  test(`pasting changes nothing, seed ${seed}`, () => {
    const changes = fc.array(fc.constantFrom(...harmless), { maxLength: 4 });
    fc.assert(
      fc.property(hostArbitrary.filter(hasInstances), changes, (host, steps) => {
        const text = makeMigLgi(host, { width: 'r510' });
        const pasted = steps.reduce((sofar, step) => step(sofar), text);
        expect(placed(planOf(pasted, host).hosts[0]!.gpus)).toEqual(placed(host.gpus));
      }),
      { seed, numRuns: seedsOf(200) },
    );
  });

  const fixtures = readdirSync(FIXTURES).map((name) => readFileSync(join(FIXTURES, name), 'utf8'));
  const damage: readonly ((lines: string[], line: number, column: number) => string[])[] = [
    (lines, line, column) => lines.with(line, lines[line]!.slice(0, column)),
    (lines, line, column) => lines.with(line, lines[line]!.slice(column)),
    (lines, line) => lines.toSpliced(line, 1),
    (lines, line) => lines.toSpliced(line, 0, lines[line]!),
    (lines, line, column) =>
      lines.with(
        line,
        lines[line]!.split(/ +/)
          .toSpliced(column % 7, 1)
          .join(' '),
      ),
    (lines, line, column) => lines.with(line, lines[line]!.replaceAll(' ', ' '.repeat(column % 9))),
    (lines, line, column) =>
      lines.toSpliced(line, 1, lines[line]!.slice(0, column), lines[line]!.slice(column)),
    (lines, line) => lines.toSpliced(line, 2, lines.slice(line, line + 2).join('')),
  ];

  /** Whatever comes, the reader answers, and everything it says has a line of the text. */
  function expectRead(text: string): void {
    const imported = importText(text);
    expectSound(imported.ok ? { ok: true, value: imported.value.reading } : imported);
    if (!imported.ok) return;
    const last = text.split(/\r\n|\r|\n/).length;
    const { plan, notices, places } = imported.value.reading;
    const lines = [
      ...notices.map(lineOf),
      ...[...places.values()].map((place) => ('line' in place ? place.line : 0)),
    ];
    for (const line of lines) expect(line >= 1 && line <= last).toBe(true);
    expect(new Set(plan.hosts.map((host) => host.name)).size).toBe(plan.hosts.length);
    expect(notices.map(lineOf)).toEqual(notices.map(lineOf).sort((a, b) => a - b));
  }

  test(`any damage is survived, seed ${seed}`, () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(...damage), fc.nat(), fc.nat(70)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), steps, (text, changes) => {
        let lines = text.split('\n');
        for (const [change, line, column] of changes) {
          if (lines.length > 0) lines = change(lines, line % lines.length, column);
        }
        expectRead(lines.join('\n'));
      }),
      { seed, numRuns: seedsOf(500) },
    );
  });

  test(`any text is survived, seed ${seed}`, () => {
    const words = fc.constantFrom(
      '|',
      '0',
      '1',
      'MIG',
      '1g.5gb',
      '4:4',
      '\n',
      ' ',
      '$ nvidia-smi mig -lgi',
      'root@a:~#',
      '> ',
      '\u001b[',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(words, { maxLength: 60 }).map((all) => all.join('')),
    );
    fc.assert(fc.property(texts, expectRead), { seed, numRuns: seedsOf(500) });
  });
});
