import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnyText, readSegments, type AnyText } from './anyText.ts';
import { mangled } from './fuzz.testing.ts';
import { formatErrorMessage, noticeMessage } from './messages.ts';
import { cutText } from './paste/segments.ts';
import { MAX_ROWS, MAX_TEXT_LENGTH } from './reading.ts';

const LGI = `+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 3g.20gb          9        1          0:4     |
+-------------------------------------------------------+
|   0  MIG 3g.20gb          9        2          4:4     |
+-------------------------------------------------------+
`;
const LIST = `GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-11111111-2222-3333-4444-555555555555)
  MIG 3g.20gb     Device  0: (UUID: MIG-aaaaaaaa-2222-3333-4444-555555555555)
`;
const SUMMARY = `Thu Apr 25 10:08:24 2024
+-----------------------------------------------------------------------------+
| NVIDIA-SMI 510.47.03    Driver Version: 510.47.03    CUDA Version: N/A      |
|-------------------------------+----------------------+----------------------+
| GPU  Name        Persistence-M| Bus-Id        Disp.A | Volatile Uncorr. ECC |
| Fan  Temp  Perf  Pwr:Usage/Cap|         Memory-Usage | GPU-Util  Compute M. |
|                               |                      |               MIG M. |
|===============================+======================+======================|
|   0  NVIDIA A100-PCI...  On   | 00000000:0F:00.0 Off |                   On |
| N/A   58C    P0   110W / 250W |      0MiB / 40960MiB |     N/A      Default |
|                               |                      |              Enabled |
+-------------------------------+----------------------+----------------------+

+-----------------------------------------------------------------------------+
| Processes:                                                                  |
|  No running processes found                                                 |
+-----------------------------------------------------------------------------+
`;
const CREATED = 'Successfully created GPU instance ID  2 on GPU  0 using profile MIG 3g.20gb (ID  9)\n';
const CSV = 'index, name, mig.mode.current\n0, NVIDIA A30, Enabled\n';
const PLACEMENTS = 'GPU  0 Profile ID 19 Placements: {0,1,2,3,4,5,6}:1\n';
const FAILED = 'Failed to display compute instances: Insufficient Permissions\n';
const XML = `<?xml version="1.0" ?>
<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
<nvidia_smi_log><attached_gpus>1</attached_gpus>
<gpu id="00000000:06:00.0"><product_name>NVIDIA A30</product_name></gpu>
</nvidia_smi_log>
`;

const YAML = `version: v1
mig-configs:
  half:
    - devices: [0]
      mig-enabled: true
      mig-devices:
        "3g.20gb": 2
`;
const JSON_NODE = `{
    "apiVersion": "v1",
    "kind": "Node",
    "metadata": { "name": "n1", "labels": { "nvidia.com/mig-1g.5gb.count": "7" } }
}
`;

