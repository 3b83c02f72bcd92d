import {
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { flushSync } from 'react-dom';
import type { Plan } from '../../model/plan.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { counted } from '../dialogs/counted.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { FIELD } from '../ui/TextField.tsx';
import { allActions } from './allActions.ts';
import { KeyList } from './KeyList.tsx';
import { optionsFor, type Option } from './options.ts';
import { noteAction, recentActions } from './recent.ts';
import { thingActions } from './thingActions.ts';
import './actions.css';

/** How far PageUp and PageDown go. */
const PAGE = 8;

/**
 * All that can be done, and every place of the plan, by what is typed. The focus stays in the field; arrows step through the
 * list, Enter does it. What cannot be done now stays in the list and says why.
 */
export function CommandsDialog() {
  const plan = usePlan((state) => state.plan);
  // As the page stood when it was opened: the dialog itself takes the focus from what it was on.
  const [known] = useState(() => ({
    all: allActions(),
    ofThing: thingActions(document.activeElement),
    recent: recentActions(),
  }));
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const [refused, setRefused] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const wanted = useWanted(text, plan);
  const groups = useMemo(() => optionsFor(wanted, { plan, ...known }), [wanted, plan, known]);
  const options = groups.flatMap((group) => group.options);
  const at = Math.min(index, options.length - 1);

  useLayoutEffect(() => field.current?.focus(), []);
  useLayoutEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, at, groups]);

  const choose = (option: Option | undefined): void => {
    if (option === undefined) return;
    if (option.why !== null) {
      setRefused(`${option.name}: ${option.why}.`);
      return;
    }
    // Closed first: what is done may open another dialog or take the focus.
    flushSync(gestures.closeDialog);
    if (option.id !== null) noteAction(option.id);
    option.run();
  };
  /** What Enter is about: also when it comes before what was typed last is drawn. */
  const chosen = (): Option | undefined =>
    text === wanted ? options[at] : optionsFor(text, { plan, ...known }).flatMap((group) => group.options)[0];

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[event.key];
    if (event.key === 'Enter') choose(chosen());
    else if (step === undefined || options.length === 0) return;
    else if (Math.abs(step) === 1) move((at + step + options.length) % options.length);
    else move(Math.max(0, Math.min(at + step, options.length - 1)));
    event.preventDefault();
  };
  const move = (to: number): void => {
    setIndex(to);
    setRefused(null);
  };

  return (
    <Dialog
      title="Commands"
      subtitle="All that can be done, and any place of the plan"
      isBare
      onClose={gestures.closeDialog}
    >
      <div className="commands-field">
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Command or place"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={list}
          aria-activedescendant={`${list}-${at}`}
          placeholder="What to do, or a host, GPU, instance or VM"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={120}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            move(0);
          }}
          onKeyDown={onKeyDown}
          className={FIELD}
        />
        <p role="status" aria-label="Found" className={refused === null ? 'sr-only' : 'commands-refused'}>
          {refused ??
            (wanted.trim() === '' ? '' : counted(options.length, 'command or place', 'commands and places'))}
        </p>
      </div>
      <div id={list} role="listbox" aria-label="Commands and places" className="commands-list">
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <p aria-hidden="true" className="commands-heading">
              {group.label}
            </p>
            {group.options.map((option) => {
              const own = options.indexOf(option);
              return (
                <OptionLine
                  key={option.key}
                  id={`${list}-${own}`}
                  option={option}
                  isChosen={own === at}
                  onPoint={() => own !== at && move(own)}
                  onChoose={() => choose(option)}
                />
              );
            })}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

/** Of so many things and more a plan is looked through once the typing pauses: each look takes a tenth of a second. */
const LARGE = 5000;
const PAUSE_MS = 120;

/** What is looked up while it is being typed: never so that the typing waits. */
function useWanted(text: string, plan: Plan): string {
  const isLarge = useMemo(
    () => plan.vms.length + plan.hosts.reduce((sum, { gpus }) => sum + gpus.length, 0) > LARGE,
    [plan],
  );
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    if (!isLarge) return undefined;
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, isLarge]);
  return useDeferredValue(isLarge ? paused : text);
}

interface OptionLineProps {
  readonly id: string;
  readonly option: Option;
  readonly isChosen: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function OptionLine({ id, option, isChosen, onPoint, onChoose }: OptionLineProps) {
  const { name, about, figure, keys, why } = option;
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-disabled={why === null ? undefined : true}
      className="commands-option"
      // A press would take the focus out of the field, which has the keys.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={onPoint}
      onClick={onChoose}
    >
      <span className="commands-name">{name}</span>
      <span className="commands-about">{why ?? about}</span>
      {figure !== null && <span className="commands-figure">{figure}</span>}
      {keys.length > 0 && (
        <span className="commands-keys">
          <KeyList keys={keys.slice(0, 1)} />
        </span>
      )}
    </div>
  );
}
