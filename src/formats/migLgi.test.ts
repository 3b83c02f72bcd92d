import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOARDS, findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource } from '../model/ids.ts';
import { GPU_KINDS, type Gpu, type Host, type Plan } from '../model/plan.ts';
import { legalGpuArbitrary } from './legalGpu.testing.ts';
import { kindOf, LGI_WIDTHS, makeMigLgi, parseMigLgi, planFromLgi, type LgiReading } from './migLgi.ts';
import { MAX_ITEMS, MAX_TEXT_LENGTH, type Notice } from './reading.ts';

const FIXTURES = join(import.meta.dirname, '../../tests/fixtures/mig-lgi');
const fixture = (name: string): string => readFileSync(join(FIXTURES, `${name}.txt`), 'utf8');

function read(text: string): LgiReading {
  const reading = parseMigLgi(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  return reading.value;
}

/** Every GPU on one line, "host/index kind: profile@start, ..." sorted by start. */
function drawn(text: string): string[] {
  return read(text).hosts.flatMap((host) =>
    host.gpus.map((gpu) => {
      const board = findBoard(gpu.boards[0] ?? '');
      const kind = board === undefined ? 'no board' : kindOf(board, gpu).kind;
      const rows = [...gpu.rows]
        .sort((a, b) => a.start - b.start)
        .map((row) => `${row.profile}@${row.start}`);
      return `${host.name}/${gpu.index} ${kind}: ${rows.join(', ')}`;
    }),
  );
}

const at = (line: number) => ({ line });
const lineOf = (notice: Notice): number => ('at' in notice && 'line' in notice.at ? notice.at.line : 0);

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
      ['22 line-not-understood', '23 line-not-understood', '24 line-not-understood'],
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
      ['null/0 mirrored: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
      ['12 row-joined', '16 row-joined', '20 row-joined', '24 row-joined'],
    ],
    ['ticket', ['gpu8/1 straight: 4g.20gb@0, 2g.10gb@4, 1g.5gb+me@6'], ['1 line-not-understood']],
    [
      'listed-again',
      ['gpu9/0 straight: 1g.5gb@0, 3g.20gb@4', 'gpu9/1 null: ', 'gpu9/2 null: '],
      [
        '16 line-not-understood',
        '18 says-no-placement',
        ...['19 listed-empty', '25 listed-again', '29 listed-again', '32 listed-empty'],
      ],
    ],
  ])('%s', (name, gpus, notices) => {
    expect(drawn(fixture(name))).toEqual(gpus);
    expect(read(fixture(name)).notices.map((notice) => `${lineOf(notice)} ${notice.code}`)).toEqual(notices);
  });

  test('everything a row says', () => {
    expect(read(fixture('two-hosts')).hosts[0]?.gpus[1]?.rows[0]).toEqual({
      line: 15,
      profile: '1g.5gb+me',
      profileId: 20,
      instanceId: 13,
      start: 6,
      size: 1,
    });
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
    expect(parseMigLgi(fixture('cut-at-48'))).toEqual({
      ok: false,
      error: { code: 'no-instances-listed', said: '| 0 MIG 1g.5gb 19' },
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
      'a row of -lgip',
      '|   1  MIG 1g.5gb       19     7/7        4.75       No     14     0     0   |',
      'line-not-understood',
    ],
    [
      'a row of -lci',
      '|   1      1       MIG 1g.5gb           0         0          0:1     |',
      'line-not-understood',
    ],
    [
      'an index of a million',
      '|   1000000  MIG 3g.20gb       9        2          4:4     |',
      'line-not-understood',
    ],
  ])('%s', (_what, row, code) => {
    const { hosts, notices } = read(`${table(ROW)}${row}\n`);
    expect(hosts.flatMap((host) => host.gpus.map((gpu) => gpu.index))).toEqual([0]);
    expect(notices).toEqual([{ code, at: at(3), excerpt: row.replace(/ +/g, ' ') }]);
  });

  test('a row whose right bar is missing is whole when its size is one of the profile', () => {
    expect(drawn('|   0  MIG 3g.20gb       9        2          4:4')).toEqual(['null/0 straight: 3g.20gb@4']);
  });

  test.each([
    ['inside a name', ['|   0  MIG 3g.2', '0gb       9        2          4:4     |']],
    ['before an attribute', ['|   0  MIG 1g.5gb', '+me    20        9          4:1     |']],
    ['inside a number', ['|   0  MIG 1g.5gb       19       1', '1          4:1     |']],
    ['between cells, blanks kept', ['|   0  MIG 3g.20gb       9    ', '    2          4:4     |']],
    ['between cells, blanks lost', ['|   0  MIG 3g.20gb       9', '2          4:4     |']],
  ])('a row broken %s is put together, with a notice', (_where, lines) => {
    const { hosts, notices } = read(lines.join('\n'));
    expect(hosts[0]?.gpus[0]?.rows).toMatchObject([{ line: 1, start: 4 }]);
    expect(notices.map((notice) => notice.code)).toEqual(['row-joined']);
  });

  test('a bar alone on the next line is no news', () => {
    expect(read('|   0  MIG 3g.20gb       9        2          4:4  \n  |').notices).toEqual([]);
  });

  test('what a broken row cannot have been is not guessed', () => {
    const { notices } = read(`${table(ROW)}|   1  MIG 1g.5gb       19\n1:1     |\n`);
    expect(notices.map((notice) => `${lineOf(notice)} ${notice.code}`)).toEqual([
      '3 row-cut',
      '4 line-not-understood',
    ]);
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
    expect(read(listing(prompt, ROW)).hosts.map((host) => host.name)).toEqual([null]);
  });

  test('a remote call names its host, and only for itself', () => {
    const text = [
      listing('ops@jump:~$ ssh root@esx-02 nvidia-smi mig -lgi', ROW),
      listing('ops@jump:~$ ssh esx-03 "nvidia-smi mig -lgi"', ROW),
      listing('ops@jump:~$ nvidia-smi mig -lgi', ROW),
    ].join('');
    expect(read(text).hosts.map((host) => [host.name, host.line])).toEqual([
      ['esx-02', 1],
      ['esx-03', 4],
      ['jump', 7],
    ]);
  });

  test('one host that comes back later is one host', () => {
    const a = listing('root@a:~# nvidia-smi mig -i 0 -lgi', ROW);
    const b = listing('root@b:~# nvidia-smi mig -lgi', ROW);
    const again = listing('root@a:~# nvidia-smi mig -i 7 -lgi', '7 7g.40gb 0 0 0:8');
    const { hosts, notices } = read(a + b + again);
    expect(hosts.map((host) => `${host.name} ${host.gpus.map((gpu) => gpu.index).join()}`)).toEqual([
      'a 0,7',
      'b 0',
    ]);
    expect(notices).toEqual([]);
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
      [0],
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
    const { hosts, notices } = read(listing('$ nvidia-smi mig -lgi', ...BOTH) + later);
    expect(hosts[0]?.gpus.map((gpu) => gpu.rows.length)).toEqual(rows);
    expect(
      notices.flatMap((one) => (one.code.startsWith('listed-') && 'gpuIndex' in one ? [one.gpuIndex] : [])),
    ).toEqual(again);
    expect(hosts[0]?.gpus.every((gpu) => gpu.boards.length > 0)).toBe(true);
  });

  test.each([
    ['No GPU instances found: Not Found', 'No GPU instances found: Not Found'],
    ['$ nvidia-smi mig -lgi\nNo MIG-enabled devices found.', 'No MIG-enabled devices found.'],
    ['No MIG-supported devices found.', 'No MIG-supported devices found.'],
    [
      'Failed to display GPU instances: Insufficient Permissions',
      'Failed to display GPU instances: Insufficient Permissions',
    ],
    [
      'Successfully created GPU instance ID  2 on GPU  0 using profile MIG 3g.20gb (ID  9)',
      'Successfully created GPU instance ID 2 on GPU 0 using profile MIG 3g.20gb (ID 9)',
    ],
    ['Guten Tag', null],
    ['| GPU instances: |\n|======|', null],
  ])('nothing listed: %s', (text, said) => {
    expect(parseMigLgi(text)).toEqual({ ok: false, error: { code: 'no-instances-listed', said } });
  });
});

