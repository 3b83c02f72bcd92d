import { fitsInPlan } from '../../placement/fits.ts';
import { usePlan } from '../../state/app.ts';
import type { PaletteSection } from '../../state/selectors.ts';
import { figure } from '../dialogs/counted.ts';
import { ProfileButton } from './ProfileButton.tsx';

/** What a name and the figure beside it have for themselves, in px; a letter and a digit of either take less than this. */
const ROOM_PX = 98;
const LETTER_PX = 8;
const DIGIT_PX = 9.7;
const SMALL_DIGIT_PX = 7.5;

/** A name has to be whole: where one is too long beside its figure, all figures of the section go a line lower. */
function isTooLong(name: string, fits: number): boolean {
  const digits = figure(fits).length * (fits > 999 ? SMALL_DIGIT_PX : DIGIT_PX);
  return name.length * LETTER_PX + digits > ROOM_PX;
}

/** One board's profiles, or those of several boards that offer the very same. */
export function PaletteSectionView({ section }: { readonly section: PaletteSection }) {
  const { profiles, boards } = section;
  const isTight = usePlan(({ plan }) =>
    profiles.some(({ name }) => isTooLong(name, fitsInPlan(plan, name, boards))),
  );
  return (
    <div className="palette-section" data-tight={isTight || undefined}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <h3 className="max-w-full min-w-0 truncate text-note text-ink3" title={section.title}>
          {section.title}
        </h3>
        <span aria-hidden="true" className="ml-auto flex shrink-0 gap-2 text-note text-ink3">
          <span>Fits now</span>
          <span>Repacked</span>
        </span>
      </div>
      <ul className="palette-list">
        {profiles.map((profile) => (
          <li key={profile.name}>
            <ProfileButton board={section.board} boards={boards} profile={profile} />
          </li>
        ))}
      </ul>
    </div>
  );
}
