import type { ReactNode } from 'react';
import type { GiId } from '../../model/ids.ts';
import { makeInstance } from '../../model/plan.ts';
import type { Board } from '../../model/board.ts';
import { shortProfileName, type ProfileName } from '../../model/profile.ts';
import { blockOf } from '../../model/slices.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { columnPitches, gridStyle, labelsInside, rangeStyle, roomierSide } from '../board/gridStyle.ts';
import { hueOf } from '../board/hue.ts';
import { SideLabel } from '../board/SideLabel.tsx';
import { StrandedSlices } from '../board/StrandedSlices.tsx';
import { classNames } from './classNames.ts';

export interface MiniInstance {
  readonly profile: ProfileName;
  readonly start: number;
  /** Inside a large block, beside a small one. */
  readonly label?: string;
  /** In the corner of a large block, before the label beside a small one. */
  readonly badge?: ReactNode;
  /** Framed, after the label. */
  readonly note?: string;
  /** Outlined in ink: what is spoken of. */
  readonly isLit?: boolean;
  /** Drawn dashed and paler: only wanted, not there. */
  readonly isGhost?: boolean;
  /** Stands where it cannot, as a text had it. */
  readonly isIllegal?: boolean;
  /** Nobody says where it starts: dashed, with a question mark. */
  readonly isStartUnknown?: boolean;
}

interface MiniGridProps {
  readonly board: Board;
  readonly instances: readonly MiniInstance[];
  /** Side of a slice in px; names are written from 16 on. */
  readonly pitch: number;
  /** Hatches what no profile can use beside these instances. */
  readonly showStranded?: boolean;
}

function Note({ children }: { readonly children: string }) {
  return (
    <span className="relative inline-block max-w-full truncate align-middle rounded-rail border border-ink bg-surface px-1 text-note text-ink">
      {children}
    </span>
  );
}

/** Also in the legend of such drawings. */
export function UnknownStart() {
  return (
    <span
      aria-hidden="true"
      className="inline-flex size-3.5 shrink-0 items-center justify-center rounded-full border border-dashed border-ink bg-surface align-middle text-note leading-none font-semibold text-ink"
    >
      ?
    </span>
  );
}

/** A small read-only drawing of a GPU; what it shows has to be said in words beside it. */
export function MiniGrid({ board, instances, pitch, showStranded = false }: MiniGridProps) {
  const hasNames = pitch >= 16;
  const placed = instances.map((instance, index) => ({
    ...instance,
    ...makeInstance(index as GiId, instance.profile, instance.start),
  }));
  const use = showStranded ? sliceUse({ board: board.id, use: 'mig', instances: placed }) : null;
  return (
    <div aria-hidden="true" className="mig shrink-0" style={gridStyle(board, pitch)}>
      <div className="mig-grid overflow-hidden">
        {use !== null && <StrandedSlices board={board} use={use} />}
        {instances.map((given, index) => {
          const instance = given.isStartUnknown === true ? { ...given, badge: <UnknownStart /> } : given;
          const block = blockOf(board, instance.profile, instance.start);
          const widthPx = pitch * columnPitches(board) * block.memory.count;
          // A remark that is wider than its block stands beside it, whole.
          const leastPx = instance.note === undefined ? 0 : instance.note.length * 6 + 14;
          const isLarge = labelsInside(board, block) && widthPx >= 60;
          const isInside = isLarge && widthPx >= leastPx;
          // "1g.24gb+gfx" is wider than some blocks that have room for two lines.
          const badgePx = instance.badge === undefined || !isInside ? 0 : 28;
          const isWhole = isLarge && widthPx >= instance.profile.length * 7 + badgePx;
          const hue = hueOf(board, instance.profile);
          return (
            <div key={index} data-hue={hue} className="contents">
              <div
                className={classNames(
                  'mig-at mig-block flex flex-col items-center justify-center overflow-hidden leading-tight',
                  (instance.isGhost === true || instance.isStartUnknown === true) && 'border-dashed',
                  instance.isLit === true && 'outline-2 -outline-offset-2 outline-ink',
                  instance.isIllegal === true && 'outline-2 -outline-offset-2 outline-ink outline-dashed',
                )}
                style={rangeStyle(block.compute, block.memory)}
              >
                {hue === 'wide-1g' && <span className="hatched-edge absolute inset-y-0 right-0 w-1/2" />}
                {hasNames && (
                  <span
                    className={classNames(
                      'relative text-note font-semibold whitespace-nowrap',
                      hue === 'wide-1g' && 'mr-[50%]',
                    )}
                  >
                    {isWhole ? instance.profile : shortProfileName(instance.profile)}
                  </span>
                )}
                {hasNames && isInside && instance.label !== undefined && (
                  <span className="relative max-w-full truncate px-1 text-note">{instance.label}</span>
                )}
                {isInside && instance.note !== undefined && <Note>{instance.note}</Note>}
                {isInside && <span className="absolute top-px right-px flex">{instance.badge}</span>}
              </div>
              {hasNames && !isInside && (instance.label ?? instance.badge) !== undefined && (
                <SideLabel block={block} side={roomierSide(board, block)}>
                  {instance.badge} {instance.label}{' '}
                  {instance.note !== undefined && <Note>{instance.note}</Note>}
                </SideLabel>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
