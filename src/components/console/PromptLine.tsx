import { useId, useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react';
import { isPressed } from '../actions/keys.ts';
import { LATER_KEYS } from '../actions/laterKeys.ts';
import type { Completion } from '../../console/simulator/simulator.ts';

interface PromptLineProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly prompt: string;
  /** What to do here, while nothing is typed. */
  readonly placeholder?: string;
  /** What is typed on, for who hears the page: "esx-01". */
  readonly machine?: string;
  /** Lines typed before, the latest last. */
  readonly history: readonly string[];
  readonly completionOf: (line: string) => Completion;
  /** One line, or several that were pasted. */
  readonly onRun: (text: string) => void;
}

/** A paste without a line break that is longer is no command. */
const MAX_TYPED = 8000;
/** More of them than anybody listens to. */
const MAX_SPOKEN = 12;

function spokenChoices(words: readonly string[]): string {
  const more = words.length - MAX_SPOKEN;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `${words.length} ways to go on: ${words.slice(0, MAX_SPOKEN).join(', ')}${rest}`;
}

/** Where a command is typed: Enter runs it, up and down go through the history, Tab completes while there is something to. */
export function PromptLine({
  input,
  prompt,
  placeholder,
  machine,
  history,
  completionOf,
  onRun,
}: PromptLineProps) {
  const describedBy = useId();
  const [line, setLine] = useState('');
  /** Steps back in the history; 0 is the line that is being typed. */
  const [back, setBack] = useState(0);
  const [draft, setDraft] = useState('');
  const [offered, setOffered] = useState<{ readonly line: string; readonly words: readonly string[] } | null>(
    null,
  );

  const type = (text: string): void => {
    setLine(text);
    setBack(0);
    setOffered(null);
  };
  const run = (text: string): void => {
    type('');
    onRun(text);
  };
  const goBack = (steps: number): void => {
    if (steps < 0 || steps > history.length) return;
    if (back === 0) setDraft(line);
    setBack(steps);
    setLine(steps === 0 ? draft : (history[history.length - steps] ?? ''));
    setOffered(null);
  };
  /** True where it did something; else Tab goes on to what comes next, as everywhere. */
  const completed = (): boolean => {
    if (line.trim() === '' || input.current?.selectionStart !== line.length) return false;
    const { line: longer, candidates } = completionOf(line);
    if (longer !== line) {
      type(longer);
      return true;
    }
    if (candidates.length < 2 || offered?.line === line) return false;
    setOffered({ line, words: candidates });
    return true;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (isPressed(event, LATER_KEYS.run)) run(line);
    else if (isPressed(event, LATER_KEYS.earlierLine)) goBack(back + 1);
    else if (isPressed(event, LATER_KEYS.laterLine)) goBack(back - 1);
    else if (!isPressed(event, LATER_KEYS.complete) || !completed()) return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData('text/plain');
    // What is far too long for a line is refused at once, and not put into the field.
    if (!/[\r\n]/.test(text) && text.length <= MAX_TYPED) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    run(line.slice(0, selectionStart ?? line.length) + text + line.slice(selectionEnd ?? line.length));
  };
  return (
    <div className="console-entry">
      {offered !== null && (
        <p aria-hidden="true" className="console-offered">
          {offered.words.join('  ')}
        </p>
      )}
      <p role="status" aria-label="Ways to go on" className="sr-only">
        {offered !== null && spokenChoices(offered.words)}
      </p>
      <div className="console-line">
        <span aria-hidden="true" className="console-prompt">
          {prompt}
        </span>
        <input
          ref={input}
          type="text"
          aria-label="Command"
          placeholder={placeholder}
          aria-describedby={machine === undefined ? undefined : describedBy}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          value={line}
          onChange={({ target }) => type(target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {machine !== undefined && (
          <span id={describedBy} hidden>
            Terminal of {machine}
          </span>
        )}
      </div>
    </div>
  );
}
