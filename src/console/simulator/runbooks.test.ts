// Runbooks as ops would type them: every command of their blocks runs on the simulated host, has to print what the runbook expects of it, and
// the host has to end in the plan.
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { DRIVER_VARIANTS } from '../../model/driverStart.ts';
import { GPU_KINDS, type Host, type Plan } from '../../model/plan.ts';
import { exportPlan } from '../exportPlan.ts';
import { machineOf, powerErrorMessage, powerOn, runLine, type Machine } from './simulator.ts';

interface Block {
  readonly commands: readonly string[];
  /** The block of text right after it, where it is one. */
  readonly expected: string | null;
}

function blocksOf(markdown: string): Block[] {
  const fences = new MarkdownIt().parse(markdown, {}).filter(({ type }) => type === 'fence');
  return fences.flatMap(({ info, content }, at) => {
    if (info !== 'sh') return [];
    const next = fences[at + 1];
    return [
      { commands: content.trimEnd().split('\n'), expected: next?.info === 'text' ? next.content : null },
    ];
  });
}

function planOf(layout: string, change: Partial<Host>, kind: 'straight' | 'mirrored'): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error('layout');
  const { plan } = reading.value;
  const hosts = plan.hosts.map((host) => ({
    ...host,
    ...change,
    gpus: host.gpus.map((gpu) => ({ ...gpu, kind })),
  }));
  return { ...plan, hosts };
}

function textOf(
  plan: Plan,
  format: 'runbook' | 'runbook-plan' | 'vsphere-runbook' | 'power-on-runbook',
): string {
  const made = exportPlan(plan, format, { hostId: null, starts: 'explicit' });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value.text;
}

const machine = (plan: Plan, from: 'planned' | 'empty'): Machine =>
  machineOf(plan, plan.hosts[0]!.id, { from, isMigOff: from === 'empty' })!;

function layoutOf({ gpus }: Machine): string[][] {
  return gpus.map(({ gis }) =>
    gis
      .map(({ id, profile, start, cis }) => `${id} ${profile}@${start} ${cis.map((ci) => ci.profile).join()}`)
      .sort(),
  );
}

/** The words of a text; tables differ in width from driver to driver. */
const words = (text: string): string => text.replace(/[-+=|\s]+/g, ' ').trim();

const LAYOUT =
  'h/0 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4\nh/1 a100-pcie-40gb: 4g.20gb@0, 3g.20gb@4';

test.each(GPU_KINDS)('the runbook of a host of bare metal, on %s GPUs', (kind) => {
  const plan = planOf(LAYOUT, { platform: 'bare-metal', driver: '550.54.14' }, kind);
  let now = machine(plan, 'empty');
  let compared = 0;
  const blocks = blocksOf(textOf(plan, 'runbook'));
  const back = blocks.findIndex(({ commands }) => commands.some((line) => line.includes('-dci')));
  for (const [at, { commands, expected }] of blocks.entries()) {
    if (at === back) expect(layoutOf(now)).toEqual(layoutOf(machine(plan, 'planned')));
    let printed = '';
    for (const line of commands) {
      const done = runLine(now, line);
      now = done.machine;
      printed += done.text;
    }
    // What a machine calls its GPUs is its own: such texts have dots in them.
    if (expected === null || /\.\.\.|:\.\.:/.test(expected)) continue;
    // Of what -dci and -dgi say the runbook writes out the second.
    if (expected.startsWith('Successfully destroyed GPU')) {
      printed = printed.replace(/^Successfully destroyed compute.*\n/gm, '');
    }
    // From each GPU the same, where the runbook says it once.
    const once = words(printed).startsWith(words(expected))
      ? words(printed).slice(0, words(expected).length)
      : words(printed);
    expect([commands, once]).toEqual([commands, words(expected)]);
    compared += 1;
  }
  expect(back).toBeGreaterThan(3);
  expect(compared).toBeGreaterThan(3);
  // Taken back as the runbook says, nothing is left.
  expect(layoutOf(now)).toEqual([[], []]);
});

