import { findBoard } from '../../model/catalogue/catalogue.ts';
import { usePlan, useUi } from '../../state/app.ts';
import { profileInHand } from '../../state/targets.ts';
import { hueOf } from '../board/hue.ts';
import { SHADE_NAMES, type Shade, type Shading } from './shades.ts';

const TITLES: Readonly<Record<Shading, string>> = {
  use: 'Memory slices used',
  stranded: 'Slices stranded',
};

/** What the tiles say: in the hue of what is in the hand where it may go, else in shades. */
export function MapLegend({ by }: { readonly by: Shading }) {
  const lifted = useUi((ui) => ui.lifted);
  const hue = usePlan(({ plan }) => {
    const profile = profileInHand(plan, lifted);
    if (profile === null) return null;
    const board = lifted?.kind === 'profile' ? lifted.board : undefined;
    return hueOf(board === undefined ? undefined : findBoard(board), profile);
  });
  return (
    <p className="map-legend">
      {hue !== null && (
        <>
          <span data-hue={hue} data-starts={2} className="map-tile" /> two starts or more
          <span data-hue={hue} data-starts={1} className="map-tile" /> one start
        </>
      )}
      <span>{TITLES[by]}:</span>
      {SHADE_NAMES[by].map((name, shade) => (
        <span key={name} className="map-key">
          <span data-shade={shade satisfies number as Shade} className="map-tile" /> {name}
        </span>
      ))}
    </p>
  );
}
