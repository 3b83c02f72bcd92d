import { describe, expect, test } from 'vitest';
import { readAnyText } from '../anyText.ts';
import type { Evidence, SeenGpu } from '../evidence/evidence.ts';
import { noticeMessage } from '../messages.ts';

function evidence(text: string): Evidence {
  const read = readAnyText(text);
  if (!read.ok) throw new Error(read.error.code);
  const all = read.value.parts.map(({ reading }) => {
    if (reading.kind !== 'evidence') throw new Error(reading.kind);
    return reading.evidence;
  });
  return {
    hosts: all.flatMap((one) => one.hosts),
    vms: all.flatMap((one) => one.vms),
    notices: all.flatMap((one) => one.notices),
  };
}

const gpusOf = (text: string): SeenGpu[] => evidence(text).hosts.flatMap((host) => host.gpus);
const codes = (text: string): string[] => evidence(text).notices.map((notice) => notice.code);

/** A summary as drivers from R535 on print it. */
function summary(name: string, mode: string, devices: string): string {
  return `+---------------------------------------------------------------------------------------+
| NVIDIA-SMI 535.104.12             Driver Version: 535.104.12   CUDA Version: 12.2     |
|-----------------------------------------+----------------------+----------------------+
| GPU  Name                 Persistence-M | Bus-Id        Disp.A | Volatile Uncorr. ECC |
| Fan  Temp   Perf          Pwr:Usage/Cap |         Memory-Usage | GPU-Util  Compute M. |
|                                         |                      |               MIG M. |
|=========================================+======================+======================|
|   0  ${name.padEnd(31)}Off | 00000000:0B:00.0 Off |                    0 |
| N/A   49C    P0              43W / 165W |      0MiB / 40960MiB |      0%      Default |
|                                         |                      | ${mode.padStart(20)} |
+-----------------------------------------+----------------------+----------------------+

+---------------------------------------------------------------------------------------+
| MIG devices:                                                                          |
+------------------+--------------------------------+-----------+-----------------------+
| GPU  GI  CI  MIG |                   Memory-Usage |        Vol|      Shared           |
|      ID  ID  Dev |                     BAR1-Usage | SM     Unc| CE ENC DEC OFA JPG    |
|                  |                                |        ECC|                       |
|==================+================================+===========+=======================|
${devices}
`;
}

const DEVICE = (ids: string, memory: string, sm: number): string =>
  `|  ${ids} |${memory.padStart(28)}    | ${sm}      0 |  3   0    2    0    0 |
|                  |               0MiB / 32767MiB  |           |                       |
+------------------+--------------------------------+-----------+-----------------------+`;

describe('the summary', () => {
  test('gives boards by names that are cut, bus, MIG mode and devices', () => {
    const [gpu] = gpusOf(
      summary('NVIDIA A100-PCI...', 'Enabled', DEVICE('0    2   0   0', '37MiB / 19968MiB', 42)),
    );
    expect(gpu).toMatchObject({
      ...{ index: 0, product: 'NVIDIA A100-PCI...', boards: ['a100-pcie-40gb'], pciId: '00000000:0B:00.0' },
      ...{ mode: 'on', pendingMode: 'on' },
      layout: {
        isWhole: false,
        instances: [{ instanceId: 2, profile: null, memoryMiB: 19968, multiprocessors: 42 }],
      },
    });
  });

  test('a star is a mode that is still to come', () => {
    expect(gpusOf(summary('NVIDIA A30', 'Enabled*', ''))[0]).toMatchObject({
      mode: 'off',
      pendingMode: 'on',
    });
    expect(gpusOf(summary('NVIDIA A30', 'Disabled*', ''))[0]).toMatchObject({
      mode: 'on',
      pendingMode: 'off',
    });
  });

  test('devices of one GPU instance are one instance', () => {
    const rows = [DEVICE('0    1   0   0', '476MiB / 20224MiB', 14), DEVICE('0    1   1   1', '', 14)].join(
      '\n',
    );
    const [gpu] = gpusOf(summary('NVIDIA A100-SXM4-40GB', 'Enabled', rows));
    expect(gpu?.layout).toMatchObject({
      instances: [{ instanceId: 1, multiprocessors: 28, memoryMiB: 20224 }],
    });
    expect(gpu?.layout).toHaveProperty('instances.0.computeInstances.length', 2);
  });

  test('a guest is a VM with its type and has no layout', () => {
    const { hosts, vms } = evidence(`[root@asr-1 ~]# nvidia-smi\n${summary('GRID A100-4C', 'Disabled', '')}`);
    expect(hosts).toEqual([]);
    expect(vms).toMatchObject([{ name: 'asr-1', wants: [{ kind: 'type', type: 'A100-4C' }] }]);
  });

  test('a device whose row is cut is said to be', () => {
    expect(codes(summary('NVIDIA A30', 'Enabled', '|  0    2   0'))).toEqual(['row-cut']);
  });
});

