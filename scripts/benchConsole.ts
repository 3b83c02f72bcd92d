/**
 * The figures of the simulated terminal: `npm run bench -- console`. A host of 16 GPUs, each cut into seven, and every command that
 * is played on it; the median, the slowest but one in twenty and the slowest of many calls after warm-up, in time of the
 * processor, beside what is to be reached. What was reached is in benchConsole/README.md. Not a test: nothing fails here.
 */
import { parseLayout } from '../src/formats/layout.ts';
import { complete, machineOf, powerOn, runInVm, runLine } from '../src/console/simulator/simulator.ts';

const REACH_MS = 5;
const CALLS = 300;
const WARM = 100;

const LAYOUT = Array.from({ length: 16 }, (_, index) => {
  const seven = [0, 1, 2, 3, 4, 5, 6].map((start) => `1g.10gb@${start}${start === 0 ? `=vm-${index}` : ''}`);
  return `h/${index} a100-80gb: ${seven.join(', ')}`;
}).join('\n');

function machine(platform: 'bare-metal' | 'esxi', from: 'planned' | 'empty') {
  const reading = parseLayout(LAYOUT);
  if (!reading.ok) throw new Error('layout');
  const hosts = reading.value.plan.hosts.map((host) => ({ ...host, platform, driver: '580.65.06' }));
  const made = hosts[0] && machineOf({ ...reading.value.plan, hosts }, hosts[0].id, { from });
  if (made == null) throw new Error('machine');
  return made;
}

const full = machine('bare-metal', 'planned');
const empty = machine('bare-metal', 'empty');
const esxi = machine('esxi', 'planned');
const on = powerOn(esxi, 'vm-0');
if (!on.ok) throw new Error(on.error.code);
const off = runLine(empty, 'nvidia-smi -mig 0').machine;
const gis = runLine(empty, 'nvidia-smi mig -cgi 19,19,19,19,19,19,19').machine;
const lowered = runLine(esxi, 'esxcli system maintenanceMode set -e true').machine;

const VIB = '/vmfs/volumes/ds/NVD-AIE_ESXi_8.0.0_Driver_525.105.14-1OEM.800.1.0.20613240.vib';

interface Case {
  readonly name: string;
  readonly run: () => number;
}

const typed =
  (at: typeof full) =>
  (line: string): Case => ({ name: line, run: () => runLine(at, line).text.length });

const CASES: readonly Case[] = [
  ...[
    'nvidia-smi',
    'nvidia-smi -i 7',
    'nvidia-smi -L',
    'nvidia-smi -q',
    'nvidia-smi -q -x',
    'nvidia-smi --query-gpu=index,name,uuid,pci.bus_id,mig.mode.current,mig.mode.pending,memory.total --format=csv',
    'nvidia-smi -pm 0',
    'nvidia-smi -mig 0',
    'nvidia-smi --gpu-reset',
    'nvidia-smi -h',
    'nvidia-smi mig -h',
    'nvidia-smi mig -lgip',
    'nvidia-smi mig -lgipp',
    'nvidia-smi mig -lgi',
    'nvidia-smi mig -lcip',
    'nvidia-smi mig -lcipp',
    'nvidia-smi mig -lci',
    'nvidia-smi mig -dci',
    'nvidia-smi | grep -iE "(3g|1g).*10"',
    'nvidia-smi | grep -A 2 "GPU  Name"',
    'nvidia-smi -q -x | grep -c mig_device',
    'nvidia-smi mig -lgip | grep -w "1g.10gb"',
    `docker run --rm --gpus '"device=7:3"' nvidia/cuda nvidia-smi -L`,
    'reboot',
    'history',
    'help',
    'nothing of the kind',
  ].map(typed(full)),
  ...['nvidia-smi -mig 1', 'nvidia-smi mig -lgip']
    .map(typed(off))
    .map((one) => ({ ...one, name: `${one.name} (MIG off)` })),
  ...[
    'nvidia-smi mig -cgi 19,19,19,19,19,19,19 -C',
    'nvidia-smi mig -cgi 1g.10gb:0,2g.20gb:2,3g.40gb:4 -C',
    'nvidia-smi mig -cgi 19,19,14,9',
  ].map(typed(empty)),
  ...['nvidia-smi mig -dgi', 'nvidia-smi mig -cci', 'nvidia-smi mig -cci 0'].map(typed(gis)),
  ...['esxcli software vib list | grep -i nvidia', 'esxcli graphics host get', 'nvidia-smi mig -lgip'].map(
    typed(esxi),
  ),
  ...[`esxcli software vib install -v ${VIB}`, 'esxcli system maintenanceMode set -e false'].map(
    typed(lowered),
  ),
  { name: 'a VM powered on', run: () => Number(powerOn(esxi, 'vm-9').ok) },
  { name: 'in a VM: nvidia-smi', run: () => runInVm(on.value, 'vm-0', 'nvidia-smi')?.text.length ?? 0 },
  { name: 'completion of -cgi', run: () => complete(full, 'nvidia-smi mig -cgi 1g').candidates.length },
  { name: 'completion of -gi', run: () => complete(full, 'nvidia-smi mig -gi 1').candidates.length },
];

/** Of this process alone, in ms: what else the machine does is not counted. */
const processor = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const label = (name: string): string => (name.length <= 58 ? name : `${name.slice(0, 57)}…`);
const width = Math.max(...CASES.map(({ name }) => label(name).length));
process.stdout.write(`${'16 GPUs'.padEnd(width)}   reach    median  19 of 20    slowest\n`);
let isAllWithin = true;
// A terminal that has been used for a while.
let sink = 0;
for (const { run } of CASES) for (let call = 0; call < WARM; call++) sink += run();
for (const { name, run } of CASES) {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const start = processor();
    sink += run();
    times.push(processor() - start);
  }
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.min(CALLS - 1, Math.floor(CALLS * part))] ?? 0;
  isAllWithin &&= at(0.95) <= REACH_MS;
  const figure = (time: number): string => `${time.toFixed(2)} ms`.padStart(10);
  const row = [`${REACH_MS} ms`.padStart(7), figure(at(0.5)), figure(at(0.95)), figure(at(1))];
  process.stdout.write(`${label(name).padEnd(width)} ${row.join('')}${sink < 0 ? ' ' : ''}\n`);
}
process.stdout.write(`\n19 of 20 calls of each within ${REACH_MS} ms: ${isAllWithin ? 'yes' : 'no'}\n`);
