// What the runbook says the host will answer, held against transcripts (facts of nvidia-smi) and our own reader of listings.
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import type { GpuKind, Plan } from '../../model/plan.ts';
import { gpuOf, planOf } from '../../placement/standing.testing.ts';
import { exportPlan } from '../exportPlan.ts';
import { importText } from '../importText.ts';
import { exportErrorMessage } from '../messages.ts';
import { ARTICLE, MIRRORED } from './realPlans.testing.ts';

function withKind(plan: Plan, kind: GpuKind | null): Plan {
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.map((gpu) => ({ ...gpu, kind })) })),
  };
}

/** The blocks of code, "sh" to run and "text" to expect, and the words between them. */
function runbook(plan: Plan): { sh: string[]; expected: string[]; words: string } {
  const exported = exportPlan(plan, 'runbook', { hostId: null, starts: 'explicit' });
  if (!exported.ok) throw new Error(exportErrorMessage(exported.error, plan));
  const tokens = new MarkdownIt().parse(exported.value.text, {});
  const fences = (info: string): string[] =>
    tokens.filter((token) => token.type === 'fence' && token.info === info).map(({ content }) => content);
  const words = tokens.filter(({ type }) => type === 'inline').map(({ content }) => content);
  return { sh: fences('sh'), expected: fences('text'), words: words.join('\n') };
}

const FOUR = '1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4';

test('a mirrored GPU is told in its own IDs, as the ESXi transcript has them', () => {
  const { sh, expected, words } = runbook(withKind(planOf([FOUR]), 'mirrored'));
  expect(sh.join('')).toContain('nvidia-smi mig -i 0 -cgi 9:4,14:2,19:0,19:1 -C\n');
  const created = expected.find((block) => block.startsWith('Successfully created')) ?? '';
  expect(created.split('\n').filter((line) => line.includes('created GPU instance'))).toEqual([
    'Successfully created GPU instance ID  1 on GPU  0 using profile MIG 3g.20gb (ID  9)',
    'Successfully created GPU instance ID  6 on GPU  0 using profile MIG 2g.10gb (ID 14)',
    'Successfully created GPU instance ID 11 on GPU  0 using profile MIG 1g.5gb (ID 19)',
    'Successfully created GPU instance ID 12 on GPU  0 using profile MIG 1g.5gb (ID 19)',
  ]);
  expect(created).toContain(
    'Successfully created compute instance ID  0 on GPU  0 GPU instance ID  1 using profile MIG 3g.20gb (ID  2)',
  );
  expect(expected.find((block) => block.startsWith('Successfully destroyed'))).toBe(
    [11, 12, 6, 1]
      .map((id) => `Successfully destroyed GPU instance ID ${String(id).padStart(2)} from GPU  0\n`)
      .join(''),
  );
  expect(words).not.toContain('straight');
});

test.each([
  ['straight', 1],
  ['mirrored', 1],
  [null, 2],
] as const)(
  'on a GPU of kind %s the expected listing is read back as the plan, %i of them',
  (kind, count) => {
    const { expected, words } = runbook(withKind(planOf([FOUR, '7g.40gb@0']), kind));
    const listings = expected.filter((block) => block.includes('GPU instances:'));
    expect(listings).toHaveLength(count);
    for (const [n, listing] of listings.entries()) {
      const read = importText(listing);
      const gpus = read.ok ? (read.value.reading.plan.hosts[0]?.observed ?? []) : [];
      expect(gpus.map(({ instances }) => instances.map(({ start }) => start).sort())).toEqual([
        [0, 1, 2, 4],
        [0],
      ]);
      const isMirrored = kind === 'mirrored' || n === 1;
      const three = gpus[0]?.instances.find(({ start }) => start === 4);
      expect(three?.reportedId).toBe(isMirrored ? 1 : 2);
    }
    expect(words.includes('Whether GPU 0 is straight or mirrored is not known')).toBe(kind === null);
  },
);

test('what is cut has its compute instances made one GPU instance at a time', () => {
  const plan = planOf(['3g.20gb@0 3g.20gb@4']);
  const cut: Plan = {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({
        ...gpu,
        kind: 'straight' as const,
        instances: gpu.instances.map((gi) =>
          gi.start === 0
            ? gi
            : {
                ...gi,
                computeInstances: ['1c.3g.20gb', '2c.3g.20gb'].map((profile) => ({
                  profile,
                  start: null,
                  extra: [],
                })),
              },
        ),
      })),
    })),
  };
  const { sh } = runbook(cut);
  expect(sh).toContain('nvidia-smi mig -i 0 -cgi 9:0,9:4\n');
  expect(sh).toContain('nvidia-smi mig -i 0 -gi 1 -cci 2\nnvidia-smi mig -i 0 -gi 2 -cci 1,0\n');
  const open = runbook(withKind(cut, null));
  expect(open.sh).toContain(
    'nvidia-smi mig -i 0 -gi ID-AT-0 -cci 2\nnvidia-smi mig -i 0 -gi ID-AT-4 -cci 1,0\n',
  );
});

test('a GPU is named by its UUID where that is known; what is off, empty or not known is left alone and said', () => {
  const uuid = 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77';
  const plan = planOf(['3g.20gb@0', '', '3g.20gb@0']);
  const mixed: Plan = {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: [
        ...host.gpus.map((gpu) =>
          gpu.index === 0 ? { ...gpu, uuid } : gpu.index === 2 ? { ...gpu, board: 'b9' } : gpu,
        ),
        {
          ...gpuOf('', 'a100-pcie-40gb', 3),
          id: 77 as (typeof host.gpus)[number]['id'],
          use: 'off' as const,
        },
      ],
    })),
  };
  const { sh, words } = runbook(mixed);
  expect(sh.join('')).toContain(`nvidia-smi mig -i ${uuid} -cgi 9:0 -C\n`);
  expect(sh.join('')).not.toMatch(/-i [123] /);
  expect(words).toContain('GPU 1: left alone. Nothing placed.');
  expect(words).toContain('GPU 3: left alone. MIG mode is off.');
  expect(words).toMatch(/GPU 2: left out. The board b9 is not in the catalogue/);
});

test('the article: what a driver of R450 takes, which driver holds, and a way back that is looked at', () => {
  const { sh, expected, words } = runbook(ARTICLE);
  expect(words).toContain('The plan names `450.73`, which is older: 450.80.02 holds.');
  expect(sh).toContain('nvidia-smi mig -i 0 -cgi 9:0,9:4 -C\n');
  expect(sh).toContain('nvidia-smi mig -i 0 -cgi 9,9 -C\n');
  expect(sh.slice(-3)).toEqual([
    'nvidia-smi mig -i 0 -dci\nnvidia-smi mig -i 0 -dgi\n',
    'nvidia-smi mig -lgi\n',
    'nvidia-smi -i 0 -mig 0\n',
  ]);
  expect(expected.at(-1)).toBe('No GPU instances found: Not Found\n');
  // Later drivers take starts.
  expect(runbook(MIRRORED).sh.join('')).not.toMatch(/-cgi [0-9,]+ /);
});
