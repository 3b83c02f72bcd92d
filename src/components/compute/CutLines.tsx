import {
  useLayoutEffect,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import type { GiProfile } from '../../model/board.ts';
import { splitName } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import { cutChoices, cutRows, type CutChoice } from '../../placement/compute/computeCuts.ts';
import { gestures } from '../../state/app.ts';
import { cutNames, type Moving } from './cutNames.ts';

type Lengths = CSSProperties & Readonly<Record<`--${string}`, number>>;

interface CutLinesProps {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
  /** What the lines lie in, as high as all rows. */
  readonly box: RefObject<HTMLElement | null>;
  readonly moving: Moving | null;
  readonly onMoving: (moving: Moving | null) => void;
  /** "Cut 1" made into a name that no other line on the page has. */
  readonly makeName?: (line: string) => string;
}

/**
 * The lines between the compute instances of an instance, which the pointer or the arrow keys move; the lower edge is one
 * more, which makes a cut. Each move that ends is one `ci/split`. None where rows are left over, or where nothing is known.
 */
export function CutLines({ gi, profile, box, moving, onMoving, makeName = (line) => line }: CutLinesProps) {
  /** The row whose line gets the focus once the plan has changed: lines come and go. */
  const focusAt = useRef<number | null>(null);
  const names = cutNames(gi, profile);
  const rows = cutRows(profile, names);
  const shown = moving?.choice.profiles ?? names;
  const total = profile.computeSlices;

  useLayoutEffect(() => {
    const row = focusAt.current;
    focusAt.current = null;
    if (row === null) return;
    const lines = [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const near = (line: HTMLElement): number => Math.abs(Number(line.dataset['row']) - row);
    lines.sort((a, b) => near(a) - near(b))[0]?.focus();
  });

  const split = (choice: CutChoice): void => {
    focusAt.current = choice.row;
    gestures.run({ type: 'ci/split', giId: gi.id, profiles: choice.profiles });
  };

  const onKeyDown = (event: KeyboardEvent, line: number): void => {
    const row = rows[line] ?? total;
    const choices = cutChoices(profile, names, line);
    if (event.key === 'Escape' && moving !== null) {
      event.stopPropagation();
      onMoving(null);
      return;
    }
    const next = nextChoice(event.key, choices, row);
    if (next === null) return;
    // The page has a use of its own for arrows.
    event.preventDefault();
    event.stopPropagation();
    if (next !== undefined && next.row !== row) split(next);
  };

  const choiceAt = (event: PointerEvent, line: number): CutChoice | undefined => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds === undefined) return undefined;
    const at = ((event.clientY - bounds.top) / bounds.height) * total;
    return [...cutChoices(profile, names, line)].sort(
      (a, b) => Math.abs(a.row - at) - Math.abs(b.row - at),
    )[0];
  };

  return rows.map((row, line) => {
    const choices = cutChoices(profile, names, line);
    const isEdge = line === rows.length - 1;
    const at = moving?.line === line ? moving.choice.row : row;
    const place: Lengths = { '--at': at };
    return (
      <div
        key={line}
        // A slider and not a separator: its value is a row, and everybody knows its keys.
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={makeName(isEdge ? 'New cut, from the lower edge' : `Cut ${line + 1}`)}
        aria-valuemin={choices[0]?.row ?? row}
        aria-valuemax={choices.at(-1)?.row ?? row}
        aria-valuenow={at}
        aria-valuetext={splitName(shown)}
        title={
          isEdge ? 'Drag up to cut' : 'Drag to move this cut; to the next one or the edge to take it out'
        }
        data-row={row}
        data-moving={moving?.line === line || undefined}
        className="cut-line"
        style={place}
        onKeyDown={(event) => onKeyDown(event, line)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const choice = choices.find((one) => one.row === row);
          if (choice !== undefined) onMoving({ line, choice });
        }}
        onPointerMove={(event) => {
          if (moving?.line !== line) return;
          const choice = choiceAt(event, line);
          if (choice !== undefined && choice.row !== moving.choice.row) onMoving({ line, choice });
        }}
        onPointerUp={() => {
          if (moving?.line !== line) return;
          onMoving(null);
          if (moving.choice.row !== row) split(moving.choice);
        }}
        onPointerCancel={() => onMoving(null)}
      />
    );
  });
}

/** Null: the key is none of a slider's. Undefined: there is nothing further in its direction. */
function nextChoice(key: string, choices: readonly CutChoice[], row: number): CutChoice | undefined | null {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return choices.find((one) => one.row > row);
    case 'ArrowUp':
    case 'ArrowLeft':
      return choices.filter((one) => one.row < row).at(-1);
    case 'Home':
      return choices[0];
    case 'End':
      return choices.at(-1);
    default:
      return null;
  }
}
