import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectSound, mangled } from '../formats/fuzz.testing.ts';
import { formatErrorMessage, noticeMessage } from '../formats/messages.ts';
import { makeLayout } from '../formats/layout.ts';
import { makePlanJson } from '../formats/planJson.ts';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { describeCommand } from '../placement/describeCommand.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import {
  importText,
  openText,
  type Imported,
  type ImportOptions,
  type ImportQuestion,
} from './importText.ts';

const ROW = (gpu: number, rest: string): string => `|   ${gpu}  MIG ${rest}     |`;
/** GPU 0 may be any board with a 1g.12gb, GPU 1 those of them that have 96 GB. */
const TEXT = `${ROW(0, '1g.12gb  19  7  0:1')}\n${ROW(1, '3g.48gb  9  2  4:4')}\n`;

function read(text: string, options: ImportOptions = {}): Imported {
  const imported = importText(text, options);
  if (!imported.ok) throw new Error(formatErrorMessage(imported.error));
  return imported.value;
}

const boardsAsked = (imported: Imported): Extract<ImportQuestion, { kind: 'board' }>[] =>
  imported.questions.flatMap((one) => (one.kind === 'board' ? [one] : []));
const sentences = (imported: Imported): string[] => imported.reading.notices.map(noticeMessage);

/** "0 mirrored: 3g.20gb@0", a start that no text says marked. */
function drawn({ reading, startUnknown }: Imported): string[] {
  return reading.plan.hosts.flatMap((host) =>
    host.gpus.map((gpu) => {
      const layout = gpu.instances.map(
        (gi) => `${gi.profile}@${gi.start}${startUnknown.has(gi.id) ? '?' : ''}`,
      );
      return `${gpu.index}${gpu.kind === null ? '' : ` ${gpu.kind}`}: ${layout.join(', ')}`;
    }),
  );
}

const boardsOf = (boards: readonly string[]): string[] => {
  const imported = read(TEXT, { boards });
  if (!imported.isDecided) return [];
  return imported.reading.plan.hosts.flatMap((host) => host.gpus.map((gpu) => gpu.board));
};

describe('the board', () => {
  test('each question has its own answer, also where both could have either', () => {
    const questions = boardsAsked(read(TEXT));
    expect(questions.map((question) => question.gpus.map((gpu) => gpu.index))).toEqual([[0], [1]]);
    for (const question of questions) expect(question.boards).toContain('gh200-96gb');
    expect(boardsOf(['gh200-96gb', 'h20-96gb'])).toEqual(['gh200-96gb', 'h20-96gb']);
    expect(boardsOf(['h20-96gb', 'gh200-96gb'])).toEqual(['h20-96gb', 'gh200-96gb']);
  });

  test('one board answers every question that has it', () => {
    expect(boardsOf(['gh200-96gb'])).toEqual(['gh200-96gb', 'gh200-96gb']);
  });

  test('a question is answered by its key, and read with its first choice until then', () => {
    const open = read(TEXT);
    expect(open.isDecided).toBe(false);
    expect(drawn(open)).toEqual(['0 straight: 1g.12gb@0', '1 straight: 3g.48gb@4']);
    const byKey = new Map(boardsAsked(open).map((question) => [question.key, 'gh200-96gb']));
    expect(read(TEXT, { byKey }).isDecided).toBe(true);
  });

  test('another output of the host answers it', () => {
    const list = 'GPU 0: NVIDIA GH200 480GB (UUID: GPU-11111111-2222-3333-4444-555555555555)\n';
    const [question, second] = boardsAsked(read(`$ nvidia-smi -L\n${list}$ nvidia-smi mig -lgi\n${TEXT}`));
    expect(question?.gpus).toEqual([{ host: null, index: 1 }]);
    expect(second).toBeUndefined();
  });
});

describe('boards that do not agree', () => {
  const LIST = 'GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-11111111-2222-3333-4444-555555555555)';
  const LISTED = ROW(0, '3g.20gb  9  2  4:4');
  const FORTY = ['a100-sxm4-40gb', 'a100-pcie-40gb', 'a800-40gb'];

  test.each([
    ['-L first', [LIST, LISTED]],
    ['-lgi first', [LISTED, LIST]],
    ['a third line settles nothing', [LIST, LISTED, LIST]],
  ])('are asked for and not taken from the later line: %s', (_what, lines) => {
    const open = read(lines.join('\n'));
    expect(boardsAsked(open)).toMatchObject([
      { boards: [...FORTY, 'h100-sxm5-80gb'], answer: null, differ: { at: { line: 2 }, other: { line: 1 } } },
    ]);
    expect(sentences(open)[0]).toMatch(
      /^Line 2 makes GPU 0 .*, and line 1 makes it .*; only one of the two can be right\./,
    );
    const answered = read(lines.join('\n'), { boards: ['a100-pcie-40gb'] });
    expect(drawn(answered)).toEqual(['0 straight: 3g.20gb@4']);
    expect(answered.violations).toEqual([]);
  });

  test('a GPU of another host is another GPU', () => {
    const text = `root@a:~# nvidia-smi -L\n${LIST}\nroot@b:~# nvidia-smi mig -lgi\n${LISTED}\n`;
    expect(boardsAsked(read(text)).map(({ boards, differ }) => [boards, differ])).toEqual([[FORTY, null]]);
  });
});

