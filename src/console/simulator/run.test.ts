import { describe, expect, test } from 'vitest';
import { hintMessage, promptOf, runLine, runLines, type CommandOutput, type Machine } from './simulator.ts';
import { A100, bus, esxi, full, machineIn, one, RTX, SXM } from './states.testing.ts';

const said = (machine: Machine, line: string): string => runLine(machine, line).text.trimEnd();

/** Runs the lines, and gives the last answer. */
function after(machine: Machine, ...lines: string[]): CommandOutput {
  return runLines(machine, lines.join('\n')).at(-1)!;
}

const a100 = (): Machine => machineIn(one('550.54.14', { board: A100 }));
const starts = ({ machine }: CommandOutput): string[] =>
  machine.gpus[0]!.gis.map((gi) => `${gi.profile}@${gi.start}`).sort();

describe('the article', () => {
  const AS_PRINTED = [
    'esxcli software vib list | grep NVIDIA',
    'nvidia-smi',
    'esxcli software vib list |grep -i nvidia',
    'esxcli system maintenanceMode set –enable=true',
    'esxcli software vib remove –vibname=NVIDIA-VMware_ESXi_7.0_Host_Driver ',
    'esxcli software vib install -v /vmfs/volumes/ds/NVIDIA-VMware_ESXi_7.0_Host_Driver_450.73-1OEM.700.0.0.15525992.vib',
    'esxcli system maintenanceMode set –enable=false',
    'nvidia-smi',
    'nvidia-smi -i 0 -mig 1',
    'nvidia-smi -i 0 –gpu-reset',
    'reboot',
    'nvidia-smi',
    'nvidia-smi mig -lgip',
    'nvidia-smi mig -i 0 -cgi 9,9',
    'nvidia-smi mig -lgi',
    'nvidia-smi mig -lcip',
    'nvidia-smi mig  -gi 1 -cci 2',
    'nvidia-smi mig -gi 2 –cci 2',
    'nvidia-smi mig -lci',
  ];
  const host = machineIn({
    driver: '440.107',
    platform: 'esxi',
    gpus: [{ board: A100, isOff: true }],
  });

  test.each([
    ['as printed', AS_PRINTED],
    ['as corrected', AS_PRINTED.map((line) => line.replace('–cci', '-cci').replace('–', '--'))],
  ])('from first to last, %s, ends in its layout', (_, lines) => {
    const done = runLines(host, lines.join('\n'));
    // Only the reset is refused, as a real ESXi host refuses it.
    expect(done.flatMap(({ status }, at) => (status === 0 ? [] : [lines[at]]))).toEqual([lines[9]]);
    const [gpu] = done.at(-1)!.machine.gpus;
    expect(gpu!.gis.map((gi) => [gi.id, gi.profile, gi.start, gi.cis.length])).toEqual([
      [2, '3g.20gb', 4, 1],
      [1, '3g.20gb', 0, 1],
    ]);
    expect(done[1]!.text).not.toContain('MIG M.');
    expect(done[7]!.text).toContain('Driver Version: 450.73');
    expect(done[11]!.text).toContain('No MIG devices found');
  });

  test('a dash of the page is told, and what it was read as', () => {
    const { hints } = runLine(host, 'esxcli system maintenanceMode set –enable=true');
    expect(hints.map(hintMessage).join()).toContain('"–enable=true" was read as "--enable=true"');
  });
});

