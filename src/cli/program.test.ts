import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePlanJson } from '../formats/planJson.ts';
import { textOfFile } from './io.ts';
import { run } from './run.testing.ts';

const FIVE = '1g.5gb,2g.10gb,3g.20gb,4g.20gb,7g.40gb';
const LAYOUT = `# two GPUs
esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 4g.20gb@0, 2g.10gb@4="ocr, night", 1g.5gb@6
`;
const ILLEGAL = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0\nesx-01/1 a100-pcie-40gb: 3g.20gb@0=a, 2g.10gb@2\n';
const LGI = `[root@gpu7:~] nvidia-smi mig -lgi
+----------------------------------------------------+
| GPU instances:                                     |
| GPU   Name          Profile  Instance   Placement  |
|                       ID       ID       Start:Size |
|====================================================|
|   0  MIG 3g.20gb       9        1          4:4     |
+----------------------------------------------------+
`;

test.each([
  [['--count'], '297\n'],
  [['--maximal', '--count'], '19\n'],
  [['--sets', '--count'], '37\n'],
])('layouts of the five base profiles, %j: %j', async (flags, expected) => {
  const { status, stdout, stderr } = await run(['layouts', 'a100-pcie-40gb', '--profiles', FIVE, ...flags]);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expected, stderr: '' });
});

test('layouts prints one layout a line, sets as requests are written, and both as JSON', async () => {
  const argv = ['layouts', 'NVIDIA A30', '--profiles', '2g.12gb,4g.24gb'];
  expect((await run(argv)).stdout.split('\n').sort()).toEqual(
    ['', '2g.12gb@0', '2g.12gb@0, 2g.12gb@2', '2g.12gb@2', '4g.24gb@0'].sort(),
  );
  expect((await run([...argv, '--sets', '--maximal'])).stdout.split('\n').sort()).toEqual([
    '',
    '2g.12gb=2',
    '4g.24gb=1',
  ]);
  const json = JSON.parse((await run([...argv, '--maximal', '--json'])).stdout) as unknown[];
  expect(json).toContainEqual([{ profile: '4g.24gb', start: 0 }]);
  expect(JSON.parse((await run([...argv, '--count', '--json'])).stdout)).toEqual({ count: 4 });
});

test('boards and profiles are named in any case', async () => {
  const usual = await run(['layouts', 'a30-24gb', '--profiles', '1g.6gb', '--count']);
  expect(usual).toMatchObject({ status: 0, stdout: '15\n' });
  expect(await run(['layouts', 'A30-24GB', '--profiles', 'MIG 1G.6GB', '--count'])).toEqual(usual);
});

test('models --name gives every other name, board by board; a name of none is the answer no', async () => {
  const found = await run(['models', '--name', 'GRID A100-3-20C', '--json']);
  expect(found.status).toBe(0);
  const { rows } = JSON.parse(found.stdout) as { rows: unknown[] };
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    board: 'a100-pcie-40gb',
    profile: '3g.20gb',
    profileId: 9,
    kubernetes: 'nvidia.com/mig-3g.20gb',
    vgpuTypes: [{ esxiName: 'grid_a100-3-20c', esxiNameStatus: 'prefix-seen', mdevType: 'nvidia-476' }],
  });
  const lines = (await run(['models', '--name', 'nvidia-476'])).stdout.split('\n');
  expect(lines[1]).toMatch(/^a100-pcie-40gb {2}3g\.20gb {2}ID 9 /);
  const missing = await run(['models', '--name', 'A40']);
  expect(missing).toMatchObject({ status: 1, stderr: '' });
  expect(missing.stdout).toMatch(/^A40 has no MIG: /);
});

test.each<[what: string, argv: string[], line: RegExp]>([
  [
    'a board that has no MIG',
    ['layouts', 'L40S'],
    /no board "L40S": L40S has no MIG: .*MIG is on A100, A800, A30, /,
  ],
  [
    'a profile of another board',
    ['layouts', 'a100-pcie-40gb', '--profiles', '2g.20gb'],
    /"2g\.20gb" is not a profile of a100-pcie-40gb/,
  ],
  ['a board whose starts nobody knows', ['layouts', 'rtx-pro-5000-48gb'], /no public source/],
  [
    'a name that is short for several boards',
    ['layouts', 'RTX PRO 6000'],
    /no board "RTX PRO 6000"; say one of rtx-pro-6000-server, rtx-pro-6000-ws, rtx-pro-6000-maxq/,
  ],
  [
    'a board that only the vGPU tables know',
    ['layouts', 'AX800'],
    /of "AX800" only the vGPU tables of NVIDIA speak/,
  ],
  ['no command', [], /no command given/],
  ['nearly a command', ['chek', 'x'], /unknown command 'chek' \(Did you mean check\?\)/],
  ['an unknown command', ['pack-all'], /unknown command/],
  ['an unknown option', ['models', '--frob'], /unknown option/],
  ['a missing argument', ['check'], /missing required argument/],
  ['a file that is not there', ['check', 'nowhere.json'], /cannot read nowhere\.json: no such file/],
  ['an unknown format', ['convert', 'plan', '--to', 'excel'], /--to excel/],
  ['text that is nothing of ours', ['check', 'noise'], /noise/],
  ['JSON that is cut', ['check', 'cut'], /cut: Line 1/],
  ['a layout with a fault', ['check', 'fault'], /fault: Line 2/],
  [
    'a text that does not name the board',
    ['check', 'lgi'],
    /say --gpu with one of a100-sxm4-40gb .*a100-pcie-40gb/,
  ],
  [
    'a host that is not there',
    ['convert', 'plan', '--to', 'script', '--host', 'esx-09'],
    /no host of that name/,
  ],
])('%s: status 2 and one line on standard error', async (_what, argv, line) => {
  const files = {
    plan: LAYOUT,
    noise: 'hello\nworld\n',
    cut: '{"format": "mig-plan", "version": 1, "hosts": [',
    fault: 'esx-01/0 a100-pcie-40gb: 3g.20gb@0\nesx-01/1 a100-pcie-40gb: 3g.20gb@x\n',
    lgi: LGI,
  };
  const { status, stdout, stderr } = await run(argv, files);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^mig-planner: [^\n]+\n$/);
  expect(stderr).toMatch(line);
});

