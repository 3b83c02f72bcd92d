import {
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
} from 'react';
import { counterparts, findNames } from '../../placement/names/findNames.ts';
import { findInPlan } from '../../placement/names/findInPlan.ts';
import { nameAsked, partLabel, questionsIn } from '../../placement/boardParts.ts';
import { usePlan } from '../../state/app.ts';
import { goTo, goToPart } from './goTo.ts';
import { NamesPart } from './NamesPart.tsx';
import { PlanOption } from './PlanOption.tsx';
import { partOptions, planOptions } from './planOptions.ts';
import './search.css';

const NOTHING_FOUND =
  'Nothing in the plan and no profile, vGPU type or board has that name. Try “3g.20gb”, “A100-3-20C”, “nvidia-476”, a PCI device ID or a product; “room for 3g.20gb”, “stranded”, “differs” or “no VM” for the GPUs of which that is true.';

interface SearchResultsProps {
  readonly text: string;
  /** The box and what it finds: a press elsewhere closes. */
  readonly box: RefObject<HTMLElement | null>;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onClose: () => void;
}

/**
 * What the text finds: first in the plan, as a list that the arrow keys of the box step through; then what it is a name of, as a
 * table that Tab leads into.
 */
export function SearchResults({ text, box, input, onClose }: SearchResultsProps) {
  const plan = usePlan((state) => state.plan);
  const wanted = useDeferredValue(text);
  const boards = useMemo(
    () => [...new Set(plan.hosts.flatMap((host) => host.gpus.map(({ board }) => board)))],
    [plan.hosts],
  );
  const answer = useMemo(() => findNames(nameAsked(wanted), boards), [wanted, boards]);
  const questions = useMemo(() => questionsIn(wanted, answer, plan), [wanted, answer, plan]);
  const options = useMemo(
    () => [...planOptions(findInPlan(plan, wanted, answer)), ...partOptions(plan, questions)],
    [plan, wanted, answer, questions],
  );
  // Asked for in the words that the page itself proposes, and true of no GPU.
  const vain = questions.find(({ kind }) => kind !== 'named' && kind !== 'profile');
  const others = useMemo(() => counterparts(answer, boards), [answer, boards]);
  const [chosen, setChosen] = useState({ text: wanted, index: 0 });
  const index = chosen.text === wanted ? Math.min(chosen.index, options.length - 1) : 0;
  const list = useId();
  const idOf = (at: number): string => `${list}-${at}`;
  const open = (at: number): void => {
    const option = options[at];
    if (option === undefined) return;
    onClose();
    if (option.leads.to === 'thing') goTo(option.leads.selection);
    else goToPart(option.leads.question);
  };

  // The field is the page's own: while its list is open, it is told which option the keys are on. With
  // the drawing itself: what is seen is what the next key is about.
  const keys = useRef({ index, open, count: options.length, text: wanted });
  /** The text that Enter was pressed on before it was looked up. */
  const entered = useRef<string | null>(null);
  useLayoutEffect(() => {
    keys.current = { index, open, count: options.length, text: wanted };
    if (entered.current !== text) entered.current = null;
    if (entered.current !== wanted) return;
    entered.current = null;
    queueMicrotask(() => keys.current.open(keys.current.index));
  });
  useLayoutEffect(() => {
    const field = input.current;
    if (field === null || options.length === 0) return undefined;
    field.setAttribute('aria-controls', list);
    field.setAttribute('aria-activedescendant', `${list}-${index}`);
    return () => {
      field.removeAttribute('aria-controls');
      field.removeAttribute('aria-activedescendant');
    };
  }, [input, list, index, options.length]);
  useLayoutEffect(() => {
    const field = input.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      const { index: at, count, open: openAt, text: of } = keys.current;
      if (event.isComposing) return;
      if (event.key === 'Enter' && field?.value !== of) entered.current = field?.value ?? null;
      else if (count === 0) return;
      else if (event.key === 'Enter') openAt(at);
      else if (event.key === 'ArrowDown') setChosen({ text: of, index: (at + 1) % count });
      else if (event.key === 'ArrowUp') setChosen({ text: of, index: (at - 1 + count) % count });
      else return;
      event.preventDefault();
    };
    field?.addEventListener('keydown', onKeyDown);
    return () => field?.removeEventListener('keydown', onKeyDown);
  }, [input]);
  useEffect(() => {
    document.querySelector(`[id="${list}-${index}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [list, index]);

  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const away = ({ target }: Event): void => {
      if (target instanceof Node && box.current?.contains(target) !== true) close.current();
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  }, [box]);

  const isNothing = options.length === 0 && answer.kind === 'none';
  return (
    <section
      aria-label="Found"
      className="search-results"
      onKeyDown={(event) => {
        // From the table back to the box; the box itself then empties and closes.
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        input.current?.focus();
      }}
    >
      {options.length > 0 && (
        <div className="search-part">
          <h2 id={`${list}-title`} className="pb-1 text-table text-ink3">
            In the plan
          </h2>
          <ul id={list} role="listbox" aria-labelledby={`${list}-title`}>
            {options.map((option, at) => (
              <PlanOption
                key={option.key}
                id={idOf(at)}
                option={option}
                isChosen={at === index}
                onOpen={() => open(at)}
              />
            ))}
          </ul>
        </div>
      )}
      {answer.kind !== 'none' && <NamesPart answer={answer} others={others} planned={boards} />}
      {isNothing && (
        <p className="search-part text-table text-ink2">
          {vain === undefined ? NOTHING_FOUND : `No GPU of the plan: ${partLabel(vain)}.`}
        </p>
      )}
    </section>
  );
}
