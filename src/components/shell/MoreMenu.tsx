import { useEffect, useRef, useState, type ReactNode } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import { MoreIcon } from '../ui/icons.tsx';

/** What is seldom needed: in the bar where there is room, behind a button on a narrow page. */
export function MoreMenu({ children }: { readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event): void => {
      const isInside = event.target instanceof Element && menu.current?.contains(event.target) === true;
      if (event instanceof KeyboardEvent ? event.key !== 'Escape' : isInside) return;
      setOpen(false);
      // What is hidden cannot keep the focus: back to the button that opened it.
      if (isInside) menu.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, [isOpen]);
  return (
    <div ref={menu} className="relative wide:contents">
      <IconButton
        label="More"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="wide:hidden"
      >
        <MoreIcon />
      </IconButton>
      <div
        className="more-items"
        data-open={isOpen || undefined}
        // What leads elsewhere closes it; the theme can be tried again and again.
        onClick={({ target }) => {
          if (!(target instanceof Element) || target.closest('[data-leads-on]') === null) return;
          setOpen(false);
          if (menu.current?.contains(document.activeElement) === true)
            menu.current.querySelector('button')?.focus();
        }}
      >
        {children}
      </div>
    </div>
  );
}
