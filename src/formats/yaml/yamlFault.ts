/** How a reader of YAML gives up: thrown inside this folder only, and caught in `readYaml`. */
import { excerptOf } from '../terminalText.ts';
import { MAX_YAML_DEPTH, type RefusedYaml, type YamlError } from './yamlNode.ts';

export class YamlFault extends Error {
  readonly error: YamlError;
  constructor(error: YamlError) {
    super(error.code);
    this.error = error;
  }
}

export function notYaml(line: number, text: string): YamlFault {
  return new YamlFault({ code: 'not-yaml', at: { line }, excerpt: excerptOf(text) });
}

export function refused(line: number, text: string, what: RefusedYaml): YamlFault {
  return new YamlFault({ code: 'yaml-refused', at: { line }, excerpt: excerptOf(text), what });
}

export function checkDepth(depth: number, line: number): void {
  if (depth > MAX_YAML_DEPTH)
    throw new YamlFault({ code: 'yaml-too-deep', at: { line }, max: MAX_YAML_DEPTH });
}