describe('-L', () => {
  const old = (gi: number, ci: number): string => `MIG-GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c/${gi}/${ci}`;
  const gpu = 'GPU 4: A100-PCIE-40GB (UUID: GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c)\n';

  test('the old form has the IDs in it, several compute instances of one GPU instance included', () => {
    const text = `${gpu}  MIG 1c.3g.20gb Device 0: (UUID: ${old(1, 0)})\nMIG 2c.3g.20gb Device 1: (UUID: ${old(1, 1)})\n`;
    expect(gpusOf(text)).toMatchObject([
      {
        ...{ index: 4, boards: ['a100-pcie-40gb'], uuid: 'GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c' },
        layout: {
          instances: [
            {
              ...{ profile: '3g.20gb', instanceId: 1 },
              computeInstances: [
                { profile: '1c.3g.20gb', id: 0 },
                { profile: '2c.3g.20gb', id: 1 },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('the new form counts', () => {
    const text = `${gpu}  MIG 1g.5gb      Device  0: (UUID: MIG-b6cd45f2-9655-5269-9b96-65446729d5dc)\n`;
    expect(gpusOf(text)[0]?.layout).toMatchObject({
      kind: 'counts',
      counts: [{ profile: '1g.5gb', count: 1 }],
    });
  });
});

describe('-q -x', () => {
  const xml = (rest: string, end = '</gpu></nvidia_smi_log>'): string => `<?xml version="1.0" ?>
<!DOCTYPE nvidia_smi_log [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "NVIDIA A30">]>
<nvidia_smi_log>
<driver_version>570.148.08</driver_version><attached_gpus>1</attached_gpus>
<gpu id="00000000:06:00.0">
${rest}
${end}`;
  const devices = `<product_name>NVIDIA A100-SXM4-40GB</product_name><uuid>GPU-11111111-2222-3333-4444-555555555555</uuid>
<mig_mode><current_mig>Enabled</current_mig><pending_mig>Enabled</pending_mig></mig_mode>
<mig_devices><mig_device><index>0</index><gpu_instance_id>2</gpu_instance_id><compute_instance_id>0</compute_instance_id>
<device_attributes><shared><multiprocessor_count>42</multiprocessor_count></shared></device_attributes>
<fb_memory_usage><total>19968 MiB</total></fb_memory_usage></mig_device></mig_devices>`;

  test('gives GPUs and their devices', () => {
    const { hosts } = evidence(xml(devices));
    expect(hosts[0]?.driver).toBe('570.148.08');
    expect(hosts[0]?.gpus[0]).toMatchObject({
      ...{ index: 0, boards: ['a100-sxm4-40gb'], pciId: '00000000:06:00.0', mode: 'on' },
      layout: { instances: [{ instanceId: 2, multiprocessors: 42, memoryMiB: 19968 }] },
    });
  });

  test.each(['&x;', '&y;', '&#xFFFFFFFF;'])('nothing that a DOCTYPE names is put in: %s', (entity) => {
    const read = readAnyText(xml(`<product_name>${entity}</product_name>`));
    expect(read.ok && read.value.parts[0]?.reading).toMatchObject({
      kind: 'unreadable',
      error: { code: 'not-xml', at: { line: 6 } },
    });
  });

  test('what was whole before a fault is taken', () => {
    const text = xml(devices, '</gpu>\n<gpu id="00000000:07:00.0"><product_name>NVIDIA A100');
    const { hosts, notices } = evidence(text);
    expect(hosts[0]?.gpus).toHaveLength(1);
    expect(notices.map(noticeMessage).join()).toMatch(/^Line 1\d: the XML is faulty or cut here/);
  });
});

describe('--query-gpu', () => {
  test('with a heading', () => {
    const text = `index, name, uuid, pci.bus_id, mig.mode.current, memory.total [MiB]
0, NVIDIA A30, GPU-11111111-2222-3333-4444-555555555555, 00000000:0B:00.0, Disabled, 24576 MiB
1, NVIDIA A2, [N/A], 00000000:0C:00.0, [N/A], 15356 MiB
`;
    expect(gpusOf(text)).toMatchObject([
      { index: 0, boards: ['a30-24gb'], mode: 'off', pciId: '00000000:0B:00.0' },
    ]);
    expect(codes(text)).toEqual(['gpu-without-mig']);
  });

  test('without one, by what the call asks, or by how its words look', () => {
    const asked = `$ nvidia-smi –i 3 --query-gpu=mig.mode.current,name --format=csv,noheader\nEnabled, NVIDIA A30\n`;
    expect(gpusOf(asked)).toMatchObject([{ index: 3, mode: 'on', boards: ['a30-24gb'] }]);
    const bare = 'NVIDIA A100-PCIE-40GB, 00000000:04:00.0, Enabled, Disabled\n';
    expect(gpusOf(bare)).toMatchObject([
      { index: null, mode: 'on', pendingMode: 'off', pciId: '00000000:04:00.0' },
    ]);
  });

  test('a sentence with a comma is none', () => {
    expect(readAnyText('Hello, world\n')).toMatchObject({ value: { parts: [] } });
  });
});

describe('lists of profiles', () => {
  const row = (name: string, id: number, free: string): string =>
    `|   2  MIG ${name}     ${id}     ${free}        4.75       No     14     0     0   |\n|                                                          1     0     0   |\n`;
  const table = (rows: string): string =>
    `| GPU instance profiles:                                                   |\n${rows}`;

  test('where everything is free the GPU is empty', () => {
    const text = table(row('1g.5gb', 19, '7/7') + row('3g.20gb', 9, '2/2'));
    expect(gpusOf(text)).toMatchObject([
      {
        index: 2,
        layout: { isWhole: true, instances: [] },
        boards: ['a100-sxm4-40gb', 'a100-pcie-40gb', 'a800-40gb'],
      },
    ]);
  });

  test('where not, nothing is said of what is there; nor on ESXi, where it is 0', () => {
    for (const free of ['3/7', '0/7']) {
      const text = table(row('1g.5gb', 19, free));
      expect(gpusOf(text)[0]?.layout).toBeNull();
      expect(codes(text)).toEqual(['profiles-only']);
    }
  });

  test('placements tell the family', () => {
    expect(gpusOf('GPU  0 Profile ID 47 Placements: {0,3,6,9}:3\n')[0]?.boards).toEqual([
      'rtx-pro-6000-server',
      'rtx-pro-6000-ws',
      'rtx-pro-6000-maxq',
    ]);
  });
});

describe('transcripts', () => {
  test('what was created before a refusal stays, and the refusal says what it means', () => {
    const text = `$ sudo nvidia-smi mig -cgi 19,9
Successfully created GPU instance ID 13 on GPU  0 using profile MIG 1g.5gb (ID 19)
Unable to create a GPU instance on GPU  0 using profile 9: Insufficient Resources
Failed to create GPU instances: Insufficient Resources
`;
    expect(gpusOf(text)[0]?.layout).toMatchObject({
      changes: [{ kind: 'created', instance: { instanceId: 13 } }],
    });
    const sentences = evidence(text).notices.map(noticeMessage);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain('no legal start was free'.slice(1));
  });

  test.each([
    ['No MIG-supported devices found.', 'no-mig-gpu'],
    ['Failed to display compute instances: Insufficient Permissions', 'no-permission'],
    ['Unable to destroy GPU instance ID  3 from GPU  0: In use by another client', 'in-use'],
    ['Unable to enable MIG Mode for GPU 00000000:18:00.0: Not Supported', 'not-supported'],
    ['Failed to display GPU instance profiles: Unknown Error', 'unknown-error'],
    ['No compute instances found: Not Found', 'not-found'],
    ['Invalid combination of input arguments.', 'invalid-argument'],
  ])('%s', (text, cause) => {
    const { hosts, notices } = evidence(text);
    expect(hosts).toEqual([]);
    expect(notices).toMatchObject([{ code: 'tool-failed', cause }]);
  });

  test.each([60, 72, 80, 81, 100])(
    'sentences that a terminal of %i columns broke are put together',
    (width) => {
      const whole = [
        'Successfully created GPU instance ID  9 on GPU  0 using profile MIG 1g.5gb (ID 19)',
        'Successfully created compute instance ID  0 on GPU  0 GPU instance ID  9 using profile MIG 1g.5gb (ID  0)',
        'Successfully created GPU instance ID  2 on GPU  0 using profile MIG 3g.20gb (ID  9)',
        'Successfully destroyed compute instance ID  0 from GPU  0 GPU instance ID  9',
        'Unable to create a GPU instance on GPU  0 using profile 9: Insufficient Resources',
        'Failed to create GPU instances: Insufficient Resources',
      ];
      const broken = whole.flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
      const told = (text: string): unknown => {
        const { hosts, notices } = evidence(text);
        return JSON.parse(JSON.stringify({ hosts, notices }), (key, value: unknown) =>
          key === 'line' ? 0 : value,
        );
      };
      expect(told(broken)).toEqual(told(whole.join('\n')));
    },
  );

  test('a line that the terminal cut is said to be', () => {
    expect(codes('Successfully created GPU instance ID 13 on GPU  0 using prof')).toEqual(['row-cut']);
  });

  test('modes, also where a terminal cut the end of the line', () => {
    expect(
      gpusOf('$ nvidia-smi -i 1 -mig 0\nDisabled MIG Mode for GPU 00000000:36:00.0\nAll done.\n'),
    ).toMatchObject([
      { index: 1, pciId: '00000000:36:00.0', mode: 'off', layout: { isWhole: true, instances: [] } },
    ]);
    expect(
      gpusOf('Warning: MIG mode is in pending enable state for GPU 00000000:0F:00.0:Not Suppor\nAll done.\n'),
    ).toMatchObject([{ mode: 'off', pendingMode: 'on', layout: null }]);
  });
});

describe('the log of the MIG manager', () => {
  const log = (last: string): string => `Applying the selected MIG config to the node
time="2024-05-14T18:31:26Z" level=debug msg="  GPU 0: 0x233010DE"
time="2024-05-14T18:31:26Z" level=debug msg="    Updating MIG config: map[1g.10gb:2 3g.40gb:1]"
${last}
`;
  test('counts, once it succeeded', () => {
    expect(gpusOf(log('MIG configuration applied successfully'))).toMatchObject([
      { boards: ['h100-sxm5-80gb'], layout: { counts: [{ profile: '1g.10gb', count: 2 }, { count: 1 }] } },
    ]);
  });
  test('and nothing where it does not say so', () => {
    expect(gpusOf(log('Restarting validator pod'))[0]?.layout).toBeNull();
    expect(codes(log('Restarting validator pod'))).toEqual(['not-applied']);
  });
});
