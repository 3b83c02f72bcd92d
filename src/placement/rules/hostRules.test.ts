/** The rules of one host, as the panel of a host and the command line read them out. */
import { describe, expect, test } from 'vitest';
import type { Host } from '../../model/plan.ts';
import { RULE_SOURCES } from '../../model/ruleSources.ts';
import { planOf } from '../standing.testing.ts';
import { creationRule, hostRules, vgpusRule } from './hostRules.ts';

const base = planOf([]).hosts[0]!;
const host = (part: Partial<Host>): Host => ({
  ...base,
  creation: null,
  release: null,
  driver: null,
  ...part,
});
const ADMINISTRATOR = 'The administrator creates GPU instances beforehand, and can give each its start.';
const HYPERVISOR =
  'The hypervisor creates a GPU instance when its VM powers on, and picks GPU and start itself.';

test.each<[Partial<Host>, string, string, keyof typeof RULE_SOURCES | null]>([
  [{ platform: 'esxi', release: '7.0' }, ADMINISTRATOR, 'reported', 'article'],
  [
    { platform: 'esxi', release: '8.0' },
    `${HYPERVISOR} From which release on is not public; 8.0 is taken.`,
    'inferred',
    'aie6',
  ],
  [{ platform: 'esxi', release: '9.0' }, HYPERVISOR, 'reported', 'denneman8'],
  [{ platform: 'kvm', release: 'mdev' }, ADMINISTRATOR, 'documented', 'aie6'],
  [{ platform: 'kvm', release: 'mdev', creation: 'pre-create' }, ADMINISTRATOR, 'documented', 'aie6'],
  [
    { platform: 'kvm', creation: 'power-on' },
    `${HYPERVISOR} You said so; the platform does it the other way.`,
    'inferred',
    null,
  ],
  [
    { platform: 'esxi', release: '9.0', creation: 'pre-create' },
    `${ADMINISTRATOR} You said so; the platform does it the other way.`,
    'inferred',
    null,
  ],
  [
    { platform: 'esxi', release: null },
    `Who creates instances is not known for ESXi of unknown release. Taken to be so: ${ADMINISTRATOR}`,
    'unknown',
    null,
  ],
])('who creates instances on %j', (part, says, confidence, source) => {
  expect(creationRule(host(part))).toEqual({
    says,
    confidence,
    source: source === null ? null : RULE_SOURCES[source],
  });
});

test.each<[Partial<Host>, string, string]>([
  [
    { platform: 'esxi', release: '7.0 U3' },
    'A VM has one MIG-backed vGPU. VMware’s article says so (“only one vGPU profile on a VM”) and NVIDIA documents it for ESXi 7; it ended with ESXi 8.0.',
    'documented',
  ],
  [
    { platform: 'esxi', release: '8.0' },
    'A VM has at most 8 vGPUs. The “only one” of VMware’s article is the rule of ESXi 7.',
    'documented',
  ],
  [
    { platform: 'esxi', release: '8.0 U2' },
    'A VM has up to 8 vGPUs for certain; one blog says 16, so more than 8 is a warning.',
    'reported',
  ],
  [
    { platform: 'esxi', release: '9.0' },
    'No public source says how many vGPUs a VM may have on ESXi 9.0: more than one is a warning.',
    'unknown',
  ],
  [{ platform: 'kubernetes' }, 'VMs are not what Kubernetes gives GPUs to.', 'inferred'],
  [{ platform: 'bare-metal' }, 'VMs are not what bare metal gives GPUs to.', 'inferred'],
])('how many vGPUs a VM has on %j', (part, says, confidence) => {
  expect(vgpusRule(host(part))).toMatchObject({ says, confidence });
});

