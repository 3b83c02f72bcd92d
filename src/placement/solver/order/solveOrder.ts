/**
 * The fewest instances to park, proven where it can be: interchangeable instances are dealt out first; what circles are
 * left is cut by an exact feedback set; and where another way of dealing might do with less, all ways are gone through as
 * far as the effort goes.
 */
import type { Search } from '../search.ts';
import { dealPools, Play } from './dealPools.ts';
import { feedbackSet, type Digraph } from './feedback.ts';
import { partProblem, partsOf, type OrderProblem, type OrderSolution } from './orderProblem.ts';

/** States of one part, in thought, before its dealing is left as it is. */
const MAX_STATES = 4_000;

/** Exact for what has names; `bound` is the weight that no order can go below. */
export function* solveOrder(problem: OrderProblem): Search<OrderSolution> {
  const needs: (readonly number[])[] = problem.vacates.map(({ needs: own }) => own);
  const parked: number[] = [];
  let cost = 0;
  let bound = 0;
  let work = 0;
  let isProven = true;
  const parts = partsOf(problem).map((part) => ({ part, sub: partProblem(problem, part) }));
  // A first answer for every part, so that there is one whenever the search is stopped.
  const firsts = parts.map(({ sub }) => dealPools(sub));
  const put = (at: number, solution: OrderSolution, into: OrderSolution): OrderSolution => {
    const { part } = parts[at] ?? { part: { vacates: [], fills: [] } };
    const named = [...into.needs];
    for (const [own, fills] of solution.needs.entries()) {
      named[part.vacates[own] ?? -1] = fills.flatMap((f) => part.fills[f] ?? []);
    }
    const gone = solution.parked.flatMap((v) => part.vacates[v] ?? []);
    return { needs: named, parked: [...into.parked, ...gone], cost: into.cost + solution.cost };
  };
  const whole = (from: number): OrderSolution => {
    let all: OrderSolution = { needs, parked, cost };
    for (let at = from; at < parts.length; at++) {
      const first = firsts[at];
      if (first !== undefined) all = put(at, first, all);
    }
    return { ...all, parked: [...all.parked].sort((a, b) => a - b) };
  };
  yield { best: whole(0), bound: 0, isProven: false, work };
  for (const [at, { sub }] of parts.entries()) {
    work += sub.vacates.length;
    const search = solvePart(sub, firsts[at] ?? dealPools(sub));
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      yield {
        best: whole(at),
        bound: bound + (step.value.bound ?? 0),
        isProven: false,
        work: work + step.value.work,
      };
    }
    const { best, bound: least, isProven: isPartProven, work: done } = step.value;
    work += done;
    bound += least ?? 0;
    isProven &&= isPartProven;
    if (best === null) continue;
    const grown = put(at, best, { needs, parked, cost });
    for (const [v, fills] of grown.needs.entries()) needs[v] = fills;
    parked.splice(0, parked.length, ...grown.parked);
    cost = grown.cost;
  }
  return { best: whole(parts.length), bound, isProven, work };
}

function* solvePart(problem: OrderProblem, dealt: OrderSolution): Search<OrderSolution> {
  if (dealt.cost === 0) return { best: dealt, bound: 0, isProven: true, work: 0 };
  const weights = problem.vacates.map(({ weight }) => weight);
  const search = feedbackSet(waitGraph(problem, dealt.needs), weights);
  let step = search.next();
  for (; step.done !== true; step = search.next()) {
    yield { best: dealt, bound: 0, isProven: false, work: step.value.work };
  }
  const set = step.value;
  const cut = set.best;
  const best = cut === null ? dealt : { needs: dealt.needs, parked: cut.nodes, cost: cut.cost };
  if (!hasChoice(problem) || best.cost === 0) return { ...set, best };
  const all = allDealings(problem, best, set.work);
  let last = all.next();
  for (; last.done !== true; last = all.next()) yield last.value;
  return last.value;
}

/** Vacate -> vacates that have to go before it may. */
export function waitGraph({ fills }: OrderProblem, needs: readonly (readonly number[])[]): Digraph {
  return needs.map((own) => [...new Set(own.flatMap((f) => fills[f]?.waitsFor ?? []))]);
}

/** True when a pool could be dealt out in another way. */
function hasChoice({ vacates, fills }: OrderProblem): boolean {
  const counts = new Map<number, number>();
  for (const { pool } of [...vacates, ...fills]) {
    if (pool !== null) counts.set(pool, (counts.get(pool) ?? 0) + 1);
  }
  return [...counts.values()].some((count) => count > 2);
}

interface State {
  readonly script: readonly number[];
  readonly cost: number;
}

/** Best first over what is chosen: the first state in which all is done costs least. */
function* allDealings(problem: OrderProblem, first: OrderSolution, before: number): Search<OrderSolution> {
  const byCost = new Map<number, State[]>([[0, [{ script: [], cost: 0 }]]]);
  const seen = new Set<string>();
  let work = before;
  for (let states = 0; ; states++) {
    const cost = Math.min(...byCost.keys());
    if (cost >= first.cost) return { best: first, bound: first.cost, isProven: true, work };
    if (states >= MAX_STATES) return { best: first, bound: cost, isProven: false, work };
    const open = byCost.get(cost) ?? [];
    const state = open.pop();
    if (open.length === 0) byCost.delete(cost);
    if (state === undefined) continue;
    work += problem.vacates.length + problem.fills.length;
    if (states % 16 === 0) yield { best: first, bound: cost, isProven: false, work };
    const play = new Play(problem);
    for (const v of state.script) play.take(v, play.choice()?.kind === 'parks');
    const choice = play.choice();
    if (choice === null) {
      const best = dealPools(problem, state.script);
      return { best, bound: cost, isProven: true, work };
    }
    const key = play.key();
    if (seen.has(key)) continue;
    seen.add(key);
    const options =
      choice.kind === 'goes'
        ? play.isPlenty(choice)
          ? choice.of.slice(0, 1)
          : [...choice.of].sort((a, b) => play.waitingBehind(b) - play.waitingBehind(a))
        : [...problem.vacates.keys()].filter((v) => play.isGone[v] !== true);
    for (const v of options) {
      const next = cost + (choice.kind === 'parks' ? (problem.vacates[v]?.weight ?? 1) : 0);
      if (next >= first.cost) continue;
      const list = byCost.get(next) ?? [];
      byCost.set(next, list);
      list.push({ script: [...state.script, v], cost: next });
    }
  }
}
