/**
 * The maximal layouts of a board as somebody chooses among them: each with its figures, in an order that can be read, and
 * the questions that narrow them down.
 */
import { type Board } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { shortProfileName } from '../../model/profile.ts';
import { legalLayouts, type Layout, type LayoutInstance } from './layouts.ts';
import { sliceUse, trialInstances, type SliceUse } from '../stranded.ts';

export interface LayoutChoice {
  /** Names the layout among those of its board. */
  readonly key: string;
  readonly layout: Layout;
  readonly use: SliceUse;
  readonly strandsNothing: boolean;
  /** The same for all placements of one set of profiles. */
  readonly set: string;
}

const known = new WeakMap<Board, readonly LayoutChoice[]>();

/** Every layout to which nothing can be added, the largest instances first; made once per board. */
export function layoutChoices(board: Board): readonly LayoutChoice[] {
  const kept = known.get(board);
  if (kept !== undefined) return kept;
  const rank = new Map(rankedProfiles(board).map((name, index) => [name, index]));
  const ranks = (layout: Layout): number[] =>
    layout.map((one) => rank.get(one.profile) ?? 0).sort((a, b) => a - b);
  const rows = [...legalLayouts(board, { maximal: true })].map((layout) => {
    const use = sliceUse({ board: board.id, use: 'mig', instances: trialInstances(layout) });
    const set = ranks(layout);
    const choice: LayoutChoice = {
      key: layoutKey(layout),
      layout,
      use,
      strandsNothing: use.strandedCompute.length === 0 && use.strandedMemory.length === 0,
      set: set.join(),
    };
    return { choice, set };
  });
  // Stable: placements of one set stay in the order of their starts.
  const choices = rows.sort((a, b) => compareSets(a.set, b.set)).map(({ choice }) => choice);
  known.set(board, choices);
  return choices;
}

/** Profiles of a board from the largest to the smallest; of one size the plain one first. */
export function rankedProfiles(board: Board): ProfileName[] {
  return board.profiles
    .filter((profile) => profile.starts !== null)
    .map((profile, index) => ({ profile, index }))
    .sort(
      (a, b) =>
        b.profile.computeSlices - a.profile.computeSlices ||
        (b.profile.memorySlices ?? 0) - (a.profile.memorySlices ?? 0) ||
        a.index - b.index,
    )
    .map(({ profile }) => profile.name);
}

function compareSets(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function layoutKey(layout: Layout): string {
  return [...layout]
    .sort((a, b) => a.start - b.start)
    .map((one) => `${one.profile}@${one.start}`)
    .join(' ');
}

/** One thing that a layout has to have: "3g", "1g.10gb", "3g.20gb@4". */
interface Wish {
  /** A whole name, or a short one that any profile of that size and those attributes answers to. */
  readonly name: string;
  readonly start: number | null;
}

export interface LayoutFilter {
  /** Attributes of profiles that may occur; plain profiles always may. */
  readonly attributes: readonly string[];
  /** At least so many of each profile. */
  readonly atLeast: ReadonlyMap<ProfileName, number>;
  readonly minInstances: number;
  readonly strandsNothing: boolean;
  /** What has to stay where it is. */
  readonly keeps: Layout;
  readonly wishes: readonly Wish[];
  /** Of the placements of one set only the first that passes. */
  readonly setsOnce: boolean;
}

/** The choices that pass, in their order. */
export function filterLayouts(
  board: Board,
  choices: readonly LayoutChoice[],
  filter: LayoutFilter,
): LayoutChoice[] {
  const attributes = new Map(board.profiles.map((profile) => [profile.name, profile.attributes]));
  const isAllowed = ({ profile }: LayoutInstance): boolean =>
    (attributes.get(profile) ?? []).every((one) => filter.attributes.includes(one));
  const seen = new Set<string>();
  return choices.filter(({ layout, strandsNothing, set }) => {
    const passes =
      (!filter.strandsNothing || strandsNothing) &&
      layout.length >= filter.minInstances &&
      layout.every(isAllowed) &&
      [...filter.atLeast].every(
        ([profile, count]) => layout.filter((one) => one.profile === profile).length >= count,
      ) &&
      filter.keeps.every((kept) => layout.some((one) => isSame(one, kept))) &&
      grants(layout, filter.wishes);
    if (!passes || (filter.setsOnce && seen.has(set))) return false;
    seen.add(set);
    return true;
  });
}

function isSame(a: LayoutInstance, b: LayoutInstance): boolean {
  return a.profile === b.profile && a.start === b.start;
}

/** Whether each wish can have an instance of its own. */
function grants(layout: Layout, wishes: readonly Wish[]): boolean {
  const [first, ...rest] = wishes;
  if (first === undefined) return true;
  return layout.some(
    (one, index) =>
      (one.profile === first.name || shortProfileName(one.profile) === first.name) &&
      (first.start === null || one.start === first.start) &&
      grants(
        layout.filter((_, other) => other !== index),
        rest,
      ),
  );
}

export interface LayoutSearch {
  readonly wishes: readonly Wish[];
  /** The first part that is no profile of the board; null when all of it was understood. */
  readonly unknown: string | null;
}

/** No board has room for more, and what is typed shall not cost more than it says. */
const MAX_WISHES = 16;

/** What joins two parts. A "+" before a letter belongs to the name, as in "1g.5gb+me"; before a digit it joins. */
const JOINT = /[\s,;+]*/y;
const PART =
  /(?:([0-9]+)\s*[x×*]\s*)?([0-9]+g(?:\.[0-9]+gb)?(?:[+-][a-z][a-z0-9.]*)?)(?:@([0-9]+))?(?![^\s,;+])/y;

/** Reads "3g+3g", "2 x 1g.10gb, 4g", "3g.20gb@4": profiles of the board by their whole or their short name. */
export function parseLayoutSearch(board: Board, text: string): LayoutSearch {
  const names = new Set(board.profiles.flatMap(({ name }) => [name, shortProfileName(name)]));
  const lower = text.toLowerCase();
  const wishes: Wish[] = [];
  for (let at = skip(lower, 0); at < lower.length; at = skip(lower, at)) {
    PART.lastIndex = at;
    const [whole, times, name = '', start] = PART.exec(lower) ?? [];
    if (whole === undefined || !names.has(name)) {
      return { wishes, unknown: whole ?? text.slice(at).replace(/[\s,;].*$/s, '') };
    }
    for (let n = Number(times ?? 1); n > 0 && wishes.length < MAX_WISHES; n--) {
      wishes.push({ name, start: start === undefined ? null : Number(start) });
    }
    at += whole.length;
  }
  return { wishes, unknown: null };
}

/** Where the next part begins. */
function skip(text: string, from: number): number {
  JOINT.lastIndex = from;
  return from + (JOINT.exec(text)?.[0].length ?? 0);
}
