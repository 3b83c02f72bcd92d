/**
 * The runbook of an ESXi host against the article of 2020 that it is to replace: every command (C), prerequisite (P) and
 * note (N) of it, with the line that covers it, in both forms. Where a form makes one unnecessary, its line says so.
 */
import { describe, expect, test } from 'vitest';
import type { GpuId } from '../../model/ids.ts';
import type { Plan, ValidPlan } from '../../model/plan.ts';
import { exportPlan } from '../exportPlan.ts';
import { ARTICLE, ARTICLE_8U3, MIRRORED, RTX_PRO, valid } from './realPlans.testing.ts';

function runbook(plan: Plan): string {
  const written = exportPlan(plan, 'vsphere-runbook', { hostId: null, starts: 'explicit' });
  if (!written.ok) throw new Error(written.error.code);
  return written.value.text;
}

const ADVANCE = runbook(ARTICLE);
const AT_POWER_ON = runbook(ARTICLE_8U3);

type Row = readonly [id: string, what: string, inAdvance: RegExp, atPowerOn?: RegExp];

/** What covers a row in each form. */
const lineOf = (row: Row, form: 'in advance' | 'at power-on'): RegExp =>
  form === 'at power-on' ? (row[3] ?? row[2]) : row[2];

const COMMANDS: readonly Row[] = [
  ['C1', 'is a driver installed', /^esxcli software vib list \| grep -iE 'nvidia\|nvd'$/],
  [
    'C2',
    'what nvidia-smi says of MIG',
    /^`nvidia-smi` shows MIG in the third row .* `Disabled` is the default/,
  ],
  [
    'C3',
    'the name for the removal',
    /^Remove an older driver\. The name is that of the first column, without the version:$/,
  ],
  ['C4', 'enter maintenance mode', /^esxcli system maintenanceMode set --enable=true$/],
  [
    'C5',
    'remove the old VIB',
    /^esxcli software vib remove --vibname=NVIDIA-VMware_ESXi_7\.0_Host_Driver$/,
    /^esxcli software vib remove --vibname=VIB-NAME$/,
  ],
  [
    'C6',
    'install the new one',
    /^esxcli software vib install -v \/vmfs\/volumes\/DATASTORE\/FILE\.vib$/,
    /^esxcli software component apply -d \/vmfs\/volumes\/DATASTORE\/NVD-DRIVER-BUNDLE\.zip$/,
  ],
  ['C7', 'leave maintenance mode', /^esxcli system maintenanceMode set --enable=false$/],
  ['C8', 'is the driver active', /^- \[ \] `nvidia-smi` lists every GPU with a driver version/],
  ['C9', 'enable MIG', /^nvidia-smi -i 0 -mig 1$/],
  ['C10', 'reset the GPU', /^Ampere \(GPU 0\): .*`nvidia-smi -i 0 --gpu-reset`.* so \*\*reboot the host\*\*/],
  [
    'C11',
    'is MIG enabled',
    /^nvidia-smi --query-gpu=index,pci\.bus_id,mig\.mode\.current,mig\.mode\.pending --format=csv$/,
  ],
  ['C12', 'which profiles there are', /^nvidia-smi mig -lgip$/],
  [
    'C13',
    'one GPU instance',
    /^nvidia-smi mig -i 0 -cgi 9:0,9:4$/,
    /^\*\*No `-cgi` here\.\*\* .*`nvidia-smi mig -i 0 -cgi 9`/,
  ],
  [
    'C14',
    'two of them',
    /^nvidia-smi mig -i 0 -cgi 9,9$/,
    /^\*\*No `-cgi` here\.\*\* .* several with `-cgi 9,9`/,
  ],
  ['C15', 'list them', /^nvidia-smi mig -lgi$/],
  [
    'C16',
    'compute-instance profiles',
    /^nvidia-smi mig -lcip$/,
    /^\*\*No `-cci` here\*\* .*`nvidia-smi mig -lcip`/,
  ],
  [
    'C17',
    'a compute instance in GI 1',
    /^nvidia-smi mig -i 0 -gi 1,2 -cci 2$/,
    /^\*\*No `-cci` here\*\* \(not `nvidia-smi mig -i 0 -gi 1 -cci 2`/,
  ],
  [
    'C18',
    'the same in GI 2',
    /^nvidia-smi mig -i 0 -gi 1,2 -cci 2$/,
    /^\*\*No `-cci` here\*\* .* nor `-gi 2 -cci 2`\)/,
  ],
  ['C19', 'list compute instances', /^nvidia-smi mig -lci$/],
  [
    'C20',
    'the vGPU type of a VM',
    /^The type, in the vSphere Client: .*Edit Settings.*Add New Device.*NVIDIA GRID vGPU/,
  ],
  ['C21', 'guest driver', /^Install the vGPU \*\*guest\*\* driver of the same family/],
  [
    'C22',
    'what the guest sees',
    /^- \[ \] One GPU instance and one compute instance are listed, whatever else is on the host\./,
  ],
  [
    'C23',
    'a container',
    /^sudo docker run --rm --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=MIG-GPU-<GPU-UUID>\/0\/0 IMAGE:TAG nvidia-smi -L$/,
    /^sudo docker run --rm --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=MIG-<UUID> IMAGE:TAG nvidia-smi -L$/,
  ],
  ['C24', 'its devices', /^GPU 0: GRID A100-3-20C \(UUID: GPU-\.\.\.\)$/],
];