test('check says yes with 0, no with 1, and where', async () => {
  expect(await run(['check', 'plan'], { plan: LAYOUT })).toMatchObject({
    status: 0,
    stdout: 'legal: 5 instances on 2 GPUs\n',
  });
  const no = await run(['check', 'plan'], { plan: ILLEGAL });
  expect(no.status).toBe(1);
  expect(no.stdout).toContain(
    'line 2: GPU 1 on esx-01: 2g.10gb at slice 2 needs slices 2–3, and 3g.20gb a holds slices 0–3.',
  );
  const json = JSON.parse((await run(['check', '-', '--json'], { '-': ILLEGAL })).stdout) as unknown;
  expect(json).toMatchObject({
    legal: false,
    violations: [{ code: 'overlap', at: 2, host: 'esx-01', gpu: 1, vm: null, profile: '2g.10gb', start: 2 }],
  });
});

test('check of a plan document points into it', async () => {
  const json = (await run(['convert', 'plan', '--to', 'json'], { plan: ILLEGAL })).stdout;
  const { stdout, status } = await run(['check', '-', '--json'], { '-': json });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ violations: [{ at: '/hosts/0/gpus/1/instances/1' }] });
});

test('every keeping format converts to every other and back', async () => {
  const start = (await run(['convert', 'plan', '--to', 'layout'], { plan: LAYOUT })).stdout;
  for (const format of ['json', 'link', 'layout']) {
    const there = await run(['convert', 'plan', '--to', format], { plan: LAYOUT });
    expect(there.status, there.stderr).toBe(0);
    const back = await run(['convert', 'plan', '--to', 'layout'], { plan: there.stdout });
    expect(back.stdout).toBe(start);
  }
});

test('what a host prints becomes a plan, with the board named on the command line', async () => {
  const { stdout, status } = await run(['convert', '-', '--gpu', 'A100-PCIE-40GB', '--to', 'layout'], {
    '-': LGI,
  });
  expect(status).toBe(0);
  expect(stdout).toContain('gpu7/0 a100-pcie-40gb: 3g.20gb@4\n');
  const plan = parsePlanJson(
    (await run(['convert', '-', '--gpu', 'a100-pcie-40gb', '--to', 'json'], { '-': LGI })).stdout,
  );
  expect(plan.ok ? plan.value.plan.hosts[0]?.observed?.[0] : null).toMatchObject({
    kind: 'mirrored',
    instances: [{ profile: '3g.20gb', start: 4, reportedId: 1 }],
  });
});

