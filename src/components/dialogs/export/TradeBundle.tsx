import { useEffect, useRef, useState } from 'react';
import { writeBundle, type BundleProgress } from '../../../console/exportBundle.ts';
import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import type { ExportGroup } from '../../../console/exports/exportRows.ts';
import { loadExport } from '../../../console/exports/loadExport.ts';
import type { Plan } from '../../../model/plan.ts';
import { gestures } from '../../../state/app.ts';
import { Button } from '../../ui/Button.tsx';
import { DownloadIcon } from '../../ui/icons.tsx';
import { counted, figure } from '../counted.ts';
import { saveBlob } from '../saveText.ts';

interface TradeBundleProps {
  readonly plan: Plan;
  readonly group: ExportGroup;
  readonly options: ExportOptions;
}

/** So long the page may be held up at a time; then it draws and listens. */
const STRETCH_MS = 40;

/** One file for whoever does the work: every text of the trade, for every host. A second press stops it. */
export function TradeBundle({ plan, group, options }: TradeBundleProps) {
  const [progress, setProgress] = useState<BundleProgress | null>(null);
  const run = useRef(0);
  // Whoever closes the dialog does not wait for it any more.
  useEffect(() => () => void run.current++, []);

  const stop = (): void => {
    run.current++;
    setProgress(null);
  };
  const start = async (): Promise<void> => {
    const own = ++run.current;
    setProgress({ done: 0, of: 0 });
    let definitions;
    try {
      definitions = await Promise.all(group.formats.map(loadExport));
    } catch {
      stop();
      gestures.say('The part of the page that writes this could not be loaded. Try again.', 'refused');
      return;
    }
    const writing = writeBundle(plan, { name: group.name, definitions }, options);
    let rest = performance.now() + STRETCH_MS;
    let step = writing.next();
    while (step.done !== true && run.current === own) {
      if (performance.now() > rest) {
        setProgress(step.value);
        await new Promise((resolve) => setTimeout(resolve));
        rest = performance.now() + STRETCH_MS;
      }
      step = writing.next();
    }
    if (run.current !== own || step.done !== true) return;
    const { zip, fileName, texts } = step.value;
    saveBlob(new Blob([zip], { type: 'application/zip' }), fileName);
    gestures.say(
      `Saved as ${fileName}: ${counted(texts, 'text')} and the plan. What could not be written is in its contents.txt.`,
      'done',
    );
    setProgress(null);
  };

  const isRunning = progress !== null;
  return (
    <div className="mt-auto shrink-0 border-t border-line p-3">
      <Button className="w-full" onClick={() => (isRunning ? stop() : void start())}>
        {!isRunning && <DownloadIcon />}
        <span className="truncate">
          {isRunning
            ? `Stop: ${figure(progress.done)} of ${figure(progress.of)} written`
            : `All as a zip: ${group.name}`}
        </span>
      </Button>
    </div>
  );
}
