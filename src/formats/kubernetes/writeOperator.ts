/** The configuration of mig-parted as the GPU Operator takes it: in a ConfigMap, or in Helm values that make one. */
import { encodeYaml, yamlBlock, yamlMap, yamlWord } from '../encode/yaml.ts';
import { makeParted, type PartedConfig } from '../parted/writeParted.ts';

/** Where the operator is installed unless somebody chose otherwise. */
export const OPERATOR_NAMESPACE = 'gpu-operator';

/** Names that every text about one plan has to have in common. */
export interface OperatorNames {
  readonly configMap: string;
  readonly strategy: Strategy;
}

export type Strategy = 'single' | 'mixed';

export function makeConfigMap(
  configs: readonly PartedConfig[],
  { configMap }: OperatorNames,
  comments: readonly string[],
): string {
  const document = yamlMap([
    ['apiVersion', yamlWord('v1')],
    ['kind', yamlWord('ConfigMap')],
    [
      'metadata',
      yamlMap([
        ['name', configMap],
        ['namespace', yamlWord(OPERATOR_NAMESPACE)],
      ]),
    ],
    // The operator looks for no other key.
    ['data', yamlMap([['config.yaml', yamlBlock(makeParted(configs, []))]])],
  ]);
  return encodeYaml(document, comments);
}

export function makeHelmValues(
  configs: readonly PartedConfig[],
  { configMap, strategy }: OperatorNames,
  comments: readonly string[],
): string {
  const config = yamlMap([
    ['create', true],
    ['name', configMap],
    ['data', yamlMap([['config.yaml', yamlBlock(makeParted(configs, []))]])],
  ]);
  const document = yamlMap([
    ['mig', yamlMap([['strategy', yamlWord(strategy)]])],
    ['migManager', yamlMap([['config', config]])],
  ]);
  return encodeYaml(document, comments);
}
