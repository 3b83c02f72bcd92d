import { usePlan } from '../../state/app.ts';
import { MenuGroup, MenuItem } from '../ui/Menu.tsx';
import type { Action } from './action.ts';
import { printedKeys } from './printedKeys.ts';

interface ActionItemsProps {
  readonly actions: readonly Action[];
  /** They belong together, under this name. */
  readonly label?: string;
}

/** Actions as lines of a menu. */
export function ActionItems({ actions, label }: ActionItemsProps) {
  const plan = usePlan((state) => state.plan);
  if (actions.length === 0) return null;
  const items = actions.map(({ name, figure, keys, why, run }) => {
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
