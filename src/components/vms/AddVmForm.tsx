import { useState } from 'react';
import { gestures, usePlan } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { TypeOptions } from './TypeOptions.tsx';
import { freeTypeValue, parseWants, typeGroups, wantsValue } from './typeChoices.ts';

/** A new VM, waiting: its name and the vGPU type it wants. */
export function AddVmForm() {
  const groups = usePlan((state) => typeGroups(state.plan.hosts));
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  // What stands free is what the next VM is most likely for; a type that somebody chose stays.
  const free = usePlan(({ plan }) => freeTypeValue(plan));
  const offered = new Set(groups.flatMap(({ choices }) => choices.map((choice) => choice.value)));
  const shown =
    [value, free].find((one) => one !== null && offered.has(one)) ?? groups[0]?.choices[0]?.value ?? '';
  const wants = parseWants(shown);
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (wants === null || !gestures.run({ type: 'vm/add', name, wants, giId: null })) return;
        setName('');
        setValue(wantsValue(wants));
      }}
    >
      <TextField
        data-focus-home
        label="Name of the new VM"
        hideLabel
        placeholder="New VM"
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="w-36"
      />
      <SelectField
        label="vGPU type of the new VM"
        hideLabel
        value={shown}
        onChange={(event) => setValue(event.target.value)}
        className="w-52"
      >
        {groups.length === 0 && <option value="">No GPU yet</option>}
        <TypeOptions groups={groups} />
      </SelectField>
      <Button type="submit" disabled={name.trim() === '' || wants === null}>
        Add VM
      </Button>
    </form>
  );
}
