/** The script that creates instances, in real shells on a stand-in for nvidia-smi: what it does, refuses and says in every case. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { legalGpuArbitrary } from '../../../src/formats/legalGpu.testing.ts';
import {
  changeGpu,
  cutInto,
  driverScript,
  GUIDE,
  GUIDE_INSTANCES,
  planOf,
  scriptOf,
  TWO,
  valid,
  type Change,
} from '../../../src/formats/migScript/migScript.testing.ts';
import { HOSTILE_BUT_LEGAL_NAMES } from '../../../src/formats/planArbitrary.testing.ts';
import type { Board } from '../../../src/model/board.ts';
import { findBoard } from '../../../src/model/catalogue/catalogue.ts';
import { checkName } from '../../../src/model/name.ts';
import { splitsOf } from '../../../src/placement/compute/compute.ts';
import { checkSyntax, SHELLS, StandIn, uuidOf, type ScriptRun, type StandInHost } from '../../standIn.ts';

const A100 = findBoard('a100-pcie-40gb')!;
const H100 = findBoard('h100-pcie-80gb')!;
const A30 = findBoard('a30-24gb')!;

function standIn(shell: string, host: StandInHost): StandIn {
  const one = new StandIn(shell, host);
  onTestFinished(() => one.remove());
  return one;
}

/** What -cgi was called with, GPU by GPU: "0 9:4,19:0 -C". */
function creations(run: ScriptRun): string[] {
  return run.calls
    .filter((call) => call.includes('-cgi'))
    .map((call) => `${call[2]} ${call.slice(4).join(' ')}`);
}

