import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { writeExport, type Exported } from '../../../console/writeExport.ts';
import type {
  ExportDefinition,
  ExportError,
  ExportOptions,
} from '../../../console/exports/exportDefinition.ts';
import type { ExportFormat } from '../../../console/exports/exportRows.ts';
import { loadExport } from '../../../console/exports/loadExport.ts';
import type { Plan } from '../../../model/plan.ts';
import type { Result } from '../../../model/result.ts';

interface WrittenExport {
  /** What the last choice that could be followed came to; null before the first. */
  readonly result: Result<Exported, ExportError> | null;
  /** The format that `result` is of. */
  readonly format: ExportFormat | null;
  /** Another choice was made since, and is being written. */
  readonly isLate: boolean;
  /** The writers could not be fetched. */
  readonly isMissing: boolean;
  readonly tryAgain: () => void;
}

/** The text of the chosen format. The choice is drawn first and the text follows: a plan of 1,000 GPUs takes 0.2 s. */
export function useWritten(plan: Plan, format: ExportFormat, options: ExportOptions): WrittenExport {
  const [writers, setWriters] = useState<ReadonlyMap<ExportFormat, ExportDefinition>>(new Map());
  const [missing, setMissing] = useState<ExportFormat | null>(null);
  const [attempt, setAttempt] = useState(0);
  const definition = writers.get(format);
  const isHere = definition !== undefined;
  useEffect(() => {
    if (isHere) return undefined;
    let isOver = false;
    loadExport(format).then(
      (found) => {
        if (!isOver) setWriters((before) => new Map(before).set(format, found));
      },
      () => {
        if (!isOver) setMissing(format);
      },
    );
    return () => {
      isOver = true;
    };
  }, [format, isHere, attempt]);

  const asked = useMemo(
    () => (definition === undefined ? null : { plan, format, definition, options }),
    [plan, format, definition, options],
  );
  const followed = useDeferredValue(asked);
  const result = useMemo(
    () => (followed === null ? null : writeExport(followed.plan, followed.definition, followed.options)),
    [followed],
  );
  return {
    result,
    format: followed?.format ?? null,
    isLate: asked === null || asked !== followed,
    isMissing: missing === format && !isHere,
    tryAgain: () => {
      setMissing(null);
      setAttempt(attempt + 1);
    },
  };
}
