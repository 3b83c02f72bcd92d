/**
 * `nvidia-smi -q -x`. The parser knows the five entities of XML and no others: a DOCTYPE is passed over, nothing it names is fetched or
 * put in. GPUs that were whole before the first fault are taken, the rest is said to be missing.
 */
import { SaxesParser } from 'saxes';
import type { SeenGpu, SeenInstance, SeenVm } from '../evidence/evidence.ts';
import type { TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { withoutMigNotice } from './notices.ts';
import { boardsOfPciDevice, boardsOfProduct, vgpuTypeOf } from './product.ts';
import { evidenceOf, onHost, seenComputeInstance, seenGpu, seenInstance } from './seen.ts';

const ROOT = 'nvidia_smi_log';
const BEGINS = /^\s*<(?:\?xml\b|!DOCTYPE\b|nvidia_smi_log\b)/;
const LOOK_AHEAD = 5;

export const XML = {
  format: 'nvidia-smi-xml',
  name: 'nvidia-smi -q -x',
  aliases: ['smi-xml', 'xml'],
  extent: (segment, at) => {
    if (!BEGINS.test(segment.lines[at]?.raw ?? '')) return 0;
    const isOurs = segment.lines
      .slice(at, at + LOOK_AHEAD)
      .some(({ raw }) => /<(?:!DOCTYPE\s+)?nvidia_smi_log\b/.test(raw));
    if (!isOurs) return 0;
    const end = segment.lines.findIndex(({ raw }, n) => n >= at && raw.includes(`</${ROOT}>`));
    return (end < 0 ? segment.lines.length : end + 1) - at;
  },
  read: (segment) => {
    const first = segment.lines[0]?.line ?? 1;
    const gpus: XmlGpu[] = [];
    const notices: Notice[] = [];
    const said: {
      fault: { line: number; detail: string } | null;
      driver: string | null;
      attached: number | null;
    } = {
      fault: null,
      driver: null,
      attached: null,
    };
    const path: string[] = [];
    let gpu: XmlGpu | null = null;
    let device: XmlDevice | null = null;
    let text = '';
    const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
    const lineNow = (): number => first + parser.line - 1;
    parser.on('error', (error) => {
      // The first one: what follows may be its echo.
      said.fault ??= { line: lineNow(), detail: error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '') };
    });
    parser.on('opentag', ({ name, attributes }) => {
      path.push(name);
      text = '';
      if (said.fault !== null) return;
      const at = { line: lineNow() };
      if (path.length === 2 && name === 'gpu')
        gpu = { at, id: attributes.id ?? null, said: new Map(), devices: [] };
      if (path.length === 4 && name === 'mig_device') device = { at, said: new Map() };
    });
    parser.on('text', (more) => {
      if (text.length < 500) text += more;
    });
    parser.on('closetag', ({ name }) => {
      const value = text.trim();
      text = '';
      if (said.fault === null) {
        const inside = path.slice(2).join('/');
        if (path.length === 2 && name === 'driver_version') said.driver = value;
        if (path.length === 2 && name === 'attached_gpus' && /^\d{1,4}$/.test(value))
          said.attached = Number(value);
        if (gpu !== null && device !== null) device.said.set(path.slice(4).join('/'), value);
        else gpu?.said.set(inside, value);
        if (path.length === 4 && name === 'mig_device' && gpu !== null && device !== null) {
          gpu.devices.push(device);
          device = null;
        }
        if (path.length === 2 && name === 'gpu' && gpu !== null) {
          gpus.push(gpu);
          gpu = null;
        }
      }
      path.pop();
    });
    for (const [n, { raw }] of segment.lines.entries()) {
      if (said.fault !== null) break;
      const line = raw.replace(/[\u00a0\u202f]/g, ' ');
      // Nothing may stand before the declaration, not even the indentation of a list.
      parser.write(`${n === 0 ? line.trimStart() : line}\n`);
    }
    if (said.fault === null) parser.close();
    const { fault, driver, attached } = said;
    if (fault !== null) {
      const at = { line: Math.min(fault.line, segment.lines.at(-1)?.line ?? fault.line) };
      if (gpus.length === 0)
        return { kind: 'unreadable', error: { code: 'not-xml', at, detail: fault.detail } };
      notices.push({ code: 'xml-faulty', at, detail: excerptOf(fault.detail) });
    }
    const isWhole = fault === null && attached === gpus.length;
    const vms: SeenVm[] = [];
    const seen = gpus.flatMap((one, n): SeenGpu[] => {
      const product = one.said.get('product_name') ?? '';
      const type = vgpuTypeOf(product);
      if (type !== null) {
        vms.push({
          at: one.at,
          name: segment.host ?? '',
          host: null,
          group: null,
          wants: [{ kind: 'type', type }],
        });
        return [];
      }
      const without = withoutMigNotice(one.at, product);
      if (without !== null) notices.push(without);
      // GPUs come in the order of their indices, which the text does not print.
      return without !== null ? [] : [gpuOf(one, isWhole || fault !== null ? n : null)];
    });
    return evidenceOf(seen.length === 0 ? [] : [onHost(segment, seen, { driver })], { vms, notices });
  },
} as const satisfies TextReader;