function read(text: string): AnyText {
  const read = readAnyText(text);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

/** What was read, without the lines. */
const told = (text: string): string =>
  JSON.stringify(read(text).parts.map((part) => part.reading)).replaceAll(/"line":\d+/g, '');

const partsOf = (text: string): string[] =>
  read(text).parts.map(({ format, from, to }) => `${format} ${from}-${to}`);
const passedOver = (text: string): number[] =>
  read(text).notices.flatMap((notice) => ('at' in notice && 'line' in notice.at ? [notice.at.line] : []));

describe('a paste is cut', () => {
  test('at prompts of several hosts, each line to its reader', () => {
    const text = `[root@esx-01:~] nvidia-smi -L\n${LIST}[root@esx-02:~] nvidia-smi mig -lgi\n${LGI}$ nvidia-smi mig -cgi 9\n${CREATED}`;
    expect(partsOf(text)).toEqual(['nvidia-smi-l 2-3', 'mig-lgi 5-13', 'mig-transcript 15-15']);
    const hosts = read(text).parts.flatMap(({ reading }) =>
      reading.kind === 'evidence' ? reading.evidence.hosts.map((host) => host.name) : [],
    );
    // A prompt without a name is of the host before it.
    expect(hosts).toEqual(['esx-01', 'esx-02', 'esx-02']);
    expect(passedOver(text)).toEqual([]);
  });

  test('at the fences of Markdown, with prose around them', () => {
    const text = `# What we have\n\nFirst the list:\n\n\`\`\`console\n${LIST}\`\`\`\n\nThen:\n\n~~~\n${LGI}~~~\n`;
    expect(partsOf(text)).toEqual(['nvidia-smi-l 6-7', 'mig-lgi 13-21']);
    expect(passedOver(text)).toEqual([1, 3, 10]);
  });

  test('where one output follows another without a word between', () => {
    const text = [SUMMARY, LGI, LIST, CREATED, CSV, PLACEMENTS, FAILED, XML].join('');
    expect(read(text).parts.map((part) => part.format)).toEqual([
      'nvidia-smi',
      'mig-lgi',
      'nvidia-smi-l',
      'mig-transcript',
      'query-gpu-csv',
      'mig-lgipp',
      'mig-transcript',
      'nvidia-smi-xml',
    ]);
    expect(passedOver(text)).toEqual([]);
  });

  test('what a command printed that nobody reads is passed over with its prompt', () => {
    const text = `[root@esx-01:~] uname -a\nVMkernel esx-01 7.0.3\n[root@esx-01:~] nvidia-smi -L\n${LIST}`;
    expect(partsOf(text)).toEqual(['nvidia-smi-l 4-5']);
    expect(passedOver(text)).toEqual([1, 2]);
  });

  test('a comment is no prompt, and neither is a quote', () => {
    expect(passedOver(`# version of the plan\n> so they said\n${LGI}`)).toEqual([1, 2]);
  });
});

describe('text as it is pasted', () => {
  const plain = `[root@esx-01:~] nvidia-smi mig -lgi\n${LGI}`;
  const seen = (text: string): unknown => read(text).parts.map((part) => part.reading);
  test.each<[what: string, text: string]>([
    ['with CRLF', plain.replaceAll('\n', '\r\n')],
    ['after a byte-order mark', `\ufeff${plain}`],
    [
      'with hard blanks',
      plain.replaceAll(' ', '\u00a0').replace('\u00a0nvidia-smi\u00a0mig', ' nvidia-smi mig'),
    ],
    ['with colours', plain.replaceAll('MIG', '\u001b[1mMIG\u001b[0m')],
    ['with a dash of a web page', plain.replace('-lgi', '–lgi')],
    ['quoted in a mail', plain.replaceAll(/^/gm, '> ')],
    ['with trailing blanks', plain.replaceAll('\n', '   \n')],
  ])('%s', (_, text) => {
    expect(seen(text)).toEqual(seen(plain));
  });

  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const wrappings: readonly (readonly [what: string, wrapped: (text: string) => string])[] = [
    ['quoted in a mail', (text) => text.replaceAll(/^/gm, '> ')],
    ['quoted without blanks', (text) => text.replaceAll(/^/gm, '>')],
    ['quoted twice', (text) => `They wrote:\n${text.replaceAll(/^/gm, '> > ')}`],
    ['indented', (text) => text.replaceAll(/^(?=.)/gm, '    ')],
    ['indented by a tab', (text) => text.replaceAll(/^(?=.)/gm, '\t')],
    ['escaped by a web page', escaped],
    ['with hard blanks', (text) => text.replaceAll(' ', '\u00a0')],
  ];
  test.each(
    wrappings.flatMap(([what, wrapped]) => [
      [what, 'YAML', YAML, wrapped(YAML)] as const,
      [what, 'XML', XML, wrapped(XML)] as const,
      [what, 'JSON', JSON_NODE, wrapped(JSON_NODE)] as const,
    ]),
  )('%s: %s', (_, __, text, wrapped) => {
    expect(told(wrapped)).toBe(told(text));
    expect(read(text).parts).toHaveLength(1);
    expect(told(text)).not.toContain('unreadable');
  });

  test('an entity in a text with tags, and "&amp;" alone, are what they are', () => {
    const xml = XML.replace('NVIDIA A30', 'NVIDIA A30 &quot;x&quot;');
    expect(told(xml)).toContain('NVIDIA A30 \\"x\\"');
    const yaml = YAML.replace('half', '"a &amp; b"');
    expect(told(yaml)).toContain('a &amp; b');
  });

  test('rows that a narrow terminal broke are put together', () => {
    const broken = LGI.replaceAll(/^(.{40})(.+)$/gm, '$1\n$2');
    const [part] = read(broken).parts;
    const gpus =
      part?.reading.kind === 'evidence' ? part.reading.evidence.hosts.flatMap((host) => host.gpus) : [];
    expect(gpus[0]?.layout).toMatchObject({ kind: 'instances', instances: [{ start: 0 }, { start: 4 }] });
  });

  test('a table without its headings is told by its rows', () => {
    const rows = LGI.split('\n').slice(5).join('\n');
    expect(read(rows).parts.map((part) => part.format)).toEqual(['mig-lgi']);
  });
});

describe('limits', () => {
  test('a text that is too long is refused before it is looked at', () => {
    expect(readAnyText(' '.repeat(MAX_TEXT_LENGTH + 1))).toMatchObject({
      ok: false,
      error: { code: 'text-too-long' },
    });
  });

  test('so is one with too many rows, with the first line beyond', () => {
    const row = '|   0  MIG 3g.20gb   9    1    0:4  |\n';
    const answer = readAnyText(row.repeat(MAX_ROWS + 10));
    // The host and its GPU count as well.
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'too-many-rows', at: { line: MAX_ROWS - 1 }, max: MAX_ROWS },
    });
    if (!answer.ok) expect(formatErrorMessage(answer.error)).toContain('Line 9999 is beyond');
  });

  test('what a host counts as a whole is a row for each profile', () => {
    const node = (n: number): string => `NodeName=gpu-${n} Gres=gpu:1g.5gb:7,gpu:2g.10gb:3\n`;
    const nodes = (count: number): string => Array.from({ length: count }, (_, n) => node(n)).join('');
    // A host and two counts each.
    expect(readAnyText(nodes(Math.floor(MAX_ROWS / 3))).ok).toBe(true);
    const beyond = Math.floor(MAX_ROWS / 3) + 1;
    expect(readAnyText(nodes(beyond))).toMatchObject({
      ok: false,
      error: { code: 'too-many-rows', at: { line: beyond } },
    });
  });

  test('lines that name a thousand nodes each are refused before all of them are made', () => {
    const line = (n: number): string => `NodeName=${'g'.repeat((n % 9) + 1)}[1-1000] Gres=gpu:1g.5gb:1\n`;
    const text = Array.from({ length: 20_000 }, (_, n) => line(n)).join('');
    expect(readAnyText(text)).toMatchObject({ ok: false, error: { code: 'too-many-rows', max: MAX_ROWS } });
  });

  // Tables look ahead. Four times the lines are looked at four times as often; squared it would be sixteen.
  test.each([
    ...['+--\n\n', '| GPU instances:\n+--+\n', '<?xml\n', 'a,b\n', '$ \n', '|\n', '9\n', '{\n'],
    ...['```\n|\n', '-----\n', '"\n', '> a\nb\n', '- a\n', 'GPU 0:\n', 'Successfully \n', '=\n'],
  ])('every line of many %j is looked at a bounded number of times', (piece) => {
    const few = linesIn(piece.repeat(500));
    const many = linesIn(piece.repeat(2000));
    expect(few.looksOfOneReading()).toBeGreaterThan(0);
    const looks = many.looksOfOneReading();
    expect(looks).toBeLessThan(5 * few.looksOfOneReading());
    // What is kept of the first reading does not weigh on the second.
    expect(many.looksOfOneReading()).toBeLessThanOrEqual(looks);
  });

  // Prompts and sentences are told by patterns, which go through a long line once.
  test.each(['| 1 ', 'GPU ', 'Successfully ', '`', 'GPU 0:', '> ', '$ ', '"', '- ', '{'])(
    'a line of nothing but %j is gone through once',
    (piece) => {
      const text = piece.repeat(Math.floor(200_000 / piece.length));
      // Of this process, in microseconds: milliseconds, or where one is not linear, minutes.
      const start = process.cpuUsage();
      readAnyText(text);
      expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
    },
  );
});

