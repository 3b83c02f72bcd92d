import { isDrawable } from '../../model/board.ts';
import { NAMED_BOARDS, type NamedBoard } from '../../model/nameTable.ts';
import { useIsWide } from './useIsWide.ts';
import { SelectField } from '../ui/SelectField.tsx';

interface BoardChoiceProps {
  readonly value: string;
  readonly onChange: (id: string) => void;
}

const OTHERS = 'NVIDIA’s vGPU tables only';

/** Boards by architecture, then those that only the vGPU tables know. */
const GROUPS: readonly (readonly [title: string, boards: readonly NamedBoard[]])[] = [
  ...new Set(NAMED_BOARDS.map(({ board }) => board?.architecture ?? OTHERS)),
].map((title) => [title, NAMED_BOARDS.filter(({ board }) => (board?.architecture ?? OTHERS) === title)]);

/** One stop for Tab, arrows from board to board; a native list where there is no room for all of them. */
export function BoardChoice({ value, onChange }: BoardChoiceProps) {
  if (!useIsWide()) {
    return (
      <SelectField
        label="Board"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="px-4 pt-3"
      >
        {GROUPS.map(([title, boards]) => (
          <optgroup key={title} label={title}>
            {boards.map((one) => (
              <option key={one.id} value={one.id}>
                {nameOf(one)}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
    );
  }
  return (
    <div ref={showChosen} role="radiogroup" aria-label="Board" className="trust-boards">
      {GROUPS.map(([title, boards]) => (
        <div key={title} className="pb-3">
          <p className="px-2 pb-1 text-note text-ink3">{title}</p>
          {boards.map((one) => (
            <label key={one.id} className="trust-board">
              <input
                type="radio"
                name="trust-board"
                value={one.id}
                checked={one.id === value}
                onChange={() => onChange(one.id)}
              />
              <span>{nameOf(one)}</span>
            </label>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The list is longer than most windows: it opens where the chosen board is, once the dialog around it is open. */
function showChosen(list: HTMLElement | null): void {
  requestAnimationFrame(() => {
    list?.querySelector('label:has(:checked)')?.scrollIntoView({ block: 'center' });
  });
}

function nameOf({ label, board }: NamedBoard): string {
  return board === null || isDrawable(board) ? label : `${label} (incomplete)`;
}
