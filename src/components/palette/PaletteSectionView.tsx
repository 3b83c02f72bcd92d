import type { PaletteSection } from '../../state/selectors.ts';
import { ProfileButton } from './ProfileButton.tsx';

/** One board's profiles, or those of several boards that offer the very same. */
export function PaletteSectionView({ section }: { readonly section: PaletteSection }) {
  return (
    <div className="palette-section">
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
        {section.profiles.map((profile) => (
          <li key={profile.name}>
            <ProfileButton board={section.board} boards={section.boards} profile={profile} />
          </li>
        ))}
      </ul>
    </div>
  );
}
