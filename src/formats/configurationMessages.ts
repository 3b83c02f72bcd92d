/** The sentences of the readers of configurations: YAML, mig-parted, Kubernetes, Slurm. */
import { assertNever } from '../model/assert.ts';
import type { ConfigurationNotice } from './kubernetes/notices.ts';
import { capital, count, place, quoted } from './messageWords.ts';
import type { RefusedYaml, YamlError } from './yaml/yamlNode.ts';

export function yamlErrorMessage(error: YamlError): string {
  const where = capital(place(error.at));
  switch (error.code) {
    case 'not-yaml':
      return `${where} is neither YAML nor JSON: ${quoted(error.excerpt)}; check quotes, brackets and indentation there.`;
    case 'yaml-refused':
      return `${where} uses ${REFUSED[error.what]} of YAML, which is not followed here: ${quoted(error.excerpt)}; write the value out.`;
    case 'yaml-too-deep':
      return `${where} is nested more than ${error.max} levels deep, which no configuration is.`;
    default:
      return assertNever(error);
  }
}

const REFUSED: Readonly<Record<RefusedYaml, string>> = {
  anchor: 'an anchor (&)',
  alias: 'an alias (*)',
  tag: 'a tag (!)',
  'merge-key': 'a merge key (<<)',
  'complex-key': 'a complex key (?)',
  directive: 'a directive (%)',
};

export function configurationMessage(notice: ConfigurationNotice): string {
  const where = capital(place(notice.at));
  switch (notice.code) {
    case 'duplicate-key':
      return `${where}: the key ${quoted(notice.key)} stands there a second time; this later one is used, and other readers may refuse the text.`;
    case 'text-cut':
      return `${where}: "..." says that something was left out, so there may be more than what was read.`;
    case 'unknown-key':
      return `${where}: mig-parted knows no key ${quoted(notice.key)} and refuses the file for it.`;
    case 'not-as-expected':
      return `${where} should be ${notice.expected}, and is ${quoted(notice.found)}.`;
    case 'devices-without-profile':
      return `${where} counts ${notice.count} MIG ${notice.count === 1 ? 'device' : 'devices'} and not of which profile (strategy single); the label nvidia.com/gpu.product says it.`;
    case 'labels-differ':
      return `${where}: the labels count ${notice.labelled} × ${quoted(notice.profile)}, and ${count(notice.allocatable)} are allocatable; the labels are used.`;
    case 'config-state':
      return `${where}: the configuration ${notice.config === null ? 'of the node' : quoted(notice.config)} is in state ${quoted(notice.state)}, so what the node shows may not last.`;
    case 'possible-only':
      return `${where} lists ${notice.count} MIG ${notice.count === 1 ? 'device' : 'devices'} that could be created, and not what is there; paste nvidia-smi mig -lgi for that.`;
    case 'minor-as-index':
      return `${where}: the minor number in the names of devices was taken for the index of the GPU; check it against nvidia-smi -L.`;
    case 'instance-without-profile':
      return `${where} says start ${notice.start} and size ${notice.size} of an instance and not its profile.`;
    default:
      return assertNever(notice);
  }
}
