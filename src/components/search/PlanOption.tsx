import type { PlanOptionData } from './planOptions.ts';

interface PlanOptionProps {
  readonly id: string;
  readonly option: PlanOptionData;
  readonly isChosen: boolean;
  readonly onOpen: () => void;
}

/** One thing of the plan. The focus stays in the box, which has the keys. */
export function PlanOption({ id, option, isChosen, onOpen }: PlanOptionProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      className="search-option text-table"
      // The press would take the focus out of the box, and a narrow page would put the box away under it.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
    >
      <span className="w-16 shrink-0 text-ink3">{option.kind}</span>
      <span className="font-medium">{option.name}</span>
      <span className="text-ink2">{option.about}</span>
      {option.more !== null && <span className="ml-auto text-ink3">{option.more}</span>}
    </li>
  );
}
