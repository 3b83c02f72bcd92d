import { describe, expect, test } from 'vitest';
import { runLine, runLines, type CommandOutput, type Machine } from './simulator.ts';
import { A100, machineIn, one } from './states.testing.ts';

/** Runs the lines, and gives the last answer. */
function after(machine: Machine, ...lines: string[]): CommandOutput {
  return runLines(machine, lines.join('\n')).at(-1)!;
}

const a100 = (): Machine => machineIn(one('550.54.14', { board: A100 }));
const starts = ({ machine }: CommandOutput): string[] =>
  machine.gpus[0]!.gis.map((gi) => `${gi.profile}@${gi.start}`).sort();

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
