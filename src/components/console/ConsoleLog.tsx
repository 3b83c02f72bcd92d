import { memo, useLayoutEffect, useRef } from 'react';
import type { Entry } from '../../state/console/terminals.ts';

interface ConsoleLogProps {
  readonly entries: readonly Entry[];
  /** Text that no public output shows is marked. */
  readonly isMarked: boolean;
  /** Whose output it is, for who hears the page. */
  readonly machine?: string;
}

/**
 * What was typed and answered, as text and nothing else. A listing is not read out as it comes: the status line says how long it is, and
 * here it can be read line by line.
 */
export function ConsoleLog({ entries, isMarked, machine }: ConsoleLogProps) {
  const name = machine === undefined ? 'Output' : `Output of ${machine}`;
  const log = useRef<HTMLDivElement>(null);
  const last = entries.at(-1)?.id;
  useLayoutEffect(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
    // Marks make it longer.
  }, [last, isMarked]);
  return (
    <div
      ref={log}
      role="log"
      aria-label={name}
      aria-live="off"
      tabIndex={entries.length > 0 ? 0 : undefined}
      className="console-log"
    >
      {entries.map((entry) => (
        <LogEntry key={entry.id} entry={entry} isMarked={isMarked} />
      ))}
    </div>
  );
}

const LogEntry = memo(function LogEntry({
  entry,
  isMarked,
}: {
  readonly entry: Entry;
  readonly isMarked: boolean;
}) {
  if (entry.kind === 'remark') return <p className="console-remark">{entry.text}</p>;
  if (entry.kind === 'edit') {
    return (
      <div>
        <p className="console-remark">{entry.text}</p>
        <pre>{entry.lines.join('\n')}</pre>
      </div>
    );
  }
  const { prompt, line, text, status } = entry;
  return (
    <div>
      <pre className="console-typed">
        <span className="console-prompt">{prompt}</span>
        {line}
      </pre>
      {isMarked && entry.inferredLines.length > 0 ? (
        <pre>
          {marked(text, entry.inferredLines).map((run, at) =>
            run.isInferred ? (
              <span key={at} className="console-inferred">
                {run.text}
                <span className="console-note">text not seen in public output{'\n'}</span>
              </span>
            ) : (
              run.text
            ),
          )}
        </pre>
      ) : (
        text !== '' && <pre>{text}</pre>
      )}
      {status !== 0 && (
        <p className="console-remark">
          Exit status {status}
          {isMarked && entry.isStatusInferred && ': not seen in public output'}
        </p>
      )}
    </div>
  );
});

interface Run {
  readonly text: string;
  readonly isInferred: boolean;
}

/** The text in runs of lines that are all seen or all inferred. */
function marked(text: string, inferredLines: readonly number[]): Run[] {
  const inferred = new Set(inferredLines);
  const runs: Run[] = [];
  for (const [at, line] of text.replace(/\n$/, '').split('\n').entries()) {
    const isInferred = inferred.has(at);
    const before = runs.at(-1);
    if (before !== undefined && before.isInferred === isInferred) {
      runs[runs.length - 1] = { text: `${before.text}${line}\n`, isInferred };
    } else runs.push({ text: `${line}\n`, isInferred });
  }
  return runs;
}
