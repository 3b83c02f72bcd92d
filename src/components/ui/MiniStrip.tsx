import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu } from '../../model/plan.ts';
import { shortProfileName } from '../../model/profile.ts';
import { blockOf } from '../../model/slices.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { columnsOf } from '../board/gridStyle.ts';
import { hueOf } from '../board/hue.ts';
import { classNames } from './classNames.ts';

interface MiniStripProps {
  readonly gpu: Pick<Gpu, 'board' | 'use' | 'instances'>;
  /** Short profile names inside the blocks, where the strip is wide enough for them. */
  readonly showNames?: boolean;
}

/** The memory slices of a GPU as one line, as wide as its box. What it shows has to be said in words beside it. */
export function MiniStrip({ gpu, showNames = true }: MiniStripProps) {
  const board = findBoard(gpu.board);
  const columns = board === undefined ? 8 : columnsOf(board);
  const share = (slices: number): string => `${(slices / columns) * 100}%`;
  return (
    <div
      aria-hidden="true"
      className={classNames(
        'relative h-7 w-full overflow-hidden rounded-strip border bg-surface',
        board === undefined ? 'border-dashed border-hatch' : 'border-line',
      )}
    >
      {board !== undefined &&
        sliceUse(gpu).strandedMemory.map((column) => (
          <span
            key={column}
            className="hatched absolute inset-y-0"
            style={{ left: share(column), width: share(1) }}
          />
        ))}
      {board !== undefined &&
        gpu.instances.map((gi) => {
          const { memory } = blockOf(board, gi.profile, gi.start);
          const hue = hueOf(board, gi.profile);
          return (
            <span
              key={gi.id}
              data-hue={hue}
              className="@container absolute inset-y-0 flex items-center justify-center overflow-hidden rounded-strip border-[1.5px] border-edge bg-fill text-note font-semibold text-on"
              style={{ left: share(memory.start), width: share(memory.count) }}
            >
              {hue === 'wide-1g' && <span className="hatched-edge absolute inset-y-0 right-0 w-1/2" />}
              {/* A name that would be cut says less than none: width and hue tell a 1g. */}
              {showNames && (
                <span
                  className={classNames(
                    'relative hidden',
                    /[+-]/.test(gi.profile) ? '@min-[44px]:block' : '@min-[18px]:block',
                    hue === 'wide-1g' && '@min-[36px]:mr-[50%]',
                  )}
                >
                  {shortProfileName(gi.profile)}
                </span>
              )}
            </span>
          );
        })}
    </div>
  );
}
