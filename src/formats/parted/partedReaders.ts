/** The readers of mig-parted's configurations, wherever they are kept. */
import { readPartedConfigs } from './partedConfig.ts';
import type { Segment, TextReader, TextReading } from '../paste/textReader.ts';
import { documentExtent, yamlLines } from '../yaml/documents.ts';

function readConfigs(segment: Segment): TextReading {
  const named = readPartedConfigs(yamlLines(segment.lines));
  return named.ok ? { kind: 'choices', named: named.value } : { kind: 'unreadable', error: named.error };
}

/** A file for `nvidia-mig-parted apply`, or what its `export` prints. */
export const MIG_PARTED = {
  format: 'mig-parted',
  name: 'a configuration of mig-parted',
  aliases: ['parted', 'mig-configs'],
  extent: (segment, at) => documentExtent(segment, at, 'mig-parted'),
  read: readConfigs,
} as const satisfies TextReader;

export const CONFIG_MAP = {
  format: 'config-map',
  name: 'a ConfigMap of the GPU Operator',
  aliases: ['configmap'],
  extent: (segment, at) => documentExtent(segment, at, 'config-map'),
  read: readConfigs,
} as const satisfies TextReader;

export const HELM_VALUES = {
  format: 'helm-values',
  name: 'Helm values of the GPU Operator',
  aliases: ['helm'],
  extent: (segment, at) => documentExtent(segment, at, 'helm-values'),
  read: readConfigs,
} as const satisfies TextReader;
