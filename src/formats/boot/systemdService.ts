/**
 * The systemd unit that runs the exported script at boot, for no GPU instance survives one. What it does is the script's:
 * it creates nothing where something else is, and it may run again.
 */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { systemdComment, systemdDescription } from '../encode/systemd.ts';
import { bootPaths } from './bootPaths.ts';

/**
 * The text of the unit, with how it is put in place, verified and undone in comments. `sharedPlan`: the fragment of the
 * link, or null. Names are in comments and in the description only.
 */
export function makeSystemdService(plan: ValidPlan, host: Host, sharedPlan: string | null): string {
  const { script, unit, unitFile } = bootPaths(plan.name);
  const comments = [
    'Makes the planned GPU instances of one host again at each boot, which none of them survives.',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
    '',
    'Where things go, as root; SCRIPT is the nvidia-smi script of the same plan and host:',
    `  install -m 0755 SCRIPT ${script}`,
    `  install -m 0644 THIS-FILE ${unitFile}`,
    '  systemctl daemon-reload',
    `  systemctl enable --now ${unit}`,
    'Whether it worked:',
    `  systemctl status ${unit}`,
    `  ${script} --verify`,
    'To take it back:',
    `  systemctl disable ${unit}`,
    `  ${script} --roll-back --apply`,
    '',
    'It fails, and creates nothing, where a GPU holds other instances than the planned ones or is in use (status 3).',
    ...(host.platform === 'kubernetes' ? MANAGED : []),
    ...(host.platform === 'kvm' ? VIRTUAL_FUNCTIONS : []),
    ...(host.platform === 'esxi' ? NOT_ON_ESXI : []),
  ];
  return [
    ...comments.map(systemdComment),
    ...(sharedPlan === null ? [] : [systemdComment(`mig-planner-plan: ${sharedPlan}`)]),
    ...unitLines(plan, host),
    '',
  ].join('\n');
}

const MANAGED = [
  'On a node where the GPU Operator runs, its MIG manager makes the instances from the label of the node: use one of the',
  'two, or they undo each other.',
];

const VIRTUAL_FUNCTIONS = [
  'Virtual functions and vGPUs do not survive a boot either: the vGPU recipe of this host has to run after this unit.',
];

/** Of the plan's host only the GPUs are meant, then: what runs this is a Linux host. */
export const NOT_ON_ESXI = [
  'NOTE: the host is planned with ESXi, which has neither systemd nor cloud-init: there the export "ESXi local.sh" does this.',
];

/** The sections alone, without comments. */
export function unitLines(plan: ValidPlan, host: Host): string[] {
  const { script } = bootPaths(plan.name);
  const before = host.platform === 'kvm' ? BEFORE_KVM : BEFORE;
  return [
    '[Unit]',
    `Description=${systemdDescription(`GPU instances of the plan ${plan.name}`)}`,
    'After=nvidia-persistenced.service nvidia-fabricmanager.service',
    `Before=${before.join(' ')}`,
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    `ExecStart=${script} --apply --enable-mig`,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
}

/** What hands GPUs out: it has to find the instances there. */
const BEFORE = ['docker.service', 'containerd.service', 'kubelet.service', 'slurmd.service'];
const BEFORE_KVM = ['libvirtd.service', 'virtqemud.service', 'libvirt-guests.service'];
