import { describe, expect, test } from 'vitest';
import { makePlanJson } from '../../formats/planJson.ts';
import { exportPlan } from '../exportPlan.ts';
import { importText } from '../importText.ts';
import { EXPORTS } from './exportFormats.ts';
import { KEEP_EXPORTS } from './keepExports.ts';
import { REAL_PLANS } from './realPlans.testing.ts';

describe.each(REAL_PLANS)('%s', (_, plan) => {
  test.each(Object.keys(KEEP_EXPORTS) as (keyof typeof KEEP_EXPORTS)[])(
    '%s gives the whole plan back, or says that it does not',
    (format) => {
      const made = exportPlan(plan, format, { hostId: null, starts: 'explicit' });
      if (!made.ok) throw new Error(made.error.code);
      const { text, remarks } = made.value;
      if (!EXPORTS[format].carriesPlan) {
        expect(remarks.join(' ')).toMatch(/do not come back|does not carry/);
        return;
      }
      const back = importText(text);
      if (!back.ok) throw new Error(back.error.code);
      expect(makePlanJson(back.value.reading.plan)).toBe(makePlanJson(plan));
    },
  );
});
