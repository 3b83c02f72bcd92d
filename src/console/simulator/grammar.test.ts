// What each line of a call means: options and their company, lists, names, and the message with which each cause is answered.
import { describe, expect, test } from 'vitest';
import { runLine, runLines, type CommandOutput, type Machine } from './simulator.ts';
import { A100, bus, full, machineIn, one, RTX, uuid } from './states.testing.ts';

const BAD = "Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.";
const NO_GIS = 'No GPU instances found: Not Found';
const NO_CIS = 'No compute instances found: Not Found';
const NOT_ENABLED = 'No MIG-enabled devices found.';
const NO_DEVICES = 'No devices were found';
const failed = (gpu: number, typed: string, why: string): string =>
  `Unable to create a GPU instance on GPU  ${gpu} using profile ${typed}: ${why}\nFailed to create GPU instances: ${why}`;

/** GPU 0 straight and whole, GPU 1 mirrored with two halves, the second of them cut, GPU 2 with MIG off. */
const host = (): Machine =>
  machineIn({
    driver: '550.54.14',
    gpus: [
      { board: A100, set: bus('00000000:3B:00.0') },
      {
        board: A100,
        kind: 'mirrored',
        at: ['3g.20gb@0', '3g.20gb@4'],
        cis: { 1: ['3g.20gb'], 2: ['1c.3g.20gb', '1c.3g.20gb'] },
        set: uuid('GPU-11107e51-6363-81fc-8a73-0fd446a734f5'),
      },
      { board: 'a30-24gb', isOff: true },
    ],
  });

const ids = ({ machine }: CommandOutput, gpu: number): number[] =>
  machine.gpus[gpu]!.gis.map(({ id }) => id).sort((a, b) => a - b);
const lines = ({ text }: CommandOutput): string[] => text.split('\n').slice(0, -1);

describe('a call that is none', () => {
  test.each([
    'mig',
    'mig -i 0',
    'mig lgi',
    'mig --lgi',
    'mig -lgi -lci',
    'mig -lgi -lgi',
    'mig -i 0 -i 1 -lgi',
    'mig -i 0, 1 -lgi',
    'mig -lgi -gi 1',
    'mig -lgip -gi 1',
    'mig -lgipp -gi 1',
    'mig -cgi 9 -gi 1',
    'mig -lgi -C',
    'mig -cci 0 -C',
    'mig -lci -ci 0',
    'mig -dgi -ci 0',
    'mig -gi -1 -lci',
    'mig -gi one -lci',
    'mig -cgi',
    'mig -cgi ""',
    'mig -cgi ,',
    'mig -cgi 9,,9',
    'mig -cgi 9, 9',
    'mig -cgi -9',
    'mig -lgi extra',
    '-mig',
    '-mig 2',
    '-mig yes',
    '-mig 1 -r',
    '-r -L',
    '-x',
    '--format=csv',
    '--query-gpu=name',
    '--query-gpu=name --format=json',
    'lgi',
    '-Z',
  ])('nvidia-smi %s', (line) => {
    const before = host();
    const done = runLine(before, `nvidia-smi ${line}`);
    expect([done.text, done.status]).toEqual([`${BAD}\n`, 2]);
    expect(done.machine.gpus).toBe(before.gpus);
  });
});

