/**
 * Large pastes in each foreign format, as hosts and clusters print them: one after the other until a megabyte is full, or as many
 * as the 10,000 rows of one paste allow.
 */
import type { ForeignFormat } from '../../src/formats/paste/readers.ts';
import { MAX_TEXT_LENGTH } from '../../src/formats/reading.ts';

/** What one host has to say, the nth of them. */
type Part = (n: number) => string;

const uuid = (n: number): string => `GPU-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const prompt = (n: number, command: string): string => `root@gpu-${n}:~# ${command}\n`;
const each = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('');

const RULE = '+-------------------------------------------------------+\n';
const STARTS = [0, 1, 2, 3, 4, 5, 6];

const summary: Part = (n) => `${prompt(n, 'nvidia-smi')}Thu Nov 26 10:08:24 2026
+---------------------------------------------------------------------------------------+
| NVIDIA-SMI 535.104.12             Driver Version: 535.104.12   CUDA Version: 12.2     |
|-----------------------------------------+----------------------+----------------------+
| GPU  Name                 Persistence-M | Bus-Id        Disp.A | Volatile Uncorr. ECC |
| Fan  Temp   Perf          Pwr:Usage/Cap |         Memory-Usage | GPU-Util  Compute M. |
|                                         |                      |               MIG M. |
|=========================================+======================+======================|
${each(
  8,
  (
    gpu,
  ) => `|   ${gpu}  NVIDIA A100-PCIE-40GB          Off | 00000000:${gpu}B:00.0 Off |                    0 |
| N/A   49C    P0              43W / 165W |      0MiB / 40960MiB |      0%      Default |
|                                         |                      |              Enabled |
+-----------------------------------------+----------------------+----------------------+
`,
)}
+---------------------------------------------------------------------------------------+
| MIG devices:                                                                          |
+------------------+--------------------------------+-----------+-----------------------+
| GPU  GI  CI  MIG |                   Memory-Usage |        Vol|      Shared           |
|      ID  ID  Dev |                     BAR1-Usage | SM     Unc| CE ENC DEC OFA JPG    |
|                  |                                |        ECC|                       |
|==================+================================+===========+=======================|
${each(
  8,
  (gpu) => `|  ${gpu}    2   0   0 |             37MiB / 19968MiB    | 42      0 |  3   0    2    0    0 |
|                  |               0MiB / 32767MiB  |           |                       |
+------------------+--------------------------------+-----------+-----------------------+
`,
)}
`;

const listGpus: Part = (n) =>
  prompt(n, 'nvidia-smi -L') +
  each(
    8,
    (gpu) =>
      `GPU ${gpu}: NVIDIA A100-PCIE-40GB (UUID: ${uuid(n * 8 + gpu)})\n` +
      each(
        3,
        (one) =>
          `  MIG 2g.10gb     Device  ${one}: (UUID: MIG-b6cd45f2-9655-5269-9b96-${String(n * 100 + gpu * 10 + one).padStart(12, '0')})\n`,
      ),
  );

const xml: Part = (n) => `${prompt(n, 'nvidia-smi -q -x')}<?xml version="1.0" ?>
<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
<nvidia_smi_log>
\t<timestamp>Thu Nov 26 10:08:24 2026</timestamp>
\t<driver_version>570.148.08</driver_version>
\t<attached_gpus>2</attached_gpus>
${each(
  2,
  (gpu) => `\t<gpu id="00000000:${gpu}6:00.0">
\t\t<product_name>NVIDIA A100-PCIE-40GB</product_name>
\t\t<mig_mode>
\t\t\t<current_mig>Enabled</current_mig>
\t\t\t<pending_mig>Enabled</pending_mig>
\t\t</mig_mode>
\t\t<mig_devices>
${each(
  2,
  (one) => `\t\t\t<mig_device>
\t\t\t\t<index>${one}</index>
\t\t\t\t<gpu_instance_id>${one + 1}</gpu_instance_id>
\t\t\t\t<compute_instance_id>0</compute_instance_id>
\t\t\t\t<device_attributes><shared><multiprocessor_count>42</multiprocessor_count><copy_engine_count>3</copy_engine_count></shared></device_attributes>
\t\t\t\t<fb_memory_usage><total>19968 MiB</total><reserved>0 MiB</reserved><used>37 MiB</used><free>19931 MiB</free></fb_memory_usage>
\t\t\t</mig_device>
`,
)}\t\t</mig_devices>
\t\t<uuid>${uuid(n * 2 + gpu)}</uuid>
\t\t<pci><pci_bus_id>00000000:${gpu}6:00.0</pci_bus_id></pci>
${each(30, (one) => `\t\t<counter_${one}><current>${one}</current><unit>N/A</unit></counter_${one}>\n`)}\t</gpu>
`,
)}</nvidia_smi_log>
`;

