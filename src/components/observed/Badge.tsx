import { classNames } from '../ui/classNames.ts';

/** `gone`: only observed. `missing`: only planned. The other two: at another start, drawn as observed and as planned. */
export type Sign = 'gone' | 'missing' | 'moved-here' | 'moved-away';

const GLYPH: Record<Sign, string> = { gone: '−', missing: '+', 'moved-here': '→', 'moved-away': '→' };

/** White for what only the host has, black for what only the plan has. The words beside the drawings say the same. */
export function Badge({ sign }: { readonly sign: Sign }) {
  const isPlan = sign === 'missing' || sign === 'moved-away';
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex size-3.5 shrink-0 items-center justify-center rounded-full border border-ink align-middle text-note leading-none font-semibold',
        isPlan ? 'bg-ink text-surface' : 'bg-surface text-ink',
      )}
    >
      {GLYPH[sign]}
    </span>
  );
}