const PREREQUISITES: readonly Row[] = [
  [
    'P1',
    'SR-IOV in the firmware',
    /^- \[ \] Firmware of the server.*\*\*SR-IOV\*\* on.*VT-d or AMD IOMMU.*above 4 GB/,
  ],
  ['P2', 'host graphics', /^esxcli graphics host set --default-type SharedPassthru$/],
  ['P3', 'MIG is off by default', /`Disabled` is the default/],
  ['P4', 'R440 shows no MIG', /\*\*No such row at all\*\*: the driver is R440 or older and knows no MIG/],
  [
    'P5',
    'maintenance mode before, reboot after',
    /^Before anything is installed or removed, `esx-01` has to be in maintenance mode, and a reboot follows/,
  ],
  [
    'P6',
    'the name of the VIB differs',
    /^The name (?:is taken from the notes of the host; it )?differs from release to release/,
  ],
];

const NOTES: readonly Row[] = [
  ['N1', 'without -i every GPU', /\*\*without `-i` the mode of every GPU of the host is changed\.\*\*/],
  [
    'N2',
    'pending: reboot',
    /^- `Warning: MIG mode is in pending enable state \.\.\. Not Supported`: .*ESXi prints with Ampere GPUs: reboot/,
  ],
  [
    'N3',
    'an instance before its type is used',
    /^In this form an instance has to be there \*\*before\*\* a VM with its vGPU type can power on/,
    /What an older guide says, that an instance must be there before its vGPU type can be used, does not hold on ESXi 8\.0 U3/,
  ],
  [
    'N4',
    'what 9,9 leaves',
    /^- GPU 0: 8 of 8 memory slices and 6 of 7 compute slices are taken\. No further instance fits, for all memory slices are taken/,
    /^- With the VMs of the plan on it, GPU 0 has 8 of 8 memory slices and 6 of 7 compute slices taken\. No further instance fits/,
  ],
  [
    'N5',
    'a guest may cut its instance',
    /A Linux guest with root may cut its own instance otherwise.* gone when the VM restarts/,
  ],
  [
    'N6',
    'compute profiles carry the name',
    /^Each GPU instance needs .* with its name in it/,
    /the name of each holds that of its GPU instance/,
  ],
  [
    'N7',
    'the asterisk',
    /the profile with a `\*`(?: behind its ID)? is the one that spans (?:the|its) instance/,
  ],
  [
    'N8',
    'type and instance',
    /^- GPU instance `3g\.20gb`: vGPU type `grid_a100-3-20c`, at most 2 on a GPU\.$/,
  ],
  [
    'N9',
    'bound when the guest boots',
    /tied to a virtual function and to the VM when (?:its guest|it) boots and the vGPU starts, so nothing is kept/,
  ],
  [
    'N10',
    'the second VM',
    /the second VM of a type (?:takes the second instance|gets an instance of its own)/,
  ],
  [
    'N11',
    'vGPUs of one VM',
    /On this release a VM has \*\*one\*\* vGPU on an instance/,
    /On this release a VM may have several vGPUs, also on instances: 8 \(16 by a blog of VMware\).* holds for ESXi 7\.x/,
  ],
  [
    'N12',
    'one family of drivers',
    /of the same family as the host's .*450\.73 on the host went with 450\.63 in the guest/,
  ],
  [
    'N13',
    'root in the guest',
    /^- \[ \] GPU instances are not made in a guest\. Compute instances may be, with root/,
  ],
  ['N14', 'out of maintenance mode at last', /^## 9\. Leave maintenance mode$/],
  [
    'N15',
    'technical preview',
    /^In 2020, on ESXi 7\.0, MIG was a technical preview\..*documented by NVIDIA for vSphere 7\.x and 8\.x since/,
  ],
];

const ROWS = [...COMMANDS, ...PREREQUISITES, ...NOTES];

test('all of the article is in the table', () => {
  const numbered = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, n) => `${letter}${n + 1}`);
  expect(ROWS.map(([id]) => id)).toEqual([...numbered('C', 24), ...numbered('P', 6), ...numbered('N', 15)]);
});