const queryGpu: Part = (n) =>
  `${prompt(n, 'nvidia-smi --query-gpu=index,name,uuid,pci.bus_id,mig.mode.current --format=csv')}index, name, uuid, pci.bus_id, mig.mode.current\n${each(8, (gpu) => `${gpu}, NVIDIA A100-PCIE-40GB, ${uuid(n * 8 + gpu)}, 00000000:${gpu}B:00.0, Enabled\n`)}`;

const listInstances: Part = (
  n,
) => `${prompt(n, 'nvidia-smi mig -lgi')}${RULE}| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
${each(8, (gpu) => STARTS.map((start) => `|   ${gpu}  MIG 1g.5gb          19     ${String(start + 7).padStart(4)}          ${start}:1     |\n${RULE}`).join(''))}`;

const listComputeInstances: Part = (
  n,
) => `${prompt(n, 'nvidia-smi mig -lci')}+--------------------------------------------------------------------+
| Compute instances:                                                 |
| GPU     GPU       Name             Profile   Instance   Placement  |
|       Instance                       ID        ID       Start:Size |
|         ID                                                         |
|====================================================================|
${each(8, (gpu) => STARTS.map((start) => `|   ${gpu}     ${String(start + 7).padStart(2)}       MIG 1g.5gb           0         0          0:1     |\n+--------------------------------------------------------------------+\n`).join(''))}`;

const listProfiles: Part = (
  n,
) => `${prompt(n, 'nvidia-smi mig -lgip')}+-----------------------------------------------------------------------------+
| GPU instance profiles:                                                      |
| GPU   Name             ID    Instances   Memory     P2P    SM    DEC   ENC  |
|                              Free/Total   GiB              CE    JPEG  OFA  |
|=============================================================================|
${each(
  8,
  (gpu) => `|   ${gpu}  MIG 1g.5gb       19     7/7        4.75       No     14     0     0   |
|                                                             1     0     0   |
+-----------------------------------------------------------------------------+
|   ${gpu}  MIG 3g.20gb       9     2/2        19.62      No     42     2     0   |
|                                                             3     0     0   |
+-----------------------------------------------------------------------------+
`,
)}`;

const listPlacements: Part = (n) =>
  prompt(n, 'nvidia-smi mig -lgipp') +
  each(
    8,
    (gpu) =>
      `GPU  ${gpu} Profile ID 19 Placements: {0,1,2,3,4,5,6}:1\nGPU  ${gpu} Profile ID 14 Placements: {0,2,4}:2\nGPU  ${gpu} Profile ID  9 Placements: {0,4}:4\n`,
  );

const listComputeProfiles: Part = (
  n,
) => `${prompt(n, 'nvidia-smi mig -lcip')}+--------------------------------------------------------------------------------------+
| Compute instance profiles:                                                           |
| GPU     GPU      Name             Profile  Instances   Exclusive           Shared    |
|       Instance                      ID     Free/Total     SM       DEC   ENC   OFA   |
|         ID                                                          CE    JPEG       |
|======================================================================================|
${each(
  8,
  (gpu) => `|   ${gpu}      1       MIG 1c.3g.20gb       0      0/3           14        2     0     0   |
|                                                                      3     0         |
+--------------------------------------------------------------------------------------+
`,
)}`;

const sentences: Part = (n) =>
  prompt(n, 'nvidia-smi mig -cgi 9,9 -C') +
  each(
    8,
    (gpu) =>
      `Successfully created GPU instance ID  1 on GPU  ${gpu} using profile MIG 3g.20gb (ID  9)\nSuccessfully created compute instance ID  0 on GPU  ${gpu} GPU instance ID  1 using profile MIG 3g.20gb (ID  2)\n`,
  );

const partedBlock = (n: number, indent: string): string =>
  each(
    8,
    (gpu) =>
      `${indent}  - devices: [${gpu}]\n${indent}    mig-enabled: true\n${indent}    mig-devices:\n${indent}      "1g.5gb": ${(n % 3) + 1}\n${indent}      "2g.10gb": 2\n`,
  );
/** One document: of several configurations one is chosen. */
const configurations = (count: number, indent: string): string =>
  each(count, (n) => `${indent}plan-${n}:\n${partedBlock(n, indent)}`);

