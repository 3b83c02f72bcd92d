import { expect, test } from 'vitest';
import { runSearch } from '../search.ts';
import { mulberry32 } from '../seeded.ts';
import { circlesOf, feedbackSet, type Digraph } from './feedback.ts';

test('circles are the nodes that reach each other, each once, and those that wait for themselves', () => {
  // 0 > 1 > 2 > 0 and 3 > 4 > 3, joined by 2 > 3; 5 waits for itself, 6 for nobody, 7 for 6.
  const graph = [[1], [2], [0, 3], [4], [3], [5], [], [6]];
  expect(
    circlesOf(graph)
      .map((one) => one.join())
      .sort(),
  ).toEqual(['0,1,2', '3,4', '5']);
  expect(
    circlesOf(graph, (node) => node !== 1)
      .map((one) => one.join())
      .sort(),
  ).toEqual(['3,4', '5']);
  expect(circlesOf(graph, () => false)).toEqual([]);
  expect(circlesOf([])).toEqual([]);
  expect(circlesOf([[1], [2], []])).toEqual([]);
  // Two circles with a node in common are one.
  expect(circlesOf([[1, 2], [0], [0]])).toEqual([[0, 1, 2]]);
  // Whoever is seen again after its circle was closed belongs to no other: 0 and 2 both wait for 1.
  expect(circlesOf([[1], [], [1, 3], [2]])).toEqual([[2, 3]]);
});

function graphOf(seed: number, most: number): { graph: Digraph; weights: number[] } {
  const random = mulberry32(seed);
  const size = 2 + Math.floor(random() * (most - 1));
  const density = 0.1 + random() * 0.3;
  const graph = Array.from({ length: size }, () => [...Array(size).keys()].filter(() => random() < density));
  return { graph, weights: graph.map(() => 1 + Math.floor(random() * 4)) };
}

test('circles of 100 random digraphs are what reaches itself and each other (seeds 1 to 100)', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const { graph } = graphOf(seed, 9);
    const reach = graph.map((_, from) => {
      const seen = new Set<number>();
      const open = [...graph[from]!];
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        if (seen.has(node)) continue;
        seen.add(node);
        open.push(...graph[node]!);
      }
      return seen;
    });
    const own = (node: number): number[] =>
      [...graph.keys()].filter((other) => reach[node]!.has(other) && reach[other]!.has(node));
    const expected = new Set([...graph.keys()].map((node) => own(node).join()).filter((one) => one !== ''));
    expect(
      circlesOf(graph)
        .map((one) => one.join())
        .sort(),
      `seed ${seed}`,
    ).toEqual([...expected].sort());
  }
});

const parked = (graph: Digraph, weights: readonly number[]) => {
  const outcome = runSearch(feedbackSet(graph, weights));
  expect(outcome).toMatchObject({ isProven: true, bound: outcome.best?.cost });
  expect(outcome.best?.nodes).toEqual(outcome.best?.nodes.toSorted((a, b) => a - b));
  return outcome.best;
};

test('of a circle the lightest is parked, of two that meet the one they share, and nobody where there is none', () => {
  expect(parked([[1], [2], [0]], [3, 1, 2])).toEqual({ nodes: [1], cost: 1 });
  expect(parked([[1, 2], [0], [0]], [2, 2, 2])).toEqual({ nodes: [0], cost: 2 });
  // Where the one they share weighs more than both of the others, the others are.
  expect(parked([[1, 2], [0], [0]], [5, 2, 2])).toEqual({ nodes: [1, 2], cost: 4 });
  expect(parked([[0], [2], []], [7, 1, 1])).toEqual({ nodes: [0], cost: 7 });
  expect(parked([[1], [2], []], [1, 1, 1])).toEqual({ nodes: [], cost: 0 });
  expect(parked([], [])).toEqual({ nodes: [], cost: 0 });
  // Two circles apart, numbered crosswise.
  expect(parked([[2], [3], [0], [1]], [1, 4, 2, 3])).toEqual({ nodes: [0, 3], cost: 4 });
});

