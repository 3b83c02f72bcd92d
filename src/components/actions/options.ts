/** What the list of commands shows for what is typed: actions and places of the plan, under headings, best first. */
import { findInPlan, MOST_FOUND, type Found } from '../../placement/names/findInPlan.ts';
import { findNames } from '../../placement/names/findNames.ts';
import type { Plan } from '../../model/plan.ts';
import { gpuName } from '../../placement/messages.ts';
import { goTo } from '../search/goTo.ts';
import { planOptions } from '../search/planOptions.ts';
import type { Listed } from './allActions.ts';
import { BAR } from './barActions.ts';
import { GUESS, matchWords, wordsOf } from './matchWords.ts';

/** One line of the list. */
export interface Option {
  readonly key: string;
  readonly name: string;
  /** In quiet print after the name. */
  readonly about: string | null;
  readonly figure: string | null;
  readonly keys: readonly string[];
  /** Why it cannot be done now; null: it can. */
  readonly why: string | null;
  /** What is remembered when it was done; null for a place. */
  readonly id: string | null;
  readonly run: () => void;
}

export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

/** Actions at most, once something is typed. */
const MOST_ACTIONS = 12;

interface Known {
  readonly plan: Plan;
  readonly all: readonly Listed[];
  /** What can be done with the thing that has the focus or is selected. */
  readonly ofThing: readonly Listed[];
  /** Ids, the last one first. */
  readonly recent: readonly string[];
}

/** For what is typed; nothing typed: the last ones, what can be done here, and all the others in their order. */
export function optionsFor(text: string, known: Known): readonly OptionGroup[] {
  return text.trim() === '' ? unasked(known) : asked(text, known);
}

function unasked({ plan, all, ofThing, recent }: Known): readonly OptionGroup[] {
  const last = recent.flatMap((id) => all.find((action) => action.id === id) ?? []);
  const rest = all.filter((action) => action.isAsked !== true && !last.includes(action));
  const groups = new Map<string, Option[]>();
  const put = (label: string, action: Listed): void => {
    groups.set(label, [...(groups.get(label) ?? []), optionOf(plan, action, action.about ?? null)]);
  };
  for (const action of last) put('Recent', action);
  for (const action of [...ofThing, ...rest]) put(action.group, action);
  return [...groups].map(([label, options]) => ({ label, options }));
}

function asked(text: string, { plan, all, ofThing }: Known): readonly OptionGroup[] {
  const typed = wordsOf(text);
  const found = [...ofThing, ...all]
    .flatMap((action) => {
      const aside = wordsOf(`${action.about ?? ''} ${action.words ?? ''} ${action.group}`);
      const cost = matchWords(typed, wordsOf(action.name), aside);
      return cost === null ? [] : [{ action, cost }];
    })
    // What is at hand goes before the rest of the page.
    .sort((a, b) => a.cost - b.cost);
  const actions: OptionGroup = {
    label: 'Commands',
    options: found
      .slice(0, MOST_ACTIONS)
      .map(({ action }) =>
        optionOf(
          plan,
          action,
          ofThing.includes(action) ? `on ${action.words ?? ''}` : (action.about ?? null),
        ),
      ),
  };
  const places: OptionGroup = { label: 'In the plan', options: placesFor(plan, text) };
  const elsewhere: OptionGroup = {
    label: 'Names',
    options: [
      {
        ...{ key: 'names', id: null, figure: null, why: null },
        ...{ name: `Search all names for “${text.trim()}”`, about: null, keys: BAR.search.keys },
        run: () => searchFor(text.trim()),
      },
    ],
  };
  // A guess at a command is worth less than a thing that has that very name.
  const isGuessed = (found[0]?.cost ?? GUESS) >= GUESS;
  return (isGuessed ? [places, actions, elsewhere] : [actions, places, elsewhere]).filter(
    ({ options }) => options.length > 0,
  );
}

function optionOf(plan: Plan, action: Listed, about: string | null): Option {
  const { id, name, figure = null, keys = [], why, run } = action;
  return { key: `${action.group} ${id}`, id, name, about, figure, keys, why: why?.(plan) ?? null, run };
}

/** What is looked at to find the few that answer best. */
const LOOKED_AT = 500;

/** A few hosts, GPUs, instances and VMs, those that answer best first, and how many more there are. */
function placesFor(plan: Plan, text: string): readonly Option[] {
  const typed = wordsOf(text);
  const costOf = (name: string): number => matchWords(typed, wordsOf(name)) ?? Infinity;
  const best = <T>({ first, count }: Found<T>, nameOf: (one: T) => string) => {
    const ranked = first
      .map((one) => ({ one, cost: costOf(nameOf(one)) }))
      .sort((a, b) => (a.cost === b.cost ? 0 : a.cost - b.cost));
    return { first: ranked.slice(0, MOST_FOUND).map(({ one }) => one), count };
  };
  const found = findInPlan(plan, text, findNames(text), LOOKED_AT);
  const options = planOptions({
    hosts: best(found.hosts, (host) => host.name),
    gpus: best(found.gpus, gpuName),
    instances: best(
      found.instances,
      ({ gi, ...place }) => `${gi.profile} slice ${gi.start} ${gpuName(place)}`,
    ),
    vms: best(found.vms, (vm) => vm.name),
    excerpts: found.excerpts,
  });
  // Of each kind as many as are listed; the kind that has the best answer first.
  const costs = new Map<string, number>();
  for (const { kind, name } of options) costs.set(kind, Math.min(costs.get(kind) ?? Infinity, costOf(name)));
  const cost = (kind: string): number => Math.min(costs.get(kind) ?? Infinity, GUESS);
  return options
    .sort((a, b) => cost(a.kind) - cost(b.kind))
    .flatMap(({ key, leads, kind, name, about, more }) =>
      leads.to !== 'thing'
        ? []
        : [
            {
              ...{ key, id: null, keys: [], why: null },
              name: kind === 'GPU' ? name : `${kind} ${name}`,
              about: about === '' ? null : about,
              figure: more,
              run: () => goTo(leads.selection),
            },
          ],
    );
}

/** In the box that knows every name of every profile. */
function searchFor(text: string): void {
  BAR.search.run();
  const box = document.activeElement;
  if (!(box instanceof HTMLInputElement)) return;
  // As if it were typed: React keeps its own setter on the field.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, text);
  box.dispatchEvent(new Event('input', { bubbles: true }));
}
