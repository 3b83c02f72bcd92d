/** The rules that hold on one host, each in a sentence with how sure it is and where it is written. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { boardLabel } from '../../model/board.ts';
import { driverAge } from '../../model/driverVersion.ts';
import type { Creation, Host } from '../../model/plan.ts';
import { esxiRank, platformFacts, type Confidence } from '../../model/platform.ts';
import { RULE_SOURCES, type RuleSource, type RuleSourceId } from '../../model/ruleSources.ts';
import { makeList, platformName } from '../messages.ts';
import { leastDriver } from './platformRules.ts';

export interface HostRule {
  readonly says: string;
  readonly confidence: Confidence;
  readonly source: RuleSource | null;
}

function rule(says: string, confidence: Confidence, source: RuleSourceId | null): HostRule {
  return { says, confidence, source: source === null ? null : RULE_SOURCES[source] };
}

const CREATION: Readonly<Record<Creation, string>> = {
  'pre-create': 'The administrator creates GPU instances beforehand, and can give each its start.',
  'power-on': 'The hypervisor creates a GPU instance when its VM powers on, and picks GPU and start itself.',
};

/** How GPU instances come to be on the host: what was said of it, else the platform's way. */
export function creationRule(host: Pick<Host, 'platform' | 'release' | 'creation'>): HostRule {
  const { creation } = platformFacts(host);
  if (host.creation !== null && host.creation !== creation.value)
    return rule(
      `${CREATION[host.creation]} You said so; the platform does it the other way.`,
      'inferred',
      null,
    );
  const { value, confidence, source } = creation;
  if (value === null || source === null)
    return rule(
      `Who creates instances is not known for ${platformName(host)}. Taken to be so: ${CREATION[host.creation ?? 'pre-create']}`,
      'unknown',
      null,
    );
  const since =
    value === 'power-on' && confidence === 'inferred'
      ? ' From which release on is not public; 8.0 is taken.'
      : '';
  return rule(`${CREATION[value]}${since}`, confidence, source);
}

/** Every rule that the platform, the release and the driver of the host bring, the most asked for first. */
export function hostRules(host: Host): HostRule[] {
  return [
    creationRule(host),
    ...vmRules(host),
    ...driverRules(host),
    ...(host.platform === 'esxi'
      ? [
          rule(
            'While MIG mode is on, the host’s policy for assigning GPUs (spread or fill up) has no effect.',
            'reported',
            'denneman8',
          ),
        ]
      : []),
  ];
}

function vmRules(host: Host): HostRule[] {
  const { hasVgpuTypes } = platformFacts(host);
  switch (host.platform) {
    case 'kubernetes':
      return [
        rule(
          'A pod takes MIG devices (nvidia.com/mig-3g.20gb). vGPU types are for VMs, which only KubeVirt has here.',
          hasVgpuTypes.confidence,
          hasVgpuTypes.source,
        ),
      ];
    case 'bare-metal':
      return [
        rule(
          'There is no hypervisor, so a process takes a MIG device and vGPU types are not used.',
          hasVgpuTypes.confidence,
          hasVgpuTypes.source,
        ),
      ];
    default:
      return [
        vgpusRule(host),
        ...mixRules(host),
        ...(host.platform === 'esxi' ? [releaseRule(host), sharedRule(host)] : kvmRules(host)),
        rule(
          'MIG-backed vGPUs have no peer-to-peer and no NVLink, whatever the release.',
          'documented',
          'aie6',
        ),
      ];
  }
}

/** How many vGPUs a VM has; what VMware's article says of it, and until when. */
export function vgpusRule(host: Host): HostRule {
  const limit = platformFacts(host).vgpusPerVm;
  const on = platformName(host);
  if (limit === null) return rule(`VMs are not what ${on} gives GPUs to.`, 'inferred', null);
  const { value, sure, confidence, source } = limit;
  if (value === null)
    return rule(
      `No public source says how many vGPUs a VM may have on ${on}: more than one is a warning.`,
      'unknown',
      null,
    );
  if (value === 1)
    return rule(
      'A VM has one MIG-backed vGPU. VMware’s article says so (“only one vGPU profile on a VM”) and NVIDIA documents it for ESXi 7; it ended with ESXi 8.0.',
      confidence,
      source,
    );
  if (sure !== null && sure < value)
    return rule(
      `A VM has up to ${sure} vGPUs for certain; one blog says ${value}, so more than ${sure} is a warning.`,
      confidence,
      source,
    );
  return rule(
    `A VM has at most ${value} vGPUs. The “only one” of VMware’s article is the rule of ESXi 7.`,
    confidence,
    source,
  );
}