describe('the kind of the GPU', () => {
  const text = `GPU 0: A100-PCIE-40GB (UUID: GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c)
  MIG 3g.20gb Device 0: (UUID: MIG-GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c/2/0)\n`;

  test('both readings are offered where both fit', () => {
    const open = read(text);
    expect(open).toMatchObject({
      isDecided: false,
      questions: [
        {
          ...{ kind: 'kind', gpu: { host: null, index: 0 }, answer: null },
          choices: [
            { kind: 'straight', layout: '3g.20gb@4' },
            { kind: 'mirrored', layout: '3g.20gb@0' },
          ],
        },
      ],
    });
    expect(drawn(read(text, { gpuKind: 'mirrored' }))).toEqual(['0 mirrored: 3g.20gb@0']);
    const byKey = new Map([[open.questions[0]!.key, 'straight']]);
    expect(drawn(read(text, { byKey, gpuKind: 'mirrored' }))).toEqual(['0 straight: 3g.20gb@4']);
  });

  test('nothing is asked where they are drawn alike, and no ID is given to the wrong place', () => {
    const both = `${text}  MIG 3g.20gb Device 1: (UUID: MIG-GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c/1/0)\n`;
    const imported = read(both);
    expect(imported.isDecided).toBe(true);
    expect(drawn(imported)).toEqual(['0: 3g.20gb@0, 3g.20gb@4']);
    const observed = imported.reading.plan.hosts[0]?.observed?.[0]?.instances.map((gi) => gi.reportedId);
    expect(observed).toEqual([null, null]);
  });
});

describe('counts without starts', () => {
  const list = (profiles: readonly string[]): string =>
    `GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-11111111-2222-3333-4444-555555555555)\n${profiles
      .map(
        (profile, n) =>
          `  MIG ${profile} Device  ${n}: (UUID: MIG-aaaaaaaa-2222-3333-4444-55555555555${n})\n`,
      )
      .join('')}`;

  test('are placed and marked, and never observed', () => {
    const imported = read(list(['3g.20gb', '2g.10gb', '1g.5gb']));
    expect(drawn(imported)[0]).toMatch(/^0: (?:\S+\?(?:, )?){3}$/);
    expect(imported.violations).toEqual([]);
    expect(imported.reading.plan.hosts[0]?.observed).toBeNull();
    expect(sentences(imported).join()).toContain('the starts that are drawn are the planner’s');
  });

  test('where there is one way only it is no guess', () => {
    const imported = read(list(['3g.20gb', '3g.20gb']));
    expect(drawn(imported)).toEqual(['0: 3g.20gb@0, 3g.20gb@4']);
    expect(imported.reading.plan.hosts[0]?.observed).toHaveLength(1);
  });

  test('compute instances share their GPU instance', () => {
    const imported = read(list(['1c.3g.20gb', '2c.3g.20gb', '3g.20gb']));
    const [gpu] = imported.reading.plan.hosts[0]?.gpus ?? [];
    expect(gpu?.instances.map((gi) => gi.computeInstances.map((ci) => ci.profile))).toEqual(
      expect.arrayContaining([['2c.3g.20gb', '1c.3g.20gb'], []]),
    );
  });

  test('what has no room is said and listed', () => {
    const imported = read(list(['7g.40gb', '3g.20gb']));
    expect(drawn(imported)).toEqual(['0: 7g.40gb@0']);
    expect(imported.unplaced).toMatchObject([{ host: 'host-1', gpuIndex: 0, profile: '3g.20gb', count: 1 }]);
    expect(sentences(imported).join()).toContain('no room on GPU 0 for 1 × "3g.20gb"');
  });
});