describe('which GPUs', () => {
  test.each([
    ['mig -i 0 -cgi 19', [13], [1, 2]],
    ['mig -cgi 19 -i 00000000:3B:00.0', [13], [1, 2]],
    ['mig -cgi 19 -i 3b:00.0', [13], [1, 2]],
    ['mig --id=0000:3b:00.0 --create-gpu-instance=19', [13], [1, 2]],
    ['mig -i gpu-11107e51-6363-81fc-8a73-0fd446a734f5,0 -dci', [], [1, 2]],
    ['mig -i "0, 2" -cgi 19', [13], [1, 2]],
  ] as const)('%s', (line, first, second) => {
    const done = runLine(host(), `nvidia-smi ${line}`);
    expect(done.status).toBe(0);
    expect([ids(done, 0), ids(done, 1)]).toEqual([[...first], [...second]]);
  });

  test.each([
    ['mig -i 9 -lgi', NO_DEVICES, 6],
    ['mig -i 0,9 -lgi', NO_DEVICES, 6],
    ['mig -i "0 1" -lgi', NO_DEVICES, 6],
    ['mig -i MIG-1 -lgi', NO_DEVICES, 6],
    ['-i 9', NO_DEVICES, 6],
    ['mig -i 2 -lgi', NOT_ENABLED, 6],
    ['mig -i 2 -lgip', NOT_ENABLED, 6],
    ['mig -i 2 -cgi 14', NOT_ENABLED, 6],
  ])('%s', (line, text, status) => {
    const done = runLine(host(), `nvidia-smi ${line}`);
    expect([done.text, done.status]).toEqual([`${text}\n`, status]);
  });

  test('without -i the same set on each, until the first that fails; what was made stays', () => {
    const done = runLine(host(), 'nvidia-smi mig -cgi 9 -C');
    expect(lines(done)).toEqual([
      'Successfully created GPU instance ID  2 on GPU  0 using profile MIG 3g.20gb (ID  9)',
      'Successfully created compute instance ID  0 on GPU  0 GPU instance ID  2 using profile MIG 3g.20gb (ID  2)',
      ...failed(1, '9', 'Insufficient Resources').split('\n'),
    ]);
    expect([done.status, ids(done, 0), ids(done, 1)]).toEqual([23, [2], [1, 2]]);
  });
});

describe('profiles', () => {
  test.each([
    ['9:4', [2]],
    ['9:0', [1]],
    ['3g.20gb:4', [2]],
    ['"MIG 3g.20gb:4"', [2]],
    ['9,3g.20gb', [1, 2]],
    ['1g.5gb+me', [13]],
    ['"MIG 1g.5gb+me:2",19:0', [7, 9]],
    ['15,15,15,15', [3, 4, 5, 6]],
    ['"9, 14"', [2, 3]],
    ['0', [0]],
  ])('-cgi %s', (list, made) => {
    const done = runLine(host(), `nvidia-smi mig -i 0 -cgi ${list}`);
    expect([done.status, ids(done, 0)]).toEqual([0, made]);
  });

  test.each([
    ['1', '1', 'Invalid Argument', 2, []],
    ['7g.80gb', '7g.80gb', 'Invalid Argument', 2, []],
    ['3g.20b', '3g.20b', 'Invalid Argument', 2, []],
    ['9:1', '9', 'Invalid Argument', 2, []],
    ['9:abc', '9:abc', 'Invalid Argument', 2, []],
    ['20,20', '20', 'Insufficient Resources', 23, [13]],
    ['9:4,9:4', '9', 'Insufficient Resources', 23, [2]],
    ['19,19,14,9', '9', 'Insufficient Resources', 23, [3, 11, 13]],
    ['0,1g.5gb', '1g.5gb', 'Insufficient Resources', 23, [0]],
  ])('-cgi %s is refused as it was typed', (list, typed, why, status, kept) => {
    const done = runLine(host(), `nvidia-smi mig -i 0 -cgi ${list}`);
    expect(done.text.endsWith(`${failed(0, typed, why)}\n`)).toBe(true);
    expect([done.status, ids(done, 0)]).toEqual([status, kept]);
  });
});

