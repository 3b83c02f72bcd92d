import { useRef, useState } from 'react';
import { BAR } from '../actions/barActions.ts';
import { ariaKeys } from '../actions/keys.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { laterPart } from '../ui/laterPart.tsx';

const SearchResults = laterPart(async () => (await import('../search/SearchResults.tsx')).SearchResults, {
  isSoon: true,
});

/**
 * One box for hosts, GPUs, instances and VMs of the plan, and for any name of a profile. On a narrow page it is out of sight until
 * it has the focus, and then lies over the bar. What it finds comes with the first use.
 */
export function SearchBox() {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);

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
        placeholder="Search any name"
        aria-keyshortcuts={ariaKeys(BAR.search.keys)}
        title={BAR.search.about}
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
      <span aria-hidden="true">
        <Kbd>/</Kbd>
      </span>
      {isOpen && text.trim() !== '' && <SearchResults text={text} box={box} input={input} onClose={close} />}
    </div>
  );
}
