/** Hosts by how full they are: the bars of the chart, and what they leave of the table. */
import type { HostSummary } from '../../placement/summary/summary.ts';

/** A bar: hosts that use more than `above` and up to `upTo` percent of their memory slices. */
export interface UseStep {
  readonly above: number;
  readonly upTo: number;
  /** "71 to 80 % used", said of one host and of many. */
  readonly words: string;
  /** Below the bar. */
  readonly label: string;
}

const TENTHS: readonly UseStep[] = Array.from({ length: 10 }, (_, index) => ({
  above: index * 10,
  upTo: index * 10 + 10,
  words: index === 9 ? 'over 90 %, not all used' : `over ${index * 10} to ${index * 10 + 10} % used`,
  label: `${index * 10 + 10}`,
}));

/** From those that are empty to those that are full; a host without slices to count is in none. */
export const USE_STEPS: readonly UseStep[] = [
  { above: -1, upTo: 0, words: 'nothing used', label: '0' },
  ...TENTHS.map((step, index) => (index === 9 ? { ...step, label: '99' } : step)),
  { above: 100, upTo: 101, words: 'all used', label: '100' },
];

/** The index of its bar; null where it has no slices to count. In whole numbers, so that 90 % is no more than 90 %. */
export function stepOf({
  figures: { memoryUsed, memoryTotal },
}: Pick<HostSummary, 'figures'>): number | null {
  if (memoryTotal === 0) return null;
  if (memoryUsed === 0) return 0;
  if (memoryUsed >= memoryTotal) return USE_STEPS.length - 1;
  return Math.max(1, Math.ceil((memoryUsed * 10) / memoryTotal));
}

export const HOST_ORDERS = ['plan', 'most-used', 'least-used', 'most-stranded'] as const;
export type HostOrder = (typeof HOST_ORDERS)[number];

export const ORDER_NAMES: Readonly<Record<HostOrder, string>> = {
  plan: 'as in the plan',
  'most-used': 'most used first',
  'least-used': 'least used first',
  'most-stranded': 'most stranded first',
};

/** Those of the bar, or all, in this order; equal ones stay in the order of the plan. */
export function listedHosts(
  hosts: readonly HostSummary[],
  step: number | null,
  order: HostOrder,
): readonly HostSummary[] {
  const some = step === null ? hosts : hosts.filter((host) => stepOf(host) === step);
  const used = ({ figures: { memoryUsed, memoryTotal } }: HostSummary): number =>
    memoryTotal === 0 ? 0 : memoryUsed / memoryTotal;
  const stranded = ({ figures }: HostSummary): number => figures.computeStranded + figures.memoryStranded;
  switch (order) {
    case 'plan':
      return some;
    case 'most-used':
      return [...some].sort((a, b) => used(b) - used(a));
    case 'least-used':
      return [...some].sort((a, b) => used(a) - used(b));
    case 'most-stranded':
      return [...some].sort((a, b) => stranded(b) - stranded(a));
  }
}