/** The calls that change anything. */
function changes(run: ScriptRun): readonly (readonly string[])[] {
  const changing = ['-mig', '-cgi', '-cci', '-dgi', '-dci', '--gpu-reset'];
  return run.calls.filter((call) => call.some((word) => changing.includes(word)));
}
describe.each(SHELLS)('in %s', (shell) => {
  const run = (script: string, host: StandInHost, ...args: string[]): ScriptRun =>
    standIn(shell, host).run(script, ...args);
  const a100 = { board: A100 };

  test.each<[what: string, layout: string, boards: Board[], cgi: string[]]>([
    ['the layout of the guide', GUIDE, [A100], ['0 9:4,14:2,19:0,19:1 -C']],
    ['two GPUs', TWO, [A100, A100], ['0 9:4,14:2,19:0,19:1 -C', '1 9:0,9:4 -C']],
    ['a whole GPU', 'h/0 a100-pcie-40gb: 7g.40gb@0', [A100], ['0 0:0 -C']],
    ['the wide 1g and +me', 'h/0 a100-pcie-40gb: 1g.10gb@6, 1g.5gb+me@0', [A100], ['0 15:6,20:0 -C']],
    ['an A30', 'h/0 a30-24gb: 1g.6gb@0, 1g.6gb@1, 2g.12gb@2', [A30], ['0 5:2,14:0,14:1 -C']],
    [
      'twelve units',
      'h/0 rtx-pro-6000-server: 1g.24gb+gfx@0, 1g.24gb-me@6, 1g.24gb@9',
      [findBoard('rtx-pro-6000-server')!],
      ['0 47:0,67:6,14:9 -C'],
    ],
    [
      'two kinds of board',
      'h/0 a100-pcie-40gb: 1g.5gb@6\nh/1 h100-pcie-80gb: 1g.20gb@0',
      [A100, H100],
      ['0 19:6 -C', '1 15:0 -C'],
    ],
  ])('creates %s where it is drawn', (_what, layout, boards, cgi) => {
    const plan = planOf(layout);
    const result = run(scriptOf(plan), { gpus: boards.map((board) => ({ board })) }, '--apply');
    expect(result).toMatchObject({ status: 0, stderr: '', litter: [] });
    expect(creations(result)).toEqual(cgi);
    expect(result.instances).toEqual(
      plan.hosts[0]!.gpus.map((gpu) => gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).sort()),
    );
    expect(result.stdout).toMatch(/\n\d+ instances? on \d GPUs? as planned\.\n$/);
  });

  test('a warning on standard error is shown and taken for no answer', () => {
    const host = { gpus: [{ ...a100, behaves: { warns: '' } }] };
    const result = run(scriptOf(planOf(GUIDE)), host, '--apply');
    expect(result.status).toBe(0);
    expect(result.stderr).toMatch(/^WARNING: infoROM/);
    expect(result.stdout).not.toMatch(/calls itself/);
  });

  test.each([[[]], [['--enable-mig']]])('a dry run with %j calls nothing and prints the commands', (args) => {
    const result = run(scriptOf(planOf(TWO)), { gpus: [], hasNvidiaSmi: false, userId: 1000 }, ...args);
    expect(result).toMatchObject({ status: 0, stderr: '', calls: [] });
    const commands = result.stdout.split('\n').filter((line) => line.startsWith('nvidia-smi '));
    const enable = (gpu: number): string[] =>
      args.length > 0 ? [`nvidia-smi -i ${gpu} -mig 1   # only where MIG mode is off`] : [];
    expect(commands).toEqual([
      ...enable(0),
      'nvidia-smi mig -i 0 -cgi 9:4,14:2,19:0,19:1 -C',
      'nvidia-smi mig -i 0 -lgi',
      ...enable(1),
      'nvidia-smi mig -i 1 -cgi 9:0,9:4 -C',
      'nvidia-smi mig -i 1 -lgi',
    ]);
  });

  test.each([
    [['--help'], 0, /--apply/, /^$/],
    [['--aply'], 2, /^$/, /^Not understood: --aply\n.*--apply/s],
    [['--apply', 'x; touch oops'], 2, /^$/, /^Not understood: x; touch oops\n/],
    [['--apply', ''], 2, /^$/, /^Not understood: \n/],
    [['--verify', '--apply'], 2, /^$/, /^--verify only looks/],
    [['--roll-back', '--verify'], 2, /^$/, /^One of --verify and --roll-back/],
  ])('with %j it calls nothing and ends with status %i', (args, status, stdout, stderr) => {
    const result = run(scriptOf(planOf(GUIDE)), { gpus: [a100] }, ...args);
    expect(result).toMatchObject({ status, calls: [], litter: [] });
    expect(result.stdout).toMatch(stdout);
    expect(result.stderr).toMatch(stderr);
  });

  test.each<[what: string, host: StandInHost, args: string[], status: number, says: RegExp]>([
    ['no nvidia-smi', { gpus: [a100, a100], hasNvidiaSmi: false }, [], 1, /nvidia-smi was not found/],
    ['not root', { gpus: [a100, a100], userId: 1000 }, [], 1, /Only root/],
    [
      'an old driver',
      { gpus: [a100, a100], driver: '450.80.01' },
      [],
      1,
      /is 450\.80\.01, .* needs 450\.80\.02/,
    ],
    ['a missing GPU', { gpus: [a100] }, [], 1, /GPU 1: .*does not find it.*\n.*No devices were found/],
    [
      'another board',
      { gpus: [a100, { board: H100 }] },
      [],
      1,
      /GPU 1 calls itself NVIDIA H100 PCIe, the plan says A100-PCIE-40GB/,
    ],
    [
      'a board of the same make',
      { gpus: [a100, { board: A100, name: 'A100-PCIE-40GB MIG 1g' }] },
      [],
      1,
      /GPU 1 calls itself/,
    ],
    [
      'a tool that answers for every GPU',
      { gpus: [{ board: A100, behaves: { 'ignores-id': '' } }, a100] },
      [],
      1,
      /GPU 0: nvidia-smi tells more than one name.*\nNVIDIA A100-PCIE-40GB\nNVIDIA A100-PCIE-40GB\n$/,
    ],
    ['no MIG mode', { gpus: [a100, { board: A100, mode: '[N/A]' }] }, [], 1, /GPU 1 has no MIG mode/],
    [
      'MIG mode off',
      { gpus: [a100, { board: A100, mode: 'Disabled' }] },
      [],
      1,
      /MIG mode is off.*\nnvidia-smi -i 1 -mig 1\n$/,
    ],
    [
      'MIG mode that stays pending',
      { gpus: [{ board: A100, mode: 'Disabled', behaves: { pending: '' } }, a100] },
      ['--enable-mig'],
      1,
      /not in effect yet on GPU 0\..*reboot the host/s,
    ],
    [
      'instances on a later GPU',
      { gpus: [a100, { board: A100, instances: ['3g.20gb@0'] }] },
      [],
      3,
      /GPU 1 already holds a part of what is planned.*mig -i 1 -dgi; then this.*MIG 3g\.20gb .*Nothing was created/s,
    ],
    [
      'the planned instances and one more',
      { gpus: [{ board: A100, instances: [...GUIDE_INSTANCES.slice(1), '1g.5gb+me@0'] }, a100] },
      [],
      3,
      /GPU 0 already holds/,
    ],
    [
      'a GPU that cannot be listed',
      { gpus: [a100, { board: A100, instances: ['3g.20gb@0'], behaves: { deaf: '' } }] },
      [],
      1,
      /GPU 1: nvidia-smi does not list/,
    ],
  ])('stops before the first creation: %s', (_what, host, args, status, says) => {
    const result = run(scriptOf(planOf(TWO)), host, '--apply', ...args);
    expect(result.status).toBe(status);
    expect(result.stderr).toMatch(says);
    expect(creations(result)).toEqual([]);
    expect(result.stdout).not.toContain('as planned');
  });

  test('a GPU that is planned by index and by UUID is noticed', () => {
    const plan = planOf(
      TWO,
      changeGpu(1, () => ({ uuid: uuidOf(0) })),
    );
    const result = run(scriptOf(plan), { gpus: [a100, a100] }, '--apply');
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('is planned twice');
    expect(creations(result)).toEqual([]);
  });

  test('a UUID is used instead of the index', () => {
    const plan = planOf(
      GUIDE,
      changeGpu(0, () => ({ uuid: uuidOf(1) })),
    );
    const result = run(scriptOf(plan), { gpus: [a100, a100] }, '--apply');
    expect(result.status).toBe(0);
    expect(creations(result)).toEqual([`${uuidOf(1)} 9:4,14:2,19:0,19:1 -C`]);
    expect(result.instances).toEqual([[], GUIDE_INSTANCES]);
  });

  test.each<[what: string, behaves: NonNullable<StandInHost['gpus'][0]['behaves']>, says: RegExp]>([
    [
      'the driver refuses the third',
      { refuse: '3' },
      /status 23\..*Found: +14:2:2 9:4:4\n.*-dci; .*-i 0 -dgi/s,
    ],
    [
      'the driver puts one elsewhere',
      { 'ignores-starts': '' },
      /Expected.*: 14:2:2 19:0:1.*Found: +14:0:2 /s,
    ],
    ['the outcome cannot be listed', { deaf: '' }, /GPU 0: nvidia-smi does not list/],
  ])('stops with status 4 and leaves the next GPU alone: %s', (_what, behaves, says) => {
    const result = run(scriptOf(planOf(TWO)), { gpus: [{ board: A100, behaves }, a100] }, '--apply');
    expect(result.status).toBe(4);
    expect(result.stderr).toMatch(says);
    expect(creations(result)).toHaveLength(1);
    expect(result.instances[1]).toEqual([]);
    expect(result.stdout).not.toContain('as planned');
  });

  test('turns MIG mode on only where it is off and only when told to', () => {
    const host = standIn(shell, { gpus: [{ board: A100, mode: 'Disabled' }, a100] });
    const result = host.run(scriptOf(planOf(TWO)), '--apply', '--enable-mig');
    expect(result.status).toBe(0);
    expect(result.calls.filter((call) => call.includes('-mig'))).toEqual([['-i', '0', '-mig', '1']]);
    expect(result.instances).toEqual([GUIDE_INSTANCES, ['3g.20gb@0', '3g.20gb@4']]);
  });

  test('a second run finds everything as planned and creates nothing', () => {
    const host = standIn(shell, { gpus: [a100, a100] });
    host.run(scriptOf(planOf(GUIDE)), '--apply');
    const both = host.run(scriptOf(planOf(TWO)), '--apply');
    expect(both.stdout).toContain('GPU 0: already as planned');
    expect(creations(both)).toEqual(['1 9:0,9:4 -C']);
    const again = host.run(scriptOf(planOf(TWO)), '--apply');
    expect(again.stdout).toMatch(/\n6 instances on 2 GPUs as planned\.\n$/);
    expect([again.status, creations(again)]).toEqual([0, []]);
  });

  test.each([
    ['450.119.03', '450.80.02', 0],
    ['525.60.13', '525', 0],
    ['524.999', '525', 1],
    // A 4g beside a 3g is refused by older drivers, each by itself is not.
    ['509.1', '510', 1],
    ['510.47.03', '510', 0],
  ])('driver %s where %s is needed: status %i', (driver, needed, status) => {
    const layouts: Readonly<Record<string, string>> = {
      525: 'h/0 a100-pcie-40gb: 1g.10gb@0',
      510: 'h/0 a100-pcie-40gb: 4g.20gb@0, 3g.20gb@4',
    };
    const layout = layouts[needed] ?? GUIDE;
    const result = run(scriptOf(planOf(layout)), { gpus: [a100], driver }, '--apply');
    expect(result.status).toBe(status);
    if (status === 1) expect(result.stderr).toContain(`needs ${needed} or later`);
  });

  test('a driver that says no version is left to the reader', () => {
    const result = run(scriptOf(planOf(GUIDE)), { gpus: [a100], driver: '[N/A]' }, '--apply');
    expect(result.status).toBe(0);
    expect(result.stdout).toContain('see for yourself that it is 450.80.02 or later');
  });

  test('a board whose printed name is not known is left to the reader', () => {
    const plan = planOf('h/0 a800-40gb: 7g.40gb@0');
    const result = run(
      scriptOf(plan),
      { gpus: [{ board: findBoard('a800-40gb')!, name: 'NVIDIA A800' }] },
      '--apply',
    );
    expect(result.status).toBe(0);
    expect(result.stdout).toMatch(/calls itself NVIDIA A800\. The plan says A800 40GB, .*compare them/);
    expect(result.stdout).toContain('Which one this plan needs at the least is not known');
  });

  describe('with planned compute instances', () => {
    const CUT = cutInto({ '3g.20gb@4': ['1c.3g.20gb', '2c.3g.20gb'], '2g.10gb@2': ['1c.2g.10gb'] });
    const CUT_GUIDE = [
      '1g.5gb@0: 1g.5gb',
      '1g.5gb@1: 1g.5gb',
      '2g.10gb@2: 1c.2g.10gb',
      '3g.20gb@4: 2c.3g.20gb,1c.3g.20gb',
    ];

    test('makes exactly those, and the default one where nothing else is planned', () => {
      const script = scriptOf(planOf(TWO, CUT));
      expect(script).toMatch(/^# GPU 0: 3g\.20gb@4 is cut into 2c\.3g\.20gb, 1c\.3g\.20gb \(-cci 1,0\)$/m);
      expect(script).toMatch(/^# {3}A VM has such an instance/m);
      const result = run(script, { gpus: [a100, a100] }, '--apply');
      expect(result).toMatchObject({ status: 0, stderr: '', litter: [] });
      expect(creations(result)).toEqual(['0 9:4,14:2,19:0,19:1', '1 9:0,9:4']);
      expect(result.computeInstances[0]).toEqual(CUT_GUIDE);
      expect(result.stdout).toMatch(/\n6 instances on 2 GPUs as planned\.\n$/);
    });

    test('leaves -C to the GPUs where nothing is cut', () => {
      const plan = planOf('h/0 a100-pcie-40gb: 3g.20gb@4\nh/1 a30-24gb: 2g.12gb@0', CUT);
      const result = run(scriptOf(plan), { gpus: [a100, { board: A30 }] }, '--apply');
      expect(result.status).toBe(0);
      expect(creations(result)).toEqual(['0 9:4', '1 5:0 -C']);
      expect(result.computeInstances).toEqual([['3g.20gb@4: 2c.3g.20gb,1c.3g.20gb'], ['2g.12gb@0: 2g.12gb']]);
    });

    test('a second run finds them, and one that was stopped half-way is finished', () => {
      const host = standIn(shell, { gpus: [a100] });
      const script = scriptOf(planOf(GUIDE, CUT));
      host.run(script, '--apply');
      const again = host.run(script, '--apply');
      expect(again).toMatchObject({ status: 0, stderr: '' });
      expect(again.stdout).toContain('GPU 0: already as planned: ');
      expect(again.calls.filter((call) => call.includes('-cci') || call.includes('-cgi'))).toEqual([]);
      const bare = { gpus: [{ board: A100, instances: GUIDE_INSTANCES }] };
      expect(run(script, bare, '--apply')).toMatchObject({ status: 0, computeInstances: [CUT_GUIDE] });
    });

    test('other compute instances are found before anything is created', () => {
      const host = standIn(shell, { gpus: [a100, a100] });
      host.run(scriptOf(planOf(GUIDE)), '--apply');
      const result = host.run(scriptOf(planOf(TWO, CUT)), '--apply');
      expect(result.status).toBe(3);
      expect(result.stderr).toMatch(
        /GPU 0 has the planned instances, and other compute instances .*MIG 3g\.20gb/s,
      );
      expect(creations(result)).toEqual([]);
      expect(result.instances[1]).toEqual([]);
    });

    test('stops with status 4 where the driver refuses one', () => {
      const host = { gpus: [{ board: A100, behaves: { 'refuse-cci': '' } }, a100] };
      const result = run(scriptOf(planOf(TWO, CUT)), host, '--apply');
      expect(result.status).toBe(4);
      expect(result.stderr).toMatch(/not the planned compute instances.*Expected.*=1,0.*Found: +\d+=1\b/s);
      expect(result.instances[1]).toEqual([]);
    });

    test('a dry run says what goes into which instance', () => {
      const result = run(scriptOf(planOf(GUIDE, CUT)), { gpus: [], hasNvidiaSmi: false });
      expect(result).toMatchObject({ status: 0, stderr: '', calls: [] });
      expect(result.stdout).toContain(
        'nvidia-smi mig -i 0 -gi ID -cci 1,0   # the ID that -lgi shows beside 9:4:4\n',
      );
    });

    test('where the driver puts instances elsewhere, any of the profile is cut', () => {
      const plan = planOf(
        'h/0 a100-pcie-40gb: 3g.20gb@0, 1g.5gb@4',
        cutInto({ '3g.20gb@0': ['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'] }),
      );
      const result = run(driverScript(plan), { gpus: [a100] }, '--apply');
      expect(result).toMatchObject({ status: 0, stderr: '' });
      expect(result.computeInstances).toEqual([
        ['1g.5gb@0: 1g.5gb', '3g.20gb@4: 1c.3g.20gb,1c.3g.20gb,1c.3g.20gb'],
      ]);
    });
  });

  describe('with --verify', () => {
    test('all as planned', () => {
      const host = standIn(shell, { gpus: [a100, a100] });
      host.run(scriptOf(planOf(TWO)), '--apply');
      const result = host.run(scriptOf(planOf(TWO)), '--verify');
      expect(result).toMatchObject({ status: 0, stderr: '', litter: [] });
      expect(result.stdout).toMatch(
        /\nGPU 0: as planned: 14:2:2 .*\nGPU 1: as planned: .*\nAll is as planned\.\n$/,
      );
      expect(changes(result)).toEqual([]);
    });

    test.each<[what: string, gpu: StandInHost['gpus'][0], says: RegExp]>([
      ['MIG mode off', { board: A100, mode: 'Disabled' }, /GPU 1: MIG mode is off/],
      ['nothing there', a100, /GPU 1: not as planned\.\n.*9:0:4 9:4:4\n {2}Found: +nothing\n/],
      ['one moved', { board: A100, instances: ['2g.10gb@0', '3g.20gb@4'] }, /Found: +14:0:2 9:4:4\n/],
      [
        'no compute instances',
        { board: A100, instances: ['3g.20gb@0', '3g.20gb@4'] },
        /GPU 1: .*compute instances are not\.\n.*: 1=whole 2=whole\n {2}Found: +nothing\n/,
      ],
    ])('not as planned: %s', (_what, gpu, says) => {
      const host = standIn(shell, { gpus: [a100, gpu] });
      host.run(scriptOf(planOf(GUIDE)), '--apply');
      const result = host.run(scriptOf(planOf(TWO)), '--verify');
      expect(result.status).toBe(5);
      expect(result.stdout).toMatch(/GPU 0: as planned/);
      expect(result.stdout).toMatch(says);
      expect(result.stderr).toBe('Not as planned: GPU 1.\n');
      expect(changes(result)).toEqual([]);
    });
  });

  describe('on a host of another name', () => {
    const [here, elsewhere] = ['GPU-01.lab.example', 'gpu-02'];
    const unseen = { gpus: [a100], name: elsewhere };

    test.each([[['--apply']], [['--verify']], [['--roll-back']], [['--roll-back', '--apply']]])(
      'nothing is done with %j',
      (args) => {
        const result = run(scriptOf(planOf(GUIDE)), unseen, ...args);
        expect([result.status, changes(result)]).toEqual([1, []]);
        expect(result.stderr).toMatch(
          /^This host calls itself gpu-02, .* in gpu-01\. .*\n.*add --any-host\.\n$/,
        );
      },
    );

    test('it is done with --any-host, and where the name is the same but for a domain', () => {
      const script = scriptOf(planOf(GUIDE));
      expect(run(script, unseen, '--apply', '--any-host')).toMatchObject({ status: 0, stderr: '' });
      expect(run(script, { gpus: [a100], name: here }, '--apply')).toMatchObject({ status: 0, stderr: '' });
      expect(run(script, unseen, '--verify', '--any-host').status).toBe(5);
    });

    test('UUIDs say which host is meant', () => {
      const script = scriptOf(
        planOf(
          GUIDE,
          changeGpu(0, () => ({ uuid: uuidOf(0) })),
        ),
      );
      expect(run(script, unseen, '--apply')).toMatchObject({ status: 0, instances: [GUIDE_INSTANCES] });
    });
  });

  describe('a run that was cut off', () => {
    test('between an instance and its compute instance: the next one makes what is missing', () => {
      const host = standIn(shell, { gpus: [{ board: A100, instances: GUIDE_INSTANCES }] });
      const script = scriptOf(planOf(GUIDE));
      expect(host.run(script, '--verify').status).toBe(5);
      const result = host.run(script, '--apply');
      expect(result).toMatchObject({ status: 0, stderr: '', instances: [GUIDE_INSTANCES] });
      expect(changes(result).map((call) => call.join(' '))).toEqual(
        [1, 2, 3, 4].map((id) => `mig -i 0 -gi ${id} -cci`),
      );
      expect(host.run(script, '--verify').status).toBe(0);
      expect(changes(host.run(script, '--apply'))).toEqual([]);
    });

    test('what somebody cut otherwise stays, and is told', () => {
      const host = standIn(shell, { gpus: [a100] });
      host.run(scriptOf(planOf(GUIDE, cutInto({ '3g.20gb@4': ['2c.3g.20gb', '1c.3g.20gb'] }))), '--apply');
      const result = host.run(scriptOf(planOf(GUIDE)), '--apply');
      expect([result.status, changes(result)]).toEqual([0, []]);
      expect(result.stdout).toMatch(
        /GPU 0: already as planned, cut into other compute instances, which stay/,
      );
    });
  });

  test('a driver that takes no starts: what to do is said', () => {
    const result = run(
      scriptOf(planOf(GUIDE)),
      { gpus: [{ board: A100, behaves: { refuse: '1' } }] },
      '--apply',
    );
    expect(result.status).toBe(4);
    expect(result.stderr).toMatch(
      /Found: +nothing\nIf it complains of its arguments: this driver takes no starts/,
    );
  });

  describe('with --roll-back', () => {
    const undone = (layout: string, host: StandInHost, change?: Change): ScriptRun[] => {
      const one = standIn(shell, host);
      const script = scriptOf(planOf(layout, change));
      one.run(script, '--apply');
      return [one.run(script, '--roll-back'), one.run(script, '--roll-back', '--apply')];
    };

    test('prints what it would do, then takes away what the script made', () => {
      const [dry, real] = undone(TWO, { gpus: [a100, a100] });
      expect(dry).toMatchObject({ status: 0, stderr: '' });
      expect(changes(dry!)).toEqual([]);
      expect(dry?.instances).toEqual([GUIDE_INSTANCES, ['3g.20gb@0', '3g.20gb@4']]);
      expect(dry?.stdout).toMatch(/\nnvidia-smi mig -i 1 -dci -gi 1,2\nnvidia-smi mig -i 1 -dgi -gi 1,2\n$/);
      expect(real).toMatchObject({ status: 0, stderr: '', instances: [[], []], computeInstances: [[], []] });
      expect(real?.stdout).toMatch(
        /GPU 1: rolled back; on it now: nothing\nRolled back\. MIG mode .*\nnvidia-smi -i 0 -mig 0\n.* 1 -mig 0\n$/,
      );
    });

    test('leaves what was seen there before, and brings back what is gone', () => {
      const seen = (layout: string): Change => {
        const [host] = planOf(layout).hosts;
        return (one) => ({ ...one, observed: host?.gpus ?? null });
      };
      const before = { gpus: [{ board: A100, instances: ['3g.20gb@4'] }, a100] };
      const [, kept] = undone(
        'h/0 a100-pcie-40gb: 3g.20gb@4\nh/1 a100-pcie-40gb: 2g.10gb@0',
        before,
        seen('h/0 a100-pcie-40gb: 3g.20gb@4'),
      );
      expect(kept).toMatchObject({ status: 0, instances: [['3g.20gb@4'], []] });
      const [, back] = undone(GUIDE, { gpus: [a100] }, seen('h/0 a100-pcie-40gb: 3g.20gb@0, 1g.10gb@6'));
      expect(back).toMatchObject({ status: 0, instances: [['1g.10gb@6', '3g.20gb@0']] });
      expect(back?.calls).toContainEqual(['mig', '-i', '0', '-cgi', '15:6,9:0', '-C']);
    });

    test('takes nothing away where somebody else is on a GPU', () => {
      const script = scriptOf(planOf(TWO));
      const strange = {
        gpus: [
          { board: A100, instances: GUIDE_INSTANCES },
          { board: A100, instances: ['2g.10gb@0'] },
        ],
      };
      const busy = {
        gpus: [{ board: A100, instances: GUIDE_INSTANCES, processes: ['4242, python3'] }, a100],
      };
      for (const [host, says] of [
        [strange, /GPU 1 holds instances that are neither planned .*: 14:0:2\n/],
        [busy, /GPU 0 is used by processes .*\n4242, python3\n/],
      ] as const) {
        const result = run(script, host, '--roll-back', '--apply');
        expect(result.status).toBe(3);
        expect(result.stderr).toMatch(says);
        expect(changes(result)).toEqual([]);
      }
    });

    test('of a creation that was refused half-way takes away the half', () => {
      const host = { gpus: [{ board: A100, behaves: { refuse: '3' } }] };
      const [, real] = undone(GUIDE, host);
      expect(real).toMatchObject({ status: 0, instances: [[]] });
    });

    test('a second time, or with MIG mode off, there is nothing to take away', () => {
      const result = run(
        scriptOf(planOf(TWO)),
        { gpus: [a100, { board: A100, mode: 'Disabled' }] },
        '--roll-back',
      );
      expect(result.status).toBe(0);
      expect(result.stdout).toMatch(/# GPU 0: nothing to take away\nGPU 1: MIG mode is off/);
    });

    test('where the driver chose the starts, takes the profiles that are planned', () => {
      const host = standIn(shell, { gpus: [a100] });
      const script = driverScript(planOf('h/0 a100-pcie-40gb: 3g.20gb@0, 1g.5gb@4'));
      host.run(script, '--apply');
      expect(host.run(script, '--roll-back', '--apply')).toMatchObject({ status: 0, instances: [[]] });
    });
  });

  test.each([
    ['instances are to be created', a100, []],
    ['MIG mode is to be turned on', { board: A100, mode: 'Disabled' } as const, ['--enable-mig']],
  ])('processes on a GPU stop it where %s', (_what, gpu, args) => {
    const host = { gpus: [{ ...gpu, processes: ['4242, python3'] }, a100] };
    const result = run(scriptOf(planOf(TWO)), host, '--apply', ...args);
    expect(result.status).toBe(3);
    expect(result.stderr).toMatch(
      /GPU 0 is used by processes \(PID, name\).*\n4242, python3\nNothing was created/,
    );
    expect(changes(result)).toEqual([]);
  });

  test('processes on a GPU that is as planned are left alone, and where it is not told the driver decides', () => {
    const planned = { board: A100, instances: GUIDE_INSTANCES, processes: ['4242, python3'] };
    expect(run(scriptOf(planOf(GUIDE)), { gpus: [planned] }, '--apply').status).toBe(0);
    const silent = { board: A100, processes: ['4242, x'], behaves: { 'tells-no-processes': '' } };
    expect(run(scriptOf(planOf(GUIDE)), { gpus: [silent] }, '--apply').status).toBe(0);
  });

  describe('without starts', () => {
    test('creates in the order in which the driver puts each where it is drawn', () => {
      const result = run(driverScript(planOf(GUIDE)), { gpus: [a100] }, '--apply');
      expect(result.status).toBe(0);
      expect(creations(result)).toEqual(['0 9,19,14,19 -C']);
      expect(result.instances).toEqual([GUIDE_INSTANCES]);
      expect(result.stdout).toContain('4 instances on 1 GPU as planned.');
    });

    test('a drawing that the driver keeps to is checked exactly', () => {
      const others = ['2g.10gb@0', '1g.5gb@2', '1g.5gb@3', '3g.20gb@4'];
      const host = { gpus: [{ board: A100, instances: others }] };
      expect(run(driverScript(planOf(GUIDE)), host, '--apply').status).toBe(3);
    });

    // The driver puts the first 3g at 4 and the 1g at 0: no order gives this drawing.
    const ELSEWHERE = 'h/0 a100-pcie-40gb: 3g.20gb@0, 1g.5gb@4';

    test('says where instances really are when that is elsewhere', () => {
      const script = driverScript(planOf(ELSEWHERE));
      expect(script).toMatch(
        /# GPU 0: all will be created, but not where they are drawn.*\n# {3}list: 3g\.20gb@4, 1g\.5gb@0\n/,
      );
      const host = standIn(shell, { gpus: [a100] });
      const result = host.run(script, '--apply');
      expect(result.status).toBe(0);
      expect(result.instances).toEqual([['1g.5gb@0', '3g.20gb@4']]);
      expect(result.stdout).toMatch(/Drawn.*: 19:4:1 9:0:4\nFound: +19:0:1 9:4:4\n/);
      expect(result.stdout).toContain('2 instances on 1 GPU; on 1 of these GPUs elsewhere than drawn');
      const again = host.run(script, '--apply');
      expect([again.status, creations(again)]).toEqual([0, []]);
    });

    test('other profiles than the planned ones are still refused', () => {
      const host = { gpus: [{ board: A100, instances: ['1g.5gb@0', '3g.20gb@4', '1g.5gb@1'] }] };
      expect(run(driverScript(planOf(ELSEWHERE)), host, '--apply').status).toBe(3);
    });
  });

  const HOSTILE = [
    ...HOSTILE_BUT_LEGAL_NAMES,
    ...['$(touch oops)', '`touch oops`', "'; touch oops; '", '%n%s', 'trailing \\', '\\', '!!', '#!/bin/rm'],
    ...['a\\nb', '"', '* ~ ?', '日本 🖥', 'mig-planner-plan: p=1.other'],
  ];

  test.each(HOSTILE)('a plan, a host and a VM called %s change nothing that is executed', (name) => {
    expect(checkName(name)).toEqual({ ok: true, value: name });
    const plan = planOf(GUIDE, (host) => ({ ...host, name }));
    const named = valid({ ...plan, name, vms: plan.vms.map((vm, at) => (at === 0 ? { ...vm, name } : vm)) });
    const script = scriptOf(named, { sharedPlan: 'p=1.own' });
    expect(checkSyntax(shell, script)).toBe('');
    expect(script.match(/^# mig-planner-plan: .*$/gm)).toEqual(['# mig-planner-plan: p=1.own']);
    const dry = run(script, { gpus: [a100] });
    expect(dry).toMatchObject({ status: 0, stderr: '', calls: [], litter: [] });
    expect(dry.stdout).toContain(`Plan ${name}, host ${name}: 4 instances on 1 GPU.\n`);
    const plain = scriptOf(planOf(GUIDE), { sharedPlan: 'p=1.own' });
    const code = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => !/^(?:#|printf 'Plan %s, host %s|planned_(?:host|short)=')/.test(line));
    expect(code(script)).toEqual(code(plain));
  });

  test('names that are no names cannot break out either', () => {
    const name = "x\ntouch oops\n'\u2028$(touch oops)\r";
    const plan = planOf(GUIDE, (host) => ({ ...host, name }));
    const script = scriptOf({ ...plan, name });
    expect(checkSyntax(shell, script)).toBe('');
    const result = run(script, { gpus: [a100] }, '--apply');
    expect(result).toMatchObject({ status: 0, litter: [] });
    expect(result.instances).toEqual([GUIDE_INSTANCES]);
  });
});

const seed = 20261122;
test(`whatever is legal is created where it is drawn, seed ${seed}`, () => {
  const gpuArbitrary = legalGpuArbitrary(
    ['a100-pcie-40gb', 'a30-24gb', 'h100-pcie-80gb', 'rtx-pro-6000-server'],
    1,
  );
  const gpusArbitrary = fc.array(gpuArbitrary, { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(gpusArbitrary, fc.constantFrom(...SHELLS), (gpus, shell) => {
      const drawn = gpus.map(({ instances }) => instances.map((gi) => `${gi.profile}@${gi.start}`));
      const layout = gpus.map(({ board }, index) => `h/${index} ${board}: ${drawn[index]?.join(', ')}`);
      const host = new StandIn(shell, { gpus: gpus.map(({ board }) => ({ board: findBoard(board)! })) });
      const { status, instances } = host.run(scriptOf(planOf(layout.join('\n'))), '--apply');
      host.remove();
      expect({ status, instances }).toEqual({ status: 0, instances: drawn.map((gpu) => gpu.sort()) });
    }),
    { seed, numRuns: 15 },
  );
});

const cutSeed = 20261125;
test(`whatever an instance may be cut into is created, seed ${cutSeed}`, () => {
  const gpuArbitrary = legalGpuArbitrary(['a100-pcie-40gb', 'a30-24gb'], 1);
  const choices = fc.array(fc.nat({ max: 11 }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(gpuArbitrary, choices, fc.constantFrom(...SHELLS), (gpu, chosen, shell) => {
      const board = findBoard(gpu.board)!;
      const cuts = new Map(
        gpu.instances.map((gi, at) => {
          const profile = board.profiles.find(({ name }) => name === gi.profile)!;
          const splits = splitsOf(profile);
          const split = splits[chosen[at]! % splits.length]!;
          return [`${gi.profile}@${gi.start}`, split.map(({ name }) => name)] as const;
        }),
      );
      const layout = `h/0 ${gpu.board}: ${[...cuts.keys()].join(', ')}`;
      const script = scriptOf(planOf(layout, cutInto(Object.fromEntries(cuts))));
      const host = new StandIn(shell, { gpus: [{ board }] });
      const { status, computeInstances } = host.run(script, '--apply');
      host.remove();
      const expected = [...cuts]
        .map(([place, names]) => `${place}: ${names.map((name) => name.replace(/\+me$/, '')).join()}`)
        .sort();
      expect({ status, computeInstances }).toEqual({ status: 0, computeInstances: [expected] });
    }),
    { seed: cutSeed, numRuns: 15 },
  );
});
