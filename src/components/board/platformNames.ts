import type { Platform } from '../../model/plan.ts';

export const PLATFORM_NAMES: Record<Platform, string> = {
  esxi: 'ESXi',
  kvm: 'KVM',
  kubernetes: 'Kubernetes',
  'bare-metal': 'Bare metal',
};
