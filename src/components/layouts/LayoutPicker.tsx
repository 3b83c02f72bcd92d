import { isDrawable } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findGpu, findInstance, type GpuPlace, type Plan } from '../../model/plan.ts';
import { gestures, usePlan, useUi } from '../../state/app.ts';
import type { Selection } from '../../state/uiStore.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { BoardLayouts } from './BoardLayouts.tsx';
import { whyNoLayouts } from './whyNoLayouts.ts';

/** All maximal layouts of a GPU's board, to cut it anew, and others like it. */
export function LayoutPicker() {
  const plan = usePlan((state) => state.plan);
  const layoutsOf = useUi((ui) => ui.layoutsOf);
  const selection = useUi((ui) => ui.selection);
  const place = (layoutsOf === null ? undefined : findGpu(plan, layoutsOf)) ?? placeFor(plan, selection);
  const board = place === undefined ? undefined : findBoard(place.gpu.board);
  if (place === undefined || board === undefined || !isDrawable(board)) {
    return (
      <Dialog title="Layouts" size="small" onClose={gestures.closeDialog}>
        <p>No GPU of the plan has layouts to choose from: add one, or turn its MIG mode on.</p>
      </Dialog>
    );
  }
  return <BoardLayouts key={place.gpu.id} plan={plan} place={place} board={board} />;
}

/** Opened from nowhere in particular: the selected GPU, or the first that has layouts. */
function placeFor(plan: Plan, selection: Selection | null): GpuPlace | undefined {
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
  const selected =
    selection?.kind === 'gpu'
      ? findGpu(plan, selection.id)
      : selection?.kind === 'instance'
        ? findInstance(plan, selection.id)
        : selection?.kind === 'host'
          ? places.find(({ host }) => host.id === selection.id)
          : undefined;
  const candidates = selected === undefined ? places : [selected, ...places];
  return candidates.find(({ gpu }) => whyNoLayouts(gpu) === null);
}
