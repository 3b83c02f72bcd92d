import type { ReactNode } from 'react';
import type { Board } from '../../model/board.ts';
import type { Gpu } from '../../model/plan.ts';
import { rankedProfiles } from '../../placement/layouts/layoutChoices.ts';
import { useIsNarrow } from '../dialogs/useIsNarrow.ts';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { Wishes } from './layoutWishes.ts';
import { Stepper } from './Stepper.tsx';

interface LayoutFiltersProps {
  readonly board: Board;
  readonly gpu: Gpu;
  readonly wishes: Wishes;
  /** What the search field has that is no profile. */
  readonly unknown: string | null;
  readonly onChange: (wishes: Wishes) => void;
}

/** What a layout is to have: by name, by number, by what it leaves. */
export function LayoutFilters({ board, gpu, wishes, unknown, onChange }: LayoutFiltersProps) {
  const set = (part: Partial<Wishes>): void => onChange({ ...wishes, ...part });
  const attributes = [...new Set(board.profiles.flatMap((profile) => profile.attributes))];
  const offered = rankedProfiles(board).filter((name) =>
    (board.profiles.find((one) => one.name === name)?.attributes ?? []).every((one) =>
      wishes.attributes.includes(one),
    ),
  );
  const setCount = (profile: string, count: number): void => {
    const atLeast = new Map(wishes.atLeast);
    if (count === 0) atLeast.delete(profile);
    else atLeast.set(profile, count);
    set({ atLeast });
  };
  const setAttribute = (attribute: string, isOn: boolean): void => {
    const rest = wishes.attributes.filter((one) => one !== attribute);
    const allowed = isOn ? [...rest, attribute] : rest;
    // What can no longer occur must not go on being asked for out of sight.
    const atLeast = new Map(
      [...wishes.atLeast].filter(([name]) =>
        (board.profiles.find((one) => one.name === name)?.attributes ?? []).every((one) =>
          allowed.includes(one),
        ),
      ),
    );
    set({ attributes: allowed, atLeast });
  };
  return (
    <div className="flex flex-col gap-3 border-b border-line px-5 py-3 max-[30rem]:px-4">
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label="Search layouts"
          hideLabel
          type="search"
          maxLength={120}
          placeholder={`Search, for instance ${example(board)}`}
          value={wishes.search}
          error={unknown === null ? null : `“${unknown}” is no profile of this board.`}
          onChange={(event) => set({ search: event.target.value })}
          className="w-56 max-[30rem]:w-full"
        />
        <Chip isOn={wishes.strandsNothing} onChange={(strandsNothing) => set({ strandsNothing })}>
          Strands nothing
        </Chip>
        {gpu.instances.length > 0 && (
          <Chip isOn={wishes.keepsInstances} onChange={(keepsInstances) => set({ keepsInstances })}>
            Keeps what is there
          </Chip>
        )}
        <Chip isOn={wishes.setsOnce} onChange={(setsOnce) => set({ setsOnce })}>
          Each set once
        </Chip>
        {attributes.map((attribute) => (
          <Chip
            key={attribute}
            isOn={wishes.attributes.includes(attribute)}
            onChange={(isOn) => setAttribute(attribute, isOn)}
          >
            {attributeLabel(attribute)}
          </Chip>
        ))}
      </div>
      <Contains isAsked={wishes.atLeast.size > 0 || wishes.minInstances > 0}>
        <Stepper
          name="instances"
          label="Instances"
          value={wishes.minInstances}
          max={board.maxInstances}
          onChange={(minInstances) => set({ minInstances })}
        />
        {offered.map((profile) => (
          <Stepper
            key={profile}
            name={profile}
            label={
              <>
                <ProfileSwatch board={board} profile={profile} /> {profile}
              </>
            }
            value={wishes.atLeast.get(profile) ?? 0}
            max={board.profiles.find((one) => one.name === profile)?.maxInstances ?? 1}
            onChange={(count) => setCount(profile, count)}
          />
        ))}
      </Contains>
    </div>
  );
}

/** "+gfx", "-me": what a profile has in its name; for "+me", which most boards have, what it means. */
function attributeLabel(attribute: string): string {
  if (attribute === 'me') return 'Media extensions';
  return attribute.startsWith('-') ? attribute : `+${attribute}`;
}

/** Two of the largest that the board has twice: "3g + 3g". */
function example(board: Board): string {
  const twice = board.profiles.filter((one) => one.maxInstances >= 2 && one.attributes.length === 0);
  const slices = Math.max(1, ...twice.map((one) => one.computeSlices));
  return `${slices}g + ${slices}g`;
}

/** In sight where there is room; on a phone behind one line. */
function Contains({ isAsked, children }: { readonly isAsked: boolean; readonly children: ReactNode }) {
  const isNarrow = useIsNarrow();
  const steppers = (
    <div role="group" aria-label="Contains at least" className="flex flex-wrap items-center gap-x-2 gap-y-2">
      {!isNarrow && <span className="text-table text-ink2">At least</span>}
      {children}
    </div>
  );
  if (!isNarrow) return steppers;
  return (
    <details open={isAsked || undefined}>
      <summary className="flex min-h-11 items-center text-table text-ink2 underline underline-offset-4">
        Contains at least …
      </summary>
      {steppers}
    </details>
  );
}

interface ChipProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

/** A filter that is on or off. */
function Chip({ isOn, onChange, children }: ChipProps) {
  return (
    <label className="layout-chip">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {children}
    </label>
  );
}
