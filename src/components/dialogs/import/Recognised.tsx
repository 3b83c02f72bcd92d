import type { Imported } from '../../../console/importText.ts';
import { foundWords } from './formatNames.ts';

/** What the text was taken for, beside the heading of the dialog. */
export function Recognised({ imported }: { readonly imported: Imported }) {
  return (
    <>
      <span className="max-[30rem]:sr-only">recognised as </span>
      {foundWords(imported)}
    </>
  );
}
