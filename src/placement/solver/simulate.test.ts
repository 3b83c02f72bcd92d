import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Board } from '../../model/board.ts';
import { isAccepted, RAW_BOARDS, type Piece } from '../oracle.testing.ts';
import { estimateOf } from './estimate.ts';
import { POLICIES } from './policies.ts';
import { runSearch } from './search.ts';
import { mulberry32 } from './seeded.ts';
import {
  checkSimulation,
  simulate,
  simulationWork,
  type PolicyResult,
  type Simulation,
  type SimulationOptions,
} from './simulate.ts';
import { simulationErrorMessage } from './simulationMessages.ts';

const boardOf = (id: string): Board => {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return board;
};
const everyday = (board: Board): number[] =>
  board.profiles.map(({ attributes }) => (attributes.length === 0 ? 1 : 0));

const A100 = boardOf('a100-pcie-40gb');
const OPTIONS: SimulationOptions = {
  board: A100,
  mix: everyday(A100),
  gpus: 12,
  load: 1,
  seeds: [1, 2, 3],
  arrivals: 3000,
  policies: POLICIES,
};

const run = (options: SimulationOptions): Simulation => {
  const { best, isProven, work } = runSearch(simulate(options));
  if (best === null) throw new Error('nothing came of it');
  expect(isProven).toBe(true);
  expect(work).toBe(simulationWork(options));
  return best;
};
const resultOf = ({ results }: Simulation, policy: string): PolicyResult => {
  const found = results.find((one) => one.policy === policy);
  if (found === undefined) throw new Error(`no ${policy}`);
  return found;
};

/** First fit at the lowest start, written down anew: lists, the raw rules, and a look at everybody for who is to go. */
function plainFirstFit(
  options: SimulationOptions,
  fluidGpus: number,
  seed: number,
): [accepted: number, of: number] {
  const raw = RAW_BOARDS.find((one) => one.id === options.board.id);
  if (raw === undefined) throw new Error('no facts');
  const random = mulberry32(seed);
  const names = options.board.profiles.flatMap(({ name }, index) =>
    (options.mix[index] ?? 0) > 0 ? [name] : [],
  );
  const gpus = Array.from({ length: options.gpus }, (): (Piece & { readonly until: number })[] => []);
  const rate = (options.load * options.gpus) / fluidGpus;
  let [now, accepted, of] = [0, 0, 0];
  for (let arrival = 0; arrival < options.arrivals; arrival++) {
    now += -Math.log(1 - random()) / rate;
    const profile = names[Math.floor(random() * names.length)] ?? '';
    const until = now - Math.log(1 - random());
    gpus.forEach((gpu, index) => (gpus[index] = gpu.filter((piece) => piece.until > now)));
    const isCounted = arrival >= options.arrivals / 5;
    if (isCounted) of++;
    const starts = raw.profiles.find((one) => one.name === profile)?.placements?.starts ?? [];
    const place = gpus
      .flatMap((gpu, index) => starts.map((start) => ({ gpu, index, start })))
      .find(({ gpu, start }) => isAccepted(raw, [...gpu, { profile, start }]));
    if (place === undefined) continue;
    gpus[place.index]?.push({ profile, start: place.start, until });
    if (isCounted) accepted++;
  }
  return [accepted, of];
}

test('first fit admits exactly what a plain simulation with lists and the raw rules admits (seed 7)', () => {
  const options: SimulationOptions = { ...OPTIONS, seeds: [7], arrivals: 2000, policies: ['first-fit'] };
  // One of each of the six: 1 + max(1, 4/3, 11/7, 13/8) GPUs for six instances.
  const [accepted, of] = plainFirstFit(options, (1 + 13 / 8) / 6, 7);
  expect(resultOf(run(options), 'first-fit').requests.mean).toBeCloseTo((100 * accepted) / of, 9);
});

test('the same question has the same answer, and an answer does not depend on who else is asked (seeds 1 to 3)', () => {
  const all = run(OPTIONS);
  expect(run(OPTIONS)).toEqual(all);
  const [alone] = run({ ...OPTIONS, policies: ['ours-2'] }).results;
  expect({ ...resultOf(all, 'ours-2'), below: null, above: null }).toEqual(alone);
  expect(run({ ...OPTIONS, seeds: [4, 5, 6] })).not.toEqual(all);
});

