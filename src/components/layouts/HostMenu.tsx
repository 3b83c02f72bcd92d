import type { Host } from '../../model/plan.ts';
import { gestures, useReadOnly, useUi } from '../../state/app.ts';
import { openTerminal } from '../../state/console/openTerminal.ts';
import { copyHostLayout, pasteOnHost } from '../../state/layoutClipboard.ts';
import type { OpenMenu } from '../board/ActionsButton.tsx';
import { select } from '../board/select.ts';
import { Menu, MenuItem } from '../ui/Menu.tsx';

interface HostMenuProps {
  readonly host: Host;
  readonly menu: OpenMenu;
}

/** The dialogs take the host that is selected. */
function openFor(host: Host, dialog: 'export' | 'compare'): void {
  gestures.select({ kind: 'host', id: host.id });
  gestures.openDialog(dialog);
}

/** What can be done with a whole host: its layouts, what leaves or comes in for it alone, and the way into its terminal. */
export function HostMenu({ host, menu }: HostMenuProps) {
  const copied = useUi((ui) => ui.copied);
  const isReadOnly = useReadOnly();
  const noGpus = host.gpus.length === 0 ? 'no GPUs' : null;
  const isEmpty = host.gpus.every((gpu) => gpu.instances.length === 0);
  return (
    <Menu {...menu}>
      <MenuItem onChoose={() => select({ kind: 'host', id: host.id }, true)}>Notes</MenuItem>
      <MenuItem unless={noGpus} onChoose={() => void copyHostLayout(host.id)}>
        Copy layout
      </MenuItem>
      {!isReadOnly && (
        <MenuItem
          {...(copied === null ? {} : { figure: copied.name })}
          unless={noGpus ?? (copied === null ? 'nothing copied' : null)}
          onChoose={() => pasteOnHost(host.id)}
        >
          {copied?.kind === 'gpu' ? 'Paste layout on each GPU' : 'Paste layout'}
        </MenuItem>
      )}
      <MenuItem onChoose={() => openFor(host, 'export')}>Export this host</MenuItem>
      <MenuItem onChoose={() => openFor(host, 'compare')}>Compare this host with reality</MenuItem>
      {!isReadOnly && (
        <MenuItem
          unless={isEmpty ? 'empty already' : null}
          onChoose={() => gestures.run({ type: 'gpu/clear', gpuIds: host.gpus.map((gpu) => gpu.id) })}
        >
          Clear all GPUs
        </MenuItem>
      )}
      <MenuItem onChoose={() => void openTerminal({ hostId: host.id, vm: null })}>Terminal</MenuItem>
    </Menu>
  );
}