describe('destroying', () => {
  const inUse = 'In use by another client';
  test.each([
    [
      'mig -dgi -i 1',
      [
        `Unable to destroy GPU instance ID  1 from GPU  1: ${inUse}`,
        `Failed to destroy GPU instances: ${inUse}`,
      ],
      19,
    ],
    ['mig -dgi -gi 7', [NO_GIS], 6],
    ['mig -dgi -i 0', [NO_GIS], 6],
    ['mig -dci -i 0', [NO_CIS], 6],
    ['mig -dci -gi 1 -ci 3', [NO_CIS], 6],
    [
      'mig -dci -gi 2 -ci 1',
      ['Successfully destroyed compute instance ID  1 from GPU  1 GPU instance ID  2'],
      0,
    ],
    [
      'mig -i 1 -dci',
      [
        'Successfully destroyed compute instance ID  0 from GPU  1 GPU instance ID  1',
        'Successfully destroyed compute instance ID  0 from GPU  1 GPU instance ID  2',
        'Successfully destroyed compute instance ID  1 from GPU  1 GPU instance ID  2',
      ],
      0,
    ],
  ])('%s', (line, said, status) => {
    const done = runLine(host(), `nvidia-smi ${line}`);
    expect([lines(done), done.status]).toEqual([said, status]);
  });

  test('what a process holds stays, and what comes before it goes', () => {
    const process = { gpu: 1, gi: 2, ci: 1, pid: 9, name: 'train', memoryMiB: 1 };
    const busy = { ...host(), processes: [process] };
    const done = runLine(busy, 'nvidia-smi mig -dci');
    expect(lines(done).slice(-2)).toEqual([
      `Unable to destroy compute instance ID  1 from GPU  1 GPU instance ID  2: ${inUse}`,
      `Failed to destroy compute instances: ${inUse}`,
    ]);
    const gis = runLine(done.machine, 'nvidia-smi mig -dgi');
    expect(lines(gis)[0]).toBe('Successfully destroyed GPU instance ID  1 from GPU  1');
    expect([done.status, gis.status, ids(gis, 1)]).toEqual([19, 19, [2]]);
  });
});

describe('compute instances', () => {
  const cut = (): Machine => runLine(host(), 'nvidia-smi mig -i 0 -cgi 5,9').machine;

  test.each([
    ['-gi 1 -cci 0,0', ['1c.4g.20gb 0:1', '1c.4g.20gb 1:1']],
    ['-gi 1 -cci', ['4g.20gb 0:4']],
    ['-gi 1 -cci 3', ['4g.20gb 0:4']],
    ['-gi 1 -cci 4g.20gb', ['4g.20gb 0:4']],
    ['-cci 1c.4g.20gb,2c.4g.20gb -gi 1', ['1c.4g.20gb 0:1', '2c.4g.20gb 1:2']],
    ['-cci "MIG 1c.4g.20gb:2" -gi 1', ['1c.4g.20gb 2:1']],
  ])('mig -i 0 %s', (line, made) => {
    const done = runLine(cut(), `nvidia-smi mig -i 0 ${line}`);
    expect(done.status).toBe(0);
    const gi = done.machine.gpus[0]!.gis.find(({ id }) => id === 1)!;
    expect(gi.cis.map(({ profile, start, size }) => `${profile} ${start}:${size}`)).toEqual(made);
  });

  test.each([
    ['-gi 1 -cci 2', '2', 'Invalid Argument', 2],
    ['-gi 1 -cci 9', '9', 'Invalid Argument', 2],
    ['-gi 1 -cci 3,0', '0', 'Insufficient Resources', 23],
    ['-gi 1 -cci 1,1,1', '1', 'Insufficient Resources', 23],
  ])('mig -i 0 %s is refused: a 4g offers 1c, 2c and 4g', (line, typed, why, status) => {
    const done = runLine(cut(), `nvidia-smi mig -i 0 ${line}`);
    const place = 'GPU  0 GPU instance ID  1';
    expect(lines(done).slice(-2)).toEqual([
      `Unable to create a compute instance on ${place} using profile ${typed}: ${why}`,
      `Failed to create compute instances: ${why}`,
    ]);
    expect(done.status).toBe(status);
  });

  test('the lowest free ID is taken, and the rows are by GPU, profile and GPU instance', () => {
    const run = runLines(
      cut(),
      'nvidia-smi mig -i 0 -gi 1 -cci 0,0,0\nnvidia-smi mig -i 0 -gi 1 -ci 1 -dci\nnvidia-smi mig -i 0 -gi 1 -cci 0\nnvidia-smi mig -i 0 -gi 2 -cci\nnvidia-smi mig -i 0 -lci',
    );
    const rows = lines(run.at(-1)!).flatMap(
      (line) => /^\|\s+0\s+(\d+)\s+MIG (\S+)\s+\S+\s+(\d+)/.exec(line) ?? [],
    );
    expect(rows.filter((_, at) => at % 4 !== 0).join(' ')).toBe(
      '2 3g.20gb 0 1 1c.4g.20gb 0 1 1c.4g.20gb 1 1 1c.4g.20gb 2',
    );
  });

  test('one that spans a 3g is 0:3 on an A100 and 0:4 on an H100, and of an H200 nobody has written', () => {
    const listed = (board: string): CommandOutput => {
      const made = runLine(machineIn(one('550.54.14', { board })), 'nvidia-smi mig -cgi 9 -C').machine;
      return runLine(made, 'nvidia-smi mig -lci | grep 3g');
    };
    expect(listed(A100)).toMatchObject({ inferredLines: [] });
    expect(listed(A100).text).toMatch(/ 0:3 /);
    expect(listed('h100-sxm5-80gb')).toMatchObject({ inferredLines: [] });
    expect(listed('h100-sxm5-80gb').text).toMatch(/ 0:4 /);
    expect(listed('h200-141gb').inferredLines).toEqual([0]);
  });
});

