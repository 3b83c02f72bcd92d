/**
 * What the labels and resources of a node say of its GPUs. They count MIG devices and never place them; which GPU has
 * which is said only where there is one. Labels come from the driver and so go before resources, which the device plugin may
 * have multiplied or not yet renewed.
 */
import type { At } from '../../model/source.ts';
import type { SeenCount, SeenGpu, SeenHost, SeenTotal } from '../evidence/evidence.ts';
import { boardsOfProduct } from '../nvidiaSmi/product.ts';
import { seenGpu } from '../nvidiaSmi/seen.ts';
import type { Notice } from '../reading.ts';

export interface Said {
  readonly at: At;
  readonly value: string;
}

export interface NodeFacts {
  readonly at: At;
  readonly name: string | null;
  readonly labels: ReadonlyMap<string, Said>;
  /** Allocatable; of what is not said to be so, the capacity. */
  readonly resources: ReadonlyMap<string, Said>;
  readonly isCut: boolean;
}

const MIG_COUNT = /^nvidia\.com\/mig-(.{1,60})\.count$/;
const MIG_RESOURCE = /^nvidia\.com\/mig-(.{1,60})$/;
/** "A100-PCIE-40GB-MIG-1g.5gb", also with "-SHARED" behind it. */
const SINGLE = /^(.{1,200})-MIG-([0-9][^-]{1,40}(?:-me)?)(?:-SHARED)?$/;

export function hostOfNode(node: NodeFacts, notices: Notice[]): SeenHost {
  const label = (key: string): string | null => node.labels.get(`nvidia.com/${key}`)?.value ?? null;
  const printed = label('gpu.product');
  const single = printed === null ? null : SINGLE.exec(printed);
  const product = single?.[1] ?? printed?.replace(/-SHARED$/, '') ?? null;
  // A label has no blanks.
  const boards = product === null ? [] : boardsOfProduct(product.replace(/^NVIDIA-/, ''));
  const gpuCount = countIn(node.labels.get('nvidia.com/gpu.count'));
  const total = totalOf(node, single?.[2] ?? null, notices);
  // With strategy single MIG devices are counted as GPUs, and only the product tells which of the two they are.
  const isOpen = single !== null || (printed === null && label('mig.strategy') === 'single');
  const gpus = isOpen ? null : gpuCount;
  remarkState(node, label, notices);
  const mode = total.counts.length > 0 || total.withoutProfile !== null ? 'on' : modeOf(label);
  const host = {
    at: node.at,
    name: node.name,
    platform: 'kubernetes',
    release: null,
    driver: driverOf(label),
  } as const;
  const said = { product, boards, mode } as const;
  const isWhole = !node.isCut;
  if (gpus === 1 && total.withoutProfile === null) {
    const layout =
      mode === 'off'
        ? null
        : mode === null
          ? null
          : ({ kind: 'counts', isWhole, counts: total.counts } as const);
    return { ...host, gpus: [seenGpu(node.at, { ...said, index: 0, layout })] };
  }
  const all: SeenTotal = { at: node.at, gpus, product, boards, isWhole, ...total };
  const isTold = product !== null || mode !== null;
  const every: SeenGpu[] = isTold ? [seenGpu(node.at, { ...said, standsForEvery: true })] : [];
  return { ...host, gpus: every, total: all };
}

function totalOf(
  node: NodeFacts,
  single: string | null,
  notices: Notice[],
): Pick<SeenTotal, 'counts' | 'withoutProfile'> {
  const labelled = matching(node.labels, MIG_COUNT);
  const allocatable = matching(node.resources, MIG_RESOURCE).filter(
    ({ profile }) => !/\.(?:shared|count)$/.test(profile),
  );
  const devices = node.resources.get('nvidia.com/gpu');
  if (single !== null) {
    const count = node.labels.get('nvidia.com/gpu.count') ?? devices;
    const number = countIn(count);
    return {
      counts:
        count === undefined || number === null ? [] : [{ at: count.at, profile: single, count: number }],
      withoutProfile: null,
    };
  }
  const byProfile = new Map(allocatable.map((one) => [one.profile, one] as const).reverse());
  for (const { profile, count } of labelled) {
    const other = byProfile.get(profile);
    if (other !== undefined && other.count !== count) {
      notices.push({
        code: 'labels-differ',
        at: other.at,
        profile,
        labelled: count,
        allocatable: other.count,
      });
    }
  }
  const counts = (labelled.length > 0 ? labelled : allocatable).filter(({ count }) => count > 0);
  const number = countIn(devices) ?? 0;
  // Resources of profiles that are all gone and devices all the same: the strategy is single.
  if (devices !== undefined && counts.length === 0 && allocatable.length > 0 && number > 0) {
    notices.push({ code: 'devices-without-profile', at: devices.at, count: number });
    return { counts, withoutProfile: number };
  }
  return { counts, withoutProfile: null };
}

function matching(said: ReadonlyMap<string, Said>, key: RegExp): SeenCount[] {
  return [...said].flatMap(([name, one]) => {
    const profile = key.exec(name)?.[1];
    const count = countIn(one);
    return profile === undefined || count === null
      ? []
      : [{ at: one.at, profile: profileName(profile), count }];
  });
}

/** Kubernetes has no plus sign: ".me" behind the gigabytes stands for "+me". */
export function profileName(text: string): string {
  return text.replace(/(\dgb)\.(?=[a-z])/, '$1+');
}

/** More of anything no node has. */
const MAX_COUNT = 10_000;

function countIn(said: Said | undefined): number | null {
  return said !== undefined && /^\d{1,6}$/.test(said.value) && Number(said.value) <= MAX_COUNT
    ? Number(said.value)
    : null;
}

type Label = (key: string) => string | null;

/** "550.54.15"; older versions of the labels leave the last part of it to another label. */
function driverOf(label: Label): string | null {
  const full = label('cuda.driver-version.full');
  if (full !== null && /^[\d.]{3,20}$/.test(full)) return full;
  const parts = ['major', 'minor', 'rev'].map((part) => label(`cuda.driver.${part}`));
  const said = parts.filter((part) => part !== null && /^\d{1,4}$/.test(part));
  return said.length === 0 || parts[0] === null ? null : said.join('.');
}

/** With single and mixed strategy alike, a GPU in MIG mode that the labels know shows its devices. */
function modeOf(label: Label): 'off' | null {
  return label('mig.capable') === 'true' &&
    label('mig.config') === 'all-disabled' &&
    label('mig.config.state') === 'success'
    ? 'off'
    : null;
}

function remarkState(node: NodeFacts, label: Label, notices: Notice[]): void {
  const state = node.labels.get('nvidia.com/mig.config.state');
  if (state === undefined || state.value === 'success') return;
  notices.push({ code: 'config-state', at: state.at, state: state.value, config: label('mig.config') });
}
