/** What goes into local.sh of an ESXi host on which the administrator creates the instances, and when that is no help. */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { shellComment } from '../encode/shell.ts';
import { scriptFile } from './bootPaths.ts';

/**
 * Lines for /etc/rc.local.d/local.sh, in the shell of ESXi. export-formats.md section 5: the file is kept across reboots
 * and is not run with Secure Boot; that instances outlive a reboot is said nowhere. Only for hosts with `pre-create`.
 */
export function makeEsxiBoot(plan: ValidPlan, host: Host, sharedPlan: string | null): string {
  const file = scriptFile(`${plan.name} ${host.name}`);
  const comments = [
    'Makes the planned GPU instances of one ESXi host again after a reboot, which none is known to survive.',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
    '',
    '1. Put the nvidia-smi script of the same plan and host on a datastore of this host (not into /tmp or /opt, which are',
    `   gone after a reboot), as ${file}, and write the name of the datastore below. Hosts may share it:`,
    '   each has a script of its own.',
    '2. Put the lines below into /etc/rc.local.d/local.sh, before its last line, "exit 0".',
    '3. Reboot once in maintenance mode, and look: nvidia-smi mig -lgi, or the script with --verify.',
    '',
    'With UEFI Secure Boot ESXi does not run local.sh. Then run the script by hand, or over SSH from a scheduled task,',
    'after each boot and before the first VM with a vGPU powers on:',
    `  sh /vmfs/volumes/DATASTORE/${file} --apply --enable-mig`,
    'To take it back: these lines out of local.sh, then, the VMs off: sh the script with --roll-back --apply.',
    'No VM with a vGPU may start by itself before the instances are there: leave the automatic start of those VMs off.',
    ...(sharedPlan === null ? [] : [`mig-planner-plan: ${sharedPlan}`]),
  ];
  return `${[...comments.map(shellComment), ...LINES(file)].join('\n')}\n`;
}

const LINES = (file: string): string[] => [
  `mig_script=/vmfs/volumes/DATASTORE/${file}`,
  'if [ -f "$mig_script" ]; then',
  '  mig_status=0',
  '  sh "$mig_script" --apply --enable-mig >/var/log/mig-plan.log 2>&1 || mig_status=$?',
  '  logger -t mig-plan "GPU instances: status $mig_status, see /var/log/mig-plan.log"',
  'else',
  '  logger -t mig-plan "GPU instances: no script at $mig_script"',
  'fi',
];
