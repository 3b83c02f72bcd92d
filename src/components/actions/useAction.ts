import { usePlan } from '../../state/app.ts';
import type { Action } from './action.ts';
import { ariaKeys } from './keys.ts';

/** What a button takes from its action: disabled with the reason as its title, or titled with what it does. */
export function useAction({ name, about, why, keys, run }: Action) {
  const reason = usePlan(({ plan }) => why?.(plan) ?? null);
  return {
    disabled: reason !== null,
    title: reason ?? about ?? name,
    'aria-keyshortcuts': ariaKeys(keys),
    onClick: run,
  };
}