/** The lines that match: at least one has to. */
function covering(text: string, line: RegExp): string[] {
  return text.split('\n').filter((one) => line.test(one));
}

describe.each(ROWS.map((row) => [row[0], row[1], row] as const))('%s, %s', (_id, _what, row) => {
  test('on ESXi 7.0, instances made in advance', () => {
    expect(covering(ADVANCE, lineOf(row, 'in advance'))).not.toEqual([]);
  });
  test('on ESXi 8.0 U3, instances made at power-on', () => {
    expect(covering(AT_POWER_ON, lineOf(row, 'at power-on'))).not.toEqual([]);
  });
});

/** The commands of a runbook, in order: what stands in its shell blocks. */
function commandsOf(text: string): string[] {
  return Array.from(text.matchAll(/^```sh\n([^]*?)^```$/gm), ([, body = '']) => body.trimEnd().split('\n'))
    .flat()
    .filter((line) => !line.startsWith('#'));
}

test('made at power-on, no command makes an instance', () => {
  expect(commandsOf(AT_POWER_ON).filter((line) => / -c[gc]i\b/.test(line))).toEqual([]);
  expect(commandsOf(ADVANCE).filter((line) => / -c[gc]i\b/.test(line))).toEqual([
    'nvidia-smi mig -i 0 -cgi 9:0,9:4',
    'nvidia-smi mig -i 0 -cgi 9,9',
    'nvidia-smi mig -i 0 -gi 1,2 -cci 2',
  ]);
});

test('maintenance mode is entered before the driver is touched and left after MIG mode', () => {
  for (const text of [ADVANCE, AT_POWER_ON]) {
    const commands = commandsOf(text);
    const at = (start: string): number => commands.findIndex((line) => line.startsWith(start));
    const order = [
      'esxcli system maintenanceMode set --enable=true',
      'esxcli software vib remove',
      'nvidia-smi -i 0 -mig 1',
      'esxcli system maintenanceMode set --enable=false',
    ].map(at);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  }
});

