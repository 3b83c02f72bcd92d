import { describe, expect, test } from 'vitest';
import { promptOf, runLine, runLines, type CommandOutput, type Machine } from './simulator.ts';
import { A100, esxi, machineIn, one, RTX } from './states.testing.ts';

const said = (machine: Machine, line: string): string => runLine(machine, line).text.trimEnd();

/** Runs the lines, and gives the last answer. */
function after(machine: Machine, ...lines: string[]): CommandOutput {
  return runLines(machine, lines.join('\n')).at(-1)!;
}

const a100 = (): Machine => machineIn(one('550.54.14', { board: A100 }));
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

  test('a number sign is a prompt before a program, and a remark before words', () => {
    expect(runLine(a100(), '# nvidia-smi -L').text).toContain('GPU 0');
    expect(runLine(a100(), '# when it is back:')).toMatchObject({ text: '', status: 0 });
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
