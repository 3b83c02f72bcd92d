import { boardLabel } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findWithoutMig } from '../../model/catalogue/withoutMig.ts';
import type { Gpu } from '../../model/plan.ts';
import { makeList, withoutMigMessage } from '../../placement/messages.ts';
import { gestures } from '../../state/app.ts';
import { select } from './select.ts';

/** Why there is no grid: the board is not known, has no MIG, or nobody has published its starts. */
function whyNotDrawn(id: Gpu['board']): string {
  const board = findBoard(id);
  const product = findWithoutMig(id);
  if (board !== undefined)
    return `No public source gives the starts of ${boardLabel(board)}, so no grid is drawn. Its profiles: ${makeList(board.profiles.map(({ name }) => name))}.`;
  if (product !== null) return withoutMigMessage(product);
  return `The slices of “${id}” are not known, so no grid is drawn.`;
}

/** A GPU whose rows or starts are not known: nothing is drawn, and nothing is lost either. */
export function UnknownGpu({ gpu }: { readonly gpu: Gpu }) {
  const isListed = findBoard(gpu.board) !== undefined;
  return (
    <div className="gpu-unknown rounded-block border border-dashed border-hatch p-3 text-table">
      <p className="text-ink2">
        {whyNotDrawn(gpu.board)} {gpu.instances.length > 0 && 'Its instances are kept as they were read.'}
      </p>
      {isListed && (
        <button
          type="button"
          className="mt-1 min-h-6 rounded-strip text-left text-ink2 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
          onClick={() => gestures.openTrust(gpu.board)}
        >
          How do we know?
        </button>
      )}
      <ul className="mt-2">
        {gpu.instances.map((gi) => (
          <li key={gi.id}>
            <button
              type="button"
              data-gi-id={gi.id}
              className="min-h-6 rounded-strip underline-offset-4 hover:underline"
              onClick={() => select({ kind: 'instance', id: gi.id })}
            >
              {gi.profile} at slice {gi.start}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
