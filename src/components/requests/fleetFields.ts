/** What is typed about boards and needs, read. */
import { isDrawable, type BoardId } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { checkName } from '../../model/name.ts';
import { boardsOf, type Json, type Plan, type PlanRequest } from '../../model/plan.ts';
import { MAX_REQUESTED } from '../../placement/solver/demand.ts';
import { fleetErrorMessage } from '../../placement/solver/flexibleMessages.ts';
import { costedFleet } from '../../placement/solver/fleetCosts.ts';
import type { OfferedBoard } from '../../state/solver/fleetTask.ts';
import type { BoardTerms } from '../../state/uiStore.ts';

/** What is asked for besides a plain count of a profile is a question to the fleet, also where it is of one board. */
export function isForFleet(requests: readonly PlanRequest[]): boolean {
  return requests.some(({ group, needs }) => group !== null || needs !== null);
}

export type OfferField = keyof BoardTerms | 'board';

/** What is wrong with a board that may be had, by index, and in which field. */
export interface OfferFault {
  readonly entry: number;
  readonly field: OfferField;
  readonly message: string;
}

export interface ReadOffers {
  readonly boards: readonly OfferedBoard[];
  readonly fault: OfferFault | null;
}

const NUMBER = /^[0-9]{1,9}(?:\.[0-9]{1,9})?$/;
const FIELDS = [
  ['cost', 'A number, such as 2.5'],
  ['atMost', 'A whole number, or nothing'],
  ['perHost', 'A whole number'],
] as const;

/** The boards as the solver takes them, or the first thing that is wrong with them. */
export function readOffers(typed: readonly (BoardTerms & { readonly board: BoardId })[]): ReadOffers {
  const boards: OfferedBoard[] = [];
  for (const [entry, one] of typed.entries()) {
    for (const [field, message] of FIELDS) {
      const text = one[field].trim();
      if (NUMBER.test(text) || (text === '' && field === 'atMost')) continue;
      return { boards: [], fault: { entry, field, message } };
    }
    const atMost = one.atMost.trim();
    boards.push({
      board: one.board,
      cost: Number(one.cost),
      count: atMost === '' ? null : Number(atMost),
      gpusPerHost: Number(one.perHost),
    });
  }
  const found = boards.flatMap((one) => {
    const board = findBoard(one.board);
    return board === undefined ? [] : [{ ...one, board }];
  });
  if (found.length < boards.length) {
    const entry = boards.findIndex(({ board }) => findBoard(board) === undefined);
    return { boards: [], fault: { entry, field: 'board', message: 'Not in the catalogue' } };
  }
  const priced = costedFleet(found);
  if (priced.ok) return { boards, fault: null };
  const { error } = priced;
  const field: OfferField = !('field' in error)
    ? 'board'
    : ({ cost: 'cost', count: 'atMost', gpusPerHost: 'perHost' } as const)[error.field];
  return { boards: [], fault: { entry: error.entry, field, message: fleetErrorMessage(error) } };
}

/** Small, and made for few: the usual one beside a larger board. */
const USUAL_SECOND: BoardId = 'a30-24gb';

/** The board that is offered next: one of the plan, the usual one, or the first that is not among them. */
export function nextBoard(plan: Plan, taken: readonly BoardId[]): BoardId | null {
  const known = [...boardsOf(plan.hosts), USUAL_SECOND, ...BOARDS.map(({ id }) => id)];
  const isFree = (id: BoardId): boolean => {
    const board = findBoard(id);
    return board !== undefined && isDrawable(board) && !taken.includes(id);
  };
  return known.find(isFree) ?? null;
}

/** Needs that have a field, with its label. */
export const NEED_FIELDS = [
  ['memoryGB', 'GB ≥'],
  ['computeSlices', 'Slices ≥'],
  ['decoders', 'Decoders ≥'],
] as const;
type NeedField = (typeof NEED_FIELDS)[number][0];
/** What of a request is typed. */
export type RequestField = NeedField | 'count' | 'group' | 'weight';

type NeedsRecord = Readonly<Record<string, number>>;

/** The needs of a request that can be edited in fields: an object of numbers. Others stay as they were read. */
export function editableNeeds({
  profile,
  needs,
}: Pick<PlanRequest, 'profile' | 'needs'>): NeedsRecord | null {
  if (profile !== null || !isRecord(needs)) return null;
  const entries = Object.entries(needs).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return entries.length === Object.keys(needs).length ? Object.fromEntries(entries) : null;
}

const isRecord = (value: Json | null): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The request with one thing that was typed about it; null where that is none, or where nothing would be needed any more. */
export function withTyped(request: PlanRequest, field: RequestField, text: string): PlanRequest | null {
  const typed = text.trim();
  if (field === 'group') {
    if (typed === '') return { ...request, group: null };
    const name = checkName(typed);
    return name.ok ? { ...request, group: name.value } : null;
  }
  if (field === 'weight') {
    if (typed === '') return { ...request, weight: null };
    return NUMBER.test(typed) ? { ...request, weight: Number(typed) } : null;
  }
  if (field === 'count') {
    const isCount = /^[0-9]+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= MAX_REQUESTED;
    return isCount ? { ...request, count: Number(typed) } : null;
  }
  if (typed !== '' && !NUMBER.test(typed)) return null;
  const others = Object.entries(editableNeeds(request) ?? {}).filter(([name]) => name !== field);
  const needs: NeedsRecord = Object.fromEntries(
    Number(typed) > 0 ? [...others, [field, Number(typed)]] : others,
  );
  return Object.values(needs).some((least) => least > 0) ? { ...request, needs } : null;
}

/** A request for what every board has. */
export const FIRST_NEED: PlanRequest = {
  profile: null,
  needs: { memoryGB: 10 },
  count: 1,
  weight: null,
  group: null,
  extra: [],
};

/** A request of a profile for members of a group: the first name that is no group yet. */
export function firstOfGroup(requests: readonly PlanRequest[], profile: string): PlanRequest {
  const taken = new Set(requests.map(({ group }) => group));
  let number = 1;
  while (taken.has(`group-${number}`)) number++;
  return { profile, needs: null, count: 2, weight: null, group: `group-${number}`, extra: [] };
}
