/** Where the rules of platforms are written. Loaded when somebody asks; the rules themselves carry the short names. */

export interface RuleSource {
  /** Who says it, and in what. */
  readonly what: string;
  readonly url: string | null;
}

export const RULE_SOURCES = {
  aie6: {
    what: 'NVIDIA AI Enterprise 6, NVIDIA vGPU (C-Series)',
    url: 'https://docs.nvidia.com/ai-enterprise/release-6/latest/appendix/vgpu.html',
  },
  aie8: {
    what: 'NVIDIA AI Enterprise 8.1, Multi-vGPU',
    url: 'https://docs.nvidia.com/ai-enterprise/release-8/8.1/infra-software/vgpu/features/multi-vgpu.html',
  },
  'aie8-vgpu': {
    what: 'NVIDIA AI Enterprise 8, vGPU overview',
    url: 'https://docs.nvidia.com/ai-enterprise/release-8/latest/infra-software/vgpu/overview.html',
  },
  'mig-guide': {
    what: 'NVIDIA Multi-Instance GPU User Guide',
    url: 'https://docs.nvidia.com/datacenter/tesla/mig-user-guide/',
  },
  'mig-profiles': {
    what: 'NVIDIA Multi-Instance GPU User Guide, Supported MIG Profiles',
    url: 'https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html',
  },
  'open-rm': {
    what: 'NVIDIA open GPU kernel modules 595.45.04, mig_mgr',
    url: 'https://github.com/NVIDIA/open-gpu-kernel-modules',
  },
  nvml: { what: 'NVIDIA NVML, nvml.h', url: null },
  'harvester-10026': {
    what: 'harvester/harvester, issue 10026 on the change from mdev to vendor VFIO',
    url: 'https://github.com/harvester/harvester/issues/10026',
  },
  'mig-parted': { what: 'NVIDIA mig-parted', url: 'https://github.com/NVIDIA/mig-parted' },
  'vdm-mig': {
    what: 'NVIDIA vgpu-device-manager, pull request 93 (2025)',
    url: 'https://github.com/NVIDIA/vgpu-device-manager/pull/93',
  },
  article: {
    what: 'VMware blog, vSphere 7 with MIG on the A100, Part 2 (September 2020)',
    url: 'https://blogs.vmware.com/apps/2020/09/vsphere-7-0-u1-with-multi-instance-gpus-mig-on-the-nvidia-a100-for-machine-learning-applications-part-2-profiles-and-setup.html',
  },
  vmware8: { what: 'VMware blog on vSphere 8 (16 August 2022)', url: null },
  vmware8u2: { what: 'VMware blog on vSphere 8 Update 2 (1 September 2023)', url: null },
  burdweiser: {
    what: 'burdweiser blog, NVIDIA GPUs on vSphere 9: time slicing against MIG (22 April 2026)',
    url: 'https://burdweiser-blog.pages.dev/blog/2026-04-22-nvidia-gpus-vsphere-9-time-slicing-vs-mig/',
  },
  denneman8: {
    what: 'Frank Denneman, Architecting AI Infrastructure, part 8: MIG mode (6 March 2026)',
    url: 'https://frankdenneman.nl/posts/2026-03-06-MIG-Mode',
  },
} as const satisfies Record<string, RuleSource>;

export type RuleSourceId = keyof typeof RULE_SOURCES;
