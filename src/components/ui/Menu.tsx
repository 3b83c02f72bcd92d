import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { OpenMenu } from '../board/ActionsButton.tsx';
import { classNames } from './classNames.ts';
import { placeBelow } from './placeBelow.ts';

interface MenuProps extends OpenMenu {
  readonly children: ReactNode;
}

/**
 * A menu below its button, in the top layer so that no pane cuts it off. Arrows, Home, End and letters step through it,
 * Enter and Space choose, Escape and Tab close; the focus goes back to the button before anything is done.
 */
export function Menu({ label, anchor, onClose, children }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  }, [onClose]);

  useLayoutEffect(() => {
    const menu = ref.current;
    if (menu === null) return;
    menu.showPopover();
    placeBelow(menu, anchor, 'right');
    itemsOf(menu)[0]?.focus({ preventScroll: true });
  }, [anchor]);

  useEffect(() => {
    const away = (event: Event): void => {
      const { target } = event;
      const isOwn =
        target instanceof Node && (ref.current?.contains(target) === true || anchor.contains(target));
      if (!isOwn) close.current();
    };
    const follow = (): void => {
      if (ref.current !== null) placeBelow(ref.current, anchor, 'right');
    };
    document.addEventListener('pointerdown', away, true);
    document.addEventListener('focusin', away);
    document.addEventListener('scroll', follow, true);
    window.addEventListener('resize', follow);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      document.removeEventListener('focusin', away);
      document.removeEventListener('scroll', follow, true);
      window.removeEventListener('resize', follow);
    };
  }, [anchor]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // The page has keys of its own, which are not meant while a menu is open.
    event.stopPropagation();
    const items = itemsOf(event.currentTarget);
    const at = items.findIndex((item) => item === document.activeElement);
    const next = nextItem(event.key, items, at);
    if (next !== null) {
      event.preventDefault();
      next.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      // After Tab the browser steps on from the button.
      if (event.key === 'Escape') event.preventDefault();
      anchor.focus();
      onClose();
    }
  };

  return (
    <div
      ref={ref}
      popover="manual"
      role="menu"
      aria-label={label}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const item = (event.target as Element).closest('[role=menuitem]');
        if (item === null || item.ariaDisabled === 'true') return;
        anchor.focus();
        onClose();
      }}
      className="fixed inset-auto m-0 max-h-[calc(100dvh-8px)] min-w-52 overflow-y-auto rounded-card border border-line bg-surface p-1 text-ink shadow-lift"
    >
      {children}
    </div>
  );
}

interface MenuItemProps {
  readonly children: ReactNode;
  /** In small print at the right, part of the name: "2 fit". */
  readonly figure?: string;
  /** Why it cannot be done now; the item stays, and says so. */
  readonly unless?: string | null;
  readonly onChoose: () => void;
}

export function MenuItem({ children, figure, unless = null, onChoose }: MenuItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={unless === null ? undefined : true}
      // After the menu has closed and given the focus back: what is done may take it.
      onClick={unless === null ? () => queueMicrotask(onChoose) : undefined}
      className={classNames(
        'flex min-h-7 w-full items-center justify-between gap-4 rounded-block px-2 text-left text-table whitespace-nowrap focus-visible:-outline-offset-2 pointer-coarse:min-h-11',
        unless === null ? 'hover:bg-sunken' : 'text-ink3',
      )}
    >
      <span>{children}</span>
      {(unless ?? figure) !== undefined && (
        <span className="max-w-44 truncate text-note text-ink3">{unless ?? figure}</span>
      )}
    </button>
  );
}

/** Items that belong together, under a hairline. */
export function MenuGroup({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div
      role="group"
      aria-label={label}
      className="my-1 border-y border-line py-1 first:mt-0 first:border-t-0"
    >
      {children}
    </div>
  );
}

function itemsOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

function nextItem(key: string, items: readonly HTMLElement[], at: number): HTMLElement | null {
  const count = items.length;
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % count] ?? null;
    case 'ArrowUp':
      return items[(at - 1 + count) % count] ?? null;
    case 'Home':
      return items[0] ?? null;
    case 'End':
      return items[count - 1] ?? null;
    default: {
      if (key.length !== 1 || key === ' ') return null;
      const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      return after.find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase())) ?? null;
    }
  }
}