function mixRules(host: Host): HostRule[] {
  const { isOneBoard, vgpusPerVm } = platformFacts(host);
  if (vgpusPerVm?.value === 1) return [];
  const { value, confidence, source } = isOneBoard;
  return [
    value === true
      ? rule('The vGPUs of one VM are of one board and one series; sizes may differ.', confidence, source)
      : rule('Whether a VM may have vGPUs of two boards or series is not known here.', 'unknown', null),
  ];
}

function releaseRule({ release }: Host): HostRule {
  const rank = release === null ? null : esxiRank(release);
  const what = 'Types of one slice with double memory (A100-1-10C) and with media engines (A100-1-5CME)';
  if (rank === null)
    return rule(`${what} need ESXi 8.0 U3; the release here is not known.`, 'unknown', 'aie6');
  return rank >= (esxiRank('8.0 U3') ?? 0)
    ? rule(`${what} are supported, as from ESXi 8.0 U3 on.`, 'documented', 'aie6')
    : rule(`${what} need ESXi 8.0 U3, so they are refused here.`, 'documented', 'aie6');
}

function sharedRule(host: Host): HostRule {
  const { value, confidence, source } = platformFacts(host).sharesInstances;
  const what = 'Sharing one GPU instance between VMs (RTX PRO 6000 and 4500)';
  if (value === null) return rule(`${what} is not known for this release.`, 'unknown', 'burdweiser');
  return rule(
    value ? `${what} is reported from ESXi 9.0 U1 on.` : `${what} is reported from ESXi 9.0 U1 only.`,
    confidence,
    source,
  );
}

function kvmRules({ platform, release }: Host): HostRule[] {
  if (platform !== 'kvm') return [];
  if (release === 'mdev')
    return [rule('A vGPU is an mdev device (nvidia-476 for A100-3-20C).', 'reported', 'harvester-10026')];
  if (release === 'vendor VFIO')
    return [
      rule(
        'A vGPU is a type written to a virtual function; newer kernels have no mdev.',
        'reported',
        'harvester-10026',
      ),
    ];
  return [
    rule(
      'Whether a vGPU is an mdev device or a virtual function depends on the kernel, and is not said.',
      'unknown',
      'harvester-10026',
    ),
  ];
}

/** The least driver of each board on the host and of the profiles that ask for a later one. */
function driverRules({ driver, gpus }: Host): HostRule[] {
  const boards = [...new Set(gpus.map((gpu) => gpu.board))].flatMap((id) => findBoard(id) ?? []);
  return boards.map((board) => {
    const later = board.profiles.filter(({ minDriver }) => minDriver !== null);
    const floors = later.map(({ name }) => `${name} ${leastDriver(board.id, name)}`);
    const least = board.minDriver === null ? 'a driver no source names' : board.minDriver;
    const needs = `${boardLabel(board)} needs driver ${least}${floors.length === 0 ? '' : `; ${makeList(floors)}`}`;
    if (driver === null)
      return rule(`${needs}. The driver here is not said, so nothing is refused.`, 'documented', 'mig-guide');
    const refused = board.profiles.filter(
      ({ name }) => driverAge(driver, leastDriver(board.id, name) ?? '') === 'older-branch',
    );
    const verdict =
      refused.length === 0
        ? `This host has ${driver}`
        : `With ${driver} ${makeList(refused.map(({ name }) => name))} ${refused.length === 1 ? 'is' : 'are'} refused`;
    return rule(`${needs}. ${verdict}.`, 'documented', 'mig-guide');
  });
}
