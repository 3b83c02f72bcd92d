/** cloud-config for a machine that is being set up: puts the script and its systemd unit in place and enables the unit. */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { encodeBase64 } from '../encode/base64.ts';
import { encodeYaml, yamlList, yamlMap, yamlWord, type Yaml } from '../encode/yaml.ts';
import { bootPaths } from './bootPaths.ts';
import { NOT_ON_ESXI, unitLines } from './systemdService.ts';

/**
 * User data for cloud-init. Files are in base64 and commands are lists, so no shell and no YAML reader sees a name of the
 * plan. `script` is the text of the exported script.
 */
export function makeCloudInit(
  plan: ValidPlan,
  host: Host,
  { script, sharedPlan }: { readonly script: string; readonly sharedPlan: string | null },
): string {
  const paths = bootPaths(plan.name);
  const unit = `${unitLines(plan, host).join('\n')}\n`;
  const document = yamlMap([
    ['write_files', yamlList([file(paths.script, '0755', script), file(paths.unitFile, '0644', unit)])],
    [
      'runcmd',
      yamlList([command('systemctl', 'daemon-reload'), command('systemctl', 'enable', '--now', paths.unit)]),
    ],
  ]);
  const comments = [
    'Makes the planned GPU instances of one host, now and at each later boot.',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
    'The driver has to be there before this runs: put what installs it before these commands.',
    `Whether it worked, as root on the host: ${paths.script} --verify`,
    ...(host.platform === 'esxi' ? NOT_ON_ESXI : []),
    ...(sharedPlan === null ? [] : [`mig-planner-plan: ${sharedPlan}`]),
  ];
  // cloud-init takes a text for its own only with this first line, without a blank.
  return `#cloud-config\n${encodeYaml(document, comments)}`;
}

function file(path: string, permissions: string, content: string): Yaml {
  return yamlMap([
    ['path', path],
    ['owner', 'root:root'],
    ['permissions', permissions],
    ['encoding', yamlWord('b64')],
    ['content', encodeBase64(content)],
  ]);
}

function command(...words: string[]): Yaml {
  return yamlList(words);
}
