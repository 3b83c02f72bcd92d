/**
 * What each platform and release decides about a host and its VMs, every field with how sure it is and where it is
 * written. What is not public is null and stays null. The sources in full are in ruleSources.ts, loaded when somebody asks.
 */
import { Remembered } from './remembered.ts';
import type { Creation, Host, Platform } from './plan.ts';
import type { RuleSourceId } from './ruleSources.ts';

/**
 * How sure a rule is. `documented`: a vendor's document says so, and only such a rule refuses. `reported`: blogs or a
 * community say so. `inferred`: our own conclusion. `unknown`: nothing public was found.
 */
export type Confidence = 'documented' | 'reported' | 'inferred' | 'unknown';

export interface Told<T> {
  readonly value: T | null;
  readonly confidence: Confidence;
  readonly source: RuleSourceId | null;
}

/** How many vGPUs a VM may have. Up to `sure` is said for certain; more than `value` is more than anybody says. */
export interface VgpuLimit extends Told<number> {
  readonly sure: number | null;
}

/** One platform and release, as rules see it. */
export interface PlatformFacts {
  readonly platform: Platform | null;
  /** As a host's release is chosen; null where nobody said one or the text names none of them. */
  readonly release: string | null;
  /** How GPU instances come to be there by default. */
  readonly creation: Told<Creation>;
  /** Null where VMs are not the platform's own thing: pods and processes are not counted. */
  readonly vgpusPerVm: VgpuLimit | null;
  /** Whether the vGPUs of one VM have to be of one board and one series. */
  readonly isOneBoard: Told<boolean>;
  /** Whether vGPU types are what a VM is given there. */
  readonly hasVgpuTypes: Told<boolean>;
  /** Whether several VMs may share one GPU instance, on the boards that time-slice inside one. */
  readonly sharesInstances: Told<boolean>;
}

function documented<T>(value: T, source: RuleSourceId): Told<T> {
  return { value, confidence: 'documented', source };
}

function reported<T>(value: T, source: RuleSourceId): Told<T> {
  return { value, confidence: 'reported', source };
}

function inferred<T>(value: T, source: RuleSourceId | null): Told<T> {
  return { value, confidence: 'inferred', source };
}

const UNKNOWN: Told<never> = { value: null, confidence: 'unknown', source: null };
const LIMIT_UNKNOWN: VgpuLimit = { ...UNKNOWN, sure: null };

/** A platform that nobody named. */
const NOBODY_SAID: PlatformFacts = {
  platform: null,
  release: null,
  creation: inferred('pre-create', null),
  vgpusPerVm: LIMIT_UNKNOWN,
  isOneBoard: UNKNOWN,
  hasVgpuTypes: UNKNOWN,
  sharesInstances: UNKNOWN,
};

const ESXI: PlatformFacts = {
  ...NOBODY_SAID,
  platform: 'esxi',
  hasVgpuTypes: documented(true, 'aie6'),
};

const ESXI_7: PlatformFacts = {
  ...ESXI,
  // The administrator, as the article has it; NVIDIA's later documentation says that vSphere does.
  creation: reported('pre-create', 'article'),
  vgpusPerVm: { ...documented(1, 'aie6'), sure: 1 },
  sharesInstances: reported(false, 'burdweiser'),
};

const ESXI_8: PlatformFacts = {
  ...ESXI_7,
  // Which release was the first to create them by itself is not public; 8.0 is taken.
  creation: inferred('power-on', 'aie6'),
  vgpusPerVm: { ...documented(8, 'vmware8'), sure: 8 },
  isOneBoard: documented(true, 'aie8'),
};

const ESXI_8_U2: PlatformFacts = { ...ESXI_8, vgpusPerVm: { ...reported(16, 'vmware8u2'), sure: 8 } };

const ESXI_9: PlatformFacts = {
  ...ESXI_8,
  creation: reported('power-on', 'denneman8'),
  vgpusPerVm: LIMIT_UNKNOWN,
};

const KVM: PlatformFacts = {
  ...NOBODY_SAID,
  platform: 'kvm',
  creation: documented('pre-create', 'aie6'),
  hasVgpuTypes: documented(true, 'aie6'),
  sharesInstances: documented(true, 'aie8-vgpu'),
};

/** By rank of the release, ascending. */
const ESXI_RELEASES: readonly PlatformFacts[] = [
  { ...ESXI_7, release: '7.0' },
  { ...ESXI_7, release: '7.0 U2' },
  { ...ESXI_7, release: '7.0 U3' },
  { ...ESXI_8, release: '8.0' },
  { ...ESXI_8, release: '8.0 U1' },
  { ...ESXI_8_U2, release: '8.0 U2' },
  { ...ESXI_8_U2, release: '8.0 U3' },
  { ...ESXI_9, release: '9.0' },
  { ...ESXI_9, release: '9.0 U1', sharesInstances: reported(true, 'burdweiser') },
];

