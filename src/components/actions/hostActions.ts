/** What can be done with a whole host: its layouts, what leaves or comes in for it alone, and the way into its terminal. */
import type { Host } from '../../model/plan.ts';
import { gestures, uiStore } from '../../state/app.ts';
import { openTerminal } from '../../state/console/openTerminal.ts';
import { copyHostLayout, pasteOnHost } from '../../state/layoutClipboard.ts';
import { select } from '../board/select.ts';
import type { Action } from './action.ts';

/** The dialogs take the host that is selected. */
function openFor(host: Host, dialog: 'export' | 'compare'): void {
  gestures.select({ kind: 'host', id: host.id });
  gestures.openDialog(dialog);
}

/** As the plan stands now. */
export function hostActions(host: Host): readonly Action[] {
  const { copied } = uiStore.getState();
  const noGpus = host.gpus.length === 0 ? 'no GPUs' : null;
  const isEmpty = host.gpus.every((gpu) => gpu.instances.length === 0);
  return [
    { name: 'Notes', run: () => select({ kind: 'host', id: host.id }, true) },
    { name: 'Copy layout', why: () => noGpus, run: () => void copyHostLayout(host.id) },
    {
      edits: true,
      name: copied?.kind === 'gpu' ? 'Paste layout on each GPU' : 'Paste layout',
      ...(copied !== null && { figure: copied.name }),
      why: () => noGpus ?? (copied === null ? 'nothing copied' : null),
      run: () => pasteOnHost(host.id),
    },
    { name: 'Export this host', run: () => openFor(host, 'export') },
    { name: 'Compare this host with reality', run: () => openFor(host, 'compare') },
    {
      name: 'Clear all GPUs',
      edits: true,
      why: () => (isEmpty ? 'empty already' : null),
      run: () => gestures.run({ type: 'gpu/clear', gpuIds: host.gpus.map((gpu) => gpu.id) }),
    },
    { name: 'Terminal', run: () => void openTerminal({ hostId: host.id, vm: null }) },
  ];
}
