import { CheckIcon, CloseIcon } from '../../ui/icons.tsx';
import './compare.css';

/** Green and a tick, red and a cross: colour is never the only sign. */
export function VerdictMark({ isSame }: { readonly isSame: boolean }) {
  return (
    <span aria-hidden="true" className="verdict-mark" data-same={isSame}>
      {isSame ? <CheckIcon /> : <CloseIcon />}
    </span>
  );
}
