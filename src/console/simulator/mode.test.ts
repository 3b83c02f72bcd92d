import { describe, expect, test } from 'vitest';
import { runLine, runLines, type CommandOutput, type Machine } from './simulator.ts';
import { A100, bus, esxi, full, machineIn, one, SXM } from './states.testing.ts';

/** Runs the lines, and gives the last answer. */
function after(machine: Machine, ...lines: string[]): CommandOutput {
  return runLines(machine, lines.join('\n')).at(-1)!;
}

const a100 = (): Machine => machineIn(one('550.54.14', { board: A100 }));
const said = (machine: Machine, line: string): string => runLine(machine, line).text.trimEnd();

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
