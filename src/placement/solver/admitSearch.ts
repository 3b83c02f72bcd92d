/**
 * The searches behind who is let in: the most valuable that can be, with groups apart where there are any; the cases that
 * show it where prices do not; and how many more GPUs all of it would take.
 */
import type { Board } from '../../model/board.ts';
import type { GiId } from '../../model/ids.ts';
import type { Plan, Vm } from '../../model/plan.ts';
import { verifyAdmission } from '../verifyAdmission.ts';
import type { ProofTree } from '../verifyTree.ts';
import { admit, type Admission } from './admit.ts';
import { admitApart, extraApart, type ApartQuestion } from './admitApart.ts';
import { keepApart } from './admitGroups.ts';
import { admitTree, asChecked } from './admitTree.ts';
import { patternsOf } from './patterns.ts';
import { roomProgram } from './roomProgram.ts';
import { roomClasses } from './rooms.ts';
import type { Outcome, Search } from './search.ts';
import { solveInteger } from './solveInteger.ts';

/** What another search says, up to a budget, counted on from `from`; then its last word. */
export function* within<T>(
  inner: Search<T>,
  budget: number,
  from: number,
): Generator<Outcome<never>, Outcome<T>> {
  let outcome: Outcome<T> = { best: null, bound: null, isProven: false, work: 0 };
  while (outcome.work < budget) {
    const step = inner.next();
    outcome = step.value;
    if (step.done === true) return outcome;
    yield soFar(from + outcome.work);
  }
  return outcome;
}

/** A search that has nothing to tell yet but its work. */
export function soFar(work: number): Outcome<never> {
  return { best: null, bound: null, isProven: false, work };
}

/** Units of work for groups at the most, each of which costs more than without: what is open then stays open. */
const MAX_APART = 100_000;

export interface LetIn {
  readonly admission: Admission;
  readonly bound: number | null;
  readonly isProven: boolean;
  /** Nothing was found within the budget. */
  readonly isBlank: boolean;
  readonly cuts: readonly (readonly number[])[];
  readonly work: number;
}

/** The most valuable that can be let in; groups apart, where there are any. */
export function* letIn(
  question: ApartQuestion,
  plan: Plan,
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  budget: number,
): Generator<Outcome<never>, LetIn> {
  const outcome = yield* within(admit(question), budget, 0);
  const { bound, isProven, work } = outcome;
  const none: Admission = { granted: question.wishes.map(() => 0), value: 0, placed: [], proof: null };
  const loose = outcome.best ?? none;
  const isBlank = outcome.best === null;
  const asked = question.groups.map((group) => ({ group }));
  const { admission, dropped } = keepApart(question, loose, asked, vms, plan);
  yield soFar(work);
  // What is worth as much as if they need not be kept apart is worth the most with them, too: also nothing, where nothing was found.
  if (dropped.every((count) => count === 0) || admission.value === loose.value)
    return { admission, bound, isProven, isBlank, cuts: [], work };
  const apart = yield* within(admitApart(question), Math.min(budget, MAX_APART), work);
  const best = apart.best?.admission ?? null;
  const chosen = best !== null && best.value >= admission.value ? best : admission;
  // What nobody exceeds with nobody kept apart, nobody exceeds with groups.
  const proof = chosen.value === loose.value ? loose.proof : null;
  const both = [bound, apart.bound].flatMap((one) => one ?? []);
  return {
    admission: { ...chosen, proof },
    bound: both.length === 0 ? null : Math.min(...both),
    isProven: both.includes(chosen.value),
    ...{ isBlank: false, cuts: apart.best?.cuts ?? [], work: work + apart.work },
  };
}

/** A tree of cases with which the checker agrees, and with the answer that it is about. Each wish is a request of its own. */
export function checkedTree(
  question: ApartQuestion,
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  { admission, cuts }: LetIn,
): ProofTree | null {
  const { granted, value } = admission;
  const checked = asChecked(question, admission, question.groups, vms);
  const tree = admitTree(checked, value, cuts);
  const claim = { granted, value, bound: value, isProven: true, prices: null, scale: 1, tree };
  return verifyAdmission(checked.sites, checked.wishes, claim).length === 0 ? tree : null;
}

/** The least number of empty GPUs beside these with which everything that is wished for can be placed. */
export function* extraGpus(
  board: Board,
  question: ApartQuestion,
  budget: number,
  from: number,
): Generator<Outcome<never>, Outcome<number>> {
  const { gpus, names, wishes, groups } = question;
  const indexes = names.map((name) => board.profiles.findIndex((profile) => profile.name === name));
  const empty = patternsOf(board, indexes).best.map(({ counts }) =>
    indexes.map((index) => counts[index] ?? 0),
  );
  if (groups.some((group) => group !== null))
    return yield* within(extraApart(question, empty), Math.min(budget, MAX_APART), from);
  const must = names.map((_, name) =>
    wishes.reduce((sum, wish) => sum + (wish.name === name ? wish.count : 0), 0),
  );
  const classes = roomClasses(gpus, names);
  const { rows, columns } = roomProgram({ classes, must, wishes: [] });
  const more = empty.map((counts) => ({
    cost: 1,
    entries: counts.flatMap((count, name): [number, number][] =>
      count > 0 ? [[classes.length + name, count]] : [],
    ),
    high: Infinity,
  }));
  const outcome = yield* within(solveInteger({ rows, columns: [...columns, ...more] }), budget, from);
  return { ...outcome, best: outcome.best?.cost ?? null };
}
