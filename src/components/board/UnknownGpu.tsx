import type { Gpu } from '../../model/plan.ts';
import { select } from './select.ts';

/** A GPU whose board is not in the catalogue: no rows are known, so nothing is drawn, and nothing is lost either. */
export function UnknownGpu({ gpu }: { readonly gpu: Gpu }) {
  return (
    <div className="gpu-unknown rounded-block border border-dashed border-hatch p-3 text-table">
      <p className="text-ink2">
        The slices of “{gpu.board}” are not known, so no grid is drawn. Its instances are kept as they were
        read.
      </p>
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
