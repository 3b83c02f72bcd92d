/**
 * The state that `nvidia-mig-parted checkpoint` keeps: exact starts, GPUs by UUID, profiles by NVML's numbers. An internal
 * file of that tool, read from its source. Our own export writes where a UUID goes which GPU it is of.
 */
import type { SeenComputeInstance, SeenGpu, SeenInstance } from '../evidence/evidence.ts';
import { evidenceOf, onHost, seenComputeInstance, seenGpu, seenInstance } from '../nvidiaSmi/seen.ts';
import type { TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { documentExtent, yamlLines } from '../yaml/documents.ts';
import { yamlCount, yamlItems, yamlPath, yamlText, type YamlNode } from '../yaml/yamlNode.ts';
import { placeholderIndex } from './placeholder.ts';
import { withYaml } from './partedConfig.ts';

const MIG_ON = 1;

export const MIG_CHECKPOINT = {
  format: 'mig-checkpoint',
  name: 'a checkpoint of mig-parted',
  aliases: ['checkpoint'],
  extent: (segment, at) => documentExtent(segment, at, 'mig-checkpoint'),
  read: (segment) => {
    const seen = withYaml(yamlLines(segment.lines), (node, notices) => {
      const version = yamlText(yamlPath(node, 'Version'));
      if (version !== 'v1') {
        notices.push({
          code: 'not-as-expected',
          at: node.at,
          expected: 'of version v1',
          found: version ?? 'none',
        });
      }
      const gpus = yamlItems(yamlPath(node, 'MigState', 'Devices')).map((one) => gpuOf(one, notices));
      return evidenceOf([onHost(segment, gpus)], { notices });
    });
    return seen.ok ? seen.value : { kind: 'unreadable', error: seen.error };
  },
} as const satisfies TextReader;

function gpuOf(node: YamlNode, notices: Notice[]): SeenGpu {
  const uuid = yamlText(yamlPath(node, 'UUID'));
  const index = uuid === null ? null : placeholderIndex(uuid);
  const mode = yamlCount(yamlPath(node, 'MigMode')) === MIG_ON ? 'on' : 'off';
  const instances = yamlItems(yamlPath(node, 'GpuInstances')).map((one) => instanceOf(one, notices));
  return seenGpu(node.at, {
    uuid: index === null ? uuid : null,
    index,
    mode,
    layout: mode === 'off' && instances.length === 0 ? null : { kind: 'instances', isWhole: true, instances },
  });
}

function instanceOf(node: YamlNode, notices: Notice[]): SeenInstance {
  const nvmlProfileId = yamlCount(yamlPath(node, 'ProfileID'));
  if (nvmlProfileId === null) {
    notices.push({
      code: 'not-as-expected',
      at: node.at,
      expected: 'an instance with its ProfileID',
      found: 'none',
    });
  }
  return seenInstance(node.at, {
    nvmlProfileId,
    start: yamlCount(yamlPath(node, 'Placement', 'Start')),
    size: yamlCount(yamlPath(node, 'Placement', 'Size')),
    computeInstances: yamlItems(yamlPath(node, 'ComputeInstances')).map((one): SeenComputeInstance =>
      seenComputeInstance(one.at, { profileId: yamlCount(yamlPath(one, 'ProfileID')) }),
    ),
  });
}
