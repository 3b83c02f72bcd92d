/** cloud-config for a machine that is being set up: puts the script and its systemd unit in place and enables the unit. */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { encodeBase64 } from '../encode/base64.ts';
import { encodeYaml, yamlList, yamlMap, yamlWord, type Yaml } from '../encode/yaml.ts';
import { bootPaths } from './bootPaths.ts';
import { afterwards, makeInstalledService, notesOn, type BootOptions } from './systemdService.ts';

/**
 * User data for cloud-init. Files are in base64 and commands are lists, so no shell and no YAML reader sees a name of the
 * plan. `script` and `recipe` are the texts of the exported scripts; `recipe` goes with `way`.
 */
export function makeCloudInit(
  plan: ValidPlan,
  host: Host,
  { script, recipe }: { readonly script: string; readonly recipe: string | null },
  options: BootOptions,
): string {
  const paths = bootPaths(plan.name);
  const { sharedPlan, way } = options;
  const files = [
    file(paths.script, '0755', script),
    ...(recipe === null ? [] : [file(paths.recipe, '0755', recipe)]),
    file(paths.unitFile, '0644', makeInstalledService(plan, host, options)),
  ];
  const document = yamlMap([
    ['write_files', yamlList(files)],
    [
      'runcmd',
      yamlList([command('systemctl', 'daemon-reload'), command('systemctl', 'enable', '--now', paths.unit)]),
    ],
  ]);
  const comments = [
    way === null
      ? 'Makes the planned GPU instances of one host, now and at each later boot.'
      : 'Makes virtual functions, GPU instances and vGPUs of one host, now and at each later boot.',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
    '',
    'The driver has to be there before this runs: put what installs it before these commands. Where the user data of the',
    'machine has write_files or runcmd already, add these entries to those lists: a second list of the name would replace them.',
    ...afterwards(plan, way),
    '',
    ...notesOn(host, options),
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
