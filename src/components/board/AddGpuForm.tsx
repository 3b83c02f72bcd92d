import { useState } from 'react';
import type { Host } from '../../model/plan.ts';
import { gestures } from '../../state/app.ts';
import { BoardOptions } from '../dialogs/BoardOptions.tsx';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';

interface AddGpuFormProps {
  readonly host: Host;
  readonly onDone: () => void;
}

/** Which board, and how many; starts from the board that the host has. */
export function AddGpuForm({ host, onDone }: AddGpuFormProps) {
  const [board, setBoard] = useState(host.gpus.at(-1)?.board ?? 'a100-pcie-40gb');
  const [count, setCount] = useState('1');
  return (
    <form
      className="flex flex-wrap items-end gap-3 rounded-card border border-line bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (gestures.run({ type: 'gpu/add', hostId: host.id, board, count: Number(count) })) onDone();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <SelectField
        label="Board"
        value={board}
        onChange={(event) => setBoard(event.target.value)}
        autoFocus
        className="w-52"
      >
        <BoardOptions value={board} />
      </SelectField>
      <TextField
        label="How many"
        inputMode="numeric"
        value={count}
        onChange={(event) => setCount(event.target.value)}
        className="w-20"
      />
      <Button type="submit" variant="primary">
        Add
      </Button>
      <Button variant="quiet" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}
