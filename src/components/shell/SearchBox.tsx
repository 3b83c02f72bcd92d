import { Suspense, useEffect, useRef, useState } from 'react';
import { uiStore } from '../../state/app.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { laterPart } from '../ui/laterPart.tsx';

const SearchResults = laterPart(async () => ({
  default: (await import('../search/SearchResults.tsx')).SearchResults,
}));

/** Where a slash is a letter. */
const TYPING = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]';

/**
 * One box for hosts, GPUs, instances and VMs of the plan, and for any name of a profile. On a narrow page it is out of sight until
 * it has the focus, and then lies over the bar. What it finds comes with the first use.
 */
export function SearchBox() {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.altKey || event.defaultPrevented || uiStore.getState().dialog !== null) return;
      const isCommand =
        (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k';
      const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
      if (!isCommand && (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  const close = (): void => {
    setOpen(false);
    input.current?.blur();
  };

  return (
    <div
      ref={box}
      role="search"
      className="search"
      onFocus={() => setOpen(true)}
      onBlur={({ relatedTarget }) => {
        // A press on what cannot have the focus leaves it nowhere; the box is still in use then.
        if (relatedTarget instanceof Node && !box.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <SearchIcon />
      <input
        ref={input}
        type="search"
        aria-label="Search"
        placeholder="Search any name  /"
        title="Search hosts, VMs and any name of a profile (press / or Ctrl+K)"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={120}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
        }}
        onKeyDown={(event) => {
          // The first Escape empties the box, as in every box to search in; the second leaves it.
          if (event.key === 'Escape' && text === '') close();
        }}
      />
      {isOpen && text.trim() !== '' && (
        <Suspense fallback={null}>
          <SearchResults text={text} box={box} input={input} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

/** Shows the box, where the page is too narrow to have it in sight. */
export function focusSearch(): void {
  document.querySelector<HTMLInputElement>('.search > input')?.focus();
}