const nodeOf = (n: number) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: `gpu-${n}`,
    labels: {
      'nvidia.com/gpu.product': 'NVIDIA-A100-PCIE-40GB',
      'nvidia.com/gpu.count': '8',
      'nvidia.com/mig.strategy': 'mixed',
      'nvidia.com/mig.config': 'all-balanced',
      'nvidia.com/mig-1g.5gb.count': '16',
      'nvidia.com/mig-2g.10gb.count': '8',
    },
    annotations: Object.fromEntries(STARTS.map((one) => [`example.com/note-${one}`, 'x'.repeat(60)])),
  },
  status: { allocatable: { cpu: '64', 'nvidia.com/mig-1g.5gb': '16', 'nvidia.com/mig-2g.10gb': '8' } },
});

const nodeLines: Part = (n) => `Name:               gpu-${n}
Roles:              worker
Labels:             nvidia.com/gpu.count=8
                    nvidia.com/gpu.product=NVIDIA-A100-PCIE-40GB
                    nvidia.com/mig.strategy=mixed
                    nvidia.com/mig-1g.5gb.count=16
                    nvidia.com/mig-2g.10gb.count=8
Capacity:
  cpu:                     64
  nvidia.com/mig-1g.5gb:   16
  nvidia.com/mig-2g.10gb:  8
Allocatable:
  cpu:                     64
  nvidia.com/mig-1g.5gb:   16
  nvidia.com/mig-2g.10gb:  8
`;

const resourceSlice: Part = (n) => `apiVersion: resource.k8s.io/v1beta1
kind: ResourceSlice
metadata:
  name: gpu-${n}-gpu.nvidia.com-slice
spec:
  driver: gpu.nvidia.com
  nodeName: gpu-${n}
  pool:
    name: gpu-${n}
    generation: 1
    resourceSliceCount: 1
  devices:
${each(
  4,
  (one) => `  - name: gpu-0-mig-1g5gb-19-${one}
    basic:
      attributes:
        profile:
          string: 1g.5gb
        uuid:
          string: MIG-b6cd45f2-9655-5269-9b96-${String(n * 4 + one).padStart(12, '0')}
        parentUUID:
          string: ${uuid(n)}
        productName:
          string: NVIDIA A100-PCIE-40GB
        type:
          string: mig
      capacity:
        memory:
          value: 4864Mi
`,
)}---
`;

const instaslice: Part = (n) => `apiVersion: inference.redhat.com/v1alpha1
kind: Instaslice
metadata:
  name: gpu-${n}
spec:
  MigGPUUUID:
    ${uuid(n)}: NVIDIA A100-PCIE-40GB
  allocations:
${each(
  4,
  (one) => `    pod-${n}-${one}:
      allocationStatus: created
      giprofileid: 0
      ciProfileid: 0
      gpuUUID: ${uuid(n)}
      nodename: gpu-${n}
      podName: pod-${one}
      profile: 1g.5gb
      size: 1
      start: ${one}
`,
)}---
`;

const instasliceLines: Part = (n) => `Name:         gpu-${n}
Kind:         Instaslice
Spec:
  Allocations:
${each(
  4,
  (one) => `    pod-${n}-${one}:
      Allocation Status:  created
      Giprofileid:        0
      Gpu UUID:           ${uuid(n)}
      Nodename:           gpu-${n}
      Profile:            1g.5gb
      Size:               1
      Start:              ${one}
`,
)}
`;

const checkpointHost = (gpus: number): string =>
  JSON.stringify(
    {
      Version: 'v1',
      MigState: {
        Devices: Array.from({ length: gpus }, (_, n) => ({
          UUID: uuid(n),
          MigMode: 1,
          GpuInstances: [0, 4].map((Start) => ({
            ProfileID: 2,
            Placement: { Start, Size: 4 },
            ComputeInstances: [{ ProfileID: 2, EngProfileID: 0, Placement: { Start: 0, Size: 3 } }],
          })),
        })),
      },
    },
    null,
    2,
  );

const slurm: Part = (n) =>
  `NodeName=gpu-${n} Gres=gpu:1g.5gb:16,gpu:2g.10gb:8 CPUs=64 RealMemory=512000 State=UNKNOWN Feature=a100,mig,rack-${n % 17}\n`;

const vibs: Part = (n) => `[root@esx-${n}:~] esxcli software vib list
Name                                Version                               Vendor  Acceptance Level  Install Date
----------------------------------  ------------------------------------  ------  ----------------  ------------
NVIDIA-VMware_ESXi_7.0_Host_Driver  440.107-1OEM.700.0.0.15525992         NVIDIA  VMwareAccepted    2020-07-27
${each(20, (one) => `driver-of-others-${one}                  1.2.2.14-1vmw.700.1.0.15843807        VMW     VMwareCertified   2020-07-27\n`)}`;

