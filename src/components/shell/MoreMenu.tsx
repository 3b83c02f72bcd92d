import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ChevronDownIcon, MoreIcon } from '../ui/icons.tsx';

interface MoreMenuProps {
  /** In the bar where there is room, on a narrow page among the rest. */
  readonly tools: ReactNode;
  /** What is seldom needed: always behind a button with a name. */
  readonly children: ReactNode;
}

/** What is not about this plan's next step, each with its name, behind "More". */
export function MoreMenu({ tools, children }: MoreMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setOpen(false);
    // What is hidden cannot keep the focus: back to that of the two buttons which is in sight.
    if (menu.current?.contains(document.activeElement) === true)
      for (const button of menu.current.querySelectorAll<HTMLElement>('[aria-expanded]')) button.focus();
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    const onAnything = (event: Event): void => {
      const isInside = event.target instanceof Element && menu.current?.contains(event.target) === true;
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !isInside) close();
    };
    document.addEventListener('pointerdown', onAnything);
    document.addEventListener('keydown', onAnything);
    return () => {
      document.removeEventListener('pointerdown', onAnything);
      document.removeEventListener('keydown', onAnything);
    };
  }, [isOpen]);
  const toggle = { 'aria-expanded': isOpen, onClick: () => setOpen(!isOpen) };
  return (
    <div
      ref={menu}
      className="wide:contents"
      data-more
      data-open={isOpen || undefined}
      // It would lie over what has the focus next.
      onBlur={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && menu.current?.contains(relatedTarget) !== true) setOpen(false);
      }}
      // What leads elsewhere closes it; the theme can be tried again and again.
      onClick={({ target }) => {
        if (isOpen && target instanceof Element && target.closest('[data-leads-on]') !== null) close();
      }}
    >
      <IconButton label="More" {...toggle} className="wide:hidden">
        <MoreIcon />
      </IconButton>
      <div className="more-items">
        {tools}
        <div className="relative max-wide:contents">
          <Button variant="quiet" {...toggle} className="bar-tool max-wide:hidden">
            More
            <ChevronDownIcon />
          </Button>
          <div className="more-rest">{children}</div>
        </div>
      </div>
    </div>
  );
}
