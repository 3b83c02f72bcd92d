/**
 * Every rule by the code of its fault: what it says, and where that is written. Some 5 KB of words, so the page loads it
 * when somebody asks; the command line cites it.
 */
import type { Confidence } from '../../model/platform.ts';
import { RULE_SOURCES, type RuleSource, type RuleSourceId } from '../../model/ruleSources.ts';
import type { Violation } from '../check.ts';
import type { Warning } from './warnings.ts';

export interface Rule {
  readonly title: string;
  readonly says: string;
  readonly confidence: Confidence;
  /** Empty for what is a rule of the plan document itself. */
  readonly sources: readonly RuleSource[];
}

type Fault = (Violation | Warning)['fault'];

type Row = readonly [title: string, says: string, sources: readonly RuleSourceId[]];

const OWN_STARTS = 'A GPU instance is a profile at one of that profile’s own starts.';
const CUTS =
  'Every profile of a board has its own list of compute instances, with a maximum for each; together they take no more compute slices than the GPU instance has.';
const DOCUMENT = 'Names and indexes are what a person and a script go by, so each is there once.';

const ROWS: Readonly<Record<Fault['code'], Row>> = {
  'board-unknown': [
    'Board',
    'Only boards of the catalogue have known profiles and starts.',
    ['mig-profiles'],
  ],
  'mig-off': ['MIG mode', 'A GPU holds GPU instances only while its MIG mode is on.', ['mig-guide']],
  'not-a-profile': ['Profiles of the board', 'Every board has its own list of profiles.', ['mig-profiles']],
  'starts-unknown': ['Starts', 'A start that no public source gives is not made up.', ['mig-profiles']],
  'not-a-start': ['Starts', OWN_STARTS, ['mig-profiles', 'open-rm']],
  overlap: ['Memory slices', 'Memory slices of two GPU instances do not overlap.', ['nvml', 'open-rm']],
  'no-start-free': ['Starts', OWN_STARTS, ['mig-profiles', 'open-rm']],
  maximum: [
    'Maximum',
    'The driver counts how many of a profile a GPU has, and stops there.',
    ['mig-profiles'],
  ],
  excluded: ['Engines', 'Media engines are few, and some profiles take them all.', ['nvml', 'open-rm']],
  'driver-too-old': [
    'Least driver',
    'A profile is there from a certain driver on: the board from one, some of its profiles from a later one.',
    ['mig-guide'],
  ],
  'wrong-type': [
    'Exact type',
    'A vGPU type belongs to one profile, and a VM takes an instance of exactly that one, never a larger.',
    ['aie6'],
  ],
  'instance-full': [
    'One VM to an instance',
    'A MIG-backed vGPU has its instance to itself; only some Blackwell boards time-slice inside one.',
    ['aie6', 'aie8-vgpu'],
  ],
  'already-assigned': ['One VM to an instance', 'A VM has an instance once.', ['aie6']],
  'other-host': ['One host', 'A VM runs on one host, with all its vGPUs.', []],
  'vgpus-per-vm': [
    'vGPUs of one VM',
    'How many MIG-backed vGPUs a VM may have depends on the release: one on ESXi 7, eight from 8.0; for 8.0 U2 one blog says sixteen, and for 9 no figure is public. The article’s “only one vGPU profile on a VM” is the rule of ESXi 7, and it ended with 8.0.',
    ['aie6', 'article', 'vmware8', 'vmware8u2'],
  ],
  'mixed-boards': [
    'Same board and series',
    'The vGPUs of one VM are of one board and one series; their sizes may differ, as in A100-4-20C with A100-2-10C.',
    ['aie8'],
  ],
  'mixed-series': [
    'Same board and series',
    'The vGPUs of one VM are of one board and one series; their sizes may differ, as in A100-4-20C with A100-2-10C.',
    ['aie8'],
  ],
  'multi-vgpu-board': [
    'Boards for several vGPUs',
    'Of HGX B200 and B300 several vGPUs in one VM are listed for KVM only.',
    ['aie8'],
  ],
  'type-release': [
    'Release of a type',
    'Types of one slice with double memory, and types with media engines (ME), are supported on ESXi from 8.0 U3.',
    ['aie6'],
  ],
  'no-vgpu-types': [
    'vGPU types',
    'A vGPU type is what a hypervisor gives a VM. Pods and processes take MIG devices; on Kubernetes only KubeVirt has VMs with vGPUs.',
    ['vdm-mig'],
  ],
  'release-unknown': [
    'Releases',
    'What a platform allows depends on its release, and a rule is applied only to releases that a source names.',
    [],
  ],
  'type-unknown': [
    'vGPU types',
    'A VM can have an instance only where the profile of its vGPU type is known.',
    ['aie6'],
  ],
  'shared-instance': [
    'Shared instances',
    'VMs share a GPU instance only where the board time-slices inside one. For ESXi one blog reports it from 9.0 U1.',
    ['burdweiser'],
  ],
  'mixed-types': [
    'One type in an instance',
    'Where VMs share an instance, each type says how many of it the instance carries. No public source says whether types mix there.',
    [],
  ],
  'mixed-variants': [
    'Variants of a board',
    'Several boards may share one table of profiles and have each its own vGPU types; a GPU is one of these boards.',
    ['aie6'],
  ],
  'driver-of-set': [
    'Least driver',
    'Drivers before R510 refused a 4g and a 3g instance on one GPU of the Ampere generation.',
    ['mig-guide'],
  ],
  'ci-not-offered': ['Compute instances', CUTS, ['mig-guide']],
  'ci-maximum': ['Compute instances', CUTS, ['mig-guide']],
  'ci-slices': ['Compute instances', CUTS, ['mig-guide']],
  'ci-place': [
    'Compute instances',
    'A compute instance takes compute slices of its GPU instance that no other has.',
    ['mig-guide'],
  ],
  'ci-unknown': [
    'Compute instances',
    'For Hopper and later no public listing shows what a GPU instance can be cut into beyond the one whole compute instance. A cut that a text gave is kept, and none is made here.',
    ['open-rm'],
  ],
  'duplicate-host-name': ['Names', DOCUMENT, []],
  'duplicate-vm-name': ['Names', DOCUMENT, []],
  'duplicate-gpu-index': ['Names', DOCUMENT, []],
  'instance-gone': ['The plan', 'A VM is on an instance that the plan has, or it waits.', []],
};

/** The rule that a fault breaks. The fault's own source comes first: which it is may depend on the release. */
export function ruleOf(fault: Fault): Rule {
  const [title, says, sources] = ROWS[fault.code];
  const own = 'source' in fault && fault.source !== null ? [fault.source] : [];
  return {
    title,
    says,
    confidence: 'confidence' in fault ? fault.confidence : 'documented',
    sources: [...new Set([...own, ...sources])].map((id) => RULE_SOURCES[id]),
  };
}

/** True for what a rule says; the rest is about the edit itself. */
export function isRuled(error: { readonly code: string }): error is Fault {
  return Object.hasOwn(ROWS, error.code);
}

/** How sure a rule is, in a few words, before where it is written. */
export const CONFIDENCE_WORDS: Readonly<Record<Confidence, string>> = {
  documented: 'documented',
  reported: 'reported, not documented',
  inferred: 'our conclusion',
  unknown: 'not known here; on the rule',
};
