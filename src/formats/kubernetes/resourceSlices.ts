/**
 * Dynamic resource allocation: ResourceSlices of NVIDIA's driver, and claims on them. The name of a MIG device carries its
 * profile and its start: "gpu-0-mig-3g20gb-9-4", in static examples "gpu-0-mig-3g.20gb-4". Where devices share counters the
 * slice lists all that could be created, which overlap; only a UUID or a claim says that one is there.
 */
import type { At } from '../../model/source.ts';
import type { SeenGpu, SeenHost, SeenInstance, SeenVm } from '../evidence/evidence.ts';
import { boardsOfProduct, vgpuTypeOf } from '../nvidiaSmi/product.ts';
import { evidenceOf, seenGpu, seenInstance } from '../nvidiaSmi/seen.ts';
import { withYaml } from '../parted/partedConfig.ts';
import type { TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { documentExtent, yamlLines } from '../yaml/documents.ts';
import { yamlField, yamlItems, yamlPath, yamlText, type YamlNode } from '../yaml/yamlNode.ts';

const DRIVER = 'gpu.nvidia.com';
const GPU_NAME = /^gpu-(\d{1,4})$/;
const DYNAMIC = /^gpu-(\d{1,4})-mig-(\d)g(\d{1,4})gb(-[a-z0-9-]{1,20})?-(\d{1,3})-(\d{1,2})$/;
const STATIC = /^gpu-(\d{1,4})-mig-((?:\dc\.)?\dg\.\d{1,4}gb\S{0,20}?)-(\d{1,2})$/;

export const RESOURCE_SLICE = {
  format: 'resource-slice',
  name: 'a ResourceSlice of NVIDIA’s driver for dynamic resource allocation',
  aliases: ['resourceslice', 'dra'],
  extent: (segment, at) => documentExtent(segment, at, 'resource-slice'),
  read: (segment) => {
    const seen = withYaml(yamlLines(segment.lines), (node, notices) => {
      const nodes = new Nodes(notices);
      for (const one of objectsIn(node)) nodes.take(one);
      return evidenceOf(nodes.hosts(segment.host), { vms: nodes.vms, notices });
    });
    return seen.ok ? seen.value : { kind: 'unreadable', error: seen.error };
  },
} as const satisfies TextReader;

export interface DeviceName {
  readonly minor: number;
  readonly profile: string;
  readonly profileId: number | null;
  readonly start: number;
}

/** What the name of a MIG device says; null for any other device. "-me" may stand for "+me": the profile ID tells. */
export function readDeviceName(name: string): DeviceName | null {
  const [, minor, slices, gigabytes, attributes = '', id, start] = DYNAMIC.exec(name) ?? [];
  if (minor !== undefined) {
    const profile = `${slices}g.${gigabytes}gb${attributes.replace(/^-/, '+').replaceAll('-', '.')}`;
    return { minor: Number(minor), profile, profileId: Number(id), start: Number(start) };
  }
  const [, gpu, profile = '', at] = STATIC.exec(name) ?? [];
  return gpu === undefined ? null : { minor: Number(gpu), profile, profileId: null, start: Number(at) };
}

function* objectsIn(node: YamlNode): Generator<YamlNode> {
  if (node.kind === 'list') for (const item of node.items) yield* objectsIn(item);
  if (node.kind !== 'map') return;
  const items = yamlField(node, 'items');
  if (items === undefined) yield node;
  else yield* objectsIn(items);
}

/** "string", "version", "int": attributes say what they are, in older versions under "basic". */
function attribute(device: YamlNode, name: string): string | null {
  const all = yamlField(device, 'attributes') ?? yamlPath(device, 'basic', 'attributes');
  const one = yamlField(all, name);
  return one?.kind === 'map' ? yamlText(one.entries[0]?.value) : yamlText(one);
}

interface Listed {
  readonly at: At;
  uuid: string | null;
  product: string | null;
  pciId: string | null;
  instances: SeenInstance[];
}

class Nodes {
  readonly vms: SeenVm[] = [];
  readonly #notices: Notice[];
  readonly #nodes = new Map<string, { at: At; driver: string | null; gpus: Map<number, Listed> }>();

  constructor(notices: Notice[]) {
    this.#notices = notices;
  }

  take(node: YamlNode): void {
    const results = yamlItems(yamlPath(node, 'status', 'allocation', 'devices', 'results'));
    if (results.length > 0) {
      for (const result of results) this.#claim(result);
      return;
    }
    const spec = yamlField(node, 'spec') ?? node;
    const driver = yamlText(yamlField(spec, 'driver'));
    if (driver !== null && driver !== DRIVER) return;
    const name = yamlText(yamlField(spec, 'nodeName')) ?? yamlText(yamlPath(spec, 'pool', 'name')) ?? '';
    const possible: At[] = [];
    for (const device of yamlItems(yamlField(spec, 'devices'))) {
      const deviceName = yamlText(yamlField(device, 'name')) ?? '';
      const mig = readDeviceName(deviceName);
      if (mig === null) this.#gpu(name, deviceName, device);
      else if (isThere(device)) this.#instance(name, mig, device);
      else possible.push(device.at);
    }
    const [first] = possible;
    if (first !== undefined) this.#notices.push({ code: 'possible-only', at: first, count: possible.length });
  }

  hosts(fallback: string | null): SeenHost[] {
    return [...this.#nodes].map(([name, { at, driver, gpus }]) => ({
      at,
      name: name === '' ? fallback : name,
      platform: 'kubernetes',
      release: null,
      driver,
      gpus: [...gpus].sort(([a], [b]) => a - b).map(([minor, gpu]) => this.#seen(minor, gpu)),
    }));
  }

  #seen(minor: number, { at, uuid, product, pciId, instances }: Listed): SeenGpu {
    const boards = product === null ? [] : boardsOfProduct(product);
    this.#notices.push({ code: 'minor-as-index', at });
    const said = { index: minor, uuid, product, pciId, boards };
    if (instances.length === 0) return seenGpu(at, said);
    return seenGpu(at, { ...said, mode: 'on', layout: { kind: 'instances', isWhole: false, instances } });
  }

  #listed(name: string, minor: number, at: At): Listed {
    let node = this.#nodes.get(name);
    if (node === undefined) this.#nodes.set(name, (node = { at, driver: null, gpus: new Map() }));
    let gpu = node.gpus.get(minor);
    if (gpu === undefined)
      node.gpus.set(minor, (gpu = { at, uuid: null, product: null, pciId: null, instances: [] }));
    return gpu;
  }

  #gpu(name: string, deviceName: string, device: YamlNode): void {
    const minor = GPU_NAME.exec(deviceName)?.[1];
    if (minor === undefined) return;
    const product = attribute(device, 'productName');
    const type = product === null ? null : vgpuTypeOf(product);
    if (type !== null) {
      // A guest sees its vGPU as a GPU of its own.
      this.vms.push({ at: device.at, name, host: null, group: null, wants: [{ kind: 'type', type }] });
      return;
    }
    const gpu = this.#listed(name, Number(minor), device.at);
    gpu.product = product;
    gpu.uuid = attribute(device, 'uuid');
    gpu.pciId = attribute(device, 'resource.kubernetes.io/pciBusID');
    const node = this.#nodes.get(name);
    if (node !== undefined) node.driver ??= attribute(device, 'driverVersion');
  }

  #instance(name: string, mig: DeviceName, device: YamlNode): void {
    const gpu = this.#listed(name, mig.minor, device.at);
    gpu.uuid ??= attribute(device, 'parentUUID');
    gpu.product ??= attribute(device, 'productName');
    this.#add(gpu, { ...mig, profile: attribute(device, 'profile') ?? mig.profile }, device.at);
  }

  #claim(result: YamlNode): void {
    if (yamlText(yamlField(result, 'driver')) !== DRIVER) return;
    const mig = readDeviceName(yamlText(yamlField(result, 'device')) ?? '');
    if (mig === null) return;
    const name = yamlText(yamlField(result, 'pool')) ?? '';
    this.#add(this.#listed(name, mig.minor, result.at), mig, result.at);
  }

  #add(gpu: Listed, { profile, profileId, start }: DeviceName, at: At): void {
    gpu.instances.push(seenInstance(at, { profile, profileId, start }));
  }
}

function isThere(device: YamlNode): boolean {
  if (attribute(device, 'uuid') !== null) return true;
  return yamlField(device, 'consumesCounters') === undefined;
}
