import { Fragment } from 'react';
import { Kbd } from '../ui/Kbd.tsx';
import { printedKeys } from './printedKeys.ts';

/** Keys as they are printed on the keyboard, "or" between those that do the same. */
export function KeyList({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((key, index) => (
    <Fragment key={key}>
      {index > 0 && <span className="px-1 text-ink3">or</span>}
      <span className="key-chord">
        {printedKeys(key).map((part) => (
          <Kbd key={part}>{part}</Kbd>
        ))}
      </span>
    </Fragment>
  ));
}
