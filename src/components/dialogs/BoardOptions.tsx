import { isDrawable, type BoardId } from '../../model/board.ts';
import { BOARDS, boardTitle, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { WITHOUT_MIG } from '../../model/catalogue/withoutMig.ts';

interface BoardOptionsProps {
  /** What is chosen, where the catalogue may not have it: it stays, as it was read. */
  readonly value: BoardId;
}

const ARCHITECTURES = [...new Set(BOARDS.map((board) => board.architecture))];

/**
 * All boards by architecture, for a native list. Those without public starts can be had and are not drawn; what cannot be had is
 * named with its reason, for its owner looks for it here.
 */
export function BoardOptions({ value }: BoardOptionsProps) {
  return (
    <>
      {BOARDS.every((one) => one.id !== value) && <option value={value}>{value} (not known)</option>}
      {ARCHITECTURES.map((architecture) => (
        <optgroup key={architecture} label={architecture}>
          {BOARDS.filter((one) => one.architecture === architecture).map((one) => (
            <option key={one.id} value={one.id}>
              {isDrawable(one) ? boardTitle(one) : `${boardTitle(one)} (incomplete, not drawn)`}
            </option>
          ))}
        </optgroup>
      ))}
      <optgroup label="Profile IDs and starts not public" disabled>
        {VGPU_BOARDS.filter(({ boards }) => boards.length === 0).map(({ id, product, family }) => (
          <option key={id}>{product?.replace(/^NVIDIA /, '') ?? family}</option>
        ))}
      </optgroup>
      <optgroup label="No MIG" disabled>
        {WITHOUT_MIG.map(({ product }) => (
          <option key={product}>{product}</option>
        ))}
      </optgroup>
    </>
  );
}
