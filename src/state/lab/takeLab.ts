/** The layout of the lab as one more plan. The one that is open stays among the plans, or nothing is done at all. */
import type { LabState } from '../../console/lab/lab.ts';
import { isBlank } from '../../model/plan.ts';
import { gestures, planStore } from '../app.ts';
import { planOfLab } from './labPlan.ts';

const LABEL = 'Take the lab’s layout into a plan';

/** True where the new plan is open. */
export async function takeLab(lab: LabState): Promise<boolean> {
  const plan = planOfLab(lab);
  const { plan: mine, isReadOnly } = planStore.getState();
  // Nothing that anybody would miss, and one step to take back.
  if (isBlank(mine) && !isReadOnly) return gestures.run({ type: 'plan/replace', plan, origin: 'new' });
  const { session } = await import('../library/page.ts');
  if (await session.openNew(LABEL, plan)) {
    gestures.say(isReadOnly ? `${LABEL}.` : `${LABEL}. ${mine.name} is among your plans.`, 'done');
    return true;
  }
  // Of a plan that was put aside for one that is only read the session has said it.
  if (session.mine() === null)
    gestures.say(`${mine.name} could not be saved, so it stays open and nothing was taken.`, 'refused');
  return false;
}
