/** mig-parted's configuration of hosts: what each GPU is to hold, as counts, for it has no place for a start. */
import { isUndivided } from '../../model/compute.ts';
import type { Gpu, GpuInstance, Host } from '../../model/plan.ts';
import { parseProfileName, type ProfileName } from '../../model/profile.ts';
import {
  encodeYaml,
  yamlInts,
  yamlList,
  yamlMap,
  yamlWord,
  type Yaml,
  type YamlEntry,
} from '../encode/yaml.ts';

/** What one host is to be, under a name that is a label value of Kubernetes too. */
export interface PartedConfig {
  readonly name: string;
  readonly host: Host;
  /** A sentence each, for the lines above it. */
  readonly comments: readonly string[];
}

/** GPUs that are to hold the same. */
export interface PartedEntry {
  readonly indexes: readonly number[];
  readonly isEnabled: boolean;
  readonly counts: readonly (readonly [profile: ProfileName, count: number])[];
}

/**
 * The GPUs of a host, equal ones together, by the first index of each. GPUs that are reserved are in none: what is not
 * listed is not touched.
 */
export function partedEntries(host: Host): PartedEntry[] {
  const entries = new Map<
    string,
    { indexes: number[]; isEnabled: boolean; counts: [ProfileName, number][] }
  >();
  for (const gpu of [...host.gpus].sort((a, b) => a.index - b.index)) {
    if (gpu.use === 'reserved') continue;
    const counts = gpu.use === 'mig' ? deviceCounts(gpu) : [];
    const key = JSON.stringify([gpu.use, counts]);
    const before = entries.get(key);
    if (before === undefined)
      entries.set(key, { indexes: [gpu.index], isEnabled: gpu.use === 'mig', counts });
    else before.indexes.push(gpu.index);
  }
  return [...entries.values()];
}

/** The MIG devices of a GPU by name, large ones first: "3g.20gb" for an instance that is whole, "1c.3g.20gb" for what is cut. */
export function deviceCounts(gpu: Pick<Gpu, 'instances'>): [ProfileName, number][] {
  const counts = new Map<ProfileName, number>();
  for (const name of gpu.instances.flatMap(deviceNames)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => bySize(a, b));
}

/** The devices that one instance is for software. */
export function deviceNames(gi: GpuInstance): ProfileName[] {
  return isUndivided(gi) ? [gi.profile] : gi.computeInstances.map(({ profile }) => profile);
}

function bySize(a: ProfileName, b: ProfileName): number {
  const [left, right] = [parseProfileName(a), parseProfileName(b)];
  return (
    (right?.computeSlices ?? 0) - (left?.computeSlices ?? 0) ||
    (right?.memoryGB ?? 0) - (left?.memoryGB ?? 0) ||
    (right?.ciSlices ?? 9) - (left?.ciSlices ?? 9) ||
    (a < b ? -1 : a > b ? 1 : 0)
  );
}

/** A whole file, for `nvidia-mig-parted apply -f FILE -c NAME`. */
export function makeParted(configs: readonly PartedConfig[], comments: readonly string[]): string {
  return encodeYaml(partedYaml(configs), comments);
}

function partedYaml(configs: readonly PartedConfig[]): Yaml {
  return yamlMap([
    ['version', yamlWord('v1')],
    ['mig-configs', yamlMap([...configs.map(configYaml), NONE])],
  ]);
}

/** The configuration that the operator gives a node by default, and the way back. No host's may have its name. */
export const ALL_DISABLED = 'all-disabled';

const NONE: YamlEntry = {
  key: ALL_DISABLED,
  comments: [],
  value: yamlList([
    yamlMap([
      ['devices', yamlWord('all')],
      ['mig-enabled', false],
    ]),
  ]),
};

function configYaml({ name, host, comments }: PartedConfig): YamlEntry {
  const entries = partedEntries(host).map(({ indexes, isEnabled, counts }) =>
    yamlMap([
      ['devices', yamlInts(indexes)],
      ['mig-enabled', isEnabled],
      ...(isEnabled ? [['mig-devices', yamlMap(counts)] as const] : []),
    ]),
  );
  return { key: name, comments, value: yamlList(entries) };
}
