/** What goes into local.sh of an ESXi host on which the administrator creates the instances, and when that is no help. */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { shellComment } from '../encode/shell.ts';
import { scriptFile } from './bootPaths.ts';
import type { BootOptions } from './systemdService.ts';

/**
 * Lines for /etc/rc.local.d/local.sh, in the shell of ESXi. export-formats.md section 5: the file is kept across reboots
 * and is not run with Secure Boot; that instances outlive a reboot is said nowhere. Only for hosts with `pre-create`.
 */
export function makeEsxiBoot(
  plan: ValidPlan,
  host: Host,
  { sharedPlan, isByName }: Pick<BootOptions, 'sharedPlan' | 'isByName'>,
): string {
  const file = scriptFile(`${plan.name} ${host.name}`);
  const path = `/vmfs/volumes/DATASTORE/${file}`;
  const comments = [
    'Makes the planned GPU instances of one ESXi host again after a reboot, which none is known to survive.',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
    '',
    '1. Put the nvidia-smi script of the same plan and host on a datastore of this host (not into /tmp or /opt, which are',
    `   gone after a reboot), as ${file}, and write the name of the datastore for DATASTORE below. Hosts may`,
    '   share it: each has a script of its own.',
    '2. Put the lines below into /etc/rc.local.d/local.sh, before its last line, "exit 0".',
    '3. Reboot once in maintenance mode, and look:',
    `  sh ${path} --verify`,
    '  cat /var/log/mig-plan.log',
    '',
    'With UEFI Secure Boot ESXi does not run local.sh. Then run the script by hand, or over SSH from a scheduled task,',
    'after each boot and before the first VM with a vGPU powers on:',
    `  sh ${path} --apply --enable-mig`,
    'To take it back: these lines out of local.sh; then, with the VMs off,',
    `  sh ${path} --roll-back --apply`,
    ...(isByName
      ? [
          `Where the host does not call itself ${host.name} (uname -n), add --any-host behind --enable-mig below.`,
        ]
      : []),
    'No VM with a vGPU may start by itself before the instances are there: leave the automatic start of those VMs off.',
    ...(sharedPlan === null ? [] : [`mig-planner-plan: ${sharedPlan}`]),
  ];
  return `${[...comments.map(shellComment), ...linesFor(path)].join('\n')}\n`;
}

const linesFor = (path: string): string[] => [
  `mig_script=${path}`,
  'if [ -f "$mig_script" ]; then',
  '  mig_status=0',
  '  sh "$mig_script" --apply --enable-mig >/var/log/mig-plan.log 2>&1 || mig_status=$?',
  '  logger -t mig-plan "GPU instances: status $mig_status, see /var/log/mig-plan.log"',
  'else',
  '  logger -t mig-plan "GPU instances: no script at $mig_script"',
  'fi',
];
