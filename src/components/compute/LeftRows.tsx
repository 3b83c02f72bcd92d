import type { GiProfile } from '../../model/board.ts';
import { ciSlices } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import { addable } from '../../placement/compute/computeCuts.ts';
import { gestures } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { ciLabel } from './CiRows.tsx';

interface LeftRowsProps {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
}

/** The rows that no compute instance has, and which ones they have room for. */
export function LeftRows({ gi, profile }: LeftRowsProps) {
  const names = gi.computeInstances.map((ci) => ci.profile);
  const left = profile.computeSlices - names.reduce((sum, name) => sum + (ciSlices(name) ?? 0), 0);
  if (names.length === 0 || left <= 0) return null;
  const more = addable(profile, names);
  return (
    <div role="group" aria-label="Rows left" className="flex flex-wrap items-center gap-2 text-table">
      <span className="w-full text-ink2">
        {left} of {profile.computeSlices} rows {left === 1 ? 'has' : 'have'} no compute instance.
      </span>
      {more.map((ci) => (
        <Button
          key={ci.name}
          size="small"
          data-focus-home
          onClick={() => gestures.run({ type: 'ci/split', giId: gi.id, profiles: [...names, ci.name] })}
        >
          Add {ciLabel(ci.name)}
        </Button>
      ))}
    </div>
  );
}
