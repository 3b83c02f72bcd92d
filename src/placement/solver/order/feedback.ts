/**
 * The fewest moves to park so that no circle is left: a minimum-weight feedback vertex set of the digraph "a waits for b",
 * exact by branch and bound in each strongly connected component.
 */
import type { Outcome, Search } from '../search.ts';

/** Node -> nodes that it waits for. */
export type Digraph = readonly (readonly number[])[];

/** Strongly connected components of the nodes that are `alive`, those without a circle left out. Tarjan, without recursion. */
export function circlesOf(graph: Digraph, alive: (node: number) => boolean = () => true): number[][] {
  const index = new Array<number>(graph.length).fill(-1);
  const low = new Array<number>(graph.length).fill(0);
  const onStack = new Array<boolean>(graph.length).fill(false);
  const stack: number[] = [];
  const found: number[][] = [];
  let next = 0;
  for (const first of graph.keys()) {
    if (index[first] !== -1 || !alive(first)) continue;
    const calls: { node: number; edge: number }[] = [{ node: first, edge: 0 }];
    index[first] = low[first] = next++;
    stack.push(first);
    onStack[first] = true;
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { node } = call;
      const to = graph[node]?.[call.edge++];
      if (to !== undefined) {
        if (!alive(to)) continue;
        if (index[to] === -1) {
          index[to] = low[to] = next++;
          stack.push(to);
          onStack[to] = true;
          calls.push({ node: to, edge: 0 });
        } else if (onStack[to] === true) {
          low[node] = Math.min(low[node] ?? 0, index[to] ?? 0);
        }
        continue;
      }
      calls.pop();
      const above = calls.at(-1);
      if (above !== undefined) low[above.node] = Math.min(low[above.node] ?? 0, low[node] ?? 0);
      if (low[node] !== index[node]) continue;
      const component: number[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack[member] = false;
        component.push(member);
        if (member === node) break;
      }
      if (component.length > 1 || graph[node]?.includes(node) === true)
        found.push(component.sort((a, b) => a - b));
    }
  }
  return found;
}

export interface FeedbackSet {
  readonly nodes: readonly number[];
  readonly cost: number;
}

/** Nodes of a component as small sets, which branching changes. */
interface Small {
  readonly out: Map<number, Set<number>>;
  readonly into: Map<number, Set<number>>;
}

/** Exact, component by component; `bound` is what no set can go below. */
export function* feedbackSet(graph: Digraph, weights: readonly number[]): Search<FeedbackSet> {
  const nodes: number[] = [];
  let bound = 0;
  let cost = 0;
  let work = 0;
  let isProven = true;
  const components = circlesOf(graph);
  // A first answer for all of them, so that there is one whenever the search is stopped.
  const firsts = components.map((component) => greedySet(graph, weights, component));
  const open = firsts.map((set) => set.cost);
  const whole = (at: number): FeedbackSet => ({
    nodes: [...nodes, ...firsts.slice(at).flatMap((set) => set.nodes)].sort((a, b) => a - b),
    cost: cost + open.slice(at).reduce((sum, one) => sum + one, 0),
  });
  yield { best: whole(0), bound: null, isProven: components.length === 0, work };
  for (const [at, component] of components.entries()) {
    const search = exactSet(graph, weights, component, firsts[at] ?? { nodes: [], cost: 0 });
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      yield {
        best: whole(at),
        bound: bound + (step.value.bound ?? 0),
        isProven: false,
        work: work + step.value.work,
      };
    }
    const outcome = step.value;
    work += outcome.work;
    isProven &&= outcome.isProven;
    bound += outcome.bound ?? 0;
    nodes.push(...(outcome.best?.nodes ?? []));
    cost += outcome.best?.cost ?? 0;
  }
  return { best: whole(components.length), bound, isProven, work };
}

function smallOf(graph: Digraph, component: readonly number[]): Small {
  const members = new Set(component);
  const out = new Map(
    component.map((node) => [node, new Set((graph[node] ?? []).filter((to) => members.has(to)))]),
  );
  const into = new Map(component.map((node) => [node, new Set<number>()]));
  for (const [node, tos] of out) for (const to of tos) into.get(to)?.add(node);
  return { out, into };
}

function without(small: Small, node: number): void {
  for (const to of small.out.get(node) ?? []) small.into.get(to)?.delete(node);
  for (const from of small.into.get(node) ?? []) small.out.get(from)?.delete(node);
  small.out.delete(node);
  small.into.delete(node);
}

/** The node stays: whoever waits for it waits for what it waits for. */
function bypass(small: Small, node: number): void {
  const tos = [...(small.out.get(node) ?? [])];
  const froms = [...(small.into.get(node) ?? [])];
  without(small, node);
  for (const from of froms) {
    for (const to of tos) {
      small.out.get(from)?.add(to);
      small.into.get(to)?.add(from);
    }
  }
}

