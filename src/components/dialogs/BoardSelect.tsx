import { isDrawable, type Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { BoardOptions } from './BoardOptions.tsx';

interface BoardSelectProps {
  readonly value: string;
  readonly onChange: (board: string) => void;
}

/** All boards by architecture, and what is known of the chosen one. */
export function BoardSelect({ value, onChange }: BoardSelectProps) {
  const board = findBoard(value);
  return (
    <SelectField
      label="Board"
      hint={board === undefined ? 'Not in the catalogue' : hintOf(board)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="col-span-2"
    >
      <BoardOptions value={value} />
    </SelectField>
  );
}

function hintOf(board: Board): string {
  const { computeSlices, memorySlices, memoryGB } = board;
  return isDrawable(board)
    ? `${memoryGB} GB, ${computeSlices} compute slices, ${memorySlices ?? 'an unknown number of'} memory slices`
    : `${memoryGB} GB. Incomplete: no public source gives its starts, so it is kept in the plan and not drawn`;
}
