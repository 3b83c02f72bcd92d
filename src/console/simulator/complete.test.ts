import { describe, expect, test } from 'vitest';
import { complete, runLine, type Completion, type Machine } from './simulator.ts';
import { A100, machineIn, one, RTX } from './states.testing.ts';

const host = (): Machine =>
  machineIn({
    driver: '550.54.14',
    gpus: [{ board: A100 }, { board: RTX }, { board: 'a30-24gb', isOff: true }],
  });

describe('completion', () => {
  const of = (line: string): Completion['candidates'] => complete(host(), line).candidates;

  test('options, profiles and IDs', () => {
    expect(complete(host(), 'nvid').line).toBe('nvidia-smi ');
    expect(of('nvidia-smi mig -lg')).toEqual(['-lgip', '-lgipp', '-lgi']);
    expect(complete(host(), 'nvidia-smi mig --list-gpu-instance-pr').line).toBe(
      'nvidia-smi mig --list-gpu-instance-profiles ',
    );
    expect(of('nvidia-smi mig -cgi 3g')).toEqual(['3g.20gb']);
    expect(of('nvidia-smi mig -cgi 3g.20gb,1g.5')).toEqual(['1g.5gb', '1g.5gb+me']);
    const made = runLine(host(), 'nvidia-smi mig -i 0 -cgi 9,14').machine;
    expect(complete(made, 'nvidia-smi mig -gi ').candidates).toEqual(['2', '3']);
    expect(complete(made, 'nvidia-smi mig -gi 2 -cci 1c').candidates).toEqual(['1c.3g.20gb', '1c.2g.10gb']);
    expect(of('nvidia-smi -i ')).toEqual(['0', '1', '2']);
    expect(of('nvidia-smi --query-gpu=name,mig')).toEqual(['mig.mode.current', 'mig.mode.pending']);
    expect(of('nvidia-smi | gr')).toEqual(['grep']);
  });

  test('esxcli on ESXi only', () => {
    const esxi = machineIn(one('510.47.03', { board: A100 }, { platform: 'esxi' }));
    expect(complete(esxi, 'esxcli system ').line).toBe('esxcli system maintenanceMode ');
    expect(complete(esxi, 'esxcli system maintenanceMode set ').candidates).toEqual([
      '--enable=true',
      '--enable=false',
    ]);
    expect(of('esx')).toEqual([]);
  });
});
