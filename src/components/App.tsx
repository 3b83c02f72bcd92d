import { usePlan, useReadOnly, useUi } from '../state/app.ts';
import { useLibrary } from '../state/library/libraryStore.ts';
import { useActionKeys } from './actions/useActionKeys.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { DragArea } from './dnd/DragArea.tsx';
import { useKeyGestures } from './dnd/useKeyGestures.ts';
import { TaskView } from './shell/TaskView.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useKeepFocus } from './shell/useKeepFocus.ts';
import { usePaneKeys } from './shell/usePaneKeys.ts';
import { useTheme } from './shell/useTheme.ts';
import { StartPage } from './start/StartPage.tsx';
import { laterPart } from './ui/laterPart.tsx';

/** The board and what is around it: a first visit sees the start before. */
const Planner = laterPart(async () => (await import('./shell/Planner.tsx')).Planner, {
  meanwhile: <main aria-busy="true" />,
  isSoon: true,
});
const ReviewBar = laterPart(async () => (await import('./review/ReviewBar.tsx')).ReviewBar);

/** The page: the start screen while the plan is empty, then the planner or a task in its place; dialogs above all. */
export function App() {
  // VMs that wait are a plan too, and so are requests, also when the last host has gone.
  const isEmpty = usePlan(({ plan }) => plan.hosts.length + plan.vms.length + plan.requests.length === 0);
  const isReadOnly = useReadOnly();
  const view = useUi((ui) => ui.view);
  const isAsking = useUi((ui) => ui.left === 'requests');
  const isReady = useLibrary((library) => library.isReady);
  useTheme();
  useActionKeys();
  usePaneKeys();
  useKeyGestures();
  useKeepFocus();
  return (
    <div className="app" data-read-only={isReadOnly || undefined}>
      <DragArea isOn={!isEmpty || isAsking || isReadOnly || view !== null}>
        <TopBar />
        {isReadOnly && <ReviewBar />}
        {!isReady ? (
          // Nothing flashes by while the plan that was open is being read.
          <main aria-busy="true" />
        ) : view !== null ? (
          <TaskView view={view} />
        ) : !isEmpty || isAsking || isReadOnly ? (
          <Planner />
        ) : (
          <StartPage />
        )}
      </DragArea>
      <Dialogs />
    </div>
  );
}
