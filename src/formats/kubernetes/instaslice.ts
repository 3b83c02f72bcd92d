/**
 * InstaSlice: the older resource holds the GPUs of a node, what each profile may do and what is allocated; the newer ones say
 * that in NodeAccelerators and AllocationClaims. Also the part of `kubectl describe` with the allocations.
 */
import type { At } from '../../model/source.ts';
import type { SeenGpu, SeenHost, SeenInstance } from '../evidence/evidence.ts';
import { boardsOfProduct } from '../nvidiaSmi/product.ts';
import { evidenceOf, seenGpu, seenInstance } from '../nvidiaSmi/seen.ts';
import { withYaml } from '../parted/partedConfig.ts';
import type { Segment, TextReader, TextReading } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { documentExtent, yamlLines } from '../yaml/documents.ts';
import { yamlCount, yamlField, yamlItems, yamlText, type YamlNode } from '../yaml/yamlNode.ts';

export const INSTASLICE = {
  format: 'instaslice',
  name: 'resources of InstaSlice',
  aliases: ['instaslice-cr'],
  extent: (segment, at) => documentExtent(segment, at, 'instaslice'),
  read: (segment) => {
    const seen = withYaml(yamlLines(segment.lines), (node, notices) => {
      const nodes = new Nodes(notices);
      for (const one of objectsIn(node)) nodes.take(one);
      return evidenceOf(nodes.hosts(segment.host), { notices });
    });
    return seen.ok ? seen.value : { kind: 'unreadable', error: seen.error };
  },
} as const satisfies TextReader;

export const INSTASLICE_LINES = {
  format: 'instaslice-lines',
  name: 'allocations of InstaSlice',
  aliases: ['describe-instaslice'],
  extent: (segment, at) => documentExtent(segment, at, 'instaslice-lines'),
  read: readDescription,
} as const satisfies TextReader;

function* objectsIn(node: YamlNode): Generator<YamlNode> {
  if (node.kind === 'list') for (const item of node.items) yield* objectsIn(item);
  if (node.kind !== 'map') return;
  const items = yamlField(node, 'items');
  if (items === undefined) yield node;
  else yield* objectsIn(items);
}

interface Allocation {
  readonly at: At;
  readonly node: string | null;
  readonly uuid: string | null;
  readonly profile: string | null;
  readonly nvmlProfileId: number | null;
  readonly start: number | null;
  readonly size: number | null;
}

/** Spellings differ from version to version in capitals only. */
function field(node: YamlNode | undefined, name: string): YamlNode | undefined {
  if (node?.kind !== 'map') return undefined;
  const wanted = name.toLowerCase();
  return node.entries.findLast(({ key }) => key.length === wanted.length && key.toLowerCase() === wanted)
    ?.value;
}

class Nodes {
  readonly #notices: Notice[];
  readonly #nodes = new Map<
    string,
    { at: At; gpus: Map<string, { at: At; product: string | null; instances: SeenInstance[] }> }
  >();

  constructor(notices: Notice[]) {
    this.#notices = notices;
  }

  take(object: YamlNode): void {
    const spec = field(object, 'spec') ?? object;
    const status = field(object, 'status');
    const own = yamlText(field(field(object, 'metadata'), 'name')) ?? '';
    // A claim is one allocation.
    if (field(spec, 'migPlacement')?.kind === 'map' && field(spec, 'gpuUUID') !== undefined) {
      this.add(allocationOf(spec, null), '');
      return;
    }
    let isPossibleOnly = true;
    for (const part of [spec, status, field(status, 'nodeResources'), field(spec, 'nodeResources')]) {
      this.#gpusIn(part, own);
      for (const { at, value } of entriesOf(
        field(part, 'allocations') ?? field(part, 'podAllocationResults'),
      )) {
        this.add(allocationOf(value, at), own);
        isPossibleOnly = false;
      }
    }
    const possible = [spec, status].flatMap((part) => yamlItems(field(part, 'migplacement')));
    const [first] = possible;
    if (isPossibleOnly && first !== undefined) {
      this.#notices.push({ code: 'possible-only', at: first.at, count: possible.length });
    }
  }

