import { usePlan } from '../state/app.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { DragArea } from './dnd/DragArea.tsx';
import { useKeyGestures } from './dnd/useKeyGestures.ts';
import { Planner } from './shell/Planner.tsx';
import { StatusLine } from './shell/StatusLine.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useHistoryKeys } from './shell/useHistoryKeys.ts';
import { useTheme } from './shell/useTheme.ts';
import { StartScreen } from './start/StartScreen.tsx';

/** The page: the start screen while the plan has no hosts, then the planner; dialogs above both. */
export function App() {
  const hasHosts = usePlan((state) => state.plan.hosts.length > 0);
  useTheme();
  useHistoryKeys();
  useKeyGestures();
  return (
    <div className="app">
      <DragArea>
        <TopBar />
        {hasHosts ? (
          <Planner />
        ) : (
          <>
            <main className="min-h-0 overflow-y-auto">
              <StartScreen />
            </main>
            <StatusLine />
          </>
        )}
      </DragArea>
      <Dialogs />
    </div>
  );
}
