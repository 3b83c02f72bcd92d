/**
 * Every format that there is, for each of the four real layouts: the plan comes back from what holds it, whatever holds none
 * says so, and only texts for another platform than the host's are refused (which, and why: tradeExports.test.ts).
 */
import { describe, expect, test } from 'vitest';
import type { ValidPlan } from '../../model/plan.ts';
import { makePlanJson } from '../../formats/planJson.ts';
import { exportPlan } from '../exportPlan.ts';
import { importText } from '../importText.ts';
import { EXPORTS } from './exportFormats.ts';
import { EXPORT_FORMATS, type ExportFormat } from './exportRows.ts';
import { ARTICLE, H100_NODE, MIRRORED, REAL_PLANS } from './realPlans.testing.ts';

/** Texts for hosts of one platform, or for what runs on them. */
const OF_A_PLATFORM: ReadonlySet<string> = new Set(['bare-metal', 'vsphere', 'kvm']);

describe.each(REAL_PLANS)('%s', (_, plan) => {
  const gpuId = plan.hosts[0]?.gpus[0]?.id ?? null;
  const vmId = plan.vms[0]?.id ?? null;

  test.each(EXPORT_FORMATS)('%s gives the whole plan back, or says that it does not', (format) => {
    const made = exportPlan(plan, format, { hostId: null, gpuId, vmId, starts: 'explicit' });
    const {
      carriesPlan,
      audience,
      file = 'text',
    } = EXPORTS[format] as {
      readonly carriesPlan: boolean;
      readonly audience: string;
      readonly file?: 'text' | 'png';
    };
    if (!made.ok) {
      expect(OF_A_PLATFORM.has(audience), made.error.code).toBe(true);
      return;
    }
    const { text, planForPng, remarks } = made.value;
    if (!carriesPlan) {
      expect(remarks.join(' ')).toMatch(/do not come back|(?:does not|cannot|not|no) carry|carry no plan/);
      return;
    }
    for (const held of file === 'png' ? [text, `#${String(planForPng)}`] : [text]) {
      const back = importText(held);
      if (!back.ok) throw new Error(back.error.code);
      expect(makePlanJson(back.value.reading.plan)).toBe(makePlanJson(plan));
    }
  });
});

function textOf(plan: ValidPlan, format: ExportFormat): string {
  const made = exportPlan(plan, format, { hostId: null, gpuId: null, starts: 'explicit' });
  if (!made.ok) throw new Error(made.error.code);
  return made.value.text;
}

test('a picture says of itself what rows, columns and figures are, and names what is drawn too small for its name', () => {
  const node = textOf(H100_NODE, 'svg');
  expect(node).toContain('>compute 7/7, memory 8/8<');
  expect(node).toContain('>Rows: compute slices. Columns: memory slices. Hatched: stranded.<');
  expect(node).toContain('>1g.10gb<');
  expect(node).toContain('>1 host, 8 GPUs, 18 instances<');
  const mirrored = textOf(MIRRORED, 'svg');
  expect(mirrored).toContain('>1g.5gb dev-1<');
  // Nothing is stranded there, so nothing is hatched.
  expect(mirrored).toContain('>Rows: compute slices. Columns: memory slices.<');
});

test('where a hypervisor makes the instances, pictures, pages and runbooks say so beside the starts', () => {
  for (const format of ['svg', 'page', 'runbook'] as const) {
    expect(textOf(MIRRORED, format)).toContain('instances made at power-on');
    expect(textOf(ARTICLE, format)).not.toContain('instances made at power-on');
  }
});

test('a link has the address of the page where that is said', () => {
  const made = exportPlan(ARTICLE, 'share-link', {
    hostId: null,
    starts: 'explicit',
    pageUrl: 'https://planner.example/mig/',
  });
  expect(made.ok && made.value.text).toMatch(/^https:\/\/planner\.example\/mig\/#p=1\.[^\s]+\n$/);
  expect(textOf(ARTICLE, 'share-link')).toMatch(/^#p=1\./);
});

test('a page without VMs has no column for them, and its table for spreadsheets says so', () => {
  expect(textOf(ARTICLE, 'page')).toContain('<th>VM</th>');
  expect(textOf(H100_NODE, 'page')).not.toContain('<th>VM</th>');
  const table = exportPlan(H100_NODE, 'vm-csv', { hostId: null, starts: 'explicit' });
  expect(table.ok && table.value.remarks[0]).toBe('The plan has no VM: the table has its heading only.');
});