describe('every rule of a host, in its order', () => {
  const POLICY =
    'While MIG mode is on, the host’s policy for assigning GPUs (spread or fill up) has no effect.';
  const PEER = 'MIG-backed vGPUs have no peer-to-peer and no NVLink, whatever the release.';
  const ONE_BOARD = 'The vGPUs of one VM are of one board and one series; sizes may differ.';
  const MIX_OPEN = 'Whether a VM may have vGPUs of two boards or series is not known here.';
  const TYPES = 'Types of one slice with double memory (A100-1-10C) and with media engines (A100-1-5CME)';
  const SHARING = 'Sharing one GPU instance between VMs (RTX PRO 6000 and 4500)';
  /** Behind what is said of creation and of the number of vGPUs. */
  const rest = (part: Partial<Host>): string[] => {
    const rules = hostRules(host({ gpus: [], ...part })).map(({ says }) => says);
    const known = [creationRule(host(part)).says, vgpusRule(host(part)).says];
    return rules.filter((says) => !known.includes(says));
  };

  test.each<[Partial<Host>, string[]]>([
    [
      { platform: 'esxi', release: '7.0' },
      [
        `${TYPES} need ESXi 8.0 U3, so they are refused here.`,
        `${SHARING} is reported from ESXi 9.0 U1 only.`,
        PEER,
        POLICY,
      ],
    ],
    [
      { platform: 'esxi', release: '8.0 U3' },
      [
        ONE_BOARD,
        `${TYPES} are supported, as from ESXi 8.0 U3 on.`,
        `${SHARING} is reported from ESXi 9.0 U1 only.`,
        PEER,
        POLICY,
      ],
    ],
    [
      { platform: 'esxi', release: '9.0 U1' },
      [
        ONE_BOARD,
        `${TYPES} are supported, as from ESXi 8.0 U3 on.`,
        `${SHARING} is reported from ESXi 9.0 U1 on.`,
        PEER,
        POLICY,
      ],
    ],
    [
      { platform: 'esxi', release: null },
      [
        MIX_OPEN,
        `${TYPES} need ESXi 8.0 U3; the release here is not known.`,
        `${SHARING} is not known for this release.`,
        PEER,
        POLICY,
      ],
    ],
    [
      { platform: 'kvm', release: 'mdev' },
      [MIX_OPEN, 'A vGPU is an mdev device (nvidia-476 for A100-3-20C).', PEER],
    ],
    [
      { platform: 'kvm', release: 'vendor VFIO' },
      [MIX_OPEN, 'A vGPU is a type written to a virtual function; newer kernels have no mdev.', PEER],
    ],
    [
      { platform: 'kvm', release: null },
      [
        MIX_OPEN,
        'Whether a vGPU is an mdev device or a virtual function depends on the kernel, and is not said.',
        PEER,
      ],
    ],
    [{ platform: null }, [MIX_OPEN, PEER]],
    [
      { platform: 'kubernetes' },
      [
        'A pod takes MIG devices (nvidia.com/mig-3g.20gb). vGPU types are for VMs, which only KubeVirt has here.',
      ],
    ],
    [
      { platform: 'bare-metal' },
      ['There is no hypervisor, so a process takes a MIG device and vGPU types are not used.'],
    ],
  ])('%j', (part, sentences) => {
    expect(rest(part)).toEqual(sentences);
    const all = hostRules(host({ gpus: [], ...part }));
    expect(all[0]).toEqual(creationRule(host(part)));
    // Known or not, a rule of a vendor or of a blog says where it is written.
    for (const { confidence, source } of all.filter(
      (one) => one.confidence === 'documented' || one.confidence === 'reported',
    ))
      expect(source, confidence).not.toBeNull();
  });

  const gpusOf = (...boards: string[]): Host['gpus'] =>
    planOf(boards.map(() => '')).hosts[0]!.gpus.map((gpu, n) => ({ ...gpu, board: boards[n]! }));
  test.each<[string | null, string[], string[]]>([
    [null, [], []],
    [
      null,
      ['a100-pcie-40gb', 'a100-pcie-40gb', 'nobody-8gb'],
      [
        'A100-PCIE-40GB needs driver 450.80.02; 1g.5gb+me R470 and 1g.10gb R525. The driver here is not said, so nothing is refused.',
      ],
    ],
    [
      '550.54.15',
      ['a100-pcie-40gb'],
      ['A100-PCIE-40GB needs driver 450.80.02; 1g.5gb+me R470 and 1g.10gb R525. This host has 550.54.15.'],
    ],
    [
      '510.47',
      ['a100-pcie-40gb'],
      [
        'A100-PCIE-40GB needs driver 450.80.02; 1g.5gb+me R470 and 1g.10gb R525. With 510.47 1g.10gb is refused.',
      ],
    ],
    [
      '460.32',
      ['a100-pcie-40gb'],
      [
        'A100-PCIE-40GB needs driver 450.80.02; 1g.5gb+me R470 and 1g.10gb R525. With 460.32 1g.5gb+me and 1g.10gb are refused.',
      ],
    ],
  ])('with driver %s on %j', (driver, boards, sentences) => {
    const rules = hostRules(host({ platform: 'bare-metal', driver, gpus: gpusOf(...boards) }));
    const told = rules.map(({ says }) => says).filter((says) => says.includes('needs driver'));
    expect(told).toEqual(sentences);
  });
});
