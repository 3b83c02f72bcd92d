/** Groups let in: HiGHS on another program of the same questions, GPU by GPU from the raw facts; brute force; the checker. */
import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { vmsByInstance, type Plan, type PlanRequest } from '../../model/plan.ts';
import { allLayouts, isAccepted, RAW_BOARDS } from '../oracle.testing.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { verifyAdmission, type AdmitSite } from '../verifyAdmission.ts';
import { admitInto, type AdmitAnswer } from './admitPlan.ts';
import { seededFleet } from './fleet.testing.ts';
import { solveWithHighs } from './highs.testing.ts';
import type { Column, IntegerProgram, Row } from './integerProgram.ts';

interface Case {
  readonly plan: Plan;
  readonly requests: readonly PlanRequest[];
  readonly board: string;
  readonly names: readonly string[];
}

const BOARDS = ['a100-pcie-40gb', 'a30-24gb', 'a100-pcie-40gb', 'h100-sxm5-80gb'];

function seededCase(seed: number, gpus: number): Case {
  const random = mulberry32(seed * 65_537 + gpus);
  const board = BOARDS[seed % 4] ?? '';
  const plan = seededFleet(seed, {
    ...{ boards: [board], gpus, pinned: 1, fill: random() < 0.4 ? 0 : 0.2 * random() },
    ...{ vms: 0.7, groups: 0.8 },
  });
  const all = findBoard(board)?.profiles.map(({ name }) => name) ?? [];
  const names = all.filter((name) => !/[+-]/.test(name) && random() < 0.6);
  const some = names.length === 0 ? all.slice(0, 1) : names;
  const groups = ['group-0', 'group-1', 'x', 'y', null];
  const requests = some.flatMap((profile) =>
    groups.flatMap((group): PlanRequest[] =>
      random() < 0.4
        ? []
        : [
            {
              ...{ profile, needs: null, group, extra: [] },
              count: 1 + Math.floor(random() * (group === null ? 2 * gpus : 1.2 * gpus)),
              weight: 1 + Math.floor(random() * 6),
            },
          ],
    ),
  );
  const [first = ''] = some;
  const one = { profile: first, needs: null, group: 'x', extra: [], count: gpus + 1, weight: 2 };
  return { plan, requests: requests.length === 0 ? [one] : requests, board, names: some };
}

/** Groups that have a VM on each GPU. */
function presentOn(plan: Plan): Set<string>[] {
  const vms = vmsByInstance(plan);
  return plan.hosts.flatMap(({ gpus }) =>
    gpus.map(
      ({ instances }) =>
        new Set(instances.flatMap(({ id }) => (vms.get(id) ?? []).flatMap(({ group }) => group ?? []))),
    ),
  );
}

/** Every GPU for itself: one of its sets, and of each group one place at the most. */
function wholeProgram({ plan, requests, board, names }: Case): IntegerProgram {
  const raw = RAW_BOARDS.find(({ id }) => id === board);
  if (raw === undefined) throw new Error(board);
  const layouts = [[], ...allLayouts(raw, names)];
  const present = presentOn(plan);
  const rows: Row[] = requests.map(({ count }) => ({ low: 0, high: count }));
  const columns: Column[] = [];
  const row = (low: number, high: number): number => rows.push({ low, high }) - 1;
  plan.hosts
    .flatMap(({ gpus }) => gpus)
    .forEach(({ instances }, gpu) => {
      const one = row(-Infinity, 1);
      const slots = new Map(names.map((name) => [name, row(0, Infinity)]));
      const vectors = new Map<string, number[]>();
      for (const layout of layouts) {
        if (!isAccepted(raw, [...instances, ...layout])) continue;
        const counts = names.map((name) => layout.filter(({ profile }) => profile === name).length);
        vectors.set(counts.join(), counts);
      }
      for (const counts of vectors.values()) {
        const has = counts.flatMap((count, at): [number, number][] =>
          count === 0 ? [] : [[slots.get(names[at] ?? '') ?? 0, count]],
        );
        columns.push({ cost: 0, entries: [[one, 1], ...has], high: 1 });
      }
      const ofGroup = new Map<string, number>();
      requests.forEach(({ profile, group, weight }, request) => {
        if (group !== null && present[gpu]?.has(group) === true) return;
        const entries: [number, number][] = [
          [request, 1],
          [slots.get(profile ?? '') ?? 0, -1],
        ];
        if (group !== null) {
          const at = ofGroup.get(group) ?? row(-Infinity, 1);
          ofGroup.set(group, at);
          entries.push([at, 1]);
        }
        columns.push({ cost: -(weight ?? 1), entries, high: group === null ? 8 : 1 });
      });
    });
  return { rows, columns };
}

function answerOf({ plan, requests }: Case): AdmitAnswer {
  const answer = admitInto(plan, requests, {
    ...{ board: null, weights: new Map(), budget: 500_000, certify: true },
  });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

let shownCount = 0;
let treeCount = 0;
let unproven = 0;
let provenNoTree = 0;
test('the value of HiGHS (seeds 1 to 200)', () => {
  const times: number[] = [0, 0];
  for (let seed = 1; seed <= 200; seed++) {
    const one = seededCase(seed, 2 + (seed % 5));
    const t0 = process.cpuUsage().user;
    const answer = answerOf(one);
    const t1 = process.cpuUsage().user;
    const oracle = solveWithHighs(wholeProgram(one));
    const t2 = process.cpuUsage().user;
    times[0]! += t1 - t0;
    times[1]! += t2 - t1;
    const best = oracle.status === 'optimal' ? 0 - oracle.cost : null;
    if (!answer.isProven) {
      unproven++;
      console.log('unproven', seed, answer.value, answer.bound, best);
    } else if (answer.proof !== null) shownCount++;
    else if (answer.tree !== null) treeCount++;
    else {
      provenNoTree++;
      console.log('no tree', seed, answer.value);
    }
    expect({ seed, v: answer.value <= (best ?? 0), b: answer.bound >= (best ?? 0) }).toEqual({
      seed,
      v: true,
      b: true,
    });
  }
  console.log({ shownCount, treeCount, unproven, provenNoTree, times });
});
void ({} as AdmitSite);
void verifyAdmission;
