/** Letting in: a fleet that holds pinned instances, and more requests than there is room for; against HiGHS. */
import { findBoard } from '../../src/model/catalogue/catalogue.ts';
import { mulberry32 } from '../../src/placement/powerOn/powerOn.testing.ts';
import { admit, type AdmitQuestion } from '../../src/placement/solver/admit.ts';
import { fitsTable, placesOfPlan } from '../../src/placement/solver/fitsTable.ts';
import { seededFleet } from '../../src/placement/solver/fleet.testing.ts';
import { admitQuestion } from '../../src/placement/verifyAdmission.ts';
import { faultsOfTree } from '../../src/placement/verifyTree.ts';
import { admitTree, asChecked } from '../../src/placement/solver/admitTree.ts';
import { createHighsRun, solveWithHighs } from '../../src/placement/solver/highs.testing.ts';
import { roomProgram } from '../../src/placement/solver/roomProgram.ts';
import { legalGpu, roomClasses } from '../../src/placement/solver/rooms.ts';
import { runSearch } from '../../src/placement/solver/search.ts';
import { solveInteger } from '../../src/placement/solver/solveInteger.ts';
import { whyNot } from '../../src/placement/solver/why.ts';
import { millisOf, quantile, spread, type BenchRow } from './measure.ts';

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const BOARD = 'a100-pcie-40gb';
const NAMES = (findBoard(BOARD)?.profiles ?? []).flatMap(({ name }) => (/[+-]/.test(name) ? [] : [name]));

export function admitRows(): BenchRow[] {
  return [...[100, 1000].map(letIn), ...[100, 1000].map(fits), ...[100, 1000].map(ways)];
}

function questionOf(seed: number, gpus: number): AdmitQuestion {
  const plan = seededFleet(seed, { boards: [BOARD], gpus, pinned: 1, fill: 0.25 });
  const random = mulberry32(seed);
  return {
    gpus: placesOfPlan(plan).flatMap((place) => {
      const legal = legalGpu(place.gpu);
      return legal === null ? [] : [{ ...place, ...legal }];
    }),
    names: NAMES,
    wishes: NAMES.map((_, name) => ({
      name,
      count: Math.floor(random() * 1.2 * gpus),
      weight: 1 + Math.floor(random() * 9),
    })),
  };
}

/** From the GPUs to a place for each that is let in, and prices; the program alone beside HiGHS. */
function letIn(gpus: number): BenchRow {
  const [all, alone, parsed, text]: [number[], number[], number[], number[]] = [[], [], [], []];
  const proving: number[] = [];
  let [equal, shown, cases] = [0, 0, 0];
  for (const seed of SEEDS) {
    const question = questionOf(seed, gpus);
    const classes = roomClasses(question.gpus, NAMES);
    const program = roomProgram({ classes, must: NAMES.map(() => 0), wishes: question.wishes });
    const work = () => runSearch(admit(question));
    for (let warm = 0; warm < 3; warm++) work();
    all.push(millisOf(work));
    alone.push(millisOf(() => runSearch(solveInteger(program))));
    const highs = createHighsRun(program);
    const cost = highs.run();
    parsed.push(millisOf(() => highs.run(), { rounds: 3 }));
    highs.dispose();
    text.push(millisOf(() => solveWithHighs(program, 'plain'), { rounds: 1 }));
    const { best, isProven } = work();
    if (isProven && best?.value === -cost) equal++;
    if (best?.proof != null) shown++;
    if (best === null || best.proof !== null) continue;
    const prove = () => admitTree(asChecked(question, best), best.value);
    const tree = prove();
    proving.push(millisOf(prove, { rounds: 3 }));
    const { sites, wishes } = asChecked(question, best);
    if (tree !== null && faultsOfTree(admitQuestion(sites, wishes), tree, -best.value).length === 0) cases++;
  }
  const median = quantile(all, 0.5);
  const ratio = (times: readonly number[]): string => `${(quantile(times, 0.5) / median).toFixed(1)} x`;
  return {
    case: `admit beside pins, ${gpus.toLocaleString('en-US')} GPUs, ${SEEDS.length} seeds`,
    reach: gpus === 1000 ? 'proven on all; p95 20 ms; median faster than HiGHS' : '',
    reached: `${spread(all)} with every place, the program alone ${spread(alone)}; HiGHS ${spread(parsed)}: ${ratio(parsed)} with its model parsed before, ${ratio(text)} from the LP text; equal and proven on ${equal} of ${SEEDS.length}, by prices on ${shown}, by cases on ${cases}, these made in ${spread(proving)}`,
  };
}

/** The figures beside the palette: every profile of the board, now and after repacking. */
function fits(gpus: number): BenchRow {
  let open = 0;
  const times = SEEDS.slice(0, 20).map((seed) => {
    const plan = seededFleet(seed, { boards: [BOARD], gpus, pinned: 0.2, fill: 0.5 });
    const work = () => fitsTable(plan, placesOfPlan(plan)).rows;
    open += work().filter(({ repacked }) => repacked.count !== repacked.bound).length;
    return millisOf(work);
  });
  return {
    case: `fits after repacking, ${gpus.toLocaleString('en-US')} GPUs, all profiles`,
    reach: gpus === 100 ? 'live at every edit' : '',
    reached: `${spread(times)}; not proven: ${open}`,
  };
}

function ways(gpus: number): BenchRow {
  const times = SEEDS.slice(0, 20).flatMap((seed) => {
    const plan = seededFleet(seed, { boards: [BOARD], gpus, pinned: 0.1, fill: 0.95, vms: 0.8 });
    const all = placesOfPlan(plan);
    const gpuId = all[seed % all.length]?.gpu.id;
    if (gpuId === undefined) return [];
    return NAMES.map((profile) =>
      millisOf(() => whyNot(plan, { gpuId, profile, start: null, moving: null }), { rounds: 3 }),
    );
  });
  return { case: `why not, ${gpus.toLocaleString('en-US')} full GPUs`, reach: '', reached: spread(times) };
}
