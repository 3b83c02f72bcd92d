/** The texts of plans since the last save, made once for the journal and the save; those of a large plan without holding the page up. */
import { makePlanJson } from '../../formats/planJson.ts';
import type { Plan } from '../../model/plan.ts';
import { makePiecemeal } from '../piecemeal.ts';
import type { SessionParts } from './openPlan.ts';

/** Things in a plan up to which a copy in the journal at each edit costs nothing that one feels. */
const MAX_SMALL = 3000;

export interface PlanTexts {
  readonly textOf: (plan: Plan) => string;
  /** Makes the text of a large plan beside the page, or here a piece at a time: `textOf` then has it, or what it is made of. */
  readonly prepare: (plan: Plan) => Promise<void>;
  /** Of all but this plan none is asked for again. */
  readonly keepOnly: (plan: Plan) => void;
}

export function createPlanTexts({ beside, breathe }: Pick<SessionParts, 'beside' | 'breathe'>): PlanTexts {
  let texts = new Map<Plan, string>();

  const textOf = (of: Plan): string => {
    const known = texts.get(of);
    if (known !== undefined) return known;
    // The texts of a big plan are not all kept.
    if (isBig(of)) texts.clear();
    const text = makePlanJson(of);
    texts.set(of, text);
    return text;
  };

  return {
    textOf,
    prepare: async (of) => {
      if (!isBig(of) || texts.has(of)) return;
      const text = (await beside?.write(of)) ?? null;
      if (text !== null) texts = new Map([[of, text]]);
      else if (breathe !== undefined) await makePiecemeal(of, breathe);
    },
    keepOnly: (plan) => {
      texts = new Map([[plan, textOf(plan)]]);
    },
  };
}

export function isBig(plan: Plan): boolean {
  return countThings(plan) > MAX_SMALL;
}

/** GPUs, instances and VMs. */
export function countThings({ hosts, vms }: Pick<Plan, 'hosts' | 'vms'>): number {
  let count = vms.length;
  for (const host of hosts) for (const gpu of host.gpus) count += 1 + gpu.instances.length;
  return count;
}
