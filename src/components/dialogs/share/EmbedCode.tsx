import { useId, useRef } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CheckIcon, CopyIcon } from '../../ui/icons.tsx';
import { useCopy } from '../useCopy.ts';
import { encodeHtml } from '../../../formats/encode/html.ts';

interface EmbedCodeProps {
  readonly link: string;
  readonly title: string;
}

/** The drawing alone in a frame, for wikis and other pages. */
export function EmbedCode({ link, title }: EmbedCodeProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();
  const code = `<iframe src="${encodeHtml(`${link}&view=embed`)}" title="${encodeHtml(title)}" width="100%" height="480" loading="lazy"></iframe>`;
  return (
    <details className="pt-3 text-table">
      <summary className="min-h-6 cursor-pointer font-medium">Embed the drawing in a wiki</summary>
      <p className="py-2 text-ink2">
        A frame with the drawing and nothing to change it with. It holds the plan as it is now.
        “&amp;theme=light” or “&amp;theme=dark” behind the address keeps it from following the system.
      </p>
      <div className="flex items-end justify-between gap-3 pb-1">
        <label htmlFor={id} className="font-medium">
          Embed code
        </label>
        <Button size="small" onClick={() => void copy(field, 'the embed code')}>
          {isCopied ? <CheckIcon /> : <CopyIcon />}
          {isCopied ? 'Copied' : 'Copy embed code'}
        </Button>
      </div>
      <textarea
        ref={field}
        id={id}
        readOnly
        value={code}
        rows={4}
        onFocus={(event) => event.currentTarget.select()}
        className="block w-full resize-none rounded-card border border-strong bg-ground px-3 py-2 font-mono text-table leading-4.5 break-all"
      />
    </details>
  );
}
