/**
 * Sums a plan up: use, what is stranded and by what, who waits and why, what still fits, and whether fewer GPUs would do.
 * Page and command line read the same answer.
 */
import type { Plan } from '../../model/plan.ts';
import { placesOfPlan } from '../solver/fitsTable.ts';
import { repackRoom, searchFitsRepacked, type FitsRepacked } from '../solver/repack.ts';
import { runSearch, type Search } from '../solver/search.ts';
import { Counting } from './counting.ts';
import { sumOfProofs, type Fewest, type PackingProof } from './fewest.ts';
import type { BoardSummary, HostSummary, ProfileSummary, Summary } from './summary.ts';
import { WaitingCount } from './waitingGroups.ts';

/** The whole summary at once: figures, causes, reasons, proofs and what fits, of any plan, legal or not. Never fails. */
export function summarize(plan: Plan): Summary {
  const { best } = runSearch(searchSummary({ plan }));
  if (best === null) throw new Error('a plan can always be summed up');
  return best;
}

/** VMs whose reason is looked for between two words. */
const AT_ONCE = 500;

/**
 * Figures first, then proofs, reasons of those that wait, and what fits after repacking, board by board: each as soon as it is
 * known. Work is counted in hosts, VMs and whatever the questions of repacking count.
 */
export function* searchSummary({ plan }: { readonly plan: Plan }): Search<Summary> {
  let work = 0;
  let best: Summary | null = null;
  const told = (isProven = false) => ({ best, bound: null, isProven, work });

  const counting = new Counting(plan);
  for (const host of plan.hosts) {
    counting.addHost(host);
    work += 1;
    yield told();
  }
  best = counting.summary();
  yield told();

  const known = new Map<string, Fewest>();
  const hosts: HostSummary[] = [];
  for (const host of best.hosts) {
    hosts.push({ ...host, proof: counting.standingOfHost(host.id).proof(known) });
    work += 1;
    yield told();
  }
  const boards = best.boards.map((one): BoardSummary & { readonly proof: PackingProof } => ({
    ...one,
    proof: counting.standingOfBoard(one.board).proof(known),
  }));
  best = { ...best, hosts, boards, proof: sumOfProofs(boards.map(({ proof }) => proof)) };
  yield told();

  const waiting = new WaitingCount(plan);
  for (let from = 0; from < plan.vms.length; from += AT_ONCE) {
    waiting.add(plan.vms.slice(from, from + AT_ONCE));
    work += 1;
    yield told();
  }
  best = { ...best, waiting: waiting.groups() };
  yield told();

  const room = repackRoom(plan, placesOfPlan(plan));
  yield told();
  for (const { board } of best.boards) {
    const profiles: ProfileSummary[] = [];
    for (const row of best.boards.find((one) => one.board === board)?.profiles ?? []) {
      let repacked: FitsRepacked | null = null;
      if (row.now !== null) {
        const search = searchFitsRepacked(room, row.profile, [board]);
        const before = work;
        let step = search.next();
        for (; step.done !== true; step = search.next()) {
          work = Math.max(work, before + step.value.work);
          yield told();
        }
        work += 1;
        repacked = step.value.best;
      }
      profiles.push({ ...row, repacked });
    }
    best = { ...best, boards: best.boards.map((one) => (one.board === board ? { ...one, profiles } : one)) };
    yield told();
  }
  best = { ...best, stays: room.stays };
  return told(true);
}
