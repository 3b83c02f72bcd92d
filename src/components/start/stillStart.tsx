/** The start as a picture, which the build writes into the page (scripts/still.ts). */
import { renderToStaticMarkup } from 'react-dom/server';
import { TopBar } from '../shell/TopBar.tsx';
import { StartPage } from './StartPage.tsx';

/** What a first visit sees until the planner is there. Nobody can press or hear it: what it shows comes alive a moment later. */
export function stillStart(): string {
  return renderToStaticMarkup(
    <div className="app" inert aria-hidden>
      <TopBar />
      <StartPage />
    </div>,
  );
}