test('a board of a later family needs no reset and no reboot', () => {
  const [host] = ARTICLE_8U3.hosts;
  const gpus = host!.gpus.map((gpu) => ({
    ...gpu,
    board: 'h100-pcie-80gb',
    instances: gpu.instances.map((gi) => ({ ...gi, profile: '3g.40gb' })),
  }));
  const vms = ARTICLE_8U3.vms.map((vm) => ({
    ...vm,
    attachments: vm.attachments.map((one) => ({
      ...one,
      wants: { kind: 'type', type: 'H100-3-40C' } as const,
    })),
  }));
  const text = runbook(valid({ ...ARTICLE_8U3, hosts: [{ ...host!, gpus }], vms }));
  const mode = text.slice(text.indexOf('## 6. MIG mode'), text.indexOf('## 7.'));
  expect(mode).toMatch(/Hopper \(GPU 0\): \*\*no reset \(`--gpu-reset`\) and no reboot needed/);
  expect(commandsOf(mode)).not.toContain('reboot');
  expect(text).toMatch(/\| 256 +\| `nvidia_h100-3-40c` \|/);
});

test('on a GPU of unknown kind both readings of the instance IDs are given, on a known one its own', () => {
  const host = MIRRORED.hosts[0]!;
  const made = (kind: 'straight' | 'mirrored' | null): string[] => {
    const gpus = host.gpus.map((gpu) => ({ ...gpu, kind }));
    const plan: ValidPlan = valid({ ...MIRRORED, hosts: [{ ...host, creation: 'pre-create', gpus }] });
    return commandsOf(runbook(plan)).filter((line) => line.includes('-cci'));
  };
  const straight = ['-gi 2 -cci 2', '-gi 4 -cci 1', '-gi 7,8 -cci 0'].map(
    (rest) => `nvidia-smi mig -i 0 ${rest}`,
  );
  const mirrored = ['-gi 1 -cci 2', '-gi 6 -cci 1', '-gi 11,12 -cci 0'].map(
    (rest) => `nvidia-smi mig -i 0 ${rest}`,
  );
  expect(made('straight')).toEqual(straight);
  expect(made('mirrored')).toEqual(mirrored);
  expect(made(null)).toEqual([...straight, ...mirrored]);
});

test('the VIB is taken from the notes of the host, and named to be looked up where there is none', () => {
  const host = ARTICLE.hosts[0]!;
  const noted = (notes: string): string => runbook(valid({ ...ARTICLE, hosts: [{ ...host, notes }] }));
  expect(noted('')).toContain('--vibname=VIB-NAME');
  const aie = noted(
    'NVD-AIE_ESXi_8.0.0_Driver  525.105.14-1OEM.800.1.0.20613240  NVIDIA  VMwareAccepted  2023-04-18\n' +
      'nvdgpumgmtdaemon  525.105.14-1OEM.700.1.0.15843807  NVIDIA  VMwareAccepted  2023-04-18',
  );
  expect(commandsOf(aie).filter((line) => line.includes('vib remove'))).toEqual([
    'esxcli software vib remove --vibname=nvdgpumgmtdaemon',
    'esxcli software vib remove --vibname=NVD-AIE_ESXi_8.0.0_Driver',
  ]);
  expect(aie).toContain('Nothing to do here unless the driver is to be updated');
});

test('a host of another platform is refused', () => {
  const host = ARTICLE.hosts[0]!;
  const plan = valid({ ...ARTICLE, hosts: [{ ...host, platform: 'kubernetes' }], vms: [] });
  expect(exportPlan(plan, 'vsphere-runbook', { hostId: null, starts: 'explicit' })).toEqual({
    ok: false,
    error: { code: 'other-platform', host: 'esx-01', needs: 'esxi' },
  });
});

