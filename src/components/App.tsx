import { usePlan } from '../state/app.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { DragArea } from './dnd/DragArea.tsx';
import { useKeyGestures } from './dnd/useKeyGestures.ts';
import { BottomBar } from './shell/BottomBar.tsx';
import { Planner } from './shell/Planner.tsx';
import { StatusLine } from './shell/StatusLine.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useHistoryKeys } from './shell/useHistoryKeys.ts';
import { useKeepFocus } from './shell/useKeepFocus.ts';
import { useTheme } from './shell/useTheme.ts';
import { StartScreen } from './start/StartScreen.tsx';

/** The page: the start screen while the plan is empty, then the planner; dialogs above both. */
export function App() {
  // VMs that wait are a plan too, also when the last host has gone.
  const isEmpty = usePlan(({ plan }) => plan.hosts.length === 0 && plan.vms.length === 0);
  useTheme();
  useHistoryKeys();
  useKeyGestures();
  useKeepFocus();
  return (
    <div className="app">
      <DragArea>
        <TopBar />
        {!isEmpty ? (
          <Planner />
        ) : (
          <>
            <main className="min-h-0 overflow-y-auto">
              <StartScreen />
            </main>
            <StatusLine />
            <BottomBar sheets={null} />
          </>
        )}
      </DragArea>
      <Dialogs />
    </div>
  );
}