test('a name of another board is told with the one that may be meant, and its line', () => {
  const text = `GPU 0: NVIDIA A100 80GB PCIe (UUID: GPU-11111111-2222-3333-4444-555555555555)\n  MIG 2g.10gb Device  0: (UUID: MIG-aaaaaaaa-2222-3333-4444-555555555555)\n`;
  const lint = sentences(read(text)).find((sentence) => sentence.includes('does not exist'));
  expect(lint).toBe(
    'Line 2: "2g.10gb" does not exist on A100-SXM4-80GB / A100 80GB PCIe; 2g.20gb?.'.replace('?.', '?'),
  );
});

test('several hosts of one paste', () => {
  const lgi = (gi: number): string =>
    `nvidia-smi mig -lgi\n| GPU instances: |\n${ROW(0, `3g.20gb  9  ${gi}  4:4`)}\n`;
  const text = `[root@esx-01:~] ${lgi(2)}[root@esx-02:~] ${lgi(1)}`;
  const imported = read(text, { boards: ['a100-pcie-40gb'] });
  expect(imported.reading.plan.hosts.map((host) => host.name)).toEqual(['esx-01', 'esx-02']);
  expect(drawn(imported)).toEqual(['0 straight: 3g.20gb@4', '0 mirrored: 3g.20gb@4']);
  expect(imported.found).toEqual([
    { format: 'mig-lgi', from: 2, to: 3 },
    { format: 'mig-lgi', from: 5, to: 6 },
  ]);
});

describe('texts that do not agree', () => {
  const LIST = `GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-11111111-2222-3333-4444-555555555555)
  MIG 3g.20gb     Device  0: (UUID: MIG-aaaaaaaa-2222-3333-4444-555555555555)
  MIG 3g.20gb     Device  1: (UUID: MIG-baaaaaaa-2222-3333-4444-555555555555)
`;
  const CURRENT = `version: v1
mig-configs:
  current:
    - devices: all
      mig-enabled: true
      mig-devices: {"1g.5gb": 2, "3g.20gb": 1}
`;
  test.each<[what: string, text: string, sentence: string]>([
    [
      'fewer instances than devices before',
      `${LIST}${ROW(0, '3g.20gb  9  2  4:4')}\n`,
      'Line 4 says "1 × 3g.20gb" of GPU 0 where line 2 says "2 × 3g.20gb"; the later line is taken.',
    ],
    [
      'a listing, and counts for every GPU',
      `${ROW(0, '3g.20gb  9  2  4:4')}\n\n${CURRENT}`,
      'Line 1 says "1 × 3g.20gb" of GPU 0 where line 6 says "2 × 1g.5gb, 1 × 3g.20gb"; the one with starts is taken.',
    ],
  ])('%s', (_, text, sentence) => {
    const imported = read(text, { boards: ['a100-pcie-40gb'] });
    expect(drawn(imported)).toEqual(['0 straight: 3g.20gb@4']);
    expect(sentences(imported)).toContain(sentence);
  });

  test('what was destroyed in between is no contradiction', () => {
    const gone = 'Successfully destroyed GPU instance ID  1 from GPU  0\n';
    const imported = read(`${LIST}${gone}${ROW(0, '3g.20gb  9  2  4:4')}\n`);
    expect(sentences(imported).filter((one) => one.includes('is taken'))).toEqual([]);
  });

  test('a profile that the board does not have is left out for that, not for want of room', () => {
    const imported = read(CURRENT.replace('1g.5gb', '2g.10gb'), { boards: ['a100-80gb'], gpuCount: 1 });
    const said = sentences(imported);
    expect(said.some((one) => one.includes('"2g.10gb" does not exist on') && one.endsWith('2g.20gb?'))).toBe(
      true,
    );
    expect(said).toContain('Line 6: 2 × "2g.10gb" on GPU 0 is left out.');
  });
});

test('devices of DRA have a start each and no ID: none takes the place of another', () => {
  const device = (name: string, profile: string): string => `  - name: ${name}
    attributes: {type: {string: mig}, profile: {string: ${profile}}, parentUUID: {string: GPU-1}}
`;
  const slice = `apiVersion: resource.k8s.io/v1
kind: ResourceSlice
spec:
  driver: gpu.nvidia.com
  nodeName: n1
  devices:
${device('gpu-0-mig-1g5gb-19-0', '1g.5gb')}${device('gpu-0-mig-1g5gb-19-1', '1g.5gb')}${device('gpu-0-mig-3g20gb-9-4', '3g.20gb')}`;
  const imported = read(slice, { boards: ['a100-pcie-40gb'] });
  expect(drawn(imported)).toEqual(['0: 1g.5gb@0, 1g.5gb@1, 3g.20gb@4']);
  expect(sentences(imported).filter((one) => one.includes('is taken'))).toEqual([]);
});