const KUBERNETES: PlatformFacts = {
  ...NOBODY_SAID,
  platform: 'kubernetes',
  creation: documented('pre-create', 'mig-parted'),
  vgpusPerVm: null,
  // A pod is given a MIG device; only KubeVirt has VMs there, and its vGPU step for MIG is of 2025.
  hasVgpuTypes: reported(false, 'vdm-mig'),
};

const BARE_METAL: PlatformFacts = {
  ...NOBODY_SAID,
  platform: 'bare-metal',
  creation: documented('pre-create', 'mig-guide'),
  vgpusPerVm: null,
  hasVgpuTypes: inferred(false, 'aie6'),
};

/** Every row of the table: the releases that can be chosen, and the platforms without a choice. */
export const PLATFORM_FACTS: readonly PlatformFacts[] = [
  ...ESXI_RELEASES,
  { ...KVM, release: 'mdev' },
  { ...KVM, release: 'vendor VFIO' },
  KUBERNETES,
  BARE_METAL,
];

/** The releases of a platform that rules are known for, in order; empty where they do not depend on one. */
export function releasesOf(platform: Platform | null): string[] {
  return PLATFORM_FACTS.flatMap((facts) =>
    facts.platform === platform && facts.release !== null ? [facts.release] : [],
  );
}

/**
 * A release of ESXi as a number that can be compared: "8.0 U3", "ESXi 8.0 Update 3" and "8.0.3" are one. Null for a text
 * that says no release.
 */
export function esxiRank(text: string): number | null {
  return ranks.of(text, () => readRank(text));
}

const ranks = new Remembered<number | null>();

function readRank(text: string): number | null {
  const found = /^\D{0,20}(\d{1,2})(?:\.(\d{1,2}))?(?:\.(\d{1,2})|\s*u(?:pdate)?\s*(\d{1,2}))?(?!\d)/i.exec(
    text.trim(),
  );
  if (found === null) return null;
  const [, major = '0', minor = '0', third, update = '0'] = found;
  return Number(major) * 10_000 + Number(minor) * 100 + Number(third ?? update);
}

/**
 * What is known of a host's platform and release. A release between two of the table goes by the earlier one (7.0 U1 by
 * 7.0); of one before the first, after the last or of another name nothing is known but what holds for the platform.
 */
function factsOf({ platform, release }: Pick<Host, 'platform' | 'release'>): PlatformFacts {
  switch (platform) {
    case null:
      return NOBODY_SAID;
    case 'kvm':
      return PLATFORM_FACTS.find((one) => one.platform === 'kvm' && one.release === release) ?? KVM;
    case 'kubernetes':
      return KUBERNETES;
    case 'bare-metal':
      return BARE_METAL;
    case 'esxi':
      return release === null ? ESXI : esxiFacts(esxiRank(release));
  }
}

const rankOf = ({ release }: PlatformFacts): number => esxiRank(release ?? '') ?? 0;
const FIRST_OF_8 = esxiRank('8.0') ?? 0;

function esxiFacts(rank: number | null): PlatformFacts {
  if (rank === null) return ESXI;
  const found = ESXI_RELEASES.findLast((one) => rankOf(one) <= rank);
  const isLast = found === ESXI_RELEASES.at(-1);
  if (found !== undefined && isSameMinor(rank, rankOf(found)) && (!isLast || rank === rankOf(found))) {
    return found;
  }
  return rank < FIRST_OF_8 ? ESXI : { ...ESXI, creation: ESXI_8.creation };
}

/** 8.0 U4 may go by 8.0 U3, and 8.1 by nothing. */
function isSameMinor(a: number, b: number): boolean {
  return Math.floor(a / 100) === Math.floor(b / 100);
}

const kept = new WeakMap<object, PlatformFacts>();

/** What is known of this host; asked for each VM of a plan, so the answer is kept. */
export function platformFacts(host: Pick<Host, 'platform' | 'release'>): PlatformFacts {
  const before = kept.get(host);
  if (before !== undefined) return before;
  const facts = factsOf(host);
  kept.set(host, facts);
  return facts;
}

/**
 * How GPU instances come to be on a host: what the user said, else the platform's way. Where nobody said the release the
 * administrator creates them: the way that harms nothing.
 */
export function creationOf(host: Pick<Host, 'platform' | 'release' | 'creation'>): Creation {
  return host.creation ?? platformFacts(host).creation.value ?? 'pre-create';
}
