/**
 * An Ansible playbook that gives VMs their vGPUs with community.vmware.vmware_guest_vgpu. Every name is `!unsafe`: quotes
 * alone do not stop a template. Types whose name on ESXi is not public are variables to be filled in.
 */
import { encodeYaml, yamlList, yamlMap, yamlUnsafe, yamlWord, type Yaml } from '../encode/yaml.ts';
import { makeSlug } from '../encode/slug.ts';
import type { AssignedVm } from '../vgpu/assignedVms.ts';
import type { VgpuType } from '../../model/vgpu.ts';
import type { VgpuScriptOptions } from './powercli.ts';

/** The module looks whether a VM has a type and adds it if not: a second of the same type it cannot add. */
export function isForAnsible({ vgpus }: AssignedVm): boolean {
  const names = vgpus.map(({ type }) => type?.type ?? null);
  return !names.includes(null) && new Set(names).size === names.length;
}

const CONNECTION = ['vcenter', 'vcenter_username', 'vcenter_password', 'datacenter'] as const;

/** `vms`: those for Ansible, at least one. */
export function makeAnsible(vms: readonly AssignedVm[], options: VgpuScriptOptions): string {
  const { planName, sharedPlan, leftOut } = options;
  const open = [
    ...new Map(
      vms.flatMap(({ vgpus }) =>
        vgpus.flatMap(({ type }) =>
          type !== null && type.esxiName === null ? [[type.type, type] as const] : [],
        ),
      ),
    ).values(),
  ];
  const rows = vms.flatMap(({ vm, vgpus }) =>
    vgpus.flatMap(({ type }) =>
      type === null
        ? []
        : [
            yamlMap([
              ['vm', yamlUnsafe(vm.name)],
              ['vgpu', vgpuValue(type)],
            ]),
          ],
    ),
  );
  const play = yamlMap([
    ['name', 'Give VMs their vGPUs'],
    ['hosts', yamlWord('localhost')],
    ['connection', yamlWord('local')],
    ['gather_facts', false],
    [
      'vars',
      yamlMap([
        ...open.map((type) => ({
          key: variableOf(type),
          value: '',
          comments: [
            `The name of ${type.type} on ESXi is not public: write the one that the host offers, it ends in ${type.type.toLowerCase()}.`,
          ],
        })),
        { key: 'vgpus', value: yamlList(rows), comments: ['A row for each vGPU.'] },
      ]),
    ],
    [
      'tasks',
      yamlList([
        yamlMap([
          ['name', 'All variables are set'],
          [
            'ansible.builtin.assert',
            yamlMap([
              [
                'that',
                yamlList([
                  ...CONNECTION.map((one) => `${one} is defined`),
                  ...open.map((type) => `${variableOf(type)} | length > 0`),
                ]),
              ],
              ['fail_msg', 'Give them with -e, or write them under vars.'],
            ]),
          ],
        ]),
        yamlMap([
          ['name', 'Give each VM its vGPU'],
          [
            'community.vmware.vmware_guest_vgpu',
            yamlMap([
              ['hostname', '{{ vcenter }}'],
              ['username', '{{ vcenter_username }}'],
              ['password', '{{ vcenter_password }}'],
              ['validate_certs', '{{ validate_certs | default(true) }}'],
              ['datacenter', '{{ datacenter }}'],
              ['name', '{{ item.vm }}'],
              ['vgpu', '{{ item.vgpu }}'],
              ['state', "{{ wanted_state | default('present') }}"],
            ]),
          ],
          ['loop', '{{ vgpus }}'],
          ['loop_control', yamlMap([['label', '{{ item.vm }}: {{ item.vgpu }}']])],
        ]),
      ]),
    ],
  ]);
  const comments = [
    'Gives the VMs of a plan their vGPUs. The VMs have to be powered off; the collection community.vmware has to be installed.',
    `Plan: ${planName}`,
    ...leftOut,
    '',
    'ansible-playbook FILE -e vcenter=... -e vcenter_username=... -e vcenter_password=... -e datacenter=...',
    'FILE is this file. Instead of -e vcenter_password=..., which ps shows to others, a file of a vault: -e @VAULT.yml',
    'It is done when a second run says "ok" and no more "changed"; govc gpu.vm.info -vm VM shows what a VM has.',
    'Roll-back: the same with -e wanted_state=absent, VMs powered off; it takes these vGPUs away again.',
    'It sets nothing else: firmware, memory reservation and MMIO size are in "VM settings for vGPUs" of the same plan.',
    ...(sharedPlan === null ? [] : [`mig-planner-plan: ${sharedPlan}`]),
  ];
  return `---\n${encodeYaml(yamlList([play]), comments)}`;
}

function variableOf({ type }: VgpuType): string {
  return `vgpu_${makeSlug(type).replace(/[^a-z0-9]+/g, '_')}`;
}

function vgpuValue(type: VgpuType): Yaml {
  return type.esxiName ?? `{{ ${variableOf(type)} }}`;
}