describe('nothing to import', () => {
  test.each([
    [
      'No MIG-enabled devices found.',
      'line 1 says "No MIG-enabled devices found.": MIG mode is off on every GPU.',
    ],
    ['NVIDIA A2, 00000000:08:00.0, [N/A], [N/A]', 'line 1 names "NVIDIA A2", a product without MIG'],
    ['How many A100s do we need?', 'is not a plan'],
    [
      `| GPU instances:  |\n${ROW(0, '3g.20b  9  1  0:4')}`,
      'line 2 is cut off or misspelt: "| 0 MIG 3g.20b 9 1 0:4 |"',
    ],
  ])('%s', (text, why) => {
    const imported = importText(text);
    expect(imported.ok).toBe(false);
    if (!imported.ok) expect(formatErrorMessage(imported.error)).toContain(why);
  });
});

describe('formats of our own', () => {
  const plan = read('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a').reading.plan;
  test.each([
    ['plan-json', makePlanJson(plan)],
    ['layout', makeLayout(plan)],
    ['layout', `All done.\n${makeLayout(plan)}`.replace('All done.\n', '# All done.\n')],
  ])('%s', (format, text) => {
    const imported = read(text);
    expect(imported.found).toMatchObject([{ format, from: 1 }]);
    expect(imported).toMatchObject({ isDecided: true, isObservation: false, questions: [] });
    expect(makeLayout(imported.reading.plan)).toBe(makeLayout(plan));
  });

  test('a plan whose notes hold a listing is that plan', () => {
    expect(read(makePlanJson({ ...plan, notes: TEXT })).found).toMatchObject([{ format: 'plan-json' }]);
  });
});

describe('any paste', () => {
  const seed = 20261127;
  const created = 'Successfully created GPU instance ID  2 on GPU  0 using profile MIG 3g.20gb (ID  9)\n';
  const pieces = [
    TEXT,
    created,
    created
      .replace('created', 'destroyed')
      .replace('on GPU', 'from GPU')
      .replace(/ using.*/, ''),
    'GPU 0: A100-PCIE-40GB (UUID: GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c)\n  MIG 1c.3g.20gb Device 0: (UUID: MIG-GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c/2/0)\n',
    'GPU 1: NVIDIA A30 (UUID: GPU-11111111-2222-3333-4444-555555555555)\n  MIG 2g.12gb Device 0: (UUID: MIG-aaaaaaaa-2222-3333-4444-555555555555)\n',
    'index, name, mig.mode.current\n0, NVIDIA H100 80GB HBM3, Enabled\n1, GRID A100-3-20C, [N/A]\n',
    '|  0    2   0   0  |     11MiB / 20096MiB | 42      0 |  3   0    2    0    0 |\n',
    '|   0      1       MIG 1c.3g.20gb       0         0          0:1     |\n',
    '[root@esx-02:~] nvidia-smi mig -lgi\n',
    'No GPU instances found: Not Found\n',
    'Disabled MIG Mode for GPU 00000000:36:00.0\n',
    'GPU 00000000:36:00.0 was successfully reset.\n',
  ];
  const texts = mangled(fc.shuffledSubarray(pieces, { minLength: 1 }).map((some) => some.join('')));
  test(`gives a sound plan or says why not, seed ${seed}`, () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom(undefined, 'straight' as const, 'mirrored' as const),
        (text, gpuKind) => {
          const imported = importText(text, gpuKind === undefined ? {} : { gpuKind });
          expectSound(imported.ok ? { ok: true, value: imported.value.reading } : imported);
          if (!imported.ok) return;
          const { reading, startUnknown, questions, isDecided } = imported.value;
          const planned = new Set(
            reading.plan.hosts.flatMap((host) =>
              host.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)),
            ),
          );
          for (const id of startUnknown) expect(planned.has(id)).toBe(true);
          expect(new Set(questions.map((one) => one.key)).size).toBe(questions.length);
          expect(isDecided).toBe(questions.every((one) => one.answer !== null));
        },
      ),
      { seed, numRuns: seedsOf(600) },
    );
  });
});

