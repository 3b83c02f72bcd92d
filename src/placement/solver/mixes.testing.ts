/** Demands by seed: mixes of the six base profiles of an A100 as fleets may have them, and requests drawn from each. */
import type { Board } from '../../model/board.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';

/** Of an A100-PCIE-40GB, largest first: the order that mixes are drawn in. */
const ORDER = ['7g.40gb', '4g.20gb', '3g.20gb', '2g.10gb', '1g.10gb', '1g.5gb'];
const SPREAD = 0.6;

/** Shares of the six profiles: a Dirichlet draw, so that most mixes are of a few profiles. */
function mixOf(seed: number): number[] {
  const random = mulberry32(seed * 7919 + 13);
  const shares = ORDER.map(() => gamma(random, SPREAD));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}

/** `requests` drawn from the mix of a seed, as indices into `board.profiles` in the order of arrival. */
export function arrivalsOf(board: Board, seed: number, requests: number): Uint8Array {
  const mix = mixOf(seed);
  const random = mulberry32(seed * 104729 + requests);
  const profiles = ORDER.map((name) => board.profiles.findIndex((profile) => profile.name === name));
  return Uint8Array.from({ length: requests }, () => {
    let left = random();
    let at = 0;
    while (at < mix.length - 1 && left >= (mix[at] ?? 0)) left -= mix[at++] ?? 0;
    return profiles[at] ?? 0;
  });
}

/** How many there are of each profile of the board. */
export function countsOf(board: Board, arrivals: Uint8Array): number[] {
  const counts = board.profiles.map(() => 0);
  for (const profile of arrivals) counts[profile] = (counts[profile] ?? 0) + 1;
  return counts;
}

/** A gamma draw by Marsaglia and Tsang. */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) {
    const u = random();
    return gamma(random, shape + 1) * u ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
}
