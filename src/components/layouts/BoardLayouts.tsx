import { useDeferredValue, useMemo, useState } from 'react';
import { boardLabel, type Board } from '../../model/board.ts';
import type { GpuPlace, Plan } from '../../model/plan.ts';
import {
  filterLayouts,
  layoutChoices,
  layoutKey,
  parseLayoutSearch,
} from '../../placement/layouts/layoutChoices.ts';
import { layoutChange } from '../../placement/layouts/layoutEdits.ts';
import { changeWords } from '../../placement/layouts/layoutWords.ts';
import { commandMessage, gpuName, layoutName } from '../../placement/messages.ts';
import { gestures } from '../../state/app.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { useIsNarrow } from '../dialogs/useIsNarrow.ts';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ApplyTo } from './ApplyTo.tsx';
import { LayoutFacts } from './LayoutFacts.tsx';
import { LayoutFilters } from './LayoutFilters.tsx';
import { LayoutGrid } from './LayoutGrid.tsx';
import { filterOf, wishesFor } from './layoutWishes.ts';
import { targetsOf, type Scope } from './targetsOf.ts';
import './layouts.css';

interface BoardLayoutsProps {
  readonly plan: Plan;
  readonly place: GpuPlace;
  readonly board: Board;
}

/** The dialog for one GPU: what is asked for, what there is, what it would do, and where. */
export function BoardLayouts({ plan, place, board }: BoardLayoutsProps) {
  const { host, gpu } = place;
  const [wishes, setWishes] = useState(() => wishesFor(gpu, board));
  const [chosen, setChosen] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const isNarrow = useIsNarrow();
  const [scope, setScope] = useState<Scope>({ kind: 'gpu' });

  const choices = layoutChoices(board);
  const search = useMemo(() => parseLayoutSearch(board, wishes.search), [board, wishes.search]);
  const shown = useMemo(
    () => filterLayouts(board, choices, filterOf(wishes, search.wishes, gpu)),
    [board, choices, wishes, search, gpu],
  );
  const now = layoutKey(gpu.instances);
  // What was chosen may be filtered away: then the one that stands, then the first.
  const choice =
    shown.find(({ key }) => key === chosen) ?? shown.find(({ key }) => key === now) ?? shown[0] ?? null;
  const seen = useDeferredValue(shown.find(({ key }) => key === pointed) ?? choice);

  const targets = targetsOf(plan, place, scope);
  const changes =
    choice === null ? [] : targets.map((target) => layoutChange(plan, target.gpu, choice.layout));
  const pinned = changes.flatMap((change) => change.pinned);
  const words = changeWords(changes, plan);
  const where = targets.length === 1 ? `GPU ${targets[0]?.gpu.index}` : counted(targets.length, 'GPU');
  const verdict =
    choice === null
      ? ''
      : targets.length === 0
        ? 'No GPU is chosen.'
        : pinned.length > 0
          ? commandMessage({ code: 'pinned', pinned }, plan)
          : words === ''
            ? `${where} ${targets.length === 1 ? 'has' : 'have'} this layout already.`
            : `${layoutName(choice.layout)} on ${where}: ${words}.`;
  const isReady = choice !== null && targets.length > 0 && pinned.length === 0 && words !== '';
  const apply = (key: string): void => {
    const one = shown.find((other) => other.key === key);
    const gpuIds = targets.map((target) => target.gpu.id);
    if (one === undefined || gpuIds.length === 0) return;
    // Refused, it says why in the line below: the page's own line is out of reach behind the dialog.
    if (gestures.run({ type: 'gpu/setLayout', gpuIds, layout: one.layout })) gestures.closeDialog();
  };
  const facts = seen !== null && <LayoutFacts plan={plan} host={host} gpu={gpu} choice={seen} />;
  const applyTo = (
    <ApplyTo
      plan={plan}
      place={place}
      host={host}
      scope={scope}
      onScope={setScope}
      layout={seen?.layout ?? null}
    />
  );

  return (
    <Dialog
      title="Layouts"
      subtitle={`${gpuName(place)} · ${boardLabel(board)}`}
      size="wide"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <p role="status" aria-label="What changes" className="min-w-0 flex-1 text-table">
            {verdict}
          </p>
          <div className="flex gap-2 max-[30rem]:w-full">
            <Button onClick={gestures.closeDialog}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!isReady}
              className="max-[30rem]:flex-1"
              onClick={() => {
                if (choice !== null) apply(choice.key);
              }}
            >
              Apply to {where}
            </Button>
          </div>
        </>
      }
    >
      <div className="layouts">
        <div className="layouts-choice">
          <LayoutFilters
            board={board}
            gpu={gpu}
            wishes={wishes}
            unknown={search.unknown}
            onChange={setWishes}
          />
          <div className="flex items-baseline justify-between gap-4 px-5 pt-3 text-table max-[30rem]:px-4">
            <p role="status" aria-label="Layouts shown" className="text-ink2">
              {figure(shown.length)} of {figure(choices.length)}{' '}
              <Term id="maximal-layout">maximal layouts</Term>
            </p>
            <p className="text-ink3 max-wide:hidden">Arrow keys choose, Enter applies</p>
          </div>
          <div className="layouts-scroll">
            {shown.length === 0 ? (
              <div className="flex flex-col items-start gap-3 px-5 py-6 text-table max-[30rem]:px-4">
                <p>No maximal layout has all of that.</p>
                <Button onClick={() => setWishes(wishesFor(gpu, board))}>Clear the filters</Button>
              </div>
            ) : (
              <LayoutGrid
                board={board}
                choices={shown}
                chosen={choice?.key ?? null}
                now={now}
                onChoose={setChosen}
                onPoint={setPointed}
                onApply={apply}
              />
            )}
          </div>
        </div>
        <div className="layouts-aside" role="region" aria-label="The layout and where it goes">
          {isNarrow ? (
            <details className="layouts-fold">
              <summary>
                <span className="min-w-0 flex-1 truncate">
                  {seen === null ? '' : layoutName(seen.layout)}
                </span>
                <span className="font-normal text-ink2">on {where}</span>
              </summary>
              {facts}
              {applyTo}
            </details>
          ) : (
            <>
              {/* It scrolls, and holds nothing to focus. */}
              <div className="layouts-facts" role="group" aria-label="The layout" tabIndex={0}>
                {facts}
              </div>
              {applyTo}
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