describe('creating', () => {
  test('what was made before a refusal stays, and what comes after it is not tried', () => {
    const done = runLine(a100(), 'nvidia-smi mig -cgi 19,19,14,9,19');
    expect(done.text).toMatch(
      /^(Successfully .*\n){3}Unable to create a GPU instance on GPU {2}0 using profile 9: Insufficient Resources\nFailed .*\n$/,
    );
    expect(starts(done)).toEqual(['1g.5gb@4', '1g.5gb@6', '2g.10gb@0']);
    expect(done.status).toBe(23);
    expect(done.hints).toContainEqual({ code: 'order-matters', profile: '3g.20gb' });
  });

  test('the options come in any order, with long names and equals signs', () => {
    const lines = [
      'nvidia-smi mig -i 0 -cgi 9,19 -C',
      'nvidia-smi mig -C -cgi 9,1g.5gb -i 0',
      'sudo nvidia-smi mig --create-gpu-instance=9,19 --default-compute-instance --id=0',
      'nvidia-smi mig -cgi "MIG 3g.20gb,MIG 1g.5gb" -C',
    ];
    const made = lines.map((line) => runLine(a100(), line));
    expect(made.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(new Set(made.map(({ machine }) => JSON.stringify(machine.gpus))).size).toBe(1);
  });

  test('starts that are given are kept, and refused where they are no start or taken', () => {
    expect(starts(runLine(a100(), 'nvidia-smi mig -cgi 1g.5gb:2,9:0'))).toEqual(['1g.5gb@2']);
    const tries: [string, number][] = [
      ['9:4,14:0,19:3', 0],
      ['9:1', 2],
      ['4g.20gb:4', 2],
      ['9:0,19:3', 23],
      ['7,9', 2],
      ['20,20', 23],
    ];
    for (const [list, status] of tries) {
      expect([list, runLine(a100(), `nvidia-smi mig -cgi ${list}`).status]).toEqual([list, status]);
    }
  });

  test('a driver that is too old knows neither the profile nor the start, nor 4g beside 3g', () => {
    const old = machineIn(one('450.80.02', { board: A100 }));
    expect(runLine(old, 'nvidia-smi mig -cgi 1g.10gb')).toMatchObject({
      status: 2,
      hints: [{ code: 'driver-too-old', needs: 'R525' }],
    });
    expect(runLine(old, 'nvidia-smi mig -cgi 9:0').status).toBe(2);
    expect(
      runLine(machineIn(one('470.57.02', { board: A100 })), 'nvidia-smi mig -cgi 4g.20gb,9').status,
    ).toBe(23);
    expect(
      runLine(machineIn(one('510.47.03', { board: A100 })), 'nvidia-smi mig -cgi 4g.20gb,9').status,
    ).toBe(0);
  });

  test('without -i it is done on every GPU with MIG mode on, and said', () => {
    const two = machineIn({
      driver: '550.54.14',
      gpus: [{ board: A100 }, { board: A100 }, { board: A100, isOff: true }],
    });
    const done = runLine(two, 'nvidia-smi mig -cgi 9 -C');
    expect(done.machine.gpus.map(({ gis }) => gis.length)).toEqual([1, 1, 0]);
    expect(done.hints).toContainEqual({ code: 'every-gpu', gpus: 2 });
  });

  test('a profile with a slip is refused, and near ones are named', () => {
    const done = runLine(a100(), 'nvidia-smi mig -cgi 3g.20b');
    expect(done.status).toBe(2);
    expect(done.hints).toEqual([{ code: 'did-you-mean', typed: '3g.20b', names: ['3g.20gb'] }]);
  });

  test('compute instances: the default one, several, and no more than fit', () => {
    const done = after(
      a100(),
      'nvidia-smi mig -cgi 9',
      'nvidia-smi mig -cci 1',
      'nvidia-smi mig -cci 0',
      'nvidia-smi mig -cci 0',
    );
    expect(done).toMatchObject({ status: 23 });
    expect(done.text).toContain(
      'Unable to create a compute instance on GPU  0 GPU instance ID  2 using profile 0',
    );
    // No public output shows that text.
    expect(done.inferredLines).toEqual([0, 1]);
    expect(done.machine.gpus[0]!.gis[0]!.cis.map((ci) => [ci.id, ci.profile, ci.start])).toEqual([
      [0, '2c.3g.20gb', 0],
      [1, '1c.3g.20gb', 2],
    ]);
  });
});

describe('MIG mode', () => {
  test('on ESXi with Ampere it is pending until the host reboots', () => {
    const host = machineIn(esxi({ isOff: true, set: bus('00000000:0F:00.0') }));
    const pending = runLine(host, 'nvidia-smi -i 0 -mig 1');
    expect(pending.hints).toContainEqual({ code: 'reboot-needed', gpus: [0] });
    expect(said(pending.machine, 'nvidia-smi | grep Enabled')).toContain('Enabled*');
    expect(said(pending.machine, 'nvidia-smi mig -lgip')).toBe('No MIG-enabled devices found.');
    const on = runLine(pending.machine, 'reboot').machine;
    expect(on.gpus[0]).toMatchObject({ mode: true, pending: true });
  });

  test('Hopper needs no reset and loses the mode at a reboot; no instance survives one', () => {
    const h100 = machineIn({
      driver: '550.54.14',
      platform: 'esxi',
      gpus: [{ board: 'h100-sxm5-80gb', isOff: true }],
    });
    const made = after(h100, 'nvidia-smi -mig 1', 'nvidia-smi mig -cgi 9 -C');
    expect(made.machine.gpus[0]!.gis).toHaveLength(1);
    const done = runLine(made.machine, 'reboot');
    expect(done.machine.gpus[0]).toMatchObject({ mode: false, gis: [] });
    expect(done.hints).toEqual([
      { code: 'instances-lost', count: 1, by: 'reboot' },
      { code: 'mode-lost', gpus: [0] },
    ]);
    const ampere = after(a100(), 'nvidia-smi mig -cgi 9', 'reboot');
    expect(ampere.machine.gpus[0]).toMatchObject({ mode: true, gis: [] });
  });

  test('a process keeps the mode pending and the GPU from being reset', () => {
    const busy = machineIn(
      one(
        '550.54.14',
        { board: A100, isOff: true, set: bus('00000000:0B:00.0') },
        {
          processes: [{ gpu: 0, gi: null, ci: null, pid: 1, name: 'python', memoryMiB: 1 }],
        },
      ),
    );
    const done = runLine(busy, 'nvidia-smi -mig ENABLED');
    expect(done.text).toContain(
      '00000000:0B:00.0:In use by another client\n00000000:0B:00.0 is currently being used',
    );
    expect(done.machine.gpus[0]).toMatchObject({ mode: false, pending: true });
    expect(runLine(busy, 'nvidia-smi -r')).toMatchObject({ status: 255 });
  });

  test('a reset takes the instances with it', () => {
    const done = after(a100(), 'nvidia-smi mig -cgi 9,9', 'nvidia-smi -i 0 -r');
    expect(done.machine.gpus[0]!.gis).toEqual([]);
    expect(done.hints).toEqual([{ code: 'instances-lost', count: 2, by: 'reset' }]);
  });
});

describe('destroying', () => {
  const two = (): Machine =>
    machineIn(one('550.54.14', { board: SXM, at: ['3g.20gb@0', '3g.20gb@4'], cis: full('3g.20gb', [2]) }));

  test('stops at the first that is in use, and what went before it is gone', () => {
    const done = runLine(two(), 'nvidia-smi mig -dgi');
    expect(done.text.split('\n').slice(0, 2)).toEqual([
      'Successfully destroyed GPU instance ID  1 from GPU  0',
      'Unable to destroy GPU instance ID  2 from GPU  0: In use by another client',
    ]);
    expect(done.status).toBe(19);
    expect(done.machine.gpus[0]!.gis.map(({ id }) => id)).toEqual([2]);
  });

  test('only what is named', () => {
    expect(runLine(two(), 'nvidia-smi mig -dgi -gi 1 -i 0').machine.gpus[0]!.gis).toHaveLength(1);
    expect(said(two(), 'nvidia-smi mig -dci -gi 1')).toBe('No compute instances found: Not Found');
    expect(said(two(), 'nvidia-smi mig -dgi -gi 5')).toBe('No GPU instances found: Not Found');
  });
});

describe('what is not understood', () => {
  test.each([
    ['nvidia-smi mig', 2],
    ['nvidia-smi mig -lgi -lci', 2],
    ['nvidia-smi mig -C -lgi', 2],
    ['nvidia-smi mig -cgi', 2],
    ['nvidia-smi mig -cgi 9,,9', 2],
    ['nvidia-smi mig -ci 0 -lci', 2],
    ['nvidia-smi -mig 2', 2],
    ['nvidia-smi --bogus', 2],
    ['nvidia-smi -L -L', 2],
    ['nvidia-smi -x', 2],
    ['nvidia-smi --query-gpu=bogus --format=csv', 2],
    ['nvidia-smi --query-gpu=name', 2],
    ['nvidia-smi -i 7 -L', 6],
    ['nvidia-smi mig -i GPU-0 -lgi', 6],
    ['nvidia-smi | sort', 127],
    ['frobnicate', 127],
    ['esxcli software vib list', 127],
    ['nvidia-smi $(reboot)', 2],
    ['nvidia-smi > file', 2],
    ['nvidia-smi "', 2],
    ['| grep x', 2],
    ['docker ps', 125],
  ])('%s', (line, status) => {
    const machine = a100();
    const done = runLine(machine, line);
    expect(done.status).toBe(status);
    expect(done.machine.gpus).toBe(machine.gpus);
    expect(done.text).not.toBe('');
  });
});

describe('around it', () => {
  test('pipes to grep, and commands one after the other', () => {
    const machine = a100();
    expect(said(machine, 'nvidia-smi mig -lgipp | grep -v Placements: | grep -c .')).toBe('2');
    expect(said(machine, 'nvidia-smi mig -lgipp | grep -iE "id +(9|19)" | grep -n 4')).toMatch(
      /^1:.*19 .*\n2:.* 9 /,
    );
    expect(runLine(machine, 'nvidia-smi -L | grep nothing').status).toBe(1);
    expect(runLine(machine, 'nvidia-smi mig -cgi 5,5 && reboot; history').status).toBe(0);
    expect(said(machine, 'nvidia-smi mig -lgi || nvidia-smi -L')).toMatch(/^No GPU.*\nGPU 0/);
  });

  test('history, clear and prompts of a transcript', () => {
    const done = after(a100(), 'root@host:~# nvidia-smi -L', '', 'clear', 'history');
    expect(done.text).toBe('    1  nvidia-smi -L\n    2  clear\n    3  history\n');
    expect(runLine(a100(), 'clear').clears).toBe(true);
    expect(promptOf(a100())).toBe('root@host:~# ');
    expect(promptOf(machineIn(esxi({})))).toBe('[root@host:~] ');
  });

  test('ESXi: the graphics type, and the driver only in maintenance mode', () => {
    const host = machineIn(esxi({}));
    expect(said(host, 'esxcli graphics host get')).toContain('Default Graphics Type: SharedPassthru');
    const shared = runLine(host, 'esxcli graphics host set --default-type Shared').machine;
    expect(said(shared, 'esxcli graphics host get')).toContain('Default Graphics Type: Shared\n');
    const [vib] = host.vibs;
    expect(runLine(host, `esxcli software vib remove -n ${vib!.name}`).status).toBe(1);
    const gone = after(
      host,
      'esxcli system maintenanceMode set -e true',
      `esxcli software vib remove -n ${vib!.name}`,
    );
    expect(gone.status).toBe(0);
    expect(runLine(gone.machine, 'nvidia-smi')).toMatchObject({ status: 127 });
    expect(runLine(host, 'sudo nvidia-smi').hints).toEqual([{ code: 'no-sudo' }]);
  });

  test('a GPU without MIG has no mode, and no board that is unknown gets instances', () => {
    const l40s = machineIn(one('550.54.14', { board: 'l40s', isOff: true }));
    expect(said(l40s, 'nvidia-smi --query-gpu=mig.mode.current --format=csv,noheader')).toBe('[N/A]');
    expect(said(l40s, 'nvidia-smi mig -lgip')).toBe('No MIG-supported devices found.');
    const unknown = machineIn(one('580.65.06', { board: 'rtx-pro-5000-48gb' }));
    expect(runLine(unknown, 'nvidia-smi mig -cgi 1g.24gb').hints).toEqual([
      { code: 'starts-unknown', board: 'rtx-pro-5000-48gb' },
    ]);
  });

  test('what a board forbids together is refused', () => {
    const rtx = machineIn(one('580.65.06', { board: RTX }));
    expect(runLine(rtx, 'nvidia-smi mig -cgi 1g.24gb+me.all,1g.24gb').status).toBe(23);
    expect(runLine(rtx, 'nvidia-smi mig -cgi 1g.24gb+me.all,1g.24gb-me').status).toBe(0);
  });
});