/** One component of 30 nodes, more or less. */
function wholeGraph(seed: number): { graph: Digraph; weights: number[] } {
  const random = mulberry32(seed);
  const graph = Array.from({ length: 30 }, () => [...Array(30).keys()].filter(() => random() < 0.14));
  return { graph, weights: graph.map(() => 1 + Math.floor(random() * 5)) };
}

/** Three of ten each, numbered in turn. */
function blocksOf(seed: number): { graph: Digraph; weights: number[] } {
  const random = mulberry32(seed + 1000);
  const graph = Array.from({ length: 30 }, (_, node) =>
    [...Array(30).keys()].filter((to) => to % 3 === node % 3 && random() < 0.35),
  );
  return { graph, weights: graph.map(() => 1 + Math.floor(random() * 5)) };
}

/** So that a bound or a reduction that is not what it should be is noticed: it would come to the same ends, later. */
test('ten graphs of one component and ten of three take no more work than they do today', () => {
  const workOf = (of: (seed: number) => { graph: Digraph; weights: number[] }): number => {
    let work = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { graph, weights } = of(seed);
      work += runSearch(feedbackSet(graph, weights)).work;
    }
    return work;
  };
  expect(workOf(wholeGraph)).toBeLessThanOrEqual(5643);
  expect(workOf(blocksOf)).toBeLessThanOrEqual(252);
});

test('on the way there is an answer that cuts every circle, and a bound that is below the end (seeds 1 to 10)', () => {
  let longer = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const { graph, weights } = seed % 2 === 0 ? wholeGraph(seed) : blocksOf(seed);
    const outcomes = [];
    const search = feedbackSet(graph, weights);
    let step = search.next();
    for (; step.done !== true; step = search.next()) outcomes.push(step.value);
    const { best: end, bound } = step.value;
    expect({ seed, bound }).toEqual({ seed, bound: end!.cost });
    let [work, proven] = [0, 0];
    for (const { best, bound: sofar, isProven, work: done } of outcomes) {
      const gone = new Set(best!.nodes);
      expect(best!.nodes).toEqual([...best!.nodes].sort((a, b) => a - b));
      expect(sofar ?? 0, `seed ${seed}`).toBeGreaterThanOrEqual(proven);
      proven = sofar ?? 0;
      expect(gone.size, `seed ${seed}`).toBe(best!.nodes.length);
      expect(
        circlesOf(graph, (node) => !gone.has(node)),
        `seed ${seed}`,
      ).toEqual([]);
      expect(best!.nodes.reduce((sum, node) => sum + weights[node]!, 0)).toBe(best!.cost);
      expect(best!.cost).toBeGreaterThanOrEqual(end!.cost);
      expect(sofar ?? 0).toBeLessThanOrEqual(end!.cost);
      expect(isProven).toBe(false);
      expect(done).toBeGreaterThanOrEqual(work);
      work = done;
    }
    if (outcomes.length > 4) longer++;
    const gone = new Set(end!.nodes);
    expect(
      circlesOf(graph, (node) => !gone.has(node)),
      `seed ${seed}`,
    ).toEqual([]);
  }
  expect(longer).toBeGreaterThan(3);
});

/** Every subset of nodes, cheapest first. */
function bruteFeedback(graph: readonly (readonly number[])[], weights: readonly number[]): number {
  let least = Infinity;
  for (let set = 0; set < 1 << graph.length; set++) {
    const cost = weights.reduce((sum, weight, node) => sum + ((set & (1 << node)) === 0 ? 0 : weight), 0);
    if (cost >= least) continue;
    let left = [...graph.keys()].filter((node) => (set & (1 << node)) === 0);
    for (let before = -1; before !== left.length;) {
      before = left.length;
      const still = new Set(left);
      left = left.filter((node) => graph[node]!.some((to) => still.has(to)));
    }
    if (left.length === 0) least = cost;
  }
  return least;
}

test('feedback sets of 300 random digraphs (seeds 1 to 300) weigh as little as the lightest of all subsets', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { graph, weights } = graphOf(seed, 9);
    const outcome = runSearch(feedbackSet(graph, weights));
    expect({ seed, cost: outcome.best?.cost, bound: outcome.bound, isProven: outcome.isProven }).toEqual({
      seed,
      cost: bruteFeedback(graph, weights),
      bound: outcome.best?.cost,
      isProven: true,
    });
  }
});
