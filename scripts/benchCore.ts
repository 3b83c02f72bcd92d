/**
 * The figures of the core, one line each: `npm run bench`. Times move with the machine; the ratios, measured in the same
 * run, are what to compare. Not a test: nothing fails here.
 */
import { encodeShare } from '../src/formats/share.ts';
import { parseLayout } from '../src/formats/layout.ts';
import { findBoard } from '../src/model/catalogue/catalogue.ts';
import { allLegalStarts, legalStarts } from '../src/placement/legal.ts';
import { legalLayouts } from '../src/placement/layouts/layouts.ts';
import { isAccepted, RAW_BOARDS, type Piece } from '../src/placement/oracle.testing.ts';
import { gpuOf } from '../src/placement/standing.testing.ts';

const BOARD = 'a100-pcie-40gb';
const board = findBoard(BOARD);
const raw = RAW_BOARDS.find((one) => one.id === BOARD);
if (board === undefined || raw === undefined) throw new Error(`no board ${BOARD}`);

/** Nanoseconds per call, best of several rounds after warm-up. `calls` keeps the work from being optimised away. */
function time(calls: number, work: (index: number) => number): number {
  let best = Infinity;
  let sink = 0;
  for (let round = 0; round < 7; round++) {
    const start = process.hrtime.bigint();
    for (let index = 0; index < calls; index++) sink += work(index);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / calls);
  }
  if (sink === -1) process.stdout.write('never\n');
  return best;
}

const rows: [what: string, figure: string, note: string][] = [];

// Every state a GPU can be in with the six everyday profiles.
const profiles = ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];
const layouts = [...legalLayouts(board, { profiles })];
const states = layouts.map((layout) => gpuOf(layout.map((one) => `${one.profile}@${one.start}`).join(' ')));
const pieces = layouts.map((layout): Piece[] => [...layout]);

const all = time(
  200_000,
  (index) => allLegalStarts(board, states[index % states.length]?.instances ?? []).length,
);
const reference = time(300, (index) => {
  const standing = pieces[index % pieces.length] ?? [];
  let count = 0;
  for (const profile of raw.profiles) {
    for (const start of profile.placements?.starts ?? []) {
      if (isAccepted(raw, [...standing, { profile: profile.name, start }])) count++;
    }
  }
  return count;
});
rows.push([
  'all legal starts of one GPU, 7 profiles',
  `${(all / 1000).toFixed(3)} µs`,
  `${(reference / all).toFixed(0)} x faster than the plain reference; target under 1 µs`,
]);
const one = time(100_000, (index) => {
  const state = states[index % states.length];
  return state === undefined ? 0 : legalStarts(state, '2g.10gb').starts.length;
});
rows.push(['legal starts of one profile, with the reason', `${(one / 1000).toFixed(3)} µs`, '']);
const enumerate = time(20, () => [...legalLayouts(board, { profiles })].length);
rows.push(['all 722 layouts of an A100', `${(enumerate / 1e6).toFixed(2)} ms`, '']);

/** A fleet in the layout notation: `gpus` A100s, a VM on each instance until `vms` are placed. */
function fleet(gpus: number, vms: number): string {
  const team = ['train', 'infer', 'batch', 'dev', 'night', 'eval'];
  let vm = 0;
  return Array.from({ length: gpus }, (_, index) => {
    const layout = layouts[(index * 37 + 11) % layouts.length] ?? [];
    const cut = layout.map(({ profile, start }) => {
      const name = vm < vms ? `=${team[vm % team.length] ?? ''}-prod-${100 + ((vm * 7) % 900)}-${vm}` : '';
      vm++;
      return `${profile}@${start}${name}`;
    });
    return `esx-${String(Math.floor(index / 4) + 1).padStart(2, '0')}/${index % 4} ${BOARD}: ${cut.join(', ')}`;
  }).join('\n');
}
for (const [gpus, vms] of [
  [4, 14],
  [64, 275],
  [256, 1126],
] as const) {
  const reading = parseLayout(fleet(gpus, vms));
  if (!reading.ok) throw new Error(reading.error.code);
  const { plan } = reading.value;
  rows.push([
    `link of ${gpus} GPUs and ${plan.vms.length} VMs`,
    `${encodeShare(plan).length} characters`,
    `${(JSON.stringify(plan).length / encodeShare(plan).length).toFixed(1)} x shorter than the plan`,
  ]);
}

for (const [what, figure, note] of rows) {
  process.stdout.write(`${what.padEnd(46)}${figure.padStart(18)}   ${note}\n`);
}
