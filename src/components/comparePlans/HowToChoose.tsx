import type { Plan } from '../../model/plan.ts';
import { usePlan } from '../../state/app.ts';
import { stepsBack, type OtherPlan } from '../../state/comparePlans.ts';
import { outlineOf } from '../dialogs/planWords.ts';
import { Button } from '../ui/Button.tsx';

interface HowToChooseProps {
  /** The plan that is open. */
  readonly open: Plan;
  /** "Reading …", while the other plan is on its way; else null. */
  readonly waiting: string | null;
  readonly onChoose: (other: OtherPlan) => void;
  readonly onType: () => void;
}

/** What can be compared, while nothing is; the two ways that need no list are buttons. */
export function HowToChoose({ open, waiting, onChoose, onType }: HowToChooseProps) {
  const past = usePlan((state) => state.past);
  const [last] = stepsBack({ past: past.slice(-1) });
  if (waiting !== null) return <p className="px-5 py-6 text-body text-ink2">{waiting}</p>;
  return (
    <div className="flex flex-col gap-3 overflow-y-auto px-5 py-6 max-[30rem]:px-4">
      <h3 className="text-head font-semibold">Compare {open.name} with what?</h3>
      <p className="max-w-180 text-body text-ink2">
        {outlineOf(open)}. Choose the other plan above: what was added, removed, moved or changed is listed,
        drawn and written up for the ticket of the change.
      </p>
      <dl className="change-ways">
        <div>
          <dt>This plan, before a step</dt>
          <dd>What you have changed since: any state that Undo still leads back to.</dd>
          <dd>
            {last === undefined ? (
              <span className="text-ink3">No step yet.</span>
            ) : (
              <Button onClick={() => onChoose(last)}>Before the last step</Button>
            )}
          </dd>
        </div>
        <div>
          <dt>Another plan</dt>
          <dd>One that this browser keeps, or an earlier version of this one: in the list above.</dd>
        </div>
        <div>
          <dt>A file, a link or a text</dt>
          <dd>What a colleague sends, or the plan file of your repository.</dd>
          <dd>
            <Button onClick={onType}>Paste it or choose a file</Button>
          </dd>
        </div>
      </dl>
    </div>
  );
}
