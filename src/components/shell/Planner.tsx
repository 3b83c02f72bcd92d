import { useEffect, useState } from 'react';
import { gestures, uiStore, useUi } from '../../state/app.ts';
import { Board } from '../board/Board.tsx';
import { Palette } from '../palette/Palette.tsx';
import { laterPart } from '../ui/laterPart.tsx';
import { BottomBar, type Sheet } from './BottomBar.tsx';
import { PlanFigures } from './PlanFigures.tsx';
import { StatusLine } from './StatusLine.tsx';

// What stands beside and below the board: neither the start screen nor the board need wait for it.
const Inspector = laterPart(async () => (await import('../inspector/Inspector.tsx')).Inspector, {
  meanwhile: <div className="inspector" />,
});
const RequestsPanel = laterPart(async () => (await import('../requests/RequestsPanel.tsx')).RequestsPanel);
const VmDock = laterPart(async () => (await import('../vms/VmDock.tsx')).VmDock, {
  meanwhile: <div className="dock" />,
});
// Not fetched before it is opened: it brings the simulator with it.
const ConsoleDock = laterPart(async () => (await import('../console/ConsoleDock.tsx')).ConsoleDock);

/**
 * The three panes and the dock. On a narrow page the board keeps the middle and one of the others is the sheet below it;
 * the elements stay the same, so the names do too.
 */
export function Planner() {
  const left = useUi((ui) => ui.left);
  const isConsoleOpen = useUi((ui) => ui.isConsoleOpen);
  // On a narrow page profiles and requests share a sheet as they share the pane.
  const [open, setOpen] = useState<Exclude<Sheet, 'requests'> | null>('profiles');
  const sheet: Sheet | null = open === 'profiles' ? left : open;
  const setSheet = (next: Sheet | null): void => {
    setOpen(next === 'requests' ? 'profiles' : next);
    if (next === 'requests' || next === 'profiles') gestures.showLeft(next);
  };
  useEffect(
    () =>
      uiStore.subscribe((ui, before) => {
        if (ui.selection !== before.selection && ui.selection !== null) setOpen('details');
        if (ui.refusal !== before.refusal && ui.refusal !== null) setOpen('details');
        if (ui.isConsoleOpen && !before.isConsoleOpen) setOpen(null);
        if (ui.vms.asked !== before.vms.asked) setOpen('vms');
        if (ui.lifted !== before.lifted && ui.lifted?.kind === 'profile' && ui.refusal === null)
          setOpen('profiles');
      }),
    [],
  );
  // The sheet would lie over what it is about.
  useEffect(() => {
    document.querySelector('.board [aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <>
      <main className="planner" data-sheet={open ?? 'none'} data-left={left}>
        <div className="pane pane-profiles" data-pane>
          {left === 'profiles' ? <Palette /> : <RequestsPanel />}
        </div>
        <div className="pane-board" data-pane>
          <PlanFigures />
          <Board />
          {isConsoleOpen && <ConsoleDock />}
        </div>
        <div className="pane pane-vms" data-pane>
          <VmDock />
        </div>
        <div className="pane pane-details" data-pane>
          <Inspector />
        </div>
      </main>
      <StatusLine />
      <BottomBar sheets={{ open: sheet, onOpen: setSheet }} />
    </>
  );
}
