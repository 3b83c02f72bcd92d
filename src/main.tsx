// First: what later parts add to a layer of it comes behind it, also where all is one style sheet.
import './styles.css';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './components/App.tsx';
import { ErrorBoundary } from './components/shell/ErrorBoundary.tsx';
import { boot } from './state/boot.ts';
import { libraryStore } from './state/library/libraryStore.ts';
import { afterStill } from './state/still.ts';
import { isEmbed } from './state/url.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');

if (isEmbed()) {
  // In a frame of others: nothing of the planner starts, and no storage is read.
  void import('./components/embed/showEmbed.tsx').then(({ showEmbed }) => showEmbed(root));
} else {
  boot();
  // Where a plan may be shown its board is fetched beside it; a first visit begins without.
  if (!libraryStore.getState().isReady) {
    for (const part of [import('./components/shell/Planner.tsx'), import('./components/dnd/DragLayer.tsx')]) {
      // Complained about when it is drawn.
      part.catch(() => undefined);
    }
  }
  void import('./modes.css');
  afterStill(root, (isStill) => {
    const page = createRoot(root);
    const render = (): void =>
      page.render(
        <StrictMode>
          <ErrorBoundary>
            <App />
          </ErrorBoundary>
        </StrictMode>,
      );
    // Behind the picture it may be drawn in slices: nothing is held up meanwhile.
    if (isStill) startTransition(render);
    else render();
  });
}
