/**
 * `nvidia-smi -L`: GPUs with their UUIDs, and below each its MIG devices. Up to R460 a device's UUID holds the IDs of its GPU instance
 * and compute instance; later ones say only how many of each profile there are. A GPU instance without a compute instance is not
 * listed, so nothing is said of what is not there.
 */
import { parseProfileName } from '../../model/profile.ts';
import type { SeenComputeInstance, SeenCount, SeenGpu, SeenInstance, SeenVm } from '../evidence/evidence.ts';
import { extentWhile, type Segment, type TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { boardsOfProduct, vgpuTypeOf } from './product.ts';
import { evidenceOf, onHost, seenComputeInstance, seenGpu, seenInstance } from './seen.ts';
import { withoutMigNotice } from './notices.ts';

const GPU_LINE = /^ *GPU +(\d{1,4}): +(\S.{0,120}?) *(?:\(UUID: *([^()\s]{1,80})\)?)? *$/;
const DEVICE_LINE = /^ *MIG +(\S{1,40}) +Device +(\d{1,4}): *\(UUID: *(MIG-[^()\s]{1,100})\)? *$/;
const OLD_UUID = /^MIG-(GPU-[0-9a-f-]+)\/(\d{1,4})\/(\d{1,4})$/i;
const CUT = /^ *(?:GPU +\d{1,4}: |MIG +\S{1,40} +Device\b)/;

/** What a mail or a narrow terminal broke off: the UUID, or the words before it with it. */
const REST =
  /^ *(?:\d{0,4}:? *)?(?:\(?UUID: *)?(?:MIG-(?:GPU-)?|GPU-)[0-9a-f][^()\s]{1,100}\)? *$|^ *\(UUID: *$/i;

/** A line whose UUID stands on the next one, with it; the line itself where it is whole or the next one is none of it. */
function wholeLine(text: string, next: string | undefined): string {
  if (next === undefined || !REST.test(next) || !CUT.test(text) || /\(UUID: *\S+\)? *$/.test(text))
    return text;
  const joined = `${text.trimEnd()} ${next.trim()}`;
  return GPU_LINE.test(joined) || DEVICE_LINE.test(joined) ? joined : text;
}

export const LIST_GPUS = {
  format: 'nvidia-smi-l',
  name: 'nvidia-smi -L',
  aliases: ['smi-l', 'list-gpus'],
  extent: (segment, at) => {
    const first = segment.lines[at]?.text ?? '';
    if (!GPU_LINE.test(first) && !DEVICE_LINE.test(first)) return 0;
    if (/^ *GPU +\d+: +0x/i.test(first)) return 0;
    return extentWhile(segment, at, ({ text }) => GPU_LINE.test(text) || CUT.test(text) || REST.test(text));
  },
  read: (segment) => {
    const gpus: Listed[] = [];
    const vms: SeenVm[] = [];
    const notices: Notice[] = [];
    for (let n = 0; n < segment.lines.length; n++) {
      const { line, text: begun } = segment.lines[n] ?? { line: 0, text: '' };
      const at = { line };
      const text = wholeLine(begun, segment.lines[n + 1]?.text);
      if (text !== begun) {
        notices.push({ code: 'row-joined', at, excerpt: excerptOf(text) });
        n += 1;
      }
      const gpuLine = GPU_LINE.exec(text);
      if (gpuLine !== null) {
        const [, index = '0', product = '', uuid = null] = gpuLine;
        gpus.push({ at, index: Number(index), product, uuid, devices: [] });
        continue;
      }
      const device = DEVICE_LINE.exec(text);
      if (device === null) {
        if (text.trim() !== '') notices.push({ code: 'row-cut', at, excerpt: excerptOf(text) });
        continue;
      }
      const [, profile = '', , uuid = ''] = device;
      const old = OLD_UUID.exec(uuid);
      if (gpus.length === 0)
        gpus.push({ at, index: null, product: null, uuid: old?.[1] ?? null, devices: [] });
      gpus.at(-1)?.devices.push({
        at,
        profile,
        uuid,
        instanceId: old === null ? null : Number(old[2]),
        computeId: old === null ? null : Number(old[3]),
      });
    }
    const seen = gpus.flatMap((gpu): SeenGpu[] => {
      const type = gpu.product === null ? null : vgpuTypeOf(gpu.product);
      if (type !== null) {
        vms.push(guestOf(segment, gpu, type));
        return [];
      }
      const without = gpu.product === null ? null : withoutMigNotice(gpu.at, gpu.product);
      if (without !== null) notices.push(without);
      return without !== null ? [] : [gpuOf(gpu)];
    });
    return evidenceOf(seen.length === 0 ? [] : [onHost(segment, seen)], { vms, notices });
  },
} as const satisfies TextReader;

interface Device {
  readonly at: { readonly line: number };
  readonly profile: string;
  readonly uuid: string;
  readonly instanceId: number | null;
  readonly computeId: number | null;
}

interface Listed {
  readonly at: { readonly line: number };
  readonly index: number | null;
  readonly product: string | null;
  readonly uuid: string | null;
  readonly devices: Device[];
}

/** A guest sees its vGPU as a GPU of its own; what is cut inside is the host's matter. */
function guestOf(segment: Segment, gpu: Listed, type: string): SeenVm {
  const name = segment.host ?? '';
  return { at: gpu.at, name, host: null, group: null, wants: [{ kind: 'type', type }] };
}

function gpuOf(gpu: Listed): SeenGpu {
  const { at, index, product, uuid, devices } = gpu;
  const boards = product === null ? [] : boardsOfProduct(product);
  const said = { index, product, uuid, boards };
  if (devices.length === 0) return seenGpu(at, said);
  if (devices.some((device) => device.instanceId === null)) {
    const counts = new Map<string, SeenCount>();
    for (const device of devices) {
      const before = counts.get(device.profile);
      counts.set(device.profile, {
        at: before?.at ?? device.at,
        profile: device.profile,
        count: (before?.count ?? 0) + 1,
      });
    }
    return seenGpu(at, {
      ...said,
      mode: 'on',
      layout: { kind: 'counts', isWhole: false, counts: [...counts.values()] },
    });
  }
  return seenGpu(at, {
    ...said,
    mode: 'on',
    layout: { kind: 'instances', isWhole: false, instances: instancesOf(devices) },
  });
}

function instancesOf(devices: readonly Device[]): SeenInstance[] {
  const found = new Map<number, { instance: SeenInstance; computeInstances: SeenComputeInstance[] }>();
  for (const { at, profile, uuid, instanceId, computeId } of devices) {
    if (instanceId === null) continue;
    const inside = seenComputeInstance(at, { profile, id: computeId, uuid });
    const before = found.get(instanceId);
    if (before !== undefined) before.computeInstances.push(inside);
    else
      found.set(instanceId, {
        instance: seenInstance(at, { profile: instanceProfileOf(profile), instanceId }),
        computeInstances: [inside],
      });
  }
  return [...found.values()].map(({ instance, computeInstances }) => ({ ...instance, computeInstances }));
}

/** "3g.20gb" of "1c.3g.20gb": the GPU instance that a compute instance of this name is in. */
export function instanceProfileOf(name: string): string {
  return parseProfileName(name) === null ? name : name.replace(/^[0-9]c\./i, '');
}
