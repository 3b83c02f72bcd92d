import { Component, type ReactNode } from 'react';
import { planStore } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { DownloadIcon } from '../ui/icons.tsx';

interface ErrorBoundaryState {
  readonly error: unknown;
}

/** A bug ends the page, but never the plan: what happened, and the plan as a file. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main className="mx-auto flex max-w-160 flex-col gap-4 p-6">
        <h1 className="text-head font-semibold">MIG Planner has met a fault of its own</h1>
        <p>The plan is whole, with its last step. Download it, then load the page again.</p>
        <pre className="overflow-x-auto rounded-card border border-line bg-surface p-3 font-mono text-table whitespace-pre-wrap">
          {error instanceof Error
            ? (error.stack ?? error.message)
            : 'Something that is not an error was thrown.'}
        </pre>
        <div className="flex gap-2">
          <Button variant="primary" onClick={() => void downloadPlan()}>
            <DownloadIcon /> Download the plan
          </Button>
          <Button onClick={() => window.location.reload()}>Load again</Button>
        </div>
      </main>
    );
  }
}

async function downloadPlan(): Promise<void> {
  const { makePlanJson } = await import('../../formats/planJson.ts');
  const text = makePlanJson(planStore.getState().plan);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'plan.mig-plan.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
