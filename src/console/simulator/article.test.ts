import { describe, expect, test } from 'vitest';
import { hintMessage, runLine, runLines } from './simulator.ts';
import { A100, machineIn } from './states.testing.ts';

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
