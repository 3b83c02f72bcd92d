import { isDrawable, type Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import type { GiPlace, Gpu, GpuInstance, GpuPlace, Vm } from '../../model/plan.ts';
import { shortProfileName } from '../../model/profile.ts';
import type { GpuPair, InstanceChange } from '../../placement/changes/change.ts';
import { boardName } from '../../placement/messages.ts';
import { checkGpu } from '../../placement/check.ts';
import { columnPitches, gridStyle, rangeStyle, standingBlock } from '../board/gridStyle.ts';
import { MiniGrid, type MiniInstance } from '../ui/MiniGrid.tsx';
import { ChangeSign } from './ChangeSign.tsx';

export type VmsOn = ReadonlyMap<GiId, readonly Vm[]>;

interface SideGridProps {
  readonly pair: GpuPair;
  readonly side: 'before' | 'after';
  readonly vms: VmsOn;
  readonly pitch: number;
}

/** One side of a GPU, with a sign on each instance that is other at the other side. */
export function SideGrid({ pair, side, vms, pitch }: SideGridProps) {
  const place = pair[side];
  const other = pair[side === 'before' ? 'after' : 'before'];
  const board = place === null ? undefined : drawnBoard(place.gpu);
  return (
    <div
      className="change-side"
      style={sizeOf(board ?? (other === null ? undefined : drawnBoard(other.gpu)), pitch)}
    >
      <p aria-hidden="true" className="text-note text-ink3">
        {side === 'before' ? 'Before' : 'After'}
      </p>
      {place !== null && board !== undefined ? (
        <MiniGrid board={board} pitch={pitch} showStranded instances={drawn(place.gpu, pair, side, vms)} />
      ) : (
        <p aria-hidden="true" className="change-absent">
          {place === null ? 'Not in this plan' : notDrawn(place.gpu)}
        </p>
      )}
    </div>
  );
}

/** Both sides in one drawing: what is there afterwards, and in outline over it what was there before. */
export function OverlaidGrid({
  pair,
  vms,
  pitch,
}: Omit<SideGridProps, 'side' | 'vms'> & { readonly vms: VmsOn }) {
  const place = pair.after ?? pair.before;
  const board = place === null ? undefined : drawnBoard(place.gpu);
  if (place === null || board === undefined)
    return <p className="change-absent">{place === null ? '' : notDrawn(place.gpu)}</p>;
  return (
    <div className="relative w-fit">
      <MiniGrid
        board={board}
        pitch={pitch}
        instances={pair.after === null ? [] : drawn(pair.after.gpu, pair, 'after', vms)}
      />
      <div aria-hidden="true" className="mig absolute inset-0" style={gridStyle(board, pitch)}>
        {changesOf(pair).flatMap(({ kind, before, after }) =>
          before !== null && kind !== 'changed' && isOn(before, pair.before)
            ? [
                <Gone
                  key={before.gi.id}
                  board={board}
                  pitch={pitch}
                  kind={kind}
                  before={before}
                  after={after}
                />,
              ]
            : [],
        )}
      </div>
    </div>
  );
}

/** Two boards that are not the same have no drawing in common. */
export function canOverlay({ before, after }: GpuPair): boolean {
  if (before === null || after === null) return true;
  return before.gpu.board === after.gpu.board && before.gpu.use === after.gpu.use;
}

interface GoneProps extends Pick<InstanceChange, 'kind' | 'after'> {
  readonly board: Board;
  readonly pitch: number;
  readonly before: GiPlace;
}

/** From so many px on there is room for words in a block. */
const WIDE_PX = 62;

function Gone({ board, pitch, kind, before, after }: GoneProps) {
  const { compute, memory } = standingBlock(board, before.gi.profile, before.gi.start);
  const isWide = memory.count * pitch * columnPitches(board) >= WIDE_PX;
  return (
    <div className="mig-at change-gone" data-kind={kind} style={rangeStyle(compute, memory)}>
      <span className="change-gone-words">
        <ChangeSign kind={kind} isAway />
        {isWide && (after === null ? shortProfileName(before.gi.profile) : whereTo(before, after))}
      </span>
    </div>
  );
}

/** "to 4", "to esx-02": in a block there is room for no more; the sentence beside it says all. */
function whereTo(before: GiPlace, after: GiPlace): string {
  if (before.host.name !== after.host.name) return `to ${after.host.name}`;
  return before.gpu.index === after.gpu.index ? `to ${after.gi.start}` : `to GPU ${after.gpu.index}`;
}

function changesOf({ changes }: GpuPair): InstanceChange[] {
  return changes.flatMap((one) => (one.about === 'instance' ? one : []));
}

function isOn(place: GiPlace, gpu: GpuPlace | null): boolean {
  return place.gpu.id === gpu?.gpu.id;
}

function drawnBoard(gpu: Gpu): Board | undefined {
  const board = findBoard(gpu.board);
  return board !== undefined && isDrawable(board) && gpu.use === 'mig' ? board : undefined;
}

function notDrawn(gpu: Gpu): string {
  return gpu.use === 'mig' ? `The slices of ${boardName(gpu.board)} are not known.` : 'MIG mode is off.';
}

/** As wide as the drawing would be, so that both sides lie one below the other. */
function sizeOf(board: Board | undefined, pitch: number): { readonly minWidth: number } {
  return {
    minWidth: board === undefined ? 8 * pitch : columnPitches(board) * pitch * (board.memorySlices ?? 8),
  };
}

function drawn(gpu: Gpu, pair: GpuPair, side: 'before' | 'after', vms: VmsOn): MiniInstance[] {
  const signs = new Map<GiId, InstanceChange>();
  for (const change of changesOf(pair)) {
    const place = change[side];
    if (place !== null) signs.set(place.gi.id, change);
  }
  const illegal = new Set(checkGpu(gpu, null).flatMap(({ gi }) => gi?.id ?? []));
  return gpu.instances.map((gi: GpuInstance) => {
    const change = signs.get(gi.id);
    const label = (vms.get(gi.id) ?? []).map(({ name }) => name).join(', ');
    const isAway = side === 'before' && change !== undefined && change.kind !== 'changed';
    return {
      profile: gi.profile,
      start: gi.start,
      isIllegal: illegal.has(gi.id),
      ...(label === '' ? {} : { label }),
      ...(change === undefined
        ? {}
        : {
            isGhost: isAway,
            isLit: !isAway,
            badge: <ChangeSign kind={change.kind} isAway={isAway} />,
          }),
    };
  });
}