test.each(GPU_KINDS)('the runbook of a plan, host by host, on %s GPUs', (kind) => {
  const plan = planOf(
    'h1/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4\nh2/0 a100-pcie-40gb: 1g.5gb@0, 2g.10gb@2\nh2/1 a30-24gb: 2g.12gb@2',
    { platform: 'bare-metal', driver: '550.54.14' },
    kind,
  );
  const parts = textOf(plan, 'runbook-plan')
    .split(/^## Host /m)
    .slice(1);
  expect(parts.map((part) => /^`(.*)`/.exec(part)?.[1])).toEqual(plan.hosts.map(({ name }) => name));
  for (const [at, part] of parts.entries()) {
    const { id } = plan.hosts[at]!;
    let now = machineOf(plan, id, { from: 'empty', isMigOff: true })!;
    const lines = blocksOf(part).flatMap(({ commands }) => commands);
    const back = lines.findIndex((line) => line.includes('-dci'));
    expect(back).toBeGreaterThan(3);
    for (const line of lines.slice(0, back)) now = runLine(now, line).machine;
    expect(layoutOf(now)).toEqual(layoutOf(machineOf(plan, id, { from: 'planned' })!));
    for (const line of lines.slice(back)) now = runLine(now, line).machine;
    expect(layoutOf(now).flat()).toEqual([]);
  }
});

test.each(GPU_KINDS)(
  'the runbook of ESXi 7.0, from maintenance mode to compute instances, on %s GPUs',
  (kind) => {
    const plan = planOf(
      LAYOUT,
      { platform: 'esxi', release: '7.0', creation: 'pre-create', driver: '510.47.03' },
      kind,
    );
    let now = machine(plan, 'empty');
    let hasStarts = false;
    const failed: string[] = [];
    for (const { commands } of blocksOf(textOf(plan, 'vsphere-runbook'))) {
      const isCreation = commands.some((line) => line.includes('-cgi'));
      // The other way to create, for drivers that take no starts, is the second block.
      if (isCreation && hasStarts) continue;
      if (isCreation) hasStarts = true;
      if (commands.some((line) => line.includes('-dci') || line.includes('-dgi'))) break;
      for (const line of commands) {
        // Names that only the printed list gives, and what is for the eye alone.
        if (/VIB-NAME|DATASTORE|<UUID>|graphics (?:vm|device) list|nvidia-smi vgpu/.test(line)) continue;
        const done = runLine(now, line);
        now = done.machine;
        if (done.status !== 0) failed.push(line);
      }
    }
    // Before anything exists -lgi says so with a status of its own.
    expect(failed.filter((line) => !line.endsWith('-lgi'))).toEqual([]);
    expect(now.isInMaintenance).toBe(false);
    expect(layoutOf(now)).toEqual(layoutOf(machine(plan, 'planned')));
  },
);

const POWER_ON = [
  'h/0 a100-pcie-40gb: 3g.20gb@4=vm-a, 2g.10gb@0=vm-b, 1g.5gb@2=vm-c',
  'h/0 a100-pcie-40gb: 4g.20gb@0=a, 3g.20gb@4=b\nh/1 a100-pcie-40gb: 2g.10gb@4=c, 2g.10gb@0=d, 2g.10gb@2=e, 1g.5gb@6=f',
  'h/0 h100-sxm5-80gb: 3g.40gb@4=big, 1g.10gb@0=s1, 1g.10gb@1=s2, 1g.10gb@2=s3, 1g.10gb@3=s4',
];

/** VM by VM: its name, how many instances are there then, and where its own is. */
function gatesOf(markdown: string): { name: string; instances: number; place: string }[] {
  const gates = markdown.matchAll(
    /^### \d+\. `(.+)`\n[^#]*?\*\*Gate:\*\*.* lists (\d+) instances?; of this VM: (GPU \d+: \S+ at \d+:\d+)\.$/gm,
  );
  return [...gates].map(([, name = '', instances, place = '']) => ({
    name,
    instances: Number(instances),
    place,
  }));
}

test.each(
  POWER_ON.flatMap((layout) =>
    DRIVER_VARIANTS.flatMap((variant) => GPU_KINDS.map((kind) => ({ layout, variant, kind }))),
  ),
)('every gate of a power-on order opens: $variant, $kind, $layout', ({ layout, variant, kind }) => {
  const plan = planOf(layout, { platform: 'esxi', release: '8.0', driver: '550.54.14' }, kind);
  const gates = gatesOf(textOf(plan, 'power-on-runbook'));
  expect(gates.length).toBe(plan.vms.length);
  let now = machineOf(plan, plan.hosts[0]!.id, { from: 'empty', variant })!;
  for (const { name, instances, place } of gates) {
    const on = powerOn(now, name);
    if (!on.ok) throw new Error(powerErrorMessage(on.error));
    now = on.value;
    const rows = runLine(now, 'nvidia-smi mig -lgi | grep -c "MIG [0-9]"').text.trim();
    expect([name, Number(rows)]).toEqual([name, instances]);
    const [at] = now.vms.find((vm) => vm.name === name)!.vgpus.map((vgpu) => vgpu.at!);
    const gi = now.gpus[at!.gpu]!.gis.find(({ id }) => id === at!.gi)!;
    expect(`GPU ${at!.gpu}: ${gi.profile} at ${gi.start}:${gi.size}`).toBe(place);
  }
  expect(layoutOf(now).map((gpu) => gpu.map((text) => text.split(' ')[1]))).toEqual(
    layoutOf(machine(plan, 'planned')).map((gpu) => gpu.map((text) => text.split(' ')[1])),
  );
});