interface XmlDevice {
  readonly at: { readonly line: number };
  readonly said: Map<string, string>;
}

interface XmlGpu {
  readonly at: { readonly line: number };
  readonly id: string | null;
  readonly said: Map<string, string>;
  readonly devices: XmlDevice[];
}

function gpuOf({ at, id, said, devices }: XmlGpu, index: number | null): SeenGpu {
  const product = said.get('product_name') ?? null;
  const [mode, pendingMode] = ['current_mig', 'pending_mig'].map((name) => {
    const word = said.get(`mig_mode/${name}`);
    return word === 'Enabled' ? 'on' : word === 'Disabled' ? 'off' : null;
  });
  const memory = mibOf(said.get('fb_memory_usage/total'));
  const byName = product === null ? [] : boardsOfProduct(product, memory);
  const byDevice = boardsOfPciDevice(said.get('pci/pci_device_id') ?? '');
  const both = byName.filter((board) => byDevice.includes(board));
  const instances = instancesOf(devices);
  return seenGpu(at, {
    index,
    uuid: /^GPU-[0-9a-f-]{8,60}$/i.exec(said.get('uuid') ?? '')?.[0] ?? null,
    pciId:
      /^[0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F]$/i.exec(
        said.get('pci/pci_bus_id') ?? id ?? '',
      )?.[0] ?? null,
    product,
    boards: both.length > 0 ? both : byName.length > 0 ? byName : byDevice,
    mode: mode ?? null,
    pendingMode: pendingMode ?? null,
    layout: mode == null ? null : { kind: 'instances', isWhole: mode === 'off', instances },
  });
}

function mibOf(text: string | undefined): number | null {
  const found = /^(\d{1,8}) MiB$/.exec(text ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

function instancesOf(devices: readonly XmlDevice[]): SeenInstance[] {
  const found = new Map<number, XmlDevice[]>();
  for (const device of devices) {
    const id = /^\d{1,4}$/.exec(device.said.get('gpu_instance_id') ?? '')?.[0];
    if (id === undefined) continue;
    found.set(Number(id), [...(found.get(Number(id)) ?? []), device]);
  }
  return [...found].map(([instanceId, own]) => {
    const at = own[0]?.at ?? { line: 1 };
    const counts = own.map(({ said }) =>
      Number(said.get('device_attributes/shared/multiprocessor_count') ?? NaN),
    );
    const sum = counts.reduce((total, one) => total + one, 0);
    const memoryMiB =
      own.map(({ said }) => mibOf(said.get('fb_memory_usage/total'))).find((one) => one !== null) ?? null;
    const computeInstances = own.map((one) => {
      const id = /^\d{1,4}$/.exec(one.said.get('compute_instance_id') ?? '')?.[0];
      return seenComputeInstance(one.at, { id: id === undefined ? null : Number(id) });
    });
    const multiprocessors = Number.isFinite(sum) && sum > 0 ? sum : null;
    return seenInstance(at, { instanceId, memoryMiB, multiprocessors, computeInstances });
  });
}