test('a script is made of a legal plan, and of no other', async () => {
  const script = await run(['convert', 'plan', '--to', 'script'], { plan: LAYOUT });
  expect(script.status).toBe(0);
  expect(script.stdout).toMatch(/^#!\/bin\/sh\n/);
  expect(script.stdout).toMatch(/9:0,9:4/);
  const none = await run(['convert', 'plan', '--to', 'script'], { plan: ILLEGAL });
  expect(none).toMatchObject({ status: 1, stdout: '' });
  expect(none.stderr).toContain('line 2');
});

test('several hosts: the script needs one of them', async () => {
  const two = `${LAYOUT}esx-02/0 a100-pcie-40gb: 7g.40gb@0\n`;
  const asked = await run(['convert', 'plan', '--to', 'script'], { plan: two });
  expect(asked).toMatchObject({ status: 2, stdout: '' });
  expect(asked.stderr).toContain('esx-01 and esx-02');
  const named = await run(['convert', 'plan', '--to', 'script', '--host', 'esx-02', '-o', 'out.sh'], {
    plan: two,
  });
  expect(named).toMatchObject({ status: 0, stdout: '' });
  expect(named.written.get('out.sh')).toContain('0:0');
});

test('the order trap without starts: largest first; where no order works the answer is no', async () => {
  const trap = 'esx-01/0 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4\n';
  const { stdout } = await run(['convert', 'plan', '--to', 'script', '--starts', 'driver'], { plan: trap });
  expect(stdout).toMatch(/\b9,(14,19,19|19,14,19|19,19,14)\b/);
  const none = await run(['convert', 'plan', '--to', 'script', '--starts', 'driver'], {
    plan: 'esx-01/0 a100-pcie-40gb: 4g.20gb@0, 1g.5gb@4, 1g.5gb@5, 1g.10gb@6\n',
  });
  expect(none).toMatchObject({ status: 1, stdout: '' });
});

test('a message cannot move the cursor or forge a line', async () => {
  const { stderr } = await run(['check', 'plan'], {
    plan: 'esx-01/0 \u001b[2Kfake\rmig-planner: all is well',
  });
  expect(stderr).toMatch(/^mig-planner: [^\n]+\n$/);
  // oxlint-disable-next-line no-control-regex -- that there is none is what is tested
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('models lists all boards; as JSON with confidence, sources and vGPU variants', async () => {
  const table = (await run(['models'])).stdout.trimEnd().split('\n');
  expect(table.length).toBe(27);
  const boards = JSON.parse((await run(['models', '--json'])).stdout) as {
    id: string;
    confidence: string;
    sources: string[];
    vgpuBoards: { id: string }[];
  }[];
  expect(boards.length).toBe(26);
  for (const board of boards) expect(board.sources.length, board.id).toBeGreaterThan(0);
  expect(boards.find((board) => board.id === 'a100-80gb')?.vgpuBoards.map((one) => one.id)).toEqual([
    'a100-pcie-80gb',
    'a100-pcie-80gb-lc',
    'a100-hgx-80gb',
  ]);
});

test('models --json says of each fact how sure it is, and spells out every source that it cites', async () => {
  interface Type {
    readonly mdevTypeSource: string | null;
    readonly esxiNameEvidence: readonly string[];
  }
  interface Listed {
    readonly id: string;
    readonly profiles: readonly { readonly certainty: Readonly<Record<string, string>> }[];
    readonly vgpuBoards: readonly {
      readonly sources: readonly { readonly id: string; readonly what: string }[];
      readonly types: readonly Type[];
    }[];
  }
  const boards = JSON.parse((await run(['models', '--json'])).stdout) as Listed[];
  for (const { id, profiles, vgpuBoards } of boards) {
    for (const { certainty } of profiles) {
      expect(Object.keys(certainty), id).toEqual(['name', 'id', 'starts', 'memory', 'sm', 'engines']);
      for (const one of Object.values(certainty)) expect(['seen', 'derived', 'unknown']).toContain(one);
    }
    for (const { sources, types } of vgpuBoards) {
      const known = sources.map((one) => one.id);
      for (const source of sources) expect(source.what.length).toBeGreaterThan(10);
      for (const { mdevTypeSource, esxiNameEvidence } of types) {
        expect(known).toEqual(expect.arrayContaining([mdevTypeSource ?? [], esxiNameEvidence].flat()));
      }
    }
  }
});

/** What a host prints, GPU by GPU: rows of profile, profile ID, instance ID, start and size. */
function listing(prompt: string, rows: readonly string[]): string {
  const table = rows.map((row) => `|   ${row}     |`).join('\n');
  return `${prompt}nvidia-smi mig -lgi\n| GPU instances: |\n${table}\n`;
}
const DONE = listing('[root@esx-01:~] ', [
  '0  MIG 3g.20gb  9  1  0:4',
  '0  MIG 3g.20gb  9  2  4:4',
  '1  MIG 1g.5gb  19  13  6:1',
  '1  MIG 2g.10gb  14  5  4:2',
  '1  MIG 4g.20gb  5  1  0:4',
]);
const NOT_DONE = listing('', [
  '0  MIG 1g.5gb  19  7  0:1',
  '0  MIG 3g.20gb  9  2  4:4',
  '1  MIG 4g.20gb  5  1  0:4',
  '1  MIG 2g.10gb  14  5  4:2',
  '1  MIG 1g.5gb  19  13  6:1',
]);

test('compare is the receipt: 0 where the host is as planned, 1 where it is not, and what differs', async () => {
  const files = { plan: LAYOUT, done: DONE, open: NOT_DONE };
  // The plan answers which board and which host it is.
  expect(await run(['compare', 'plan', 'done'], files)).toMatchObject({
    ...{ status: 0, stdout: 'as planned: 5 instances\n', stderr: '' },
  });
  expect(await run(['compare', 'plan', 'open'], files)).toMatchObject({
    status: 1,
    stdout: `GPU 0 on esx-01: missing 3g.20gb at slice 0, chat-a
GPU 0 on esx-01: extra 1g.5gb at slice 0
differs: 1 missing, 1 extra, 0 moved, 4 as planned
`,
  });
  const json = JSON.parse((await run(['compare', 'plan', 'open', '--json'], files)).stdout) as unknown;
  expect(json).toMatchObject({
    ...{ same: false, asPlanned: 4, moved: [], boards: [], migModes: [], notReported: [], notPlanned: [] },
    missing: [{ host: 'esx-01', gpu: 0, profile: '3g.20gb', start: 0, vms: ['chat-a'] }],
    extra: [{ host: 'esx-01', gpu: 0, profile: '1g.5gb', start: 0, id: 7 }],
  });
});

test.each([
  'No GPU instances found: Not Found\n',
  '[root@esx-01:~] nvidia-smi mig -lgi\nNo GPU instances found: Not Found\n',
  '[root@esx-01:~] nvidia-smi mig -lgi\nNo MIG-enabled devices found.\n',
])('compare: a host that lost all its instances, as after a reboot, differs: %j', async (none) => {
  const compared = await run(['compare', 'plan', 'none'], { plan: LAYOUT, none });
  expect(compared.status).toBe(1);
  expect(compared.stdout).toContain('GPU 0 on esx-01: missing 3g.20gb at slice 0, chat-a\n');
  expect(compared.stdout).toContain('differs: 5 missing, 0 extra, 0 moved, 0 as planned\n');
  expect(compared.stderr).toContain('says that there is no GPU instance');
  // By itself it is nothing to import.
  expect((await run(['check', 'none'], { none })).status).toBe(2);
});

test.each([
  ['nvidia-smi -L', 'GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-11111111-2222-3333-4444-555555555555)\n'],
  [
    'esxcli software vib list',
    'NVD-AIE_ESXi_8.0.0_Driver 525.105.14-1OEM.800.1.0.20613240 NVIDIA VMwareAccepted 2023-04-18 host\n',
  ],
  ['nvidia-smi --query-gpu', 'NVIDIA A100-PCIE-40GB, 00000000:0F:00.0, Enabled\n'],
])('compare: a text that does not tell of instances is no answer: %s', async (name, real) => {
  const compared = await run(['compare', 'plan', 'real', '--host', 'esx-01'], { plan: LAYOUT, real });
  expect(compared).toMatchObject({ status: 2, stdout: '' });
  expect(compared.stderr).toContain(`(${name}) does not tell which GPU instances there are`);
});

test('compare: with MIG mode off everything is missing', async () => {
  const real = 'NVIDIA A100-PCIE-40GB, 00000000:0F:00.0, Disabled\n';
  const compared = await run(['compare', 'plan', 'real'], { plan: 'h/0 a100-pcie-40gb: 7g.40gb@0\n', real });
  expect(compared.status).toBe(1);
  expect(compared.stdout).toContain('GPU 0 on h: MIG mode is off, planned is on\n');
  expect(compared.stdout).toContain('differs: 1 missing');
});

test('compare: what is only counted for a node is dealt out as the plan has it, and the receipt says so', async () => {
  const plan = 'n1/0 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4\nn1/1 h100-sxm5-80gb: 7g.80gb@0\n';
  const labels = (whole: number): string => `kind: Node
metadata:
  name: n1
  labels:
    nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3
    nvidia.com/gpu.count: "2"
    nvidia.com/mig.strategy: mixed
    nvidia.com/mig-3g.40gb.count: "2"
    nvidia.com/mig-7g.80gb.count: "${whole}"
`;
  const same = await run(['compare', 'plan', 'node', '--to', 'text'], { plan, node: labels(1) });
  expect(same).toMatchObject({ status: 0 });
  expect(same.stdout).toContain('What was reported leaves open:');
  expect(same.stdout).toContain('counts for "n1" as a whole');
  const less = await run(['compare', 'plan', 'node'], { plan, node: labels(0) });
  expect(less).toMatchObject({ status: 1 });
  expect(less.stdout).toContain('differs: 1 missing, 0 extra, 0 moved, 2 as planned');
});

test('compare says of a configuration that it is a wish', async () => {
  const yaml =
    'version: v1\nmig-configs:\n  x:\n    - devices: [0]\n      mig-enabled: true\n      mig-devices: {"7g.40gb": 1}\n';
  const compared = await run(['compare', 'plan', 'yaml'], { plan: 'h/0 a100-pcie-40gb: 7g.40gb@0\n', yaml });
  expect(compared).toMatchObject({ status: 0, stdout: 'as planned: 1 instance\n' });
  expect(compared.stderr).toContain(
    'note: The second text says what is wanted, and not what a host reports.',
  );
});

test('convert does not write over the file that it reads', async () => {
  const lost = await run(['convert', 'plan', '--to', 'csv', '--output', './plan'], { plan: LAYOUT });
  expect(lost).toMatchObject({ status: 2, stdout: '' });
  expect(lost.stderr).toContain('--output ./plan: that is FILE itself, which would be lost; name another');
  expect(lost.written.size).toBe(0);
});

test('compare names what moved, another board, and hosts that one side does not have', async () => {
  const plan = `${LAYOUT}esx-02/0 a100-pcie-40gb: 7g.40gb@0=big\n`;
  const reality =
    'esx-01/0 a100-sxm4-40gb: 3g.20gb@4\nesx-01/1 a100-pcie-40gb: 2g.10gb@0, 1g.5gb@6\nesx-09/0 a30-24gb: 4g.24gb@0\n';
  const { stdout, status } = await run(['compare', 'plan', '-'], { plan, '-': reality });
  expect(status).toBe(1);
  expect(stdout).toBe(`GPU 0 on esx-01: The board is A100-SXM4-40GB, planned is A100-PCIE-40GB
GPU 0 on esx-01: missing 3g.20gb at slice 0, chat-a
GPU 1 on esx-01: missing 4g.20gb at slice 0
GPU 1 on esx-01: moved 2g.10gb from slice 4 to slice 0, ocr, night
esx-02: not reported
GPU 0 on esx-02: Not reported: a listing names no GPU without instances
GPU 0 on esx-02: missing 7g.40gb at slice 0, big
esx-09: not in the plan
GPU 0 on esx-09: The plan has no such GPU
GPU 0 on esx-09: extra 4g.24gb at slice 0
differs: 3 missing, 1 extra, 1 moved, 2 as planned
`);
});

test('compare gives no VM of the plan to what only reality has', async () => {
  const files = {
    plan: 'esx-01/0 a100-pcie-40gb: 3g.20gb@4=chat\n',
    real: 'esx-01/0 a100-pcie-40gb: 1g.5gb@0\n',
  };
  expect((await run(['compare', 'plan', 'real'], files)).stdout).toContain('extra 1g.5gb at slice 0\n');
});

test('compare of one host takes the only host that is reported, whatever it is called', async () => {
  const plan = `${LAYOUT}esx-02/0 a100-pcie-40gb: 7g.40gb@0\n`;
  const unnamed = listing('', ['0  MIG 7g.40gb  0  0  0:8']);
  const files = { plan, unnamed, other: unnamed.replace('nvidia', '[root@rack7:~] nvidia') };
  const asked = await run(['compare', 'plan', 'unnamed'], files);
  expect(asked).toMatchObject({ status: 2, stdout: '' });
  expect(asked.stderr).toMatch(/does not name its host; say --host with one of esx-01 and esx-02\n$/);
  for (const file of ['unnamed', 'other']) {
    const one = await run(['compare', 'plan', file, '--host', 'esx-02'], files);
    expect(one).toMatchObject({ status: 0, stdout: 'as planned: 1 instance\n' });
  }
  expect(await run(['compare', 'plan', 'plan', '--host', 'esx-03'], files)).toMatchObject({ status: 2 });
  expect(await run(['compare', '-', '-'], files)).toMatchObject({ status: 2, stdout: '' });
});

test('compare reads what a plan file holds as observed', async () => {
  const document = JSON.parse((await run(['convert', 'plan', '--to', 'json'], { plan: LAYOUT })).stdout) as {
    hosts: { gpus: unknown[]; observed: unknown }[];
  };
  document.hosts[0]!.observed = [document.hosts[0]!.gpus[0]];
  const { stdout } = await run(['compare', 'plan', '-'], { plan: LAYOUT, '-': JSON.stringify(document) });
  expect(stdout).toContain('differs: 3 missing, 0 extra, 0 moved, 2 as planned');
});

// Captures of other people, read where they are kept beside the project.
const samples = new URL('../../../shared/samples/mig-lgi/', import.meta.url);
const GPU: Readonly<Record<string, string>> = {
  'a100-40': 'a100-pcie-40gb',
  'a100-80': 'a100-80gb',
  'a30-24': 'a30-24gb',
  'h100-80': 'h100-sxm5-80gb',
};

test.runIf(existsSync(samples))(
  'every capture of -lgi imports and comes back the same from every format',
  async () => {
    const files = readdirSync(samples);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const gpu = Object.entries(GPU).find(([prefix]) => file.startsWith(prefix))?.[1] ?? '';
      const text = readFileSync(new URL(file, samples), 'utf8');
      const layout = await run(['convert', '-', '--gpu', gpu, '--to', 'layout'], { '-': text });
      expect(layout.status, `${file}: ${layout.stderr}`).toBe(0);
      for (const format of ['json', 'layout', 'link', 'mig-lgi']) {
        const there = await run(['convert', '-', '--gpu', gpu, '--to', format], { '-': text });
        const back = await run(['convert', '-', '--gpu', gpu, '--to', 'layout'], { '-': there.stdout });
        // A table names no host: only the line after the name can come back.
        const body = (out: string): string => (format === 'mig-lgi' ? out.replace(/^[^/\n]+\//gm, '/') : out);
        expect(body(back.stdout), `${file} through ${format}`).toBe(body(layout.stdout));
      }
    }
  },
);

test('check tells what is in doubt beside what is wrong, with the rules of both; a doubt alone is status 0', async () => {
  const vm = (release: string): string =>
    JSON.stringify({
      format: 'mig-plan',
      version: 1,
      hosts: [
        {
          name: 'esx-01',
          platform: 'esxi',
          release,
          gpus: [
            {
              index: 0,
              board: 'a100-pcie-40gb',
              instances: [
                { profile: '3g.20gb', start: 0 },
                { profile: '3g.20gb', start: 4 },
              ],
            },
          ],
        },
      ],
      vms: [
        {
          name: 'a',
          attachments: [0, 1].map((gi) => ({
            type: 'A100-3-20C',
            instance: `/hosts/0/gpus/0/instances/${gi}`,
          })),
        },
      ],
    });
  const doubt = await run(['check', 'plan', '--json'], { plan: vm('9.0') });
  expect(doubt.status).toBe(0);
  const said = JSON.parse(doubt.stdout) as Record<'violations' | 'warnings' | 'rules', unknown[]>;
  expect(said).toMatchObject({
    legal: true,
    violations: [],
    warnings: [
      {
        code: 'vgpus-per-vm',
        at: '/hosts/0/gpus/0/instances/1',
        host: 'esx-01',
        gpu: 0,
        vm: 'a',
        profile: '3g.20gb',
        start: 4,
      },
    ],
    rules: [{ code: 'vgpus-per-vm', confidence: 'unknown' }],
  });
  const wrong = await run(['check', 'plan', '--json'], { plan: vm('7.0') });
  expect(wrong.status).toBe(1);
  const answer = JSON.parse(wrong.stdout) as Record<'violations' | 'warnings', Record<string, unknown>[]>;
  // One shape for both lists.
  expect(Object.keys(answer.violations[0] ?? {})).toEqual(Object.keys(said.warnings[0] ?? {}));
  expect(answer.warnings).toEqual([]);
  const text = await run(['check', 'plan'], { plan: vm('7.0') });
  expect(text.stdout).toContain('with this one it has 2. [vgpus-per-vm]\n');
  expect(text.stdout).toMatch(/^rule vgpus-per-vm \(documented\): .*only one vGPU profile on a VM/m);
  expect(text.stdout).toMatch(/^ {2}NVIDIA AI Enterprise 6, .*: https:\/\/docs\.nvidia\.com\//m);
  expect((await run(['check', 'plan'], { plan: vm('9.0') })).stdout).toMatch(
    /^warning: .*\[vgpus-per-vm\]$[^]*^legal: 2 instances on 1 GPU, 1 warning$/m,
  );
  expect((await run(['convert', 'plan', '--to', 'script'], { plan: vm('9.0') })).status).toBe(0);
});

test('pack answers with the fewest GPUs, the bound, the reason, and a plan that check calls legal', async () => {
  const { status, stdout, stderr } = await run([
    'pack',
    '3g.20gb=20,2g.10gb=40',
    '--gpu',
    'a100-pcie-40gb',
    '--json',
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const answer = JSON.parse(stdout) as Record<string, unknown>;
  expect(answer).toMatchObject({
    gpus: 20,
    bound: 20,
    proven: true,
    because: 'The 2g.10gb and 3g.20gb instances need 60 full pairs of slices and a GPU has 3, so 20 GPUs.',
    proof: { weights: { '2g.10gb': 1, '3g.20gb': 1 }, capacity: 3 },
  });
  const checked = await run(['check', '-'], { '-': JSON.stringify(answer['plan']) });
  expect(checked).toMatchObject({ status: 0, stdout: 'legal: 60 instances on 20 GPUs\n' });
  // The plan holds its requests, so it is a REQUESTS file itself.
  const again = await run(['pack', '-', '--gpu', 'a100-pcie-40gb', '--json'], {
    '-': JSON.stringify(answer['plan']),
  });
  expect(JSON.parse(again.stdout)).toEqual(answer);
});

test('pack reads a table and prints for people', async () => {
  const files = { 'wanted.csv': 'Profile;Count\r\n1g.10gb;9\r\n1g.5gb;4\r\n' };
  const { status, stdout } = await run(['pack', 'wanted.csv', '--gpu', 'A100-PCIE-40GB'], files);
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    '3 x a100-pcie-40gb (proven: nobody can do with fewer)',
    'The 1g.5gb and 1g.10gb instances need 22 memory slices and a GPU has 8, so 3 GPUs.',
  ]);
});

test('a packing too large for a document is told in layouts', async () => {
  const { status, stdout, stderr } = await run([
    'pack',
    '1g.5gb=1000000',
    '--gpu',
    'a100-pcie-40gb',
    '--json',
  ]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/more than 250,000 things/);
  expect(JSON.parse(stdout)).toMatchObject({
    gpus: 142_858,
    plan: null,
    layouts: [{ gpus: 142_857 }, { gpus: 1 }],
  });
});

test.each([
  [['pack', '3g.20gb=1'], /--gpu/],
  [['pack', '3g.20gb=1', '--gpu', 'a200'], /no board "a200"/],
  [['pack', '1g.16gb=1', '--gpu', 'rtx-pro-4500-32gb'], /no public source/],
  [['pack', '3g.20gb=0', '--gpu', 'a100-pcie-40gb'], /line 1: count of 3g\.20gb: The count is 0/],
  [['pack', '3g.20gb=-1', '--gpu', 'a100-pcie-40gb'], /count of 3g\.20gb: The count is -1/],
  [['pack', '3g.20gb=1.5', '--gpu', 'a100-pcie-40gb'], /count of 3g\.20gb: The count is 1\.5/],
  [['pack', '3g.20gb=99999999999', '--gpu', 'a100-pcie-40gb'], /at most 1,000,000/],
  [['pack', '5g.25gb=1', '--gpu', 'a100-pcie-40gb'], /profile: a100-pcie-40gb has no profile "5g\.25gb"/],
  [['pack', 'wanted.csv', '--gpu', 'a100-pcie-40gb'], /cannot read wanted\.csv/],
  [['pack', '-', '--gpu', 'a100-pcie-40gb'], /standard input: Line 2: "many" is no number/],
])('pack refuses %j with one line that says what and where', async (argv, line) => {
  const { status, stdout, stderr } = await run(argv, { '-': 'profile,count\n3g.20gb,many\n' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(line);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

const NEEDS = 'memory,count,group\n5,3,db\n12,2,db\n20,7,\n';

test('pack --fleet: the cheapest boards for requests that say what they need, with a plan that is legal', async () => {
  const argv = ['pack', 'needs.csv', '--fleet', 'a100-pcie-40gb=5.5,A30=2.25'];
  const { status, stdout } = await run(argv, { 'needs.csv': NEEDS });
  expect(status).toBe(0);
  expect(stdout).toContain('12 x A30 (proven)');
  expect(stdout).toContain('prices show that none costs less than 27');
  const json = await run([...argv, '--json'], { 'needs.csv': NEEDS });
  const answer = JSON.parse(json.stdout) as { plan: unknown };
  expect(answer).toMatchObject({ cost: 27, bound: 27, proven: true, recheckable: true });
  const plan = JSON.stringify(answer.plan);
  expect(await run(['check', 'plan.json'], { 'plan.json': plan })).toMatchObject({ status: 0 });
});

test('pack --fleet: a fleet that is too small is the answer no, an end of the budget is no proof', async () => {
  const files = { 'needs.csv': NEEDS, 'fleet.csv': 'board,cost,count\nA30,2,3\n' };
  const small = await run(['pack', 'needs.csv', '--fleet', 'fleet.csv'], files);
  expect(small).toMatchObject({ status: 1, stdout: expect.stringContaining('no fleet (proven)') as string });
  const hurried = await run(['pack', 'needs.csv', '--fleet', 'A30=2', '--budget', '0'], files);
  expect(hurried).toMatchObject({ status: 1, stdout: expect.stringContaining('not proven') as string });
});

test.each([
  [['--fleet', 'A31=2'], 'no board "A31"'],
  [['--fleet', 'L40S=2'], 'L40S has no MIG'],
  [['--fleet', 'A30=-2'], 'line 1: The cost is -2'],
  [['--fleet', 'A30=2,A30=3'], 'a30-24gb is there twice'],
  [['--fleet', 'rtx-pro-5000-48gb=2'], 'No public source gives the starts'],
  [['--fleet', 'fleet.csv'], 'cannot read fleet.csv'],
  [['--fleet', 'A30=2', '--apart', 'rack'], '--apart rack'],
  [['--fleet', 'A30=2', '--budget', 'soon'], '--budget "soon"'],
  [['--fleet', 'A30=2', '--gpus', '3'], 'goes with none of --gpu'],
  [['--gpu', 'A30', '--apart', 'host'], 'goes with --fleet'],
])('pack %j is refused: %s', async (flags, message) => {
  const { status, stdout, stderr } = await run(['pack', 'needs.csv', ...flags], { 'needs.csv': NEEDS });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('pack --fleet names the request that nothing satisfies', async () => {
  const argv = ['pack', '[{"profile":"1g.6gb"},{"needs":{"memoryGB":500}}]', '--fleet', 'A30=2'];
  const { status, stderr } = await run(['pack', '-', ...argv.slice(2)], { '-': argv[1] ?? '' });
  expect(status).toBe(2);
  expect(stderr).toContain('/1: needs: No profile of any board of the fleet has all that it needs');
});

test('fits says what fits now and after repacking, for the plan, each host and each GPU', async () => {
  const files = { plan: 'esx-01/0 a100-pcie-40gb: 3g.20gb@0\nesx-01/1 a100-pcie-40gb: 3g.20gb@0\n' };
  const json = JSON.parse((await run(['fits', 'plan', '--json'], files)).stdout) as {
    profiles: object[];
    hosts: { gpus: { profiles: object[] }[] }[];
  };
  const row = { board: 'a100-pcie-40gb', profile: '7g.40gb', now: 0, repacked: 1, bound: 1, proven: true };
  expect(json.profiles).toContainEqual(row);
  expect(json.hosts[0]?.gpus[1]?.profiles).toContainEqual({ ...row, repacked: 0, bound: 0 });
  const { status, stdout } = await run(['fits', 'plan'], files);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^a100-pcie-40gb +now {2}repacked$/m);
  expect(stdout).toMatch(/^ {2}7g\.40gb +0 +1$/m);
  expect(stdout).toMatch(/^ {2}GPU 0 on esx-01: .*4g\.20gb 0 \(1 repacked\)$/m);
});

test('why says yes, or the reason and the ways out with their cost', async () => {
  const files = {
    plan: 'esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1\nesx-02/3 a100-pcie-40gb: 1g.5gb@0=tts-1\n',
  };
  expect(await run(['why', 'plan', '--place', '3g.20gb@esx-01/0'], files)).toMatchObject({
    status: 0,
    stdout: 'yes: 3g.20gb can start at slice 4 of GPU 0 on esx-01\n',
  });
  const refused = await run(['why', 'plan', '--place', '4g.20gb@esx-01/0:0'], files);
  expect(refused.status).toBe(1);
  expect(refused.stdout.split('\n').slice(1)).toEqual([
    '1. Move asr-1 to slice 4: 1 VM restarts',
    '2. Use 3g.20gb at slice 4: 1 compute slice less',
    '3. Remove asr-1: 1 VM waits',
    '',
  ]);
  const json = JSON.parse(
    (await run(['why', 'plan', '--place', '4g.20gb@esx-01/0', '--json'], files)).stdout,
  ) as {
    ways: object[];
  };
  expect(json).toMatchObject({ legal: false, code: 'no-start-free' });
  expect(json.ways[0]).toMatchObject({
    kind: 'move',
    moves: [{ profile: '2g.10gb', start: 0, vms: ['asr-1'], to: { host: 'esx-01', gpu: 0, start: 4 } }],
    place: { profile: '4g.20gb', start: 0 },
    cost: { vmsInterrupted: 1, instancesMoved: 1 },
  });
});

test.each([
  ['4g.20gb', /write PROFILE@HOST\/GPU/],
  ['4g.20gb@esx-09/0', /no host "esx-09"/],
  ['4g.20gb@esx-01/7', /esx-01 has no GPU 7/],
])('why --place %s is unusable, and says why', async (place, line) => {
  const { status, stderr } = await run(['why', 'plan', '--place', place], { plan: LAYOUT });
  expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 2, lines: 2 });
  expect(stderr).toMatch(line);
});

test('pack --onto lets in the most valuable, moves nothing, and says why the others wait', async () => {
  const files = { plan: 'esx-01/0 a100-pcie-40gb: 1g.5gb@0=a\nesx-01/1 a100-pcie-40gb: 1g.5gb@0=b\n' };
  const argv = ['pack', '4g.20gb=1,3g.20gb=3', '--onto', 'plan', '--weights', '4g.20gb=9', '--json'];
  const { status, stdout } = await run(argv, files);
  expect(status).toBe(0);
  const answer = JSON.parse(stdout) as Record<string, unknown>;
  expect(answer).toMatchObject({
    admitted: { '3g.20gb': 2 },
    waiting: { '4g.20gb': 1, '3g.20gb': 1 },
    ...{ value: 2, bound: 2, proven: true, extraGpus: 1 },
    why: [
      { profile: '4g.20gb', waiting: 1, reason: 'fragmentation' },
      { profile: '3g.20gb', waiting: 1, reason: 'fragmentation' },
    ],
  });
  const written = { 'out.json': JSON.stringify(answer['plan']) };
  expect((await run(['check', 'out.json'], written)).status).toBe(0);
  expect((await run(['convert', 'out.json', '--to', 'layout'], written)).stdout).toMatch(
    /esx-01\/0 a100-pcie-40gb: 1g\.5gb@0=a, 3g\.20gb@4\n/,
  );
});

test('pack --gpus: the largest weighted set, proven by prices that are shown', async () => {
  const argv = ['pack', '3g.20gb=3,1g.5gb=9', '--gpu', 'a100-pcie-40gb', '--gpus', '2'];
  const { status, stdout } = await run(argv);
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toBe('10 requests are let in, worth 10 (proven)');
  const json = JSON.parse((await run([...argv, '--json'])).stdout) as { waiting: object; why: object[] };
  expect(json).toMatchObject({ value: 10, bound: 10, proven: true, extraGpus: 1 });
  expect(json.why[0]).toMatchObject({ reason: 'capacity' });
});

test.each([
  [['--gpus', '2'], /--gpu/],
  [['--gpu', 'a100-pcie-40gb', '--gpus', '0'], /from 1 to 10,000/],
  [['--gpu', 'a100-pcie-40gb', '--gpus', '1.5'], /--gpus 1\.5/],
  [['--gpu', 'a100-pcie-40gb', '--gpus', '2', '--onto', 'plan'], /two questions/],
  [['--weights', '3g.20gb=2'], /give --gpus or --onto/],
  [['--gpu', 'a100-pcie-40gb', '--gpus', '2', '--weights', '3g.20gb=-1'], /--weights/],
  [['--onto', 'plan', '--gpu', 'a30-24gb'], /no GPU of that board/],
])('pack 3g.20gb=1 %j is refused in one line', async (flags, line) => {
  const { status, stdout, stderr } = await run(['pack', '3g.20gb=1', ...flags], { plan: LAYOUT });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(line);
});

describe('simulate', () => {
  const QUICK = ['--gpus', '6', '--seeds', '2', '--arrivals', '500'];

  test('compares policies on a mix, with seeds shown; the board is known by its profiles', async () => {
    const argv = ['simulate', '--mix', '3g.20gb=1,2g.10gb=2', ...QUICK, '--seed', '7'];
    const { status, stdout } = await run(argv);
    expect(status).toBe(0);
    expect(stdout).toContain('6 x a100-sxm4-40gb, load 1, 500 arrivals a seed, seeds 7 8\n');
    for (const policy of ['first-fit', 'best-fit', 'worst-fit', 'ours-2', 'migration'])
      expect(stdout).toMatch(new RegExp(`^${policy} .*±`, 'm'));
    expect((await run(argv)).stdout).toBe(stdout);
  });

  test('as JSON, with the policies that were asked for, and a mix from a file', async () => {
    const argv = [
      'simulate',
      '--mix',
      'mix.csv',
      '--gpu',
      'a30-24gb',
      ...QUICK,
      '--policies',
      'ours-1,migration',
    ];
    const { status, stdout } = await run([...argv, '--json'], {
      'mix.csv': 'profile,count\n1g.6gb,3\n4g.24gb,1\n',
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      board: 'a30-24gb',
      mix: { '1g.6gb': 3, '4g.24gb': 1 },
      seeds: [1, 2],
      complete: true,
      policies: [{ policy: 'ours-1' }, { policy: 'migration', slicesBelowMigration: { mean: 0 } }],
    });
  });

  test('a budget that ends it says what there is by then', async () => {
    const argv = [
      'simulate',
      '--mix',
      'uniform',
      '--gpu',
      'a100-pcie-40gb',
      ...QUICK,
      '--policies',
      'ours-0',
    ];
    const half = await run([...argv, '--budget', '500']);
    expect(half.status).toBe(0);
    expect(half.stdout).toContain('stopped by the budget after 500 of 1000 arrivals: 1 of 2 seeds\n');
    const none = await run([...argv, '--budget', '0']);
    expect([none.status, none.stdout]).toEqual([
      1,
      expect.stringContaining('after 0 of 1000 arrivals: 0 of 2 seeds'),
    ]);
  });

  test.each([
    [['--mix', '3g.20gb=0', '--gpus', '4'], /count of 3g\.20gb: The count is 0/],
    [['--mix', '9g.99gb=1', '--gpus', '4'], /no board has all of 9g\.99gb/],
    [['--mix', '1g.10gb=1', '--gpus', '4'], /several boards have these profiles.*say which with --gpu/],
    [['--mix', 'uniform', '--gpus', '4'], /say the board with --gpu/],
    [['--mix', '3g.20gb=1', '--gpus', '-4'], /number of GPUs is -4; it has to be a whole number from 1/],
    [['--mix', '3g.20gb=1', '--gpus', 'many'], /--gpus "many" is no number/],
    [['--mix', '3g.20gb=1', '--gpus', '4', '--seeds', '1.5'], /--seeds is 1\.5/],
    [['--mix', '3g.20gb=1', '--gpus', '4', '--load', '0'], /load is 0; it has to be a number from 0\.01/],
    [['--mix', '3g.20gb=1', '--gpus', '4', '--policies', 'luck'], /no policy "luck"/],
  ])('%j is refused in one line', async (argv, message) => {
    const { status, stdout, stderr } = await run(['simulate', ...argv]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('whatever a text is', () => {
  const UUID = 'GPU-11111111-2222-3333-4444-555555555555';
  const gpu = `GPU 0: NVIDIA A100-PCIE-40GB (UUID: ${UUID})\n`;
  const byIds = (gi: number): string => `${gpu}  MIG 3g.20gb Device 0: (UUID: MIG-${UUID}/${gi}/0)\n`;
  const byCounts = (...profiles: string[]): string =>
    gpu +
    profiles
      .map(
        (profile, n) => `  MIG ${profile} Device ${n}: (UUID: MIG-${n}aaaaaaa-2222-3333-4444-555555555555)\n`,
      )
      .join('');
  const layoutOf = async (text: string, ...flags: string[]): Promise<string> => {
    const { status, stdout, stderr } = await run(['convert', 'text', '--to', 'layout', ...flags], { text });
    return status === 0 ? (stdout.split('\n')[0] ?? '') : stderr;
  };

  test('--kind says how IDs are read that fit both kinds of GPU', async () => {
    expect(await layoutOf(byIds(2))).toContain(
      'the IDs of GPU 0 fit both kinds of GPU; say --kind straight (3g.20gb@4) or mirrored (3g.20gb@0)',
    );
    expect(await layoutOf(byIds(2), '--kind', 'straight')).toBe('host-1/0 a100-pcie-40gb: 3g.20gb@4');
    expect(await layoutOf(byIds(2), '--kind', 'mirrored')).toBe('host-1/0 a100-pcie-40gb: 3g.20gb@0');
    expect(await layoutOf(byIds(2), '--kind', 'bent')).toContain('--kind bent: straight or mirrored');
  });

  test('--from names a reader, and nvidia-smi all that it prints', async () => {
    expect(await layoutOf(byIds(1), '--from', 'nvidia-smi', '--kind', 'straight')).toContain('3g.20gb@0');
    expect(await layoutOf(byIds(1), '--from', 'nvidia-smi-l', '--kind', 'straight')).toContain('3g.20gb@0');
    expect(await layoutOf(byIds(1), '--from', 'mig-lgi')).toContain('text: The text is not a plan');
    expect(await layoutOf(byIds(1), '--from', 'excel')).toMatch(
      /--from excel: the formats are json, layout, link, nvidia-smi/,
    );
    expect(await layoutOf(gpu, '--gpus-per-host', 'many')).toContain(
      '--gpus-per-host many: it has to be a whole number',
    );
  });

  test('every command that reads a text takes what may be said of it', async () => {
    const files = { text: byIds(2), plan: 'host-1/0 a100-pcie-40gb: 3g.20gb@0\n' };
    const kind = ['--kind', 'mirrored'];
    for (const argv of [
      ['check', 'text'],
      ['fits', 'text'],
      ['summary', 'text'],
      ['compact', 'text'],
      ['retarget', 'text', '--to', '3g.20gb=1'],
      ['why', 'text', '--place', '3g.20gb@host-1/0'],
      ['pack', '3g.20gb=1', '--onto', 'text'],
      ['compare', 'plan', 'text'],
      ['diff', 'text', 'plan'],
    ]) {
      expect([argv, (await run(argv, files)).status]).toEqual([argv, 2]);
      expect([argv, (await run([...argv, ...kind], files)).status]).toEqual([argv, 0]);
    }
  });

  test('what a text only counts is held against the plan by its counts', async () => {
    const files = {
      plan: 'esx-01/0 a100-pcie-40gb: 2g.10gb@4, 1g.5gb@2\n',
      same: byCounts('2g.10gb', '1g.5gb'),
      less: byCounts('2g.10gb'),
    };
    const same = await run(['compare', 'plan', 'same'], files);
    expect(same).toMatchObject({ status: 0, stdout: 'as planned: 2 instances\n' });
    expect(same.stderr).toContain('the text does not say where');
    expect(await run(['compare', 'plan', 'less'], files)).toMatchObject({
      status: 1,
      stdout:
        'GPU 0 on esx-01: missing 1g.5gb at slice 2\ndiffers: 1 missing, 0 extra, 0 moved, 1 as planned\n',
    });
  });

  test('of what is only counted no start is made up: neither moved nor where the extra one is', async () => {
    const files = {
      plan: 'esx-01/0 a100-pcie-40gb: 1g.5gb@0=a, 2g.10gb@2\n',
      real: byCounts('1g.5gb', '4g.20gb'),
    };
    const compared = await run(['compare', 'plan', 'real'], files);
    expect(compared.stdout).toBe(`GPU 0 on esx-01: missing 2g.10gb at slice 2
GPU 0 on esx-01: extra 4g.20gb, start not reported
differs: 1 missing, 1 extra, 0 moved, 1 as planned
`);
    expect(compared.stderr).toContain('note: 2 reported instances are only counted');
    const json = JSON.parse((await run(['compare', 'plan', 'real', '--json'], files)).stdout) as unknown;
    expect(json).toMatchObject({ moved: [], extra: [{ start: null }] });
    const ticket = await run(['compare', 'plan', 'real', '--to', 'text'], files);
    expect(ticket.stdout).toContain('  - 2 reported instances are only counted');
  });
});

test('convert writes a PNG that carries the plan, and says where it cannot', async () => {
  const nowhere = await run(['convert', 'plan', '--to', 'png'], { plan: LAYOUT });
  expect([nowhere.status, nowhere.stdout]).toEqual([2, '']);
  expect(nowhere.stderr).toMatch(/a PNG is written to a file; name one with --output/);

  const there = await run(['convert', 'plan', '--to', 'png', '--theme', 'dark', '-o', 'plan.png'], {
    plan: LAYOUT,
  });
  expect([there.status, there.stderr, there.stdout]).toEqual([0, '', '']);
  const png = there.binary.get('plan.png') ?? new Uint8Array();
  // Width and height are the first of the header: twice those of the SVG, so even.
  const view = new DataView(png.buffer, png.byteOffset);
  expect([view.getUint32(16) % 2, view.getUint32(20) % 2]).toEqual([0, 0]);
  const text = textOfFile(png);
  expect(text).toMatchObject({ ok: true, value: expect.stringMatching(/^#p=1\./) as string });
  const boxes = await run(['convert', 'plan', '--to', 'png', '-o', 'p.png'], {
    plan: 'h/0 a30-24gb: 2g.12gb@0="机架"',
  });
  expect([boxes.status, boxes.stderr]).toEqual([
    0,
    expect.stringMatching(/no font here has are boxes in the PNG: 机 架;/),
  ]);
  const back = await run(['convert', 'back', '--to', 'layout'], { back: text.ok ? text.value : '' });
  expect(back.stdout).toBe((await run(['convert', 'plan', '--to', 'layout'], { plan: LAYOUT })).stdout);
});

test.each([
  [['--theme', 'blue'], /--theme blue: light or dark/],
  [['--page', 'javascript:alert(1)'], /--page javascript:alert\(1\): an address/],
  [['--gpu-index', '7'], /--gpu-index 7: there is no GPU of that index/],
])('convert refuses %j', async (flags, says) => {
  const { status, stderr } = await run(['convert', 'plan', '--to', 'svg-gpu', ...flags], { plan: LAYOUT });
  expect(status).toBe(2);
  expect(stderr).toMatch(says);
});

test('compare writes a receipt for the ticket, with the same exit status', async () => {
  const files = { plan: 'h/0 a30-24gb: 2g.12gb@0=v', real: 'h/0 a30-24gb: 2g.12gb@2' };
  const text = await run(['compare', 'plan', 'real', '--to', 'text'], files);
  expect(text.status).toBe(1);
  expect(text.stdout).toContain('[DIFFERS] instances: 0 missing, 0 extra, 1 moved, 0 as planned');
  expect(text.stdout).toContain('    0 > > . .     0 . . . .\n');
  const markdown = await run(['compare', 'plan', 'plan', '--to', 'markdown'], files);
  expect(markdown.status).toBe(0);
  expect(markdown.stdout).toContain('🟢 **OK** as planned: 1 instance');
  expect(await run(['compare', 'plan', 'real', '--to', 'pdf'], files)).toMatchObject({ status: 2 });
});

test('convert takes the VIBs of a host of the plan, named by the list or by --host', async () => {
  const vib = 'NVD-AIE_ESXi_8.0.0_Driver 525.105.14-1OEM.800.1.0.1 NVIDIA VMwareAccepted 2023-04-18 host\n';
  const files = {
    plan: 'esx-01/0 a100-pcie-40gb: 3g.20gb@0\nesx-02/0 a100-pcie-40gb: 3g.20gb@0\n',
    named: `[root@esx-02:~] esxcli software vib list\n${vib}`,
    vib,
    none: 'nvme-pcie 1.2.2.14-1vmw.700.1.0.15843807 VMW VMwareCertified 2020-07-27\n',
  };
  const driversOf = async (...flags: string[]): Promise<unknown> => {
    const { stdout } = await run(['convert', 'plan', '--to', 'json', ...flags], files);
    const { hosts } = JSON.parse(stdout) as { hosts: { driver?: string; notes?: string }[] };
    return hosts.map(({ driver = null, notes = '' }) => [driver, notes.trim() === vib.trim()]);
  };
  const second = [
    [null, false],
    ['525.105.14', true],
  ];
  expect(await driversOf('--vibs', 'named')).toEqual(second);
  expect(await driversOf('--vibs', 'vib', '--host', 'esx-02')).toEqual(second);
  expect((await run(['convert', 'plan', '--to', 'json', '--vibs', 'vib'], files)).stderr).toContain(
    'say --host with one of esx-01 and esx-02',
  );
  expect(await run(['convert', 'plan', '--to', 'json', '--vibs', 'none'], files)).toMatchObject({
    status: 2,
  });
});
