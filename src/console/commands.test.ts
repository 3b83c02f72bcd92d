// Commands that ask for instances and have no answer in the text: a line of a procedure, a script, an article or a chat.
import { describe, expect, test } from 'vitest';
import { formatErrorMessage, noticeMessage } from '../formats/messages.ts';
import { importText, type Imported, type ImportOptions } from './importText.ts';

const A100: ImportOptions = { boards: ['a100-pcie-40gb'], gpuCount: 1 };

function read(text: string, options: ImportOptions = A100): Imported {
  const imported = importText(text, options);
  if (!imported.ok) throw new Error(formatErrorMessage(imported.error));
  return imported.value;
}

/** "host-1/0: 3g.20gb@0?", a start that the driver would choose marked, cuts in brackets. */
function drawn({ reading, startUnknown }: Imported): string[] {
  return reading.plan.hosts.flatMap((host) =>
    host.gpus.map((gpu) => {
      const layout = gpu.instances.map((gi) => {
        const cuts = gi.computeInstances.map((one) => one.profile).join('+');
        return `${gi.profile}@${gi.start}${startUnknown.has(gi.id) ? '?' : ''}${cuts === '' ? '' : `(${cuts})`}`;
      });
      return `${host.name}/${gpu.index}: ${layout.join(', ')}`;
    }),
  );
}

const sentences = (imported: Imported): string[] => imported.reading.notices.map(noticeMessage);

describe('what is asked for', () => {
  test.each([
    ['the article', 'nvidia-smi mig -i 0 -cgi 9,9', ['host-1/0: 3g.20gb@0, 3g.20gb@4']],
    ['dashes of a web page', 'nvidia-smi mig –i 0 –cgi 9,9 —C', ['host-1/0: 3g.20gb@0, 3g.20gb@4']],
    [
      'starts that are given',
      'nvidia-smi mig -i 0 -cgi 3g.20gb:4,1g.5gb:0',
      ['host-1/0: 1g.5gb@0, 3g.20gb@4'],
    ],
    ['an order', 'nvidia-smi mig -i 0 -cgi 9,14,19', ['host-1/0: 2g.10gb@0?, 1g.5gb@2?, 3g.20gb@4?']],
    [
      'several lines, with a prompt',
      '[root@esx-07:~] nvidia-smi mig -i 0 -cgi 9\n[root@esx-07:~] nvidia-smi mig -i 0 -cgi 14',
      ['esx-07/0: 2g.10gb@0?, 3g.20gb@4?'],
    ],
    [
      'several GPUs, options in any order, blanks in the list',
      '$ sudo nvidia-smi mig -cgi "MIG 3g.20gb", 3g.20gb:0 -C -i 1,2',
      ['host-1/1: 3g.20gb@0, 3g.20gb@4', 'host-1/2: 3g.20gb@0, 3g.20gb@4'],
    ],
    [
      'all that was there destroyed before',
      'nvidia-smi mig -i 0 -cgi 0\nnvidia-smi mig -i 0 -dgi\nnvidia-smi mig -i 0 -cgi 5:0',
      ['host-1/0: 4g.20gb@0'],
    ],
    [
      'a row of a table, a list, a chat',
      '| C14 | `nvidia-smi mig -i 0 –cgi 9,9` | two |\n- `nvidia-smi mig -i 1 -cgi 0`\ncan you do mig -i 2 -cgi 5:0 on esx-1 please',
      ['host-1/0: 3g.20gb@0, 3g.20gb@4', 'host-1/1: 7g.40gb@0', 'host-1/2: 4g.20gb@0'],
    ],
    ['a script', 'for i in 0 1; do\n  nvidia-smi mig -i $i -cgi 0 -C\ndone', ['host-1/0: 7g.40gb@0']],
    [
      'compute instances in each',
      'nvidia-smi mig -i 0 -cgi 9,9\nnvidia-smi mig -i 0 -cci 0,1c.3g.20gb,0',
      ['host-1/0: 3g.20gb@0(1c.3g.20gb+1c.3g.20gb+1c.3g.20gb), 3g.20gb@4(1c.3g.20gb+1c.3g.20gb+1c.3g.20gb)'],
    ],
    [
      'the compute instances of the article are the default ones',
      'nvidia-smi mig -i 0 -cgi 9,9\nnvidia-smi mig -i 0 -gi 1 –cci 2\nnvidia-smi mig -i 0 -gi 2 -cci 2',
      ['host-1/0: 3g.20gb@0, 3g.20gb@4'],
    ],
    ['a start that is none, which the check then says', 'mig -i 0 -cgi 3g.20gb:3', ['host-1/0: 3g.20gb@3']],
  ])('%s', (_what, text, gpus) => {
    const imported = read(`${text}\n`);
    expect(drawn(imported)).toEqual(gpus);
    // Nobody has seen it.
    expect(imported.isObservation).toBe(false);
    expect(imported.reading.plan.hosts.map((host) => host.observed)).toEqual([null]);
  });

  test('an ID is another profile on another board, so the board is asked, and without -i how many GPUs', () => {
    const open = read('nvidia-smi mig -cgi 5,14\n', {});
    expect(open.questions.map(({ kind, answer }) => [kind, answer])).toEqual([
      ['gpu-count', null],
      ['board', null],
    ]);
    const answered = read('nvidia-smi mig -cgi 5,14\n', { boards: ['a30-24gb'], gpuCount: 2 });
    expect(drawn(answered)).toEqual(['host-1/0: 2g.12gb@0?, 1g.6gb@2?', 'host-1/1: 2g.12gb@0?, 1g.6gb@2?']);
  });

  test('another output answers both', () => {
    const list = 'GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-11111111-2222-3333-4444-555555555555)';
    for (const lines of [
      [list, 'nvidia-smi mig -cgi 9,9'],
      ['nvidia-smi mig -cgi 9,9', list],
    ]) {
      const imported = read(lines.join('\n'), {});
      expect([imported.isDecided, drawn(imported)]).toEqual([true, ['host-1/0: 3g.20gb@0, 3g.20gb@4']]);
      expect(imported.isObservation).toBe(false);
      expect(imported.reading.plan.hosts[0]?.observed).toBeNull();
    }
  });
});

