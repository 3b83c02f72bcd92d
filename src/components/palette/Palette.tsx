import { useEffect } from 'react';
import { gestures, planStore, usePlan, useUi } from '../../state/app.ts';
import { warmSuggestions, watchRepacked } from '../../state/repacked.ts';
import { selectPalette } from '../../state/selectors.ts';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { PaletteSectionView } from './PaletteSectionView.tsx';

/** The profiles of the plan's boards: each can be dragged, chosen or lifted by key. */
export function Palette() {
  const sections = usePlan(selectPalette);
  const isChosen = useUi((ui) => ui.liftedBy === 'choice' && ui.lifted !== null);
  useEffect(() => watchRepacked(planStore), []);
  useEffect(() => warmSuggestions(sections.flatMap(({ boards }) => boards)), [sections]);
  return (
    <section aria-label="Profiles" className="palette">
      <div
        className={classNames(
          'flex min-h-7 items-center justify-between gap-2',
          // On a phone the sheet is named by its button; the heading stays for those who hear the page.
          !isChosen && 'max-wide:not-focus-within:sr-only',
        )}
      >
        <h2 className="text-body font-semibold">
          <Term id="profile">Profiles</Term>
        </h2>
        {isChosen ? (
          <Button size="small" onClick={gestures.putBack}>
            Done
          </Button>
        ) : (
          <Button
            size="small"
            variant="quiet"
            title="How many GPUs do I need?"
            className="max-wide:hidden"
            onClick={() => gestures.showLeft('requests')}
          >
            Requests
          </Button>
        )}
      </div>
      {sections.length === 0 && (
        <p className="text-table text-ink2">No board with known profiles in this plan. Add a GPU first.</p>
      )}
      {sections.map((section) => (
        <PaletteSectionView key={section.board.id} section={section} />
      ))}
      <p className="palette-legend">
        Under each name: compute × memory slices. C and M above a GPU: how many are used. Repacked: how many
        more fit once all that may move is moved.
      </p>
    </section>
  );
}
