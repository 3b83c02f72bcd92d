/**
 * The systemd unit that runs the exported script at boot, for no GPU instance survives one. What it does is the script's:
 * it creates nothing where something else is, and it may run again. On a KVM host the vGPUs come with it, in the order that
 * they need: virtual functions, instances, vGPUs.
 */
import type { Host, ValidPlan } from '../../model/plan.ts';
import { systemdComment, systemdDescription } from '../encode/systemd.ts';
import type { KvmWay } from '../kvm/kvmRecipe.ts';
import { bootPaths } from './bootPaths.ts';

/** What a boot text is made of beside plan and host. */
export interface BootOptions {
  /** The fragment of the link, or null. */
  readonly sharedPlan: string | null;
  /** The vGPU recipe that runs around the script; null where there is none, or where nobody said which. */
  readonly way: KvmWay | null;
  /** Whether the scripts compare the name of the host, for its GPUs are known by index alone. */
  readonly isByName: boolean;
}

/**
 * The text of the unit, with how it is put in place, verified and undone in comments. Names are in comments and in the
 * description only.
 */
export function makeSystemdService(plan: ValidPlan, host: Host, options: BootOptions): string {
  const { sharedPlan, way } = options;
  const { script, recipe, unit, unitFile } = bootPaths(plan.name);
  const comments = [
    ...headOf(plan, host, way),
    '',
    way === null
      ? 'Where things go, as root; SCRIPT is the nvidia-smi script of the same plan and host:'
      : `Where things go, as root; SCRIPT is the nvidia-smi script, RECIPE the "${RECIPES[way]}" of the same plan and host:`,
    `  install -m 0755 SCRIPT ${script}`,
    ...(way === null ? [] : [`  install -m 0755 RECIPE ${recipe}`]),
    `  install -m 0644 THIS-FILE ${unitFile}`,
    '  systemctl daemon-reload',
    `  systemctl enable --now ${unit}`,
    ...afterwards(plan, way),
    '',
    ...notesOn(host, options),
  ];
  return [
    ...comments.map(systemdComment),
    ...(sharedPlan === null ? [] : [systemdComment(`mig-planner-plan: ${sharedPlan}`)]),
    ...sections(plan, host, way),
    '',
  ].join('\n');
}

/** The same for a machine on which the files are already where they belong. */
export function makeInstalledService(plan: ValidPlan, host: Host, options: BootOptions): string {
  const { way } = options;
  const comments = [...headOf(plan, host, way), ...afterwards(plan, way)];
  return [...comments.map(systemdComment), ...sections(plan, host, way), ''].join('\n');
}

/** What the exports are called that make a recipe. */
const RECIPES: Readonly<Record<KvmWay, string>> = {
  mdev: 'mdev recipe',
  'vendor VFIO': 'Vendor VFIO recipe',
};

function headOf(plan: ValidPlan, host: Host, way: KvmWay | null): string[] {
  return [
    way === null
      ? 'Makes the planned GPU instances of one host again at each boot, which none of them survives.'
      : 'Makes virtual functions, GPU instances and vGPUs of one host again at each boot, which none of them survives.',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
  ];
}

/** How it is looked at, and how it is undone. */
export function afterwards(plan: ValidPlan, way: KvmWay | null): string[] {
  const { script, recipe, unit } = bootPaths(plan.name);
  return [
    'Whether it worked:',
    `  systemctl status ${unit}`,
    `  journalctl -b -u ${unit}`,
    `  ${script} --verify`,
    ...(way === null ? [] : [`  ${recipe} --verify`]),
    way === null
      ? 'To take it back, with nothing running on these GPUs:'
      : 'To take it back, with the VMs off:',
    `  systemctl disable --now ${unit}`,
    ...(way === null ? [] : [`  ${recipe} --roll-back --apply`]),
    `  ${script} --roll-back --apply`,
  ];
}

/** What whoever installs it has to know. */
export function notesOn(host: Host, { way, isByName }: BootOptions): string[] {
  return [
    'It fails, and creates nothing, where a GPU holds other instances than the planned ones or is in use (status 3). What',
    'comes after it at boot starts all the same.',
    ...(isByName
      ? [`Where the host does not call itself ${host.name} (uname -n), add --any-host to each ExecStart.`]
      : []),
    ...(host.platform === 'kubernetes' ? MANAGED : []),
    ...(host.platform === 'kvm' && way === null ? VIRTUAL_FUNCTIONS : []),
    ...(host.platform === 'esxi' ? NOT_ON_ESXI : []),
  ];
}

const MANAGED = [
  'On a node where the GPU Operator runs, its MIG manager makes the instances from the label of the node: use one of the',
  'two, or they undo each other.',
];

const VIRTUAL_FUNCTIONS = [
  'It makes no vGPUs: the plan has none here, or does not say whether this host has mdev or vendor VFIO. Virtual functions',
  'and vGPUs do not survive a boot either: the recipe for them runs with --vfs --apply before this, and with --apply after it.',
];

/** Of the plan's host only the GPUs are meant, then: what runs this is a Linux host. */
export const NOT_ON_ESXI = [
  'NOTE: the host is planned with ESXi, which has neither systemd nor cloud-init: there the export "ESXi local.sh" does this.',
];

function sections(plan: ValidPlan, { platform }: Host, way: KvmWay | null): string[] {
  const { script, recipe } = bootPaths(plan.name);
  const after = platform === 'kvm' ? [...AFTER, ...AFTER_KVM] : AFTER;
  const before = platform === 'kvm' ? BEFORE_KVM : BEFORE;
  const instances = `${script} --apply --enable-mig`;
  const commands = way === null ? [instances] : [`${recipe} --vfs --apply`, instances, `${recipe} --apply`];
  return [
    '[Unit]',
    `Description=${systemdDescription(`GPU instances of the plan ${plan.name}`)}`,
    `After=${after.join(' ')}`,
    `Before=${before.join(' ')}`,
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    // What hangs is given up, or nothing that is ordered behind it would ever start.
    'TimeoutStartSec=600',
    ...commands.map((command) => `ExecStart=${command}`),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
}

const AFTER = ['nvidia-persistenced.service', 'nvidia-fabricmanager.service'];
/** The vGPU manager, without which no function has types. */
const AFTER_KVM = ['nvidia-vgpud.service', 'nvidia-vgpu-mgr.service'];
/** What hands GPUs out: it has to find the instances there. */
const BEFORE = ['docker.service', 'containerd.service', 'kubelet.service', 'slurmd.service'];
const BEFORE_KVM = ['libvirtd.service', 'virtqemud.service', 'libvirt-guests.service'];