test('of two families of boards the later one is set after the reboot that the other needs', () => {
  const host = ARTICLE_8U3.hosts[0]!;
  const [first] = host.gpus;
  const h100 = { ...first!, id: 900 as GpuId, index: 1, board: 'h100-pcie-80gb', instances: [] };
  const text = runbook(valid({ ...ARTICLE_8U3, hosts: [{ ...host, gpus: [first!, h100] }] }));
  const commands = commandsOf(text.slice(text.indexOf('## 6. MIG mode'), text.indexOf('## 7.')));
  expect(commands.slice(0, 3)).toEqual(['nvidia-smi -i 0 -mig 1', 'reboot', 'nvidia-smi -i 1 -mig 1']);
  expect(text).toContain('MIG mode of GPU 0 is still on (Ampere keeps it). MIG mode of GPU 1 may be off');
});

test('an instance that no VM has is in no budget of a host that makes instances at power-on', () => {
  const [first] = ARTICLE_8U3.vms;
  const text = runbook(valid({ ...ARTICLE_8U3, vms: [first!] }));
  expect(text).toContain('GPU 0 has 4 of 8 memory slices and 3 of 7 compute slices taken.\n');
  expect(text).toContain('No power-on makes the instances without a VM: 3g.20gb at 4 of GPU 0.');
});

test('of the driver of the article and the one that the guide asks for, the runbook says which holds', () => {
  expect(ADVANCE).toMatch(
    /^\*\*The plan names driver `450\.73`, and 450\.80\.02 is the oldest .* What holds here is 450\.80\.02 or later:\*\* .*bare metal\. .*450\.73, a technical preview/m,
  );
  expect(ADVANCE).toMatch(/^\| Driver needed +\| 450\.80\.02 or later, see step 1 \|$/m);
  expect(ADVANCE).toMatch(
    /^- \[ \] `nvidia-smi` lists every GPU with a driver version of 450\.80\.02 or later/m,
  );
  // A driver that is new enough needs no words, and of a branch alone it is said what is open.
  expect(AT_POWER_ON).not.toContain('The plan names driver');
  const host = ARTICLE.hosts[0]!;
  const branch = runbook(valid({ ...ARTICLE, hosts: [{ ...host, driver: 'R450' }] }));
  expect(branch).toContain('without the release: it has to be 450.80.02 or later');
});

test('no command stands behind a reboot in the same block: who pastes a block would lose it', () => {
  for (const text of [ADVANCE, AT_POWER_ON]) {
    for (const [, body = ''] of text.matchAll(/^```sh\n([^]*?)^```$/gm)) {
      if (body.includes('reboot\n')) expect(body).toBe('reboot\n');
    }
  }
});

test('the roll-back undoes what the steps have set, and each part of it is looked at', () => {
  for (const text of [ADVANCE, AT_POWER_ON]) {
    const back = text.slice(text.indexOf('## 14. Roll back'), text.indexOf('## 15.'));
    expect(commandsOf(back)).toEqual([
      'nvidia-smi mig -lgi',
      'nvidia-smi mig -i 0 -dci',
      'nvidia-smi mig -i 0 -dgi',
      'nvidia-smi mig -lgi',
      'nvidia-smi -i 0 -mig 0',
      'reboot',
      'esxcli graphics host set --default-type TYPE',
      '/etc/init.d/xorg restart',
    ]);
    expect(back.match(/^- \[ \] /gm)).toHaveLength(2);
    expect(back).toContain('written down in step 5 (for `TYPE` below)');
  }
});

test('what an older guide would type by hand is written with the IDs of this board', () => {
  const host = RTX_PRO.hosts[0]!;
  const text = runbook(valid({ ...RTX_PRO, hosts: [{ ...host, platform: 'esxi', release: '9.0 U1' }] }));
  expect(text).toContain('(`nvidia-smi mig -i 0 -cgi 35`, or several with `-cgi 35,47,47`)');
  expect(text).toContain('(not `nvidia-smi mig -i 0 -gi 1 -cci 1`, nor `-gi 5 -cci 0`)');
  // Two VMs share the last instance: the second adds no row, so it is looked at otherwise.
  expect(text).toContain('`esxcli graphics vm list` lists the VM (4 of 4).');
});