const types: Part = (n) =>
  `${prompt(n, 'nvidia-smi vgpu -c')}GPU 00000000:41:00.0\n    GRID A100-1-5C\n    GRID A100-2-10C\n    GRID A100-3-20C\n    GRID A100-4-20C\n    GRID A100-7-40C\n`;

const managerLog: Part = (n) =>
  prompt(n, 'kubectl logs nvidia-mig-manager-x') +
  each(
    8,
    (gpu) => `time="2026-11-26T10:08:24Z" level=debug msg="  GPU ${gpu}: 0x20F110DE"
time="2026-11-26T10:08:24Z" level=debug msg="    Current MIG mode: Enabled"
time="2026-11-26T10:08:24Z" level=debug msg="    Updating MIG config: map[1g.5gb:2 2g.10gb:1 3g.20gb:1]"
`,
  ) +
  'MIG configuration applied successfully\n';

const createCalls: Part = (n) =>
  each(8, (gpu) => `[root@esx-${n}:~] nvidia-smi mig -i ${gpu} -cgi 9,14,19,19 -C\n`);

const queryText: Part = () =>
  `==============NVSMI LOG==============\n\n${each(8, (gpu) => `GPU 00000000:0${gpu}:00.0\n    Product Name                          : NVIDIA A100-PCIE-40GB\n    MIG Mode\n        Current                           : Enabled\n`)}`;

const profileList: Part = (n) => `${['3g.20gb', '2x 1g.5gb', '2g.10gb x 3'][n % 3]}\n`;

/** One document of a number of parts; others are parts one behind the other. */
export type Paste = Part | { readonly whole: (count: number) => string };

export const PASTES: Readonly<Record<ForeignFormat, Paste>> = {
  'nvidia-smi': summary,
  'nvidia-smi-l': listGpus,
  'nvidia-smi-xml': xml,
  'query-gpu-csv': queryGpu,
  'mig-lgi': listInstances,
  'mig-lci': listComputeInstances,
  'mig-lgip': listProfiles,
  'mig-lgipp': listPlacements,
  'mig-lcip': listComputeProfiles,
  'mig-transcript': sentences,
  'mig-commands': createCalls,
  'nvidia-smi-q': queryText,
  'mig-manager-log': managerLog,
  'mig-parted': { whole: (count) => `version: v1\nmig-configs:\n${configurations(count, '  ')}` },
  'mig-checkpoint': { whole: checkpointHost },
  'config-map': {
    whole: (count) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  config.yaml: |\n    version: v1\n    mig-configs:\n${configurations(count, '      ')}`,
  },
  'helm-values': {
    whole: (count) =>
      `migManager:\n  config:\n    create: true\n    name: x\n    data:\n      config.yaml: |\n        version: v1\n        mig-configs:\n${configurations(count, '          ')}`,
  },
  'k8s-node': {
    whole: (count) =>
      JSON.stringify({ kind: 'List', items: Array.from({ length: count }, (_, n) => nodeOf(n)) }, null, 4),
  },
  'resource-slice': resourceSlice,
  instaslice,
  'instaslice-lines': instasliceLines,
  'k8s-node-lines': nodeLines,
  'slurm-gres': slurm,
  'vib-list': vibs,
  'vgpu-types': types,
  'profile-list': profileList,
  'vm-table': {
    whole: (count) =>
      `"VM","Powerstate","Template","DNS Name","CPUs","Memory","Host","Cluster"\n${each(count, (n) => `"team-${n % 17}-prod-${n}","poweredOn","False","team-${n}.prod.example.org","16","131072","esx-${n % 200}.example.org","gpu"\n`)}`,
  },
};

export function textOf(paste: Paste, count: number): string {
  return typeof paste === 'function' ? each(count, paste) : paste.whole(count);
}

/** About as many parts as a megabyte holds, or fewer where `isTaken`, which knows of rows, does not take so many. */
export function largest(paste: Paste, isTaken: (text: string) => boolean): string {
  // Later parts have longer numbers, so what a megabyte holds of the first is a little too much.
  let count = Math.floor((0.94 * MAX_TEXT_LENGTH) / (textOf(paste, 100).length / 100));
  while (count > 1) {
    const text = textOf(paste, count);
    if (text.length <= MAX_TEXT_LENGTH && isTaken(text)) return text;
    count = Math.floor(count * 0.9);
  }
  return textOf(paste, 1);
}
