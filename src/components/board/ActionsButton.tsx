import { useState, type ReactNode } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import { MoreIcon } from '../ui/icons.tsx';

/** What a menu needs of the button that opens it. */
export interface OpenMenu {
  readonly label: string;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

interface ActionsButtonProps {
  readonly label: string;
  /** The menu, which loads when it is first opened. */
  readonly children: (menu: OpenMenu) => ReactNode;
}

/** Opens a menu of what can be done with one thing. */
export function ActionsButton({ label, children }: ActionsButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        size="small"
        label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
        className="text-ink3"
      >
        <MoreIcon />
      </IconButton>
      {anchor !== null && children({ label, anchor, onClose: () => setAnchor(null) })}
    </>
  );
}
