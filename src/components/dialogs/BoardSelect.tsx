import { boardLabel, isDrawable, type Board } from '../../model/board.ts';
import { BOARDS } from '../../model/catalogue/catalogue.ts';
import { SelectField } from '../ui/SelectField.tsx';

interface BoardSelectProps {
  readonly value: string;
  readonly onChange: (board: string) => void;
}

const ARCHITECTURES = [...new Set(BOARDS.map((board) => board.architecture))];

/** All boards by architecture. Those whose starts are not public stay in the list, and say why they cannot be chosen. */
export function BoardSelect({ value, onChange }: BoardSelectProps) {
  const board = BOARDS.find((one) => one.id === value);
  return (
    <SelectField
      label="Board"
      hint={board === undefined ? 'Not in the catalogue' : hintOf(board)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="col-span-2"
    >
      {board === undefined && <option value={value}>{value}</option>}
      {ARCHITECTURES.map((architecture) => (
        <optgroup key={architecture} label={architecture}>
          {BOARDS.filter((one) => one.architecture === architecture).map((one) => (
            <option key={one.id} value={one.id} disabled={!isDrawable(one)}>
              {isDrawable(one) ? boardLabel(one) : `${boardLabel(one)} (starts not public, cannot be drawn)`}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}

function hintOf({ computeSlices, memorySlices, memoryGB }: Board): string {
  return `${memoryGB} GB, ${computeSlices} compute slices, ${memorySlices ?? 'an unknown number of'} memory slices`;
}
