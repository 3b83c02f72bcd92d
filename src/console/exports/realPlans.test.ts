/**
 * Every format that there is, for each of the four real layouts: the plan comes back from what holds it, whatever holds none
 * says so, and only texts for another platform than the host's are refused (which, and why: tradeExports.test.ts).
 */
import { describe, expect, test } from 'vitest';
import { makePlanJson } from '../../formats/planJson.ts';
import { exportPlan } from '../exportPlan.ts';
import { importText } from '../importText.ts';
import { EXPORTS } from './exportFormats.ts';
import { EXPORT_FORMATS } from './exportRows.ts';
import { REAL_PLANS } from './realPlans.testing.ts';

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
