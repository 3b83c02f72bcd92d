/**
 * The figures of the simulated terminal: `npm run bench -- console`. A host of 16 GPUs, each full; the median and
 * the slowest but one in twenty of many calls after warm-up, beside what is to be reached. Not a test: nothing fails here.
 */
import { parseLayout } from '../src/formats/layout.ts';
import { complete, machineOf, runLine } from '../src/console/simulator/simulator.ts';

const REACH_MS = 5;
const CALLS = 300;

const LAYOUT = Array.from(
  { length: 16 },
  (_, index) =>
    `h/${index} a100-80gb: 1g.10gb@0, 1g.10gb@1, 1g.10gb@2, 1g.10gb@3, 1g.10gb@4, 1g.10gb@5, 1g.10gb@6`,
).join('\n');
const reading = parseLayout(LAYOUT);
if (!reading.ok) throw new Error('layout');
const { plan } = reading.value;
const [host] = plan.hosts;
const full = host && machineOf(plan, host.id, { from: 'planned' });
const empty = host && machineOf(plan, host.id, { from: 'empty' });
if (full == null || empty == null) throw new Error('machine');

interface Case {
  readonly name: string;
  readonly run: () => number;
}

const typed = (machine: typeof full, line: string): Case => ({
  name: line,
  run: () => runLine(machine, line).text.length,
});

const CASES: readonly Case[] = [
  typed(full, 'nvidia-smi'),
  typed(full, 'nvidia-smi -L'),
  typed(full, 'nvidia-smi -q -x'),
  typed(full, 'nvidia-smi mig -lgi'),
  typed(full, 'nvidia-smi mig -lgip'),
  typed(full, 'nvidia-smi mig -lci'),
  typed(full, 'nvidia-smi mig -lcip'),
  typed(empty, 'nvidia-smi mig -cgi 19,19,19,19,19,19,19 -C'),
  typed(full, 'nvidia-smi mig -dci'),
  typed(full, 'nvidia-smi | grep -iE "(3g|1g).*10"'),
  typed(full, 'reboot'),
  { name: 'completion of -cgi', run: () => complete(full, 'nvidia-smi mig -cgi 1g').candidates.length },
];

const ms = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e6;
const width = Math.max(...CASES.map(({ name }) => name.length));
process.stdout.write(`${'16 GPUs'.padEnd(width)}    reach    median    19 of 20 within\n`);
for (const { name, run } of CASES) {
  let sink = 0;
  for (let call = 0; call < 50; call++) sink += run();
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const start = process.hrtime.bigint();
    sink += run();
    times.push(ms(start));
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(CALLS / 2)] ?? 0;
  // The last few are what else the machine had to do.
  const slowest = times[Math.floor(CALLS * 0.95)] ?? 0;
  const figure = (time: number): string => `${time.toFixed(2)} ms`;
  const row = [`${REACH_MS} ms`.padStart(8), figure(median).padStart(10), figure(slowest).padStart(10)];
  process.stdout.write(`${name.padEnd(width)} ${row.join('')}${sink < 0 ? ' ' : ''}\n`);
}
