/** Shows what was found in the plan: selected, in sight, and with the focus on it. */
import { flushSync } from 'react-dom';
import type { GiId, GpuId, VmId } from '../../model/ids.ts';
import { gestures, planStore, uiStore } from '../../state/app.ts';
import { findInstance, findVm } from '../../model/plan.ts';
import type { Selection } from '../../state/uiStore.ts';
import { select } from '../board/select.ts';
import { makeLift } from '../dnd/liftable.ts';

/**
 * Leaves a task that has the board's place, selects, and brings the thing into sight. All is drawn at once: frames later
 * the focus would be taken from wherever the next key has led.
 */
export function goTo(selection: Selection): void {
  flushSync(() => {
    if (uiStore.getState().view !== null) gestures.closeView();
    if (!isShown(selection)) gestures.showBoard({ shown: null });
    select(selection);
    if (selection.kind === 'vm') gestures.listVms('all', selection.id);
    else if (uiStore.getState().vms.isLarge) gestures.showVms({ isLarge: false });
  });
  show(selection);
}

/** Whether the board shows what is selected, where it shows a part of the plan only. */
function isShown({ kind, id }: Selection): boolean {
  const { shown } = uiStore.getState();
  if (shown === null) return true;
  switch (kind) {
    case 'host':
      return shown.hosts.has(id);
    case 'gpu':
      return shown.gpus.has(id);
    case 'instance': {
      const place = findInstance(planStore.getState().plan, id);
      return place !== undefined && shown.gpus.has(place.gpu.id);
    }
    // It is in the table in any case.
    case 'vm':
      return true;
  }
}

function show(selection: Selection): void {
  const shown = elementOf(selection);
  shown?.scrollIntoView({ block: 'center', inline: 'nearest' });
  shown?.focus({ preventScroll: true });
  // Beside its row, a VM is where its first instance is.
  if (selection.kind === 'vm')
    instanceOf(selection.id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function elementOf({ kind, id }: Selection): HTMLElement | null {
  switch (kind) {
    case 'host':
      return document.querySelector(`[data-host-id="${id}"]`);
    case 'gpu':
      return gpuHead(id);
    case 'instance':
      return document.querySelector(`[data-gi-id="${id}"]`);
    case 'vm':
      return vmRow(id);
  }
}

function gpuHead(id: GpuId): HTMLElement | null {
  return document.querySelector(`[data-gpu-id="${id}"] [data-gpu-head]`);
}

function instanceOf(id: VmId): HTMLElement | null {
  const held = findVm(planStore.getState().plan, id)?.attachments.find(({ instance }) => instance !== null);
  const giId: GiId | null = held?.instance ?? null;
  return giId === null ? null : document.querySelector(`[data-gi-id="${giId}"]`);
}

/** The grip in its row. */
function vmRow(id: VmId): HTMLElement | null {
  const row = document.querySelector(`tr[data-lift='${makeLift({ kind: 'vm', vmId: id })}']`);
  return row?.querySelector<HTMLElement>('button') ?? null;
}
