import type { Selection } from '../../state/uiStore.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { NotesIcon } from '../ui/icons.tsx';
import { select } from './select.ts';

interface NotesSignProps {
  readonly of: Selection;
  /** "GPU 0 on esx-01" */
  readonly name: string;
  readonly notes: string;
}

/** There are notes on this: shows them in the inspector. */
export function NotesSign({ of, name, notes }: NotesSignProps) {
  if (notes === '') return null;
  return (
    <IconButton
      size="small"
      label={`Notes on ${name}`}
      title={notes.slice(0, 300)}
      onClick={() => select(of, true)}
      className="-mx-1"
    >
      <NotesIcon />
    </IconButton>
  );
}