describe('a driver before R450 knows no MIG', () => {
  const old = (): Machine =>
    machineIn(one('440.118.02', { board: A100, at: ['3g.20gb@0'], cis: full('3g.20gb', [1]) }));

  test.each(['mig -lgi', 'mig -lgip', 'mig -h', 'mig -cgi 9', '-mig 1'])('nvidia-smi %s', (line) => {
    expect(runLine(old(), `nvidia-smi ${line}`)).toMatchObject({ text: `${BAD}\n`, status: 2 });
  });

  test('nothing of it is listed, shown or queried', () => {
    expect(runLine(old(), 'nvidia-smi -L').text).toMatch(/^GPU 0: A100-PCIE-40GB \(UUID: \S+\)\n$/);
    expect(runLine(old(), 'nvidia-smi; nvidia-smi -q').text).not.toMatch(/MIG|Enabled \|/);
    expect(runLine(old(), 'nvidia-smi | grep Default').text).toContain('0%');
    expect(runLine(old(), 'nvidia-smi --query-gpu=name,mig.mode.current --format=csv')).toMatchObject({
      text: 'Field "mig.mode.current" is not a valid field to query.\n',
      status: 2,
    });
  });
});

describe('what is only inferred is marked', () => {
  const marked = (machine: Machine, line: string): string[] => {
    const done = runLine(machine, line);
    return lines(done).filter((_, at) => done.inferredLines.includes(at));
  };

  test('help is in our own words, each option on a line of its own with a gap before what it does', () => {
    const help = marked(host(), 'nvidia-smi mig -h');
    expect(help).toEqual(lines(runLine(host(), 'nvidia-smi mig -h')));
    for (const line of help.slice(1)) expect(line).toMatch(/^ {2}-\w+ +--[a-z-]+ {2,}\S/);
  });

  test('figures that nobody measured, and a CUDA version that no summary shows', () => {
    expect(marked(machineIn(one('525.105.17', { board: A100 })), 'nvidia-smi')).toEqual([
      expect.stringContaining('CUDA Version: N/A'),
      expect.stringContaining('P0    N/A /  N/A'),
    ]);
    const esxi = machineIn({ driver: '525.105.17', platform: 'esxi', gpus: [{ board: A100 }] });
    expect(marked(esxi, 'nvidia-smi')).toEqual([expect.stringContaining('P0    N/A /  N/A')]);
  });

  test.each([
    ['mig -i 0 -cci', [NO_GIS]],
    ['mig -i 0 -lcip', [NO_GIS]],
    ['mig -i 0 -lgi', []],
    ['mig -i 0 -cgi 99', []],
    ['mig -i 0 -cgi 99:0', failed(0, '99', 'Invalid Argument').split('\n')],
  ])('nvidia-smi %s', (line, said) => {
    expect(marked(host(), `nvidia-smi ${line}`)).toEqual(said);
  });

  test('the list of what a whole GPU may be cut into, and names with +gfx', () => {
    const whole = runLine(host(), 'nvidia-smi mig -i 0 -cgi 0').machine;
    expect(marked(whole, 'nvidia-smi mig -i 0 -lcip')).toHaveLength(21);
    const rtx = machineIn(one('580.65.06', { board: RTX }));
    const made = runLine(rtx, 'nvidia-smi mig -cgi 47,14 -C');
    expect(lines(made).filter((_, at) => made.inferredLines.includes(at))).toEqual([
      expect.stringContaining('compute instance ID  0 on GPU  0 GPU instance ID  3'),
    ]);
    expect(marked(made.machine, 'nvidia-smi mig -lci')).toEqual([expect.stringContaining('1g.24gb+gfx')]);
    expect(marked(made.machine, 'nvidia-smi -L')).toEqual([expect.stringContaining('1g.24gb+gfx')]);
  });

  test('the width of R570 where no release tells which it had', () => {
    const of = (driver: string): CommandOutput =>
      runLine(machineIn(one(driver, { board: A100, at: ['7g.40gb@0'] })), 'nvidia-smi mig -lgi');
    const width = (driver: string): number => lines(of(driver))[0]!.length;
    expect([width('565.57.01'), width('570.86.15'), width('570.169'), width('580.65.06')]).toEqual([
      57, 57, 59, 59,
    ]);
    expect(of('570.169').inferredLines).toEqual([]);
    expect(of('570.124.06').inferredLines).toHaveLength(7);
  });

  test('what is not known of a board is no figure: starts, IDs and how many fit', () => {
    const machine = machineIn(one('580.65.06', { board: 'rtx-pro-5000-48gb' }));
    const list = runLine(machine, 'nvidia-smi mig -lgip');
    const widths = new Set(lines(list).map((line) => line.length));
    expect([list.text.includes(' ?/2 '), ...widths]).toEqual([true, 81]);
    expect(list.hints).toEqual([{ code: 'starts-unknown', board: 'rtx-pro-5000-48gb' }]);
    const placements = runLine(machine, 'nvidia-smi mig -lgipp');
    expect(lines(placements)[0]).toBe('GPU  0 Profile ID N/A Placements: N/A');
    expect(placements.inferredLines).toHaveLength(lines(placements).length);
    const made = runLine(machine, 'nvidia-smi mig -cgi 1g.24gb');
    expect(made.hints).toContainEqual({ code: 'starts-unknown', board: 'rtx-pro-5000-48gb' });
    expect([made.status, made.inferredLines]).toEqual([23, [0, 1]]);
  });

  test('the name of a board of no table is as the plan calls it', () => {
    const machine = machineIn({ driver: '550.54.14', gpus: [{ board: 'some-gpu' }, { board: A100 }] });
    expect(marked(machine, 'nvidia-smi -L')).toEqual([expect.stringContaining('GPU 0: NVIDIA some-gpu')]);
    expect(marked(machine, 'nvidia-smi | grep -E "some|A100"')).toEqual([
      expect.stringContaining('NVIDIA some-gpu'),
    ]);
    expect(runLine(machine, 'nvidia-smi mig -i 0 -lgip')).toMatchObject({
      text: 'No MIG-supported devices found.\n',
      status: 3,
    });
  });
});
