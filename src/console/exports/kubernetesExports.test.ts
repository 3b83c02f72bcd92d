/** What goes out for Kubernetes, Slurm and containers comes back through its own reader, says what it cannot carry, and takes any name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { invariant } from '../../model/assert.ts';
import type { Plan } from '../../model/plan.ts';
import { readAnyText } from '../../formats/anyText.ts';
import { describeEvidence } from '../../formats/evidence/describeEvidence.testing.ts';
import { detectFormat, findSharedPlan } from '../../formats/detect.ts';
import { legalGpuArbitrary } from '../../formats/legalGpu.testing.ts';
import { parseLayout } from '../../formats/layout.ts';
import { HOSTILE_BUT_LEGAL_NAMES } from '../../formats/planArbitrary.testing.ts';
import { decodeShare } from '../../formats/share.ts';
import { exportPlan } from '../exportPlan.ts';
import type { Exported } from '../writeExport.ts';
import { exportErrorMessage } from '../messages.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { EXPORTS } from './exportFormats.ts';
import type { ExportFormat } from './exportRows.ts';

function planOf(layout: string): Plan {
  const reading = parseLayout(layout);
  invariant(reading.ok, layout);
  return { ...reading.value.plan, name: 'Rack B' };
}

function written(plan: Plan, format: ExportFormat): Exported {
  const exported = exportPlan(plan, format, { hostId: plan.hosts[0]?.id ?? null, starts: 'explicit' });
  if (!exported.ok) throw new Error(exportErrorMessage(exported.error, plan));
  return exported.value;
}

/** What a text says without the plan in it. */
function says(text: string): string[] {
  const found = readAnyText(text.replace(/^# mig-planner-plan: .*\n/m, ''));
  invariant(found.ok, 'a text that is read');
  return found.value.parts.flatMap(({ format, reading }) => [format, ...describeEvidence(reading)]);
}

const ARTICLE = planOf('esx-01/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4=ml-02');
const MIRRORED = planOf(
  'esx-02/0 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4\nesx-02/1 a100-pcie-40gb: 4g.20gb@0, 1g.5gb@6',
);
const H100 = planOf(
  [0, 1, 2, 3, 4, 5, 6, 7]
    .map((n) => `gpu-1/${n} h100-sxm5-80gb: ${n < 7 ? '3g.40gb@0, 3g.40gb@4' : '4g.40gb@0, 1g.10gb+me@4'}`)
    .join('\n'),
);
const RTX = planOf(
  'rtx-01/0 rtx-pro-6000-server: 1g.24gb+gfx@0=a, 1g.24gb+gfx@3, 2g.48gb+gfx@6\nrtx-01/1 rtx-pro-6000-server off',
);

const OFF = 'all-disabled: every GPU off';
const COUNTS: readonly (readonly [name: string, plan: Plan, configuration: string])[] = [
  ['the article', ARTICLE, 'esx-01: GPU 0 on: 2 x 3g.20gb'],
  [
    'a mirrored ESXi host',
    MIRRORED,
    'esx-02: GPU 0 on: 1 x 3g.20gb, 1 x 2g.10gb, 2 x 1g.5gb; GPU 1 on: 1 x 4g.20gb, 1 x 1g.5gb',
  ],
  [
    'an 8 x H100 node',
    H100,
    `gpu-1: ${[0, 1, 2, 3, 4, 5, 6].map((n) => `GPU ${n} on: 2 x 3g.40gb`).join('; ')}; GPU 7 on: 1 x 4g.40gb, 1 x 1g.10gb+me`,
  ],
  ['an RTX PRO 6000 host', RTX, 'rtx-01: GPU 0 on: 1 x 2g.48gb+gfx, 2 x 1g.24gb+gfx; GPU 1 off'],
];

describe.each(COUNTS)('%s', (_, plan, configuration) => {
  test.each([
    ['mig-parted', 'mig-parted'],
    ['gpu-operator-configmap', 'config-map'],
    ['gpu-operator-helm', 'helm-values'],
  ] as const)('comes back from %s as counts', (format, read) => {
    expect(says(written(plan, format).text)).toEqual([read, configuration, OFF]);
  });

  test('comes back from a checkpoint with its starts', () => {
    const { text, remarks } = written(plan, 'mig-checkpoint');
    const [format, host = ''] = says(text);
    expect(format).toBe('mig-checkpoint');
    for (const { index, use, instances } of plan.hosts[0]?.gpus ?? []) {
      const starts = /GPU \d+ on: (.*)/.exec(
        host.split('; ').find((part) => part.includes(`GPU ${index} `)) ?? '',
      )?.[1];
      expect(starts?.match(/@\d+/g) ?? []).toEqual(
        use === 'mig' ? instances.map(({ start }) => `@${start}`) : [],
      );
    }
    expect(remarks.join(' ')).toMatch(/UUID of GPU 0.* is not known/);
  });

  test.each([
    'mig-parted',
    'gpu-operator-configmap',
    'gpu-operator-helm',
    'node-steps',
    'node-labels',
    'slurm',
  ] as const)('comes back whole from the plan in %s', (format) => {
    const { text } = written(plan, format);
    expect(detectFormat(text)).toBe('share-link');
    const back = decodeShare(findSharedPlan(text) ?? '');
    expect(back.ok && back.value.plan).toEqual(plan);
  });
});

test.each([
  ['slurm', H100, ['slurm-gres', 'gpu-1: in all on ? GPUs: 1 x 4g.40gb, 14 x 3g.40gb, 1 x 1g.10gb']],
  [
    'slurm',
    MIRRORED,
    ['slurm-gres', 'esx-02: in all on ? GPUs: 1 x 4g.20gb, 1 x 3g.20gb, 1 x 2g.10gb, 3 x 1g.5gb'],
  ],
  [
    'node-labels',
    MIRRORED,
    [
      'k8s-node-lines',
      'esx-02, kubernetes: every GPU on; in all on 2 GPUs: 3 x 1g.5gb, 1 x 2g.10gb, 1 x 3g.20gb, 1 x 4g.20gb',
    ],
  ],
  [
    'node-labels',
    RTX,
    [
      'k8s-node-lines',
      'rtx-01, kubernetes: every GPU (rtx-pro-6000-server) on; in all on ? GPUs: 2 x 1g.24gb+gfx, 1 x 2g.48gb+gfx',
    ],
  ],
] as const)('%s comes back as what a host has in all', (format, plan, lines) => {
  if (format === 'slurm' && plan === H100) {
    // What Slurm calls a +me is not known, so there the devices are only counted.
    expect(written(plan, format).text).toContain('NodeName=gpu-1 Gres=gpu:16\n');
    return;
  }
  expect(says(written(plan, format).text)).toEqual(lines);
});

test.each([
  ['2 x 3g', '3g.20gb@0, 3g.20gb@4', /Every GPU comes out as drawn/],
  [
    'an order that matters',
    '1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4',
    /may come out otherwise.*created as 3g\.20gb.*the driver alone/,
  ],
  [
    'a start that no driver picks',
    '1g.5gb@0',
    /comes out otherwise than drawn, in whatever order.*nor is there an order/,
  ],
])('%s: whether the drawing comes out is said', (_, layout, remark) => {
  const { text, remarks } = written(planOf(`a/0 a100-pcie-40gb: ${layout}`), 'mig-parted');
  expect(remarks.join(' ')).toMatch(remark);
  expect(text).toMatch(/^# a GPU 0: .*comes? out/m);
});

test('what pods ask for depends on the strategy, and holds no place', () => {
  const { text, remarks } = written(ARTICLE, 'pod-resources');
  expect(text).toContain(
    '# ml-01: planned on esx-01 GPU 0, 3g.20gb at slice 0\nresources:\n  limits:\n    nvidia.com/gpu: 1\n',
  );
  expect(written(H100, 'pod-resources').text).toContain('    nvidia.com/mig-1g.10gb.me: 1\n');
  expect(remarks.join(' ')).toMatch(/cannot carry/);
});

test('containers go by GPU and MIG device, and where those are counted otherwise on another kind it is said', () => {
  const docker = written(MIRRORED, 'docker-run').text;
  expect(docker).not.toContain('straight or mirrored');
  expect(docker).toContain(`docker run --rm --gpus '"device=1:0"' IMAGE nvidia-smi -L`);
  expect(written(ARTICLE, 'docker-run').text).toMatch(/^# GPU 0: straight or mirrored is not known/m);
  expect(written(RTX, 'cdi').text).toContain(
    'docker run --rm --device nvidia.com/gpu=0:2 IMAGE nvidia-smi -L',
  );
  const [host] = MIRRORED.hosts;
  invariant(host !== undefined, 'a host');
  const old = { ...MIRRORED, hosts: [{ ...host, driver: '450.80.02' }] };
  expect(written(old, 'docker-run').text).toMatch(/MIG-GPU-UUID\/INSTANCE-ID/);
  expect(written({ ...old, hosts: [{ ...host, driver: 'R550' }] }, 'docker-run').text).not.toMatch(
    /MIG-GPU-UUID/,
  );
});

test('where GPUs go to VMs, containers run in the guests, each of which counts its own GPUs', () => {
  const inGuests = (platform: 'esxi' | 'kvm'): string[] => {
    const plan = { ...ARTICLE, hosts: ARTICLE.hosts.map((host) => ({ ...host, platform })) };
    const { text } = written(plan, 'docker-run');
    expect(text).toContain('each command is for the Linux guest of its VM');
    return text.split('\n').filter((line) => /^# In the guest|^docker/.test(line));
  };
  const own = `docker run --rm --gpus '"device=0:0"' IMAGE nvidia-smi -L`;
  const expected = ['# In the guest of ml-01', own, '# In the guest of ml-02', own];
  expect([inGuests('esxi'), inGuests('kvm')]).toEqual([expected, expected]);
  // The second vGPU of a VM is its second GPU.
  const two = planOf('esx-01/0 a100-pcie-40gb: 3g.20gb@0=ml-01, 3g.20gb@4=ml-01');
  const esxi = {
    ...two,
    hosts: two.hosts.map((host) => ({ ...host, platform: 'esxi' as const, release: '8.0' })),
  };
  expect(written(esxi, 'cdi').text).toMatch(/gpu=0:0 [^]*gpu=1:0 /);
  // Of a VM that shares its instance with another nobody has shown what its guest lists.
  const shared = planOf('k/0 rtx-pro-6000-server: 1g.24gb+gfx@0=a+b');
  const kvm = { ...shared, hosts: shared.hosts.map((host) => ({ ...host, platform: 'kvm' as const })) };
  expect(written(kvm, 'pod-resources').text).toContain(
    '# in the plan it shares that with b; a pod has a device',
  );
});

test.each([
  'node-labels',
  'node-steps',
  'pod-resources',
  'slurm',
  'docker-run',
  'cdi',
  'mig-parted',
] as const)('%s of a host planned as ESXi says in text and remarks where it is for', (format) => {
  const plan = { ...ARTICLE, hosts: ARTICLE.hosts.map((host) => ({ ...host, platform: 'esxi' as const })) };
  const { text, remarks } = written(plan, format);
  const where = /planned as ESXi|On ESXi no slurmd|and not on ESXi/;
  expect(remarks.join(' ')).toMatch(where);
  expect(text).toMatch(/^# .*(?:planned as ESXi|for the Linux guest of its VM)/m);
  expect(written(ARTICLE, format).remarks.join(' ')).not.toMatch(/ESXi/);
});

test('what is applied says how, how it is looked at, and how it is taken back', () => {
  const configMap = written(H100, 'gpu-operator-configmap').text;
  const [, patch = ''] = /kubectl patch .* -p '(.*)'$/m.exec(configMap) ?? [];
  expect(JSON.parse(patch)).toEqual({
    spec: { migManager: { config: { name: 'mig-rack-b' } }, mig: { strategy: 'mixed' } },
  });
  expect(configMap).toMatch(/^# Back: /m);
  const helm = written(H100, 'gpu-operator-helm').text;
  // Without a version the upgrade would take the newest operator.
  expect(helm).toMatch(/helm upgrade RELEASE .* --version VERSION --reuse-values/);
  expect(helm).toMatch(/^# Back: helm rollback RELEASE/m);
  const parted = written(H100, 'mig-parted').text;
  expect(parted.indexOf('export >BEFORE')).toBeLessThan(parted.indexOf('apply -f FILE'));
  expect(parted).toContain('apply -f BEFORE -c current');
});

const ALL = [
  'mig-parted',
  'mig-checkpoint',
  'gpu-operator-configmap',
  'gpu-operator-helm',
  'node-steps',
  'node-labels',
  'pod-resources',
  'slurm',
  'docker-run',
  'cdi',
] as const;

test.each(HOSTILE_BUT_LEGAL_NAMES)('the name %s changes nothing but itself', (name) => {
  const plan: Plan = {
    ...ARTICLE,
    name,
    hosts: ARTICLE.hosts.map((host) => ({ ...host, name })),
    vms: ARTICLE.vms.map((vm, n) => ({ ...vm, name: n === 0 ? name : vm.name })),
  };
  for (const format of ALL) {
    const { text } = written(plan, format);
    // Apart from comments and the slug of the name, the lines are those of a plan with plain names.
    const bare = (one: string): string =>
      one
        .split('\n')
        .filter((line) => !line.trimStart().startsWith('#'))
        .map((line) => line.replaceAll(/"?(?:mig-)?(?:rack-b|esx-01)"?/g, 'X'))
        .join('\n');
    const slug =
      /mig-configs:\n\s+(?:#.*\n\s+)?("?)([a-z0-9.-]+)\1:/.exec(written(plan, 'mig-parted').text)?.[2] ?? '';
    const own = text.replaceAll(
      new RegExp(`"?(?:mig-)?\\b${slug.replaceAll('.', '\\.')}\\b"?(?!-)`, 'g'),
      'X',
    );
    if (format !== 'node-labels')
      expect(bare(own).replaceAll('"X"', 'X').split('\n')).toHaveLength(
        bare(written(ARTICLE, format).text).split('\n').length,
      );
    if (EXPORTS[format].extension === 'yaml' && format !== 'pod-resources') {
      for (const version of ['1.1', '1.2'] as const) {
        const outer = parse(text, { version }) as { data?: Record<string, string> };
        const inner = outer.data?.['config.yaml'];
        if (inner !== undefined)
          expect(Object.keys(parse(inner, { version }) as object)).toEqual(['version', 'mig-configs']);
      }
    }
  }
});

const seed = 20261207;
const legalPlans = fc
  .tuple(
    fc.array(
      fc.array(legalGpuArbitrary(['a100-pcie-40gb', 'a30-24gb', 'h100-sxm5-80gb', 'rtx-pro-6000-server']), {
        minLength: 1,
        maxLength: 4,
      }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
    fc.constantFrom(...HOSTILE_BUT_LEGAL_NAMES),
  )
  .map(([hosts, name]): Plan => {
    const lines = hosts.flatMap((gpus, h) =>
      gpus.map(
        ({ board, instances }, g) =>
          `h${h}/${g} ${board}: ${instances.map((gi) => `${gi.profile}@${gi.start}`).join(', ')}`,
      ),
    );
    const plan = planOf(lines.join('\n'));
    return { ...plan, name, hosts: plan.hosts.map((host, n) => (n === 0 ? { ...host, name } : host)) };
  });

test(`every plan that is legal is written, and read again as often as it says, seed ${seed}`, () => {
  let texts = 0;
  fc.assert(
    fc.property(legalPlans, (plan) => {
      for (const format of ALL) {
        const exported = exportPlan(plan, format, { hostId: plan.hosts[0]?.id ?? null, starts: 'explicit' });
        if (!exported.ok) {
          expect(exportErrorMessage(exported.error, plan)).toMatch(/\.$/);
          continue;
        }
        texts += 1;
        const { text } = exported.value;
        expect(text.endsWith('\n')).toBe(true);
        if (EXPORTS[format].carriesPlan) {
          const back = decodeShare(findSharedPlan(text) ?? '');
          expect(back.ok && back.value.plan).toEqual(plan);
        }
        if (
          ['mig-parted', 'gpu-operator-configmap', 'gpu-operator-helm', 'mig-checkpoint'].includes(format)
        ) {
          const [, ...lines] = says(text);
          expect(lines.filter((line) => /unreadable|\?/.test(line))).toEqual([]);
        }
      }
    }),
    { seed, numRuns: seedsOf(60) },
  );
  expect(texts).toBeGreaterThan(seedsOf(100));
});
