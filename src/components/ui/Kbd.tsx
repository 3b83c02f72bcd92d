import type { ReactNode } from 'react';

/** A key, as it is printed on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex min-w-5 justify-center rounded-strip border border-strong bg-surface px-1 font-sans text-note text-ink2">
      {children}
    </kbd>
  );
}
