import { usePlan } from '../../state/app.ts';
import { compareWithMine } from '../../state/comparePlans.ts';
import { closeReview, makeItMine, useReview } from '../../state/review.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import './review.css';

/** Above a plan that is open to be read: whose it is, and the ways on. */
export function ReviewBar() {
  const { from, violations, mine } = useReview((state) => state);
  const name = usePlan(({ plan }) => plan.name);
  const came = from === 'link' ? 'This plan came by a link.' : 'This plan came from a file.';
  return (
    <section aria-label="Read-only plan" className="review-bar">
      <p className="min-w-0 flex-1 basis-64 text-table">
        <strong className="font-semibold">Read-only.</strong> {came} Look, search, compare and export; nothing
        of it is kept{mine === null ? '' : `, and “${mine}” is as you left it`}.
        {violations > 0 && ` It has ${counted(violations, 'problem')}.`}
      </p>
      <div className="flex flex-wrap gap-2">
        {mine !== null && (
          <Button onClick={() => void compareWithMine()} title={`What it changes in ${mine}`}>
            Compare with mine
          </Button>
        )}
        <Button onClick={() => void closeReview()} title={`Close ${name}`}>
          {mine === null ? 'Close' : 'Back to mine'}
        </Button>
        <Button
          variant="primary"
          onClick={() => void makeItMine()}
          title="A copy among your plans, to be changed"
        >
          Make it mine
        </Button>
      </div>
    </section>
  );
}