/** A cut text whose lines count how often somebody looks at them. */
function linesIn(text: string): { readonly looksOfOneReading: () => number } {
  let looks = 0;
  const segments = cutText(text).segments.map((segment) => ({
    ...segment,
    lines: segment.lines.map((line) => ({
      line: line.line,
      get text() {
        looks += 1;
        return line.text;
      },
      get raw() {
        looks += 1;
        return line.raw;
      },
    })),
  }));
  return {
    looksOfOneReading: () => {
      looks = 0;
      readSegments(segments, null);
      return looks;
    },
  };
}

describe('any text', () => {
  const seed = 20261126;
  const texts = mangled(
    fc
      .shuffledSubarray([SUMMARY, LGI, LIST, CREATED, CSV, PLACEMENTS, FAILED, XML, '```\n', '$ ls\n'], {
        minLength: 1,
      })
      .map((parts) => parts.join('')),
  );
  test(`each line is of one part or of none, and every remark is a sentence, seed ${seed}`, () => {
    fc.assert(
      fc.property(texts, (text) => {
        const answer = readAnyText(text);
        if (!answer.ok) return;
        let last = 0;
        for (const { from, to, reading } of answer.value.parts) {
          expect(from).toBeGreaterThan(last);
          expect(to).toBeGreaterThanOrEqual(from);
          last = to;
          if (reading.kind !== 'evidence') continue;
          for (const notice of reading.evidence.notices) expect(noticeMessage(notice)).toMatch(/\.$/);
        }
        expect(last).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
      }),
      { seed, numRuns: 500 },
    );
  });
});