describe('boards', () => {
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
    ['names of two boards', table('0 1g.5gb 19 7 0:1', '0 3g.40gb 9 2 4:4'), []],
    ['a name of no board', table('0 5g.25gb 77 2 0:4'), []],
  ])('%s', (_what, text, boards) => {
    expect(read(text).hosts[0]?.gpus[0]?.boards).toEqual(boards);
  });

  test('a profile ID that the name does not have anywhere', () => {
    expect(read(table('0 2g.10gb 19 3 4:2', '0 1g.10gb 19 7 0:1')).notices).toEqual([
      { code: 'profile-id-differs', at: at(2), profile: '2g.10gb', printed: 19, known: [14] },
    ]);
  });
});

describe('a plan of a reading', () => {
  const plan = (text: string, board = 'a100-pcie-40gb', name = 'host-1') =>
    planFromLgi(read(text), () => board, name);

  test('has the listed GPUs as target and as observed, with ids in the order of documents', () => {
    const { plan: made, places, notices } = plan(fixture('listed-again'));
    const [host] = made.hosts;
    expect(made).toMatchObject({ name: 'Imported from nvidia-smi', nextId: 12, vms: [] });
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
      '1 1',
      '2 25',
      '3 25',
      '4 27',
      '5 19',
      '6 32',
      '7 25',
      '8 25',
      '9 27',
      '10 19',
      '11 32',
    ]);
    expect(notices).toEqual(read(fixture('listed-again')).notices);
  });

  test('says what does not fit the chosen board', () => {
    const { notices } = plan(table('0 1g.10gb 19 7 0:1', '0 2g.20gb 14 3 0:2'));
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

  test('keeps a board and profiles that nobody knows', () => {
    const { plan: made, notices } = plan(table('0 5g.25gb 77 2 0:4'), 'z9000');
    expect(notices).toEqual([{ code: 'board-unknown', at: at(2), board: 'z9000' }]);
    expect(made.hosts[0]?.gpus[0]).toMatchObject({
      board: 'z9000',
      kind: null,
      instances: [{ profile: '5g.25gb' }],
    });
  });

  test('an ID that was complained of is complained of once', () => {
    expect(plan(table('0 2g.10gb 19 3 4:2')).notices).toHaveLength(1);
  });

  test('names hosts apart, cleans names with a notice, and lets made-up names give way', () => {
    const long = 'x'.repeat(100);
    const text = `${table(ROW)}root@host-1:~# nvidia-smi mig -lgi\n${table(ROW)}root@${long}:~# nvidia-smi mig -lgi\n${table(ROW)}`;
    const { plan: made, notices } = plan(text);
    expect(made.hosts.map((host) => host.name)).toEqual(['host-1-2', 'host-1', 'x'.repeat(80)]);
    expect(notices).toMatchObject([{ code: 'name-cleaned', at: at(6), from: long, to: 'x'.repeat(80) }]);
    expect(plan(table(ROW), 'a100-pcie-40gb', '\u202e').plan.hosts[0]?.name).toBe('host');
  });
});

