import {
  memo,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type SyntheticEvent,
} from 'react';
import type { Board } from '../../model/board.ts';
import { shortProfileName } from '../../model/profile.ts';
import type { LayoutChoice } from '../../placement/layouts/layoutChoices.ts';
import { layoutWords } from '../../placement/layouts/layoutWords.ts';
import { profileRuns, strandedList } from '../../placement/messages.ts';
import { columnPitches, columnsOf } from '../board/gridStyle.ts';
import { hueOf } from '../board/hue.ts';
import { Button } from '../ui/Button.tsx';
import { MiniGrid } from '../ui/MiniGrid.tsx';

/** Side of a slice in px, as on the templates. */
const PITCH = 18;

/** Drawn at once; a board with all its media profiles has three hundred. */
const PAGE = 120;

interface LayoutGridProps {
  readonly board: Board;
  readonly choices: readonly LayoutChoice[];
  readonly chosen: string | null;
  /** Key of the layout that the GPU has. */
  readonly now: string;
  readonly onChoose: (key: string) => void;
  /** The pointer rests on it; null when on none. */
  readonly onPoint: (key: string | null) => void;
  readonly onApply: (key: string) => void;
}

/** The layouts as drawings. One tab stop; arrows choose, Enter and a double click apply. */
export function LayoutGrid({ board, choices, chosen, now, onChoose, onPoint, onApply }: LayoutGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const [limit, setLimit] = useState(PAGE);
  const chosenIndex = choices.findIndex(({ key }) => key === chosen);
  const drawn = choices.slice(0, Math.max(limit, chosenIndex + 1));
  // The dialog opens on what is chosen, not on the button that closes it.
  useEffect(() => list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(), []);

  const keyAt = (event: SyntheticEvent): string | null =>
    (event.target as Element).closest<HTMLElement>('[data-layout]')?.dataset['layout'] ?? null;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const key = keyAt(event);
    if (key === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (!event.repeat) onApply(key);
      return;
    }
    const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-layout]')];
    const next = nextTile(event.key, tiles, document.activeElement);
    if (next === null) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div className="px-5 py-3 max-[30rem]:px-4">
      <ul
        ref={list}
        aria-label="Layouts"
        className="layout-tiles"
        style={{ '--tile': `${PITCH * columnPitches(board) * columnsOf(board) + 26}px` } as CSSProperties}
        onFocus={(event) => {
          const key = keyAt(event);
          if (key !== null) onChoose(key);
        }}
        onClick={(event) => {
          const key = keyAt(event);
          if (key !== null) onChoose(key);
        }}
        onDoubleClick={(event) => {
          const key = keyAt(event);
          if (key !== null) onApply(key);
        }}
        onPointerOver={(event) => {
          if (event.pointerType === 'mouse') onPoint(keyAt(event));
        }}
        onPointerLeave={() => onPoint(null)}
        onKeyDown={onKeyDown}
      >
        {drawn.map((choice) => (
          <LayoutTile
            key={choice.key}
            board={board}
            choice={choice}
            isChosen={choice.key === chosen}
            isNow={choice.key === now}
          />
        ))}
      </ul>
      {drawn.length < choices.length && (
        <Button className="mt-3" onClick={() => setLimit(drawn.length + PAGE)}>
          Show {Math.min(PAGE, choices.length - drawn.length)} more
        </Button>
      )}
    </div>
  );
}

interface LayoutTileProps {
  readonly board: Board;
  readonly choice: LayoutChoice;
  readonly isChosen: boolean;
  readonly isNow: boolean;
}

const LayoutTile = memo(function LayoutTile({ board, choice, isChosen, isNow }: LayoutTileProps) {
  const stranded = strandedList(choice.use);
  return (
    <li>
      <button
        type="button"
        data-layout={choice.key}
        tabIndex={isChosen ? 0 : -1}
        aria-current={isChosen || undefined}
        aria-label={`${layoutWords(choice)}${isNow ? ', as it is now' : ''}`}
        className="layout-tile"
      >
        <MiniGrid board={board} instances={choice.layout} pitch={PITCH} showStranded />
        <span className="flex w-full items-baseline justify-between gap-2 pt-2 text-note font-medium">
          <span className="min-w-0 truncate">{shortNames(board, choice)}</span>
          {isNow && <span className="layout-now">Now</span>}
        </span>
        <span className="text-note text-ink3">
          {stranded === '' ? 'Nothing stranded' : `Stranded: ${stranded}`}
        </span>
      </button>
    </li>
  );
});

/** "3g + 3g"; the wide 1g keeps its whole name, for it is another thing than a 1g. */
function shortNames(board: Board, { layout }: LayoutChoice): string {
  const short = layout.map(({ profile }) => ({
    profile: hueOf(board, profile) === 'wide-1g' ? profile : shortProfileName(profile),
  }));
  return profileRuns(short).join(' + ');
}

/** The tile that a key leads to: beside, or above and below where the eye sees it. */
function nextTile(key: string, tiles: readonly HTMLElement[], from: Element | null): HTMLElement | null {
  const at = tiles.findIndex((tile) => tile === from);
  const here = tiles[at];
  if (here === undefined) return null;
  const { left, top } = here.getBoundingClientRect();
  const isUnder = (tile: HTMLElement): boolean => Math.abs(tile.getBoundingClientRect().left - left) < 4;
  switch (key) {
    case 'ArrowRight':
      return tiles[at + 1] ?? null;
    case 'ArrowLeft':
      return tiles[at - 1] ?? null;
    case 'ArrowDown':
      return (
        tiles.slice(at + 1).find(isUnder) ??
        (tiles.slice(at + 1).some((tile) => tile.getBoundingClientRect().top > top)
          ? (tiles[tiles.length - 1] ?? null)
          : null)
      );
    case 'ArrowUp':
      return tiles.slice(0, at).findLast(isUnder) ?? null;
    case 'Home':
      return tiles[0] ?? null;
    case 'End':
      return tiles[tiles.length - 1] ?? null;
    default:
      return null;
  }
}
