import { BOARDS } from '../../model/catalogue/catalogue.ts';
import { gestures } from '../../state/app.ts';
import { useLibrary } from '../../state/library/libraryStore.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { PlansIcon } from '../ui/icons.tsx';
import { laterPart } from '../ui/laterPart.tsx';
import { PasteBox } from './PasteBox.tsx';
import { PlainTemplate } from './PlainTemplate.tsx';
import { TrapTemplate } from './TrapTemplate.tsx';

// Below what anybody sees first.
const HowToRead = laterPart(async () => (await import('./HowToRead.tsx')).HowToRead);

/** What a plan without hosts shows in place of the board: the promise, three ways to start, and how to read the drawing. */
export function StartScreen() {
  const plans = useLibrary((library) => library.plans);
  return (
    <div className="mx-auto flex max-w-280 flex-col gap-6 px-5 py-6 max-[30rem]:px-4 max-[30rem]:py-5 wide:pt-10">
      <header>
        <h1 className="text-head font-semibold">
          Draw how each GPU is cut, know that it will create, and hand over the steps.
        </h1>
        <p className="pt-1 text-body text-ink2">
          No account and no server: the plan stays in this browser until you share it.{' '}
          <button
            type="button"
            className="min-h-6 rounded-strip text-left text-ink2 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
            onClick={() => gestures.openTrust()}
          >
            {BOARDS.length} boards, and how we know
          </button>
        </p>
        <p className="flex flex-wrap gap-2 pt-3">
          <Button onClick={() => gestures.showLeft('requests')}>How many GPUs do I need?</Button>
          <Button onClick={() => gestures.openView({ kind: 'lab' })}>New to MIG? Try it in the lab</Button>
          {plans > 0 && (
            <Button onClick={() => gestures.openDialog('library')}>
              <PlansIcon /> {plans === 1 ? 'Open your plan' : `Open one of your ${counted(plans, 'plan')}`}
            </Button>
          )}
        </p>
      </header>
      <section aria-labelledby="start-from">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3 pb-2">
          <h2 id="start-from" className="text-body font-semibold">
            Start from
          </h2>
          <span className="text-table text-ink3">each opens as a plan of your own</span>
        </div>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(min(19rem,100%),1fr))] gap-5">
          <PlainTemplate
            template="empty-host"
            about="An ESXi host with one A100 40 GB, nothing placed yet. Add more, or change the board."
          />
          <PlainTemplate
            template="article"
            about="VMware’s walkthrough of MIG on one A100: two equal instances, a VM on each."
          />
          <TrapTemplate />
        </div>
      </section>
      <div className="grid gap-8 wide:grid-cols-[minmax(0,7fr)_minmax(0,5fr)] wide:gap-10">
        <PasteBox />
        <HowToRead />
      </div>
    </div>
  );
}