  #gpusIn(part: YamlNode | undefined, name: string): void {
    for (const { key, at, value } of entriesOf(field(part, 'MigGPUUUID')))
      this.#gpu(name, key, at, yamlText(value));
    for (const gpu of yamlItems(field(part, 'nodeGpus'))) {
      const uuid = yamlText(field(gpu, 'gpuUUID'));
      if (uuid !== null) this.#gpu(name, uuid, gpu.at, yamlText(field(gpu, 'gpuName')));
    }
  }

  #gpu(name: string, uuid: string, at: At, product: string | null): { instances: SeenInstance[] } {
    let node = this.#nodes.get(name);
    if (node === undefined) this.#nodes.set(name, (node = { at, gpus: new Map() }));
    const before = node.gpus.get(uuid);
    if (before !== undefined) {
      before.product ??= product;
      return before;
    }
    const gpu = { at, product, instances: [] };
    node.gpus.set(uuid, gpu);
    return gpu;
  }

  add({ at, node, uuid, profile, nvmlProfileId, start, size }: Allocation, fallback: string): void {
    if (uuid === null || start === null) return;
    if (profile === null) {
      this.#notices.push({ code: 'instance-without-profile', at, start, size: size ?? 0 });
    }
    const instance = seenInstance(at, { profile, nvmlProfileId, start, size });
    const { instances } = this.#gpu(node ?? fallback, uuid, at, null);
    // What is allocated and what is prepared are the same instance.
    if (instances.some((one) => one.start === start && one.profile === profile)) return;
    instances.push(instance);
  }

  hosts(fallback: string | null): SeenHost[] {
    return [...this.#nodes].map(([name, { at, gpus }]) => ({
      at,
      name: name === '' ? fallback : name,
      platform: 'kubernetes',
      release: null,
      driver: null,
      gpus: [...gpus].map(([uuid, gpu]): SeenGpu => {
        const boards = gpu.product === null ? [] : boardsOfProduct(gpu.product);
        const said = { uuid, product: gpu.product, boards };
        if (gpu.instances.length === 0) return seenGpu(gpu.at, said);
        const layout = { kind: 'instances', isWhole: false, instances: gpu.instances } as const;
        return seenGpu(gpu.at, { ...said, mode: 'on', layout });
      }),
    }));
  }
}

function entriesOf(node: YamlNode | undefined): readonly { key: string; at: At; value: YamlNode }[] {
  return node?.kind === 'map' ? node.entries : [];
}

function allocationOf(node: YamlNode, at: At | null): Allocation {
  const placement = field(node, 'migPlacement') ?? node;
  return {
    at: at ?? node.at,
    node: yamlText(field(node, 'nodename')),
    uuid: yamlText(field(node, 'gpuUUID') ?? field(node, 'parent')),
    profile: yamlText(field(node, 'profile')),
    nvmlProfileId: yamlCount(field(node, 'giprofileid')),
    start: yamlCount(field(placement, 'start')),
    size: yamlCount(field(placement, 'size')),
  };
}

const DESCRIBED = /^\s*(Gpu UUID|Parent|Nodename|Profile|Size|Start|Giprofileid):\s+(\S+)\s*$/i;

/** Each allocation is a block of such lines under a line with its id. */
function readDescription(segment: Segment): TextReading {
  const notices: Notice[] = [];
  const nodes = new Nodes(notices);
  let at: At | null = null;
  const said = new Map<string, string>();
  const close = (): void => {
    if (at === null) return;
    const number = (key: string): number | null =>
      /^\d{1,3}$/.test(said.get(key) ?? '') ? Number(said.get(key)) : null;
    nodes.add(
      {
        at,
        node: said.get('nodename') ?? null,
        uuid: said.get('gpu uuid') ?? said.get('parent') ?? null,
        profile: said.get('profile') ?? null,
        nvmlProfileId: number('giprofileid'),
        start: number('start'),
        size: number('size'),
      },
      said.get('nodename') ?? firstNode,
    );
    at = null;
    said.clear();
  };
  const firstNode =
    segment.lines
      .map(({ text }) => /^\s*Nodename:\s+(\S+)/i.exec(text)?.[1])
      .find((one) => one !== undefined) ?? '';
  for (const { line, text } of segment.lines) {
    const [, key, value] = DESCRIBED.exec(text) ?? [];
    if (key !== undefined && value !== undefined) {
      at ??= { line };
      said.set(key.toLowerCase(), value);
    } else if (/^\s*[\w-]+:\s*$/.test(text)) close();
  }
  close();
  return evidenceOf(nodes.hosts(segment.host), { notices });
}