/** Takes what is forced, and drops what is in no circle or never better than its neighbour. Gives what was taken. */
function reduce(small: Small, weights: readonly number[], taken: number[]): number {
  let cost = 0;
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const node of [...small.out.keys()]) {
      const out = small.out.get(node);
      const into = small.into.get(node);
      if (out === undefined || into === undefined) continue;
      if (out.has(node)) {
        taken.push(node);
        cost += weights[node] ?? 1;
        without(small, node);
      } else if (out.size === 0 || into.size === 0) {
        without(small, node);
      } else if (out.size === 1 || into.size === 1) {
        const [other] = out.size === 1 ? out : into;
        if (other === undefined || (weights[other] ?? 1) > (weights[node] ?? 1)) continue;
        bypass(small, node);
      } else {
        continue;
      }
      isChanged = true;
    }
  }
  return cost;
}

/** Circles that share no node, each at its cheapest: no set costs less. */
function packedCircles(small: Small, weights: readonly number[]): number {
  const left: Small = copyOf(small);
  let bound = 0;
  for (;;) {
    const circle = shortCircle(left);
    if (circle === null) return bound;
    bound += Math.min(...circle.map((node) => weights[node] ?? 1));
    for (const node of circle) without(left, node);
  }
}

/** A shortest circle through the first node that has one. */
function shortCircle({ out }: Small): number[] | null {
  let best: number[] | null = null;
  for (const first of out.keys()) {
    const before = new Map<number, number>();
    const queue = [first];
    search: for (let at = 0; at < queue.length; at++) {
      const node = queue[at] ?? first;
      for (const to of out.get(node) ?? []) {
        if (to === first) {
          const circle = [node];
          for (let one = node; one !== first; circle.push(one)) one = before.get(one) ?? first;
          if (best === null || circle.length < best.length) best = circle;
          break search;
        }
        if (before.has(to)) continue;
        before.set(to, node);
        queue.push(to);
      }
    }
    if (best !== null && best.length <= 2) return best;
  }
  return best;
}

function copyOf({ out, into }: Small): Small {
  return {
    out: new Map([...out].map(([node, tos]) => [node, new Set(tos)])),
    into: new Map([...into].map(([node, froms]) => [node, new Set(froms)])),
  };
}

/** The node that most circles are likely to run through, for its weight. */
function busiest({ out, into }: Small, weights: readonly number[]): number | null {
  let best: number | null = null;
  let bestScore = -1;
  for (const [node, tos] of out) {
    const score = (tos.size * (into.get(node)?.size ?? 0)) / (weights[node] ?? 1);
    if (score > bestScore) [best, bestScore] = [node, score];
  }
  return best;
}

function greedySet(graph: Digraph, weights: readonly number[], component: readonly number[]): FeedbackSet {
  const small = smallOf(graph, component);
  const nodes: number[] = [];
  reduce(small, weights, nodes);
  for (let node = busiest(small, weights); node !== null; node = busiest(small, weights)) {
    nodes.push(node);
    without(small, node);
    reduce(small, weights, nodes);
  }
  return { nodes, cost: nodes.reduce((sum, node) => sum + (weights[node] ?? 1), 0) };
}

/** Depth first: the busiest node is parked, or it is not and is bypassed. */
function* exactSet(
  graph: Digraph,
  weights: readonly number[],
  component: readonly number[],
  first: FeedbackSet,
): Generator<Outcome<FeedbackSet>, Outcome<FeedbackSet>> {
  let best = first;
  let work = 0;
  const root = smallOf(graph, component);
  const forced: number[] = [];
  const base = reduce(root, weights, forced);
  const bound = base + packedCircles(root, weights);
  const stack: { small: Small; nodes: number[]; cost: number }[] = [
    { small: root, nodes: forced, cost: base },
  ];
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    work += 1 + state.small.out.size;
    if (best.cost <= bound) break;
    yield { best, bound, isProven: false, work };
    const node = busiest(state.small, weights);
    if (node === null) {
      if (state.cost < best.cost) best = { nodes: state.nodes, cost: state.cost };
      continue;
    }
    if (state.cost + packedCircles(state.small, weights) >= best.cost) continue;
    const kept = copyOf(state.small);
    bypass(kept, node);
    const keptNodes = [...state.nodes];
    const keptCost = state.cost + reduce(kept, weights, keptNodes);
    if (keptCost < best.cost) stack.push({ small: kept, nodes: keptNodes, cost: keptCost });
    const gone = copyOf(state.small);
    without(gone, node);
    const goneNodes = [...state.nodes, node];
    const goneCost = state.cost + (weights[node] ?? 1) + reduce(gone, weights, goneNodes);
    if (goneCost < best.cost) stack.push({ small: gone, nodes: goneNodes, cost: goneCost });
  }
  return { best, bound: best.cost, isProven: true, work };
}
