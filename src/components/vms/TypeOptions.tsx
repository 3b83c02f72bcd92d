import type { TypeGroup } from './typeChoices.ts';

interface TypeOptionsProps {
  readonly groups: readonly TypeGroup[];
}

/** The options of a select for vGPU types. */
export function TypeOptions({ groups }: TypeOptionsProps) {
  return groups.map((group) => (
    <optgroup key={group.title} label={group.title}>
      {group.choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </optgroup>
  ));
}