test('moves win slices, spreading loses them, and no policy beats packing anew but by chance (seeds 1 to 3)', () => {
  const simulation = run(OPTIONS);
  const slices = (policy: string): number => resultOf(simulation, policy).slices.mean;
  expect(slices('ours-2')).toBeGreaterThan(slices('ours-1'));
  expect(slices('ours-1')).toBeGreaterThan(slices('ours-0'));
  expect(slices('ours-0')).toBeGreaterThan(slices('first-fit'));
  expect(slices('worst-fit')).toBeLessThan(slices('first-fit'));
  expect(resultOf(simulation, 'migration').below).toEqual({ mean: 0, within: 0 });
  expect(resultOf(simulation, 'migration').fragmented?.mean).toBe(0);
  for (const { policy, moves } of simulation.results) {
    if (policy === 'ours-1' || policy === 'ours-2') expect(moves?.mean).toBeGreaterThan(0);
    else expect(moves?.mean ?? 0).toBe(0);
  }
});

test.each(['a30-24gb', 'rtx-pro-6000-server', 'h200-141gb'])(
  '%s, all its profiles: every policy runs, and with hardly any load nothing is refused (seed 1)',
  (id) => {
    const board = boardOf(id);
    const options = { ...OPTIONS, board, mix: board.profiles.map(() => 1), seeds: [1], arrivals: 1000 };
    const few = run({ ...options, load: 0.01 });
    for (const { requests, fragmented, worst } of few.results) {
      expect([requests.mean, fragmented, worst.share.mean]).toEqual([100, null, 100]);
    }
    for (const { slices } of run({ ...options, load: 3 }).results) expect(slices.mean).toBeLessThan(90);
  },
);

test('a budget of nothing knows nothing; a part of the work gives the seeds that are done', () => {
  expect(runSearch(simulate(OPTIONS), 0)).toEqual({ best: null, bound: null, isProven: false, work: 0 });
  const some = runSearch(simulate(OPTIONS), simulationWork(OPTIONS) / 2);
  expect(some.isProven).toBe(false);
  expect(some.best?.seeds).toEqual([1]);
  expect(some.best).toEqual(run({ ...OPTIONS, seeds: [1] }));
});

test.each([
  ['no GPUs', { gpus: 0 }, 'out-of-range', 'gpus'],
  ['less than none', { gpus: -3 }, 'out-of-range', 'gpus'],
  ['half a GPU', { gpus: 1.5 }, 'out-of-range', 'gpus'],
  ['more GPUs than anybody has', { gpus: 1e9 }, 'out-of-range', 'gpus'],
  ['no load', { load: 0 }, 'out-of-range', 'load'],
  ['a load that is no number', { load: NaN }, 'out-of-range', 'load'],
  ['no seeds', { seeds: [] }, 'out-of-range', 'seeds'],
  ['a seed with a fraction', { seeds: [0.5] }, 'out-of-range', 'seed'],
  ['no arrivals', { arrivals: 0 }, 'out-of-range', 'arrivals'],
  ['an empty mix', { mix: [0, 0] }, 'nothing-arrives', 'mix'],
  ['a negative share', { mix: [1, -1] }, 'share-unusable', 'mix'],
  ['a share without end', { mix: [Infinity] }, 'share-unusable', 'mix'],
  ['a policy of no such name', { policies: ['luck'] }, 'policy-unknown', 'policies'],
  [
    'profiles without public starts',
    { board: boardOf('rtx-pro-5000-48gb'), mix: [1] },
    'profile-without-starts',
    'mix',
  ],
])('%s: an error with its code, its field and a sentence', (_, change, code, field) => {
  const checked = checkSimulation({ ...OPTIONS, ...(change as Partial<SimulationOptions>) });
  expect(checked).toMatchObject({ ok: false, error: { code, field } });
  if (!checked.ok) expect(simulationErrorMessage(checked.error)).toMatch(/^[A-Z].*\.$/);
});

test('an interval: of one figure none, of equal ones nothing, else that of the table', () => {
  expect(estimateOf([5])).toEqual({ mean: 5, within: null });
  expect(estimateOf([5, 5, 5])).toEqual({ mean: 5, within: 0 });
  // Sample deviation 1, so t / sqrt(3) with two degrees of freedom.
  expect(estimateOf([1, 2, 3]).within).toBeCloseTo(4.303 / Math.sqrt(3), 9);
});
