/** Notes in what people read: whose they are stands beside them, and who has none has no trace of them. */
import { describe, expect, test } from 'vitest';
import { planOf } from '../../placement/standing.testing.ts';
import type { Plan, Vm } from '../../model/plan.ts';
import { makePlanPage } from '../../formats/gallery/planPage.ts';
import { exportPlan } from '../exportPlan.ts';
import type { ExportFormat } from './exportRows.ts';
import { drawHosts, waitingNotes } from './drawnHosts.ts';

const base = planOf(['3g.20gb@0', '7g.40gb@0']);
const [host] = base.hosts;
const gi = host?.gpus[0]?.instances[0];
if (host === undefined || gi === undefined) throw new Error('no instance');

const vm = (n: number, name: string, notes: string, instance: Vm['attachments'][number]['instance']): Vm => ({
  ...{ id: (900 + n) as Vm['id'], name, notes, group: null, extra: [] },
  attachments: [{ wants: { kind: 'profile', profile: '3g.20gb' }, instance, extra: [] }],
});
const VMS = (of: (name: string) => string): Vm[] => [
  vm(1, 'chat-1', of('chat-1'), gi.id),
  vm(2, 'ocr', of('ocr'), null),
];
const BARE: Plan = { ...base, vms: VMS(() => '') };
const NOTED: Plan = {
  ...base,
  hosts: [
    {
      ...{ ...host, notes: 'rack 7\n*not* bold' },
      gpus: host.gpus.map((gpu) => ({ ...gpu, notes: gpu.index === 1 ? 'fan is <loud>' : '' })),
    },
  ],
  vms: VMS((name) => `=${name} is Rita's`),
};

function text(plan: Plan, format: ExportFormat): string {
  const exported = exportPlan(plan, format, { hostId: host?.id ?? null, starts: 'explicit' });
  if (!exported.ok) throw new Error(JSON.stringify(exported.error));
  return exported.value.text;
}

test('the runbook quotes them under the host, and those of VMs that wait beside these', () => {
  const runbook = text(NOTED, 'runbook-plan');
  expect(runbook).toContain(
    [
      '### Notes',
      '',
      '**Host `esx-01`**',
      '',
      '> rack 7',
      '> \\*not\\* bold',
      '',
      '**GPU 1**',
      '',
      '> fan is &lt;loud\\>',
      '',
      '**VM `chat-1`**',
      '',
      "> \\=chat-1 is Rita's",
      '',
    ].join('\n'),
  );
  expect(runbook).toMatch(/## VMs that wait[^#]*### Notes\n\n\*\*VM `ocr`\*\*\n\n> \\=ocr is Rita's\n/);
  expect(text(BARE, 'runbook-plan')).not.toContain('Notes');
});

test('the page to print has them, as text', () => {
  const page = text(NOTED, 'page');
  expect(page).toContain('<p><strong>Notes:</strong> rack 7<br>*not* bold</p>');
  expect(page).toContain('<p><strong>GPU 1:</strong> fan is &lt;loud&gt;</p>');
  expect(page).toContain('<p><strong>ocr:</strong> =ocr is Rita&#39;s</p>');
  expect(text(BARE, 'page')).not.toContain('<strong>');
});

describe('tables', () => {
  test('of VMs have a column of them, guarded, where a VM has any', () => {
    const [head, first] = text(NOTED, 'vm-csv').split('\r\n');
    expect(head?.split(',').at(-1)).toBe('"Notes"');
    expect(first?.endsWith(`,"'=chat-1 is Rita's"`)).toBe(true);
    expect(text(BARE, 'vm-csv').split('\r\n')[0]?.split(',').at(-1)).toBe('"Group"');
  });

  test('of GPUs have a column for the host and one for the GPU, each where there are any', () => {
    const [head, first, second] = text(NOTED, 'instance-tsv').split('\n');
    expect(head?.split('\t').slice(-2)).toEqual(['Host notes', 'GPU notes']);
    expect(first?.split('\t').slice(-2)).toEqual(['rack 7 *not* bold', '']);
    expect(second?.split('\t').slice(-2)).toEqual(['rack 7 *not* bold', 'fan is <loud>']);
    expect(text(BARE, 'instance-tsv').split('\n')[0]?.split('\t').at(-1)).toBe('VM');
  });
});

test('the page of the gallery lists them, and only where there are any', () => {
  const page = (plan: Plan): string =>
    makePlanPage({
      ...{ name: 'p', path: 'p.json', figures: '', notes: '', hosts: drawHosts(plan, plan.hosts) },
      ...{ waiting: [], problems: [], doubts: [], notices: [], files: [], isLarge: false },
      ...{ planner: '../', sharedPlan: null, siteUrl: null, folder: 'p', violations: 0, warnings: 0 },
    });
  expect(page(NOTED)).toContain('<h2>Notes</h2>');
  expect(page(NOTED)).toContain('GPU 1 on esx-01: fan is &lt;loud&gt;');
  expect(page(BARE)).not.toContain('<h2>Notes</h2>');
});

test('what a host does not have is not said of it', () => {
  expect(drawHosts(BARE, BARE.hosts)[0]?.notes).toEqual([]);
  expect(waitingNotes(NOTED).map(({ name }) => name)).toEqual(['ocr']);
});
