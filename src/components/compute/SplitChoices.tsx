import type { CiProfile, GiProfile } from '../../model/board.ts';
import { ciSlices, splitName } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { splitsOf } from '../../placement/compute/compute.ts';
import { gestures } from '../../state/app.ts';
import { cutNames } from './cutNames.ts';

interface SplitChoicesProps {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
}

/** The same compute instances, in whatever order. */
function isSameSplit(split: readonly CiProfile[], names: readonly ProfileName[]): boolean {
  const sizes = (slices: readonly (number | null)[]): string => [...slices].sort().join();
  return sizes(split.map((one) => one.computeSlices)) === sizes(names.map(ciSlices));
}

/** Every split that the board offers, as a button that shows its rows; the present one is pressed. */
export function SplitChoices({ gi, profile }: SplitChoicesProps) {
  const names = cutNames(gi, profile);
  const splits = splitsOf(profile);
  const isOffered = splits.some((split) => isSameSplit(split, names));
  return (
    <div role="group" aria-label={`Splits of ${gi.profile}`} className="split-choices">
      {!isOffered && (
        <SplitButton
          names={names}
          left={profile.computeSlices - names.reduce((sum, name) => sum + (ciSlices(name) ?? 0), 0)}
          note="as it is now"
          isPressed
          onChoose={() => undefined}
        />
      )}
      {splits.map((split) => {
        const own = split.map(({ name }) => name);
        const isWhole = split.length === 1;
        return (
          <SplitButton
            key={own.join()}
            names={own}
            note={isWhole ? 'default' : `${split.length} devices`}
            isPressed={isSameSplit(split, names)}
            onChoose={() => gestures.run({ type: 'ci/split', giId: gi.id, profiles: own })}
          />
        );
      })}
    </div>
  );
}

interface SplitButtonProps {
  readonly names: readonly ProfileName[];
  /** Rows that none of them has. */
  readonly left?: number;
  readonly note: string;
  readonly isPressed: boolean;
  readonly onChoose: () => void;
}

function SplitButton({ names, left = 0, note, isPressed, onChoose }: SplitButtonProps) {
  return (
    <button type="button" aria-pressed={isPressed} onClick={onChoose} className="split-choice">
      <span aria-hidden="true" className="split-rows">
        {names.map((name, index) => (
          <span key={index} style={{ flexGrow: ciSlices(name) ?? 1 }} />
        ))}
        {left > 0 && <span className="hatched-edge" style={{ flexGrow: left }} />}
      </span>
      <span className="min-w-0">
        <span className="block font-medium">{splitName(names)}</span>
        <span className="block text-note text-ink3">{note}</span>
      </span>
    </button>
  );
}
