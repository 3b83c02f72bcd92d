/** A mean over seeds and how far it is to be trusted. */

export interface Estimate {
  readonly mean: number;
  /** Half of the 95 % interval (Student's t over the seeds); null with a single seed, which says nothing of that. */
  readonly within: number | null;
}

/** t for a two-sided 95 % interval, by degrees of freedom from 1; the standard table. */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Of at least one figure. */
export function estimateOf(figures: readonly number[]): Estimate {
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  const freedom = figures.length - 1;
  if (freedom < 1) return { mean, within: null };
  const variance = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / freedom;
  // Beyond the table the last one is a little too wide, never too narrow.
  const t = T95[Math.min(freedom, T95.length) - 1] ?? Infinity;
  return { mean, within: t * Math.sqrt(variance / figures.length) };
}
