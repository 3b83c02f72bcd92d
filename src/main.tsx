// First: what later parts add to a layer of it comes behind it, also where all is one style sheet.
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './components/App.tsx';
import { ErrorBoundary } from './components/shell/ErrorBoundary.tsx';
import { boot } from './state/boot.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');

boot();

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
);
