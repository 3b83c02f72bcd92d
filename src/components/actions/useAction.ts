import { usePlan } from '../../state/app.ts';
import type { Action } from './action.ts';
import { ariaKeys, printedKeys } from './keys.ts';

/** What a button takes from its action: disabled with the reason as its title, or titled with what it does. */
export function useAction({ name, about, why, keys, run }: Action) {
  const reason = usePlan(({ plan }) => why?.(plan) ?? null);
  const key = keys?.[0];
  const title = (reason ?? about ?? name) + (key === undefined ? '' : ` (${printedKeys(key).join('+')})`);
  return { disabled: reason !== null, title, 'aria-keyshortcuts': ariaKeys(keys), onClick: run };
}