describe('limits', () => {
  test.each([
    ['an empty text', '', { code: 'empty-text' }],
    ['only blanks and a byte-order mark', '\ufeff \r\n\t\u00a0', { code: 'empty-text' }],
    [
      'a text too long',
      ' '.repeat(MAX_TEXT_LENGTH + 1),
      { code: 'text-too-long', length: MAX_TEXT_LENGTH + 1, max: MAX_TEXT_LENGTH },
    ],
    [
      'too many hosts',
      Array.from({ length: 20_001 }, (_, i) => `a@${i}:$\n|0 MIG 1g.5gb 19 7 0:1|\n`).join(''),
      { code: 'too-many-items', count: 100_005, max: MAX_ITEMS },
    ],
  ])('%s', (_what, text, error) => {
    expect(parseMigLgi(text)).toEqual({ ok: false, error });
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
        : `${unit.repeat((MAX_TEXT_LENGTH - 100) / unit.length)}x nvidia-smi\n|${ROW.replace('3g', 'MIG 3g')}|`;
    const since = performance.now();
    const reading = parseMigLgi(text);
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(reading.ok || reading.error.code).toBe(true);
  });
});

/** A host of legal GPUs. */
const hostArbitrary: fc.Arbitrary<Host> = fc
  .array(
    fc.record({
      gpu: legalGpuArbitrary(BOARDS.filter((board) => board.memorySlices !== null).map((board) => board.id)),
      kind: fc.constantFrom(...GPU_KINDS),
    }),
    { minLength: 1, maxLength: 4 },
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
const EMPTY_GPU = { variant: null, uuid: null, pciId: null, use: 'mig', extra: [] } as const;
const EMPTY_GI = { pinned: false, reportedId: null, computeInstances: [], extra: [] } as const;

const placed = (gpus: readonly Gpu[]): string[] =>
  gpus.flatMap((gpu) => gpu.instances.map((gi) => `${gpu.index} ${gpu.board} ${gi.profile}@${gi.start}`));

const planOf = (text: string, boards: Host): Plan =>
  planFromLgi(read(text), (_host, gpu) => boards.gpus[gpu.index]!.board, 'h').plan;

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
    const reading = read(table('0 1g.5gb+me 20 13 6:1', '10 7g.40gb 0 0 0:8'));
    const { plan } = planFromLgi(reading, () => 'a100-pcie-40gb', 'h');
    const lines = makeMigLgi(plan.hosts[0]!, { width }).trimEnd().split('\n');
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
    expect(read(text).hosts[0]?.gpus[0]?.rows).toMatchObject([
      { profileId: null, instanceId: null, start: 1 },
    ]);
  });

  test('rows by GPU, profile in the order of the board, and instance ID', () => {
    const rows = [
      '1 1g.5gb 19 11 0:1',
      '0 3g.20gb 9 1 4:4',
      '0 1g.10gb 15 6 2:2',
      '0 1g.5gb+me 20 12 1:1',
      '0 1g.5gb 19 11 0:1',
    ];
    const { plan } = planFromLgi(read(table(...rows)), () => 'a100-pcie-40gb', 'h');
    const text = makeMigLgi({ gpus: plan.hosts[0]!.observed! }, { width: 'r570' });
    expect(read(text).hosts[0]?.gpus.flatMap((gpu) => gpu.rows.map((row) => row.instanceId))).toEqual([
      11, 12, 6, 1, 11,
    ]);
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
      { seed, numRuns: 200 },
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
      { seed, numRuns: 200 },
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
  function expectSound(text: string): void {
    const reading = parseMigLgi(text);
    const last = text.split(/\r\n|\r|\n/).length;
    if (!reading.ok) return;
    const { plan, notices, places } = planFromLgi(
      reading.value,
      (_host, gpu) => gpu.boards[0] ?? 'none',
      'h',
    );
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
        expectSound(lines.join('\n'));
      }),
      { seed, numRuns: 500 },
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
    fc.assert(fc.property(texts, expectSound), { seed, numRuns: 500 });
  });
});