describe('what is said of it', () => {
  test('where the driver would put it', () => {
    expect(sentences(read('nvidia-smi mig -i 0 -cgi 9,14\n'))).toEqual([
      'Line 1 gives no start for 2g.10gb, 3g.20gb; on GPU 0 they are drawn where the driver is expected to put them in this order.',
    ]);
  });

  test('that the order of the MIG guide is refused half-way, and what is left of it', () => {
    const imported = read('nvidia-smi mig -i 0 -cgi 19,19,14,9\n');
    expect(sentences(imported)[0]).toMatch(/the driver is expected to refuse 3g\.20gb on GPU 0/);
    expect(drawn(imported)).toEqual(['host-1/0: 2g.10gb@0?, 1g.5gb@4?, 1g.5gb@6?']);
    expect(imported.unplaced).toMatchObject([{ profile: '3g.20gb', count: 1 }]);
  });

  test.each([
    ['3g.20b', '"3g.20b" does not exist on A100-PCIE-40GB; 3g.20gb?'],
    ['77', '"profile ID 77" does not exist on A100-PCIE-40GB.'],
  ])('a profile that the board does not have: %s', (profile, sentence) => {
    expect(sentences(read(`nvidia-smi mig -i 0 -cgi ${profile}\n`))).toContain(`Line 1: ${sentence}`);
  });

  test('cuts of which nobody knows where', () => {
    const imported = read('nvidia-smi mig -i 0 -cgi 9,9\nnvidia-smi mig -i 0 -gi 1 -cci 0,0,0\n');
    expect(drawn(imported)).toEqual(['host-1/0: 3g.20gb@0, 3g.20gb@4']);
    expect(sentences(imported)[0]).toMatch(/^Line 2 asks for compute instances/);
  });
});

describe('beside what was seen', () => {
  const ASK = '$ nvidia-smi mig -i 0 -cgi 9,9\n';
  const LISTED = '$ nvidia-smi mig -lgi\n|   0  MIG 7g.40gb  0  0  0:8 |\n';

  test.each([
    ['before', ASK + LISTED],
    ['after', LISTED + ASK],
    ['after, for every GPU', `${LISTED}$ nvidia-smi mig -cgi 9,9\n`],
  ])('a listing wins over a command without an answer: %s', (_what, text) => {
    const imported = read(text);
    expect(drawn(imported)).toEqual(['host-1/0: 7g.40gb@0']);
    expect(imported.reading.notices.map(({ code }) => code)).toContain('request-left-out');
    expect(imported.isObservation).toBe(true);
  });

  test('that nothing is there yet does not speak against it', () => {
    const imported = read(`$ nvidia-smi mig -lgi\nNo GPU instances found: Not Found\n${ASK}`);
    expect(drawn(imported)).toEqual(['host-1/0: 3g.20gb@0, 3g.20gb@4']);
  });

  test('a command with its answer is no request', () => {
    const answer = 'Successfully created GPU instance ID  2 on GPU  0 using profile MIG 3g.20gb (ID  9)\n';
    const imported = read(ASK + answer, { ...A100, gpuKind: 'straight' });
    expect(drawn(imported)).toEqual(['host-1/0: 3g.20gb@4']);
    expect(imported.isObservation).toBe(true);
  });

  test('a command that only lists says nothing, and that is said', () => {
    for (const command of ['$ nvidia-smi mig -lgi', 'nvidia-smi mig -i 0 -cci 0', 'sudo nvidia-smi mig -cgi'])
      expect(importText(command)).toMatchObject({
        ok: false,
        error: { code: 'only-commands', at: { line: 1 } },
      });
  });

  test('held against a plan it tells nothing', () => {
    const { plan } = read(ASK).reading;
    expect(importText(ASK, { ...A100, like: plan })).toMatchObject({
      ok: false,
      error: { code: 'tells-no-instances' },
    });
  });
});
