/**
 * Four layouts as people run them, for which every text that goes out is written and read: the host of the VMware article
 * of 2020, an ESXi host with a mirrored GPU, a node with eight H100, and a host with an RTX PRO 6000.
 */
import type { Gpu, Host, Plan, ValidPlan, Vm } from '../../model/plan.ts';
import { validatePlan } from '../../placement/check.ts';
import { parseLayout } from '../../formats/layout.ts';

function planOf(layout: string, name: string, host: Partial<Host>, gpu: Partial<Gpu> = {}): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const { plan } = reading.value;
  return {
    ...plan,
    name,
    hosts: plan.hosts.map((one) => ({
      ...one,
      ...host,
      gpus: one.gpus.map((each) => ({ ...each, ...gpu })),
    })),
  };
}

/** VMs that ask for the vGPU type that the host calls by name, as people write them into a plan. */
function withTypes(plan: Plan, types: Readonly<Record<string, string>>): Plan {
  const typed = (vm: Vm): Vm => ({
    ...vm,
    attachments: vm.attachments.map((one) => {
      const type = types[vm.name];
      return type === undefined ? one : { ...one, wants: { kind: 'type', type } };
    }),
  });
  return { ...plan, vms: plan.vms.map(typed) };
}

export function valid(plan: Plan): ValidPlan {
  const checked = validatePlan(plan);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
}

/** ESXi 7.0, one A100 40GB, two 3g.20gb, two VMs with grid_a100-3-20c. The administrator creates the instances. */
export const ARTICLE: ValidPlan = valid(
  withTypes(
    planOf('esx-01/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4=ml-02', 'MIG on vSphere 7', {
      platform: 'esxi',
      release: '7.0',
      driver: '450.73',
      notes:
        'NVIDIA-VMware_ESXi_7.0_Host_Driver 440.107-1OEM.700.0.0.15525992 NVIDIA VMwareAccepted 2020-07-27',
    }),
    { 'ml-01': 'A100-3-20C', 'ml-02': 'A100-3-20C' },
  ),
);

/** The same host on ESXi 8.0 U3: instances come to be at power-on. */
export const ARTICLE_8U3: ValidPlan = valid({
  ...ARTICLE,
  hosts: ARTICLE.hosts.map((host) => ({ ...host, release: '8.0 U3', driver: '550.54.16', notes: '' })),
});

/** ESXi 8.0 U3, A100 40GB, mirrored, four VMs. */
export const MIRRORED: ValidPlan = valid(
  planOf(
    'esx-02/0 a100-pcie-40gb: 1g.5gb@0=dev-1, 1g.5gb@1=dev-2, 2g.10gb@2=ocr, 3g.20gb@4=chat',
    'Mirrored ESXi host',
    { platform: 'esxi', release: '8.0 U3', driver: '550.54.16' },
    { kind: 'mirrored' },
  ),
);

/** Eight H100 SXM of a Kubernetes node, as mig-parted would cut them. */
export const H100_NODE: ValidPlan = valid(
  planOf(
    Array.from(
      { length: 8 },
      (_, n) =>
        `gpu-node-7/${n} h100-sxm5-80gb: ${
          n < 4 ? '3g.40gb@0, 3g.40gb@4' : n < 6 ? '1g.10gb@0, 1g.10gb@1, 2g.20gb@2, 3g.40gb@4' : '7g.80gb@0'
        }`,
    ).join('\n'),
    'H100 node',
    { platform: 'kubernetes', driver: '550.54.16' },
  ),
);

/** KVM with vendor VFIO and an RTX PRO 6000, whose vGPUs need +gfx; on the last instance two VMs share. */
export const RTX_PRO: ValidPlan = valid(
  withTypes(
    planOf(
      'kvm-03/0 rtx-pro-6000-server: 2g.48gb+gfx@0=cad-1, 1g.24gb+gfx@6=cad-2, 1g.24gb+gfx@9=desk-1+desk-2',
      'RTX PRO host',
      { platform: 'kvm', release: 'vendor VFIO', driver: '580.82.07' },
    ),
    { 'cad-1': 'DC-2-48C', 'cad-2': 'DC-1-24C', 'desk-1': 'DC-1-12C', 'desk-2': 'DC-1-12C' },
  ),
);

export const REAL_PLANS: readonly (readonly [what: string, plan: ValidPlan])[] = [
  ['the article', ARTICLE],
  ['the article on ESXi 8.0 U3', ARTICLE_8U3],
  ['a mirrored ESXi host', MIRRORED],
  ['a node with eight H100', H100_NODE],
  ['a host with an RTX PRO 6000', RTX_PRO],
];
