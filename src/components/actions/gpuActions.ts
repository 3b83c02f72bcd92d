/** What can be done with one GPU: its menu, and its part of the commands. */
import { isDrawable } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findGpu, type Gpu } from '../../model/plan.ts';
import { fitsOnGpu } from '../../placement/fits.ts';
import { rankedProfiles } from '../../placement/layouts/layoutChoices.ts';
import { gestures, planStore, uiStore } from '../../state/app.ts';
import { copyGpuLayout, pasteOnGpu } from '../../state/layoutClipboard.ts';
import { select } from '../board/select.ts';
import { whyNoLayouts } from '../layouts/whyNoLayouts.ts';
import type { Action } from './action.ts';
import { KEYS } from './keys.ts';

export interface GpuActions {
  readonly choose: Action;
  /** One for each profile that fits. */
  readonly fill: readonly Action[];
  readonly edit: readonly Action[];
}

/** As the plan stands now. */
export function gpuActions(gpu: Gpu): GpuActions {
  const driver = findGpu(planStore.getState().plan, gpu.id)?.host.driver ?? null;
  const { copied } = uiStore.getState();
  const board = findBoard(gpu.board);
  const gpuIds = [gpu.id];
  return {
    choose: {
      name: 'Choose a layout…',
      edits: true,
      why: () => whyNoLayouts(gpu),
      run: () => gestures.openLayouts(gpu.id),
    },
    fill: (board === undefined || !isDrawable(board) ? [] : rankedProfiles(board))
      .map((profile) => ({ profile, fits: fitsOnGpu({ driver }, gpu, profile) }))
      .filter(({ fits }) => fits > 0)
      .map(({ profile, fits }) => ({
        name: `Fill with ${profile}`,
        figure: `${fits} ${fits === 1 ? 'fits' : 'fit'}`,
        edits: true,
        run: () => gestures.run({ type: 'gpu/fill', gpuIds, profile }),
      })),
    edit: [
      { name: 'Notes', run: () => select({ kind: 'gpu', id: gpu.id }, true) },
      { name: 'Copy layout', keys: KEYS.copy, run: () => void copyGpuLayout(gpu.id) },
      {
        name: 'Paste layout',
        edits: true,
        ...(copied !== null && { figure: copied.name }),
        why: () => (copied === null ? 'nothing copied' : copied.kind === 'host' ? 'a host was copied' : null),
        run: () => pasteOnGpu(gpu.id),
      },
      {
        name: 'Clear',
        edits: true,
        why: () => (gpu.instances.length === 0 ? 'empty already' : null),
        run: () => gestures.run({ type: 'gpu/clear', gpuIds }),
      },
    ],
  };
}