describe('a text that counts more than a plan can hold', () => {
  const gres = (nodes: number, count: number): string =>
    Array.from({ length: nodes }, (_, n) => `NodeName=gpu-${n} Gres=gpu:1g.5gb:${count}\n`).join('');

  test('is refused, and one below that is read', () => {
    const refused = importText(gres(3000, 9999));
    expect(refused).toMatchObject({ ok: false, error: { code: 'too-many-items', max: 250_000 } });
    const { plan } = read(gres(300, 70)).reading;
    expect(plan.hosts).toHaveLength(300);
    expect(plan.hosts.every((host) => host.gpus.flatMap((gpu) => gpu.instances).length === 70)).toBe(true);
  });

  test('on GPUs that are counted as well', () => {
    const node = (n: number): string =>
      `Name: gpu-${n}\nLabels: nvidia.com/gpu.count=9999\n        nvidia.com/mig-1g.5gb.count=64\n`;
    const text = Array.from({ length: 3000 }, (_, n) => node(n)).join('');
    expect(importText(text)).toMatchObject({ ok: false, error: { code: 'too-many-items' } });
  });
});

test('a text that is read once answers each set of answers as if it were read for it', () => {
  const open = openText(TEXT);
  for (const options of [{}, { boards: ['gh200-96gb'] }, { hostName: 'gpu-07' }, {}])
    expect(open(options)).toEqual(importText(TEXT, options));
  expect(read(TEXT).isUnnamed).toBe(true);
  expect(read(`root@gpu-1:~# nvidia-smi mig -lgi\n${TEXT}`).isUnnamed).toBe(false);
});
describe('the name of the plan, and of the step that brings it in', () => {
  const steps = (plan: Plan): string =>
    describeCommand({ type: 'plan/replace', plan, origin: 'import' }, EMPTY_PLAN);

  test.each([
    [
      'a listing is called as its host is',
      `[root@esx-01:~] nvidia-smi mig -lgi\n${TEXT}`,
      'esx-01',
      'Import esx-01',
    ],
    ['a text without a host as that is called', TEXT, 'host-1', 'Import host-1'],
    ['a table of VMs', 'VM,vGPU type\nml-01,grid_a100-3-20c\n', 'VMs', 'Import VMs'],
    [
      'a layout has no name, its step has one',
      'esx-01/0 a100-pcie-40gb: 3g.20gb@0\nesx-02/0 a100-pcie-40gb:',
      'Untitled plan',
      'Import esx-01 and esx-02',
    ],
  ])('%s', (_, text, name, step) => {
    const { plan } = read(text).reading;
    expect(plan.name).toBe(name);
    expect(steps(plan)).toBe(step);
  });
});

describe('outputs that are recognised and not read', () => {
  const QUERY = [
    '==============NVSMI LOG==============',
    '',
    'Timestamp                                 : Mon Nov 23 10:11:12 2026',
    'Attached GPUs                             : 1',
    'GPU 00000000:0F:00.0',
    '    Product Name                          : NVIDIA A100-PCIE-40GB',
    '    MIG Mode',
    '        Current                           : Enabled',
  ];

  test.each([
    ['-q', QUERY, 'nvidia-smi -q', 'nvidia-smi -q -x'],
    ['a part of -q', QUERY.slice(5), 'nvidia-smi -q', 'nvidia-smi -q -x'],
    [
      '-lcipp',
      ['$ nvidia-smi mig -lcipp', 'GPU  0 GPU instance ID  1 Profile ID  0 Placements: {0,1,2}:1'],
      'nvidia-smi mig -lcipp',
      'nvidia-smi mig -lci',
    ],
  ])('%s: what it is and what to paste instead', (_what, lines, what, instead) => {
    const imported = importText(lines.join('\n'));
    expect(imported).toMatchObject({ ok: false, error: { code: 'output-not-read', what } });
    expect(imported.ok ? '' : formatErrorMessage(imported.error)).toContain(instead);
  });

  test('leave what stands beside them', () => {
    const list = 'GPU 0: NVIDIA A30 (UUID: GPU-11111111-2222-3333-4444-555555555555)';
    const imported = read([...QUERY, list, ROW(0, '2g.12gb  5  2  2:2')].join('\n'));
    expect(drawn(imported)).toEqual(['0: 2g.12gb@2']);
    expect(imported.reading.notices.map(({ code }) => code)).toEqual(['part-unreadable']);
  });
});

test('a plan of a hundred thousand GPUs is refused by its bound, and any other text by its length', () => {
  const plan = `{"format": "mig-plan", "version": 1, "hosts": [${' '.repeat(64_000_000)}]}`;
  const tooLarge = { code: 'plan-too-large', length: plan.length, max: 64_000_000, maxItems: 250_000 };
  expect(importText(plan)).toEqual({ ok: false, error: tooLarge });
  const other = 'x'.repeat(64_000_001);
  expect(importText(other)).toMatchObject({ ok: false, error: { code: 'text-too-long' } });
});
