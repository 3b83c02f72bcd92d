// No export that changes a host goes out without having been played on one: whatever runs, or is typed, is found by what it is, and each has
// its test here.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { PLATFORMS, type Host, type Plan } from '../../model/plan.ts';
import { EXPORT_FORMATS, EXPORT_ROWS, type ExportFormat } from '../exports/exportRows.ts';
import { exportPlan } from '../exportPlan.ts';

/** In real shells: npm run test:consumers. */
const SHELLS = '../../../tests/consumers/shells';

/** Where each is played. */
const PLAYED: Readonly<Partial<Record<ExportFormat, string>>> = {
  script: `${SHELLS}/scripts.consumer.ts`,
  'systemd-unit': `${SHELLS}/bootScripts.consumer.ts`,
  'cloud-init': `${SHELLS}/bootScripts.consumer.ts`,
  'esxi-boot': `${SHELLS}/bootScripts.consumer.ts`,
  'kvm-mdev': `${SHELLS}/kvmScripts.consumer.ts`,
  'kvm-vfio': `${SHELLS}/kvmScripts.consumer.ts`,
  runbook: 'runbooks.test.ts',
  'runbook-plan': 'runbooks.test.ts',
  'vsphere-runbook': 'runbooks.test.ts',
  'power-on-runbook': 'runbooks.test.ts',
};

/** Runs, and has nothing of nvidia-smi: why it is not played here. */
const ELSEWHERE: Readonly<Partial<Record<ExportFormat, string>>> = {
  'node-steps': 'kubectl, against the labels of nodes; an operator does the rest',
};

function planOf(change: Partial<Host>): Plan {
  const reading = parseLayout('h/0 a100-pcie-40gb: 3g.20gb@0=vm-a, 2g.10gb@4=vm-b');
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const { plan } = reading.value;
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, driver: '550.54.15', ...change })) };
}

/** What a host runs, or somebody types on it. */
function isRun(format: ExportFormat, text: string): boolean {
  const { extension, starts } = EXPORT_ROWS[format];
  return (
    ['sh', 'service'].includes(extension) ||
    starts === 'script' ||
    /^#(!|cloud-config)/.test(text) ||
    /nvidia-smi mig [^\n]*-(cgi|cci|dgi|dci)\b|nvidia-smi [^\n]*-mig [01]\b/.test(text)
  );
}

/** Every plan of a kind that some export is for. */
const PLANS: readonly Plan[] = [...PLATFORMS, null].flatMap((platform) =>
  (['pre-create', 'power-on', null] as const).flatMap((creation) =>
    ['mdev', 'vendor VFIO', '7.0', '8.0', null].map((release) => planOf({ platform, creation, release })),
  ),
);

test('every export that is run or typed on a host is played on a simulated one', () => {
  const run = new Set<ExportFormat>();
  const written = new Set<ExportFormat>();
  for (const plan of PLANS) {
    const options = {
      ...{ hostId: null, gpuId: plan.hosts[0]!.gpus[0]!.id, vmId: plan.vms[0]!.id },
      starts: 'explicit',
    } as const;
    for (const format of EXPORT_FORMATS.filter((one) => !run.has(one))) {
      const made = exportPlan(plan, format, options);
      if (!made.ok) continue;
      written.add(format);
      if (isRun(format, made.value.text)) run.add(format);
    }
  }
  // None is missed for want of a plan that it can be written of.
  expect([...written].sort()).toEqual([...EXPORT_FORMATS].sort());
  const known = Object.keys({ ...PLAYED, ...ELSEWHERE }).sort();
  expect([...run].sort()).toEqual(known);
});

test.each(Object.entries(PLAYED))('%s is written in %s, which plays it', (format, file) => {
  expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(`'${format}'`);
});

test.each(['esxi', 'bare-metal'] as const)('on %s no other export creates instances', (platform) => {
  const plan = planOf({ platform, creation: 'pre-create' });
  const creating = EXPORT_FORMATS.filter((format) => {
    const made = exportPlan(plan, format, { hostId: null, starts: 'explicit' });
    return made.ok && /nvidia-smi mig .*-cgi /.test(made.value.text);
  });
  const runbooks =
    platform === 'esxi' ? ['vsphere-runbook', 'runbook', 'runbook-plan'] : ['runbook', 'runbook-plan'];
  expect(creating).toEqual(['script', ...runbooks]);
});
