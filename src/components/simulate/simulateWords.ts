import type { MixSource } from '../../placement/solver/mix.ts';
import type { PolicyName } from '../../placement/solver/policies.ts';

export type MixChoice = MixSource | 'uniform';

export const MIX_LABELS: Readonly<Record<MixChoice, string>> = {
  requests: 'The requests',
  vms: 'What the VMs want',
  instances: 'What is placed',
  uniform: 'Every profile alike',
};

export const LOADS = ['0.8', '0.9', '1', '1.1', '1.25'] as const;

/** The structural rule is left out here: in all that was measured it chooses as the suggested place does. */
export const SHOWN_POLICIES: readonly PolicyName[] = [
  'worst-fit',
  'first-fit',
  'first-fit-driver',
  'best-fit',
  'ours-0',
  'ours-1',
  'ours-2',
  'migration',
];
