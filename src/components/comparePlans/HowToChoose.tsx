import type { Plan } from '../../model/plan.ts';
import { outlineOf } from '../dialogs/planWords.ts';

interface HowToChooseProps {
  /** The plan that is open. */
  readonly open: Plan;
  readonly isReading: boolean;
}

const WAYS = [
  ['Before a step', 'What you have changed since: any state that Undo still leads back to.'],
  ['Another plan', 'One that this browser keeps, or an earlier version of this one.'],
  ['A file, a link or a text', 'What a colleague sends, or the plan file of your repository.'],
] as const;

/** What can be compared, while nothing is. */
export function HowToChoose({ open, isReading }: HowToChooseProps) {
  if (isReading) return <p className="px-5 py-6 text-body text-ink2">Reading …</p>;
  return (
    <div className="flex flex-col gap-3 px-5 py-6 max-[30rem]:px-4">
      <h3 className="text-head font-semibold">Compare {open.name} with what?</h3>
      <p className="text-body text-ink2">
        {outlineOf(open)}. Choose the other plan above: what was added, removed, moved or changed is listed,
        drawn and written up for the ticket of the change.
      </p>
      <dl className="max-w-180">
        {WAYS.map(([name, what]) => (
          <div key={name} className="border-t border-line py-2 wide:grid wide:grid-cols-[12rem_1fr]">
            <dt className="text-table font-medium">{name}</dt>
            <dd className="text-table text-ink2">{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
