import { BottomBar } from '../shell/BottomBar.tsx';
import { StatusLine } from '../shell/StatusLine.tsx';
import { StartScreen } from './StartScreen.tsx';

/** Below the top bar while there is no plan. */
export function StartPage() {
  return (
    <>
      <main className="min-h-0 overflow-y-auto">
        <StartScreen />
      </main>
      <StatusLine />
      <BottomBar sheets={null} />
    </>
  );
}
