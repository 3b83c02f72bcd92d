import { usePlan, useReadOnly } from '../../state/app.ts';
import { MenuGroup, MenuItem } from '../ui/Menu.tsx';
import type { Action } from './action.ts';
import { printedKeys } from './printedKeys.ts';

interface ActionItemsProps {
  readonly actions: readonly Action[];
  /** They belong together, under this name. */
  readonly label?: string;
}

/** Actions as lines of a menu; those that change the plan are not in it while the plan is only read. */
export function ActionItems({ actions, label }: ActionItemsProps) {
  const plan = usePlan((state) => state.plan);
  const isReadOnly = useReadOnly();
  const offered = isReadOnly ? actions.filter(({ edits }) => edits !== true) : actions;
  if (offered.length === 0) return null;
  const items = offered.map(({ name, figure, keys, why, run }) => {
    const key = keys?.[0];
    const beside = figure ?? (key === undefined ? undefined : printedKeys(key).join('+'));
    return (
      <MenuItem
        key={name}
        {...(beside !== undefined && { figure: beside })}
        unless={why?.(plan) ?? null}
        onChoose={run}
      >
        {name}
      </MenuItem>
    );
  });
  return label === undefined ? items : <MenuGroup label={label}>{items}</MenuGroup>;
}
