/**
 * How the bench of the solver measures: medians over seeded instances, each measured several times after a warm-up. Processor
 * time of this process, so that what else the machine does is not in it.
 */

export interface BenchRow {
  readonly case: string;
  /** What it is to reach. */
  readonly reach: string;
  readonly reached: string;
}

/** Milliseconds of one call: the median of `rounds`, each the mean of `calls`. */
export function millisOf(work: () => unknown, { rounds = 5, calls = 1 } = {}): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    for (let call = 0; call < calls; call++) work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000 / calls);
  }
  return quantile(times, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** "20.9 µs" or "13.4 ms", as suits. */
export function duration(millis: number): string {
  return millis < 1 ? `${(millis * 1000).toPrecision(3)} µs` : `${millis.toPrecision(3)} ms`;
}

/** "median 20.9 µs, p95 37.0 µs". */
export function spread(millis: readonly number[]): string {
  return `median ${duration(quantile(millis, 0.5))}, p95 ${duration(quantile(millis, 0.95))}`;
}
