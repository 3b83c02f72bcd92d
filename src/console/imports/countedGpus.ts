/** What is only counted, of a host as a whole: how many GPUs it has at the least, and which of them gets what. */
import type { BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Host } from '../../model/plan.ts';
import { Remembered } from '../../model/remembered.ts';
import type { At } from '../../model/source.ts';
import type { SeenGpu, SeenTotal } from '../../formats/evidence/evidence.ts';
import type { PictureGpu, PictureHost } from '../../formats/evidence/picture.ts';
import type { Notice } from '../../formats/reading.ts';
import { spreadCounts } from '../../placement/layouts/placeCounts.ts';
import { fewestGpus } from '../../placement/solver/pack.ts';
import { candidatesFor, instanceName } from './boardCandidates.ts';
import type { OpenGpu } from './everyGpu.ts';
import type { PlacedGpu } from './placeSeen.ts';
import { MAX_GPUS_ASKED, type CountQuestion, type ImportAnswers, type ImportQuestion } from './questions.ts';

/** The GPUs of a host; of one of which the text only says "every GPU", as many as are answered. */
export function gpusOf(host: PictureHost, options: ImportAnswers, questions: ImportQuestion[]): PictureGpu[] {
  const [first] = host.every;
  const { total } = host;
  if (host.gpus.length > 0 || (first === undefined && total === null)) return [...host.gpus];
  if (total?.gpus != null)
    return Array.from({ length: Math.min(total.gpus, MAX_GPUS_ASKED) }, (_, index) => unseen(total, index));
  const key = `gpu-count ${host.name ?? ''}`;
  const said = options.byKey?.get(key) ?? options.gpuCount?.toString() ?? '';
  const count = /^[0-9]{1,3}$/.test(said) ? Number(said) : 0;
  const answer = count >= 1 && count <= MAX_GPUS_ASKED ? count : null;
  const question: CountQuestion = { kind: 'gpu-count', key, host: host.name, max: MAX_GPUS_ASKED, answer };
  questions.push(question);
  const length = answer ?? (total === null ? 1 : fewestFor(total));
  return Array.from({ length }, (_, index) => unseen(first ?? total ?? host, index));
}

const fewest = new Remembered<number>();

/** As few GPUs as hold what is counted, while nobody has said how many there are. */
function fewestFor(total: SeenTotal): number {
  const key = `${total.boards.join()} ${JSON.stringify([...countsByName(total)])}`;
  return fewest.of(key, () => workOutFewest(total));
}

function workOutFewest(total: SeenTotal): number {
  const [id = ''] = candidatesFor({
    boards: total.boards,
    boardsDiffer: null,
    instances: [],
    counts: total.counts,
    kind: null,
    requests: [],
  });
  const board = findBoard(id);
  if (board === undefined) return 1;
  const wanted = countsByName(total);
  const counts = board.profiles.map((profile) => wanted.get(profile.name) ?? 0);
  return Math.min(Math.max(1, fewestGpus(board, counts) ?? 1), MAX_GPUS_ASKED);
}

function countsByName({ counts }: SeenTotal): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const { profile, count } of counts) {
    const name = instanceName(profile);
    // A cut shares its GPU instance with others: each is counted as one, the most that they can be.
    if (name !== null) wanted.set(name, (wanted.get(name) ?? 0) + count);
  }
  return wanted;
}

const spread = new Remembered<readonly ReadonlyMap<string, number>[]>();

/** What each GPU gets of what is counted for its host as a whole; null where nothing is, or where the GPUs themselves tell. */
export function sharesOf(
  host: PictureHost,
  gpus: readonly OpenGpu[],
  boardOf: (candidates: readonly BoardId[]) => BoardId,
  { name, like, notices }: { readonly name: string; readonly like: Host | null; readonly notices: Notice[] },
): ReadonlyMap<PictureGpu, PictureGpu> | null {
  const { total } = host;
  if (total === null) return null;
  const open = gpus.filter(({ seen }) => !seen.isSaid);
  const board = findBoard(boardOf(open[0]?.candidates ?? []));
  if (board === undefined || open.length === 0 || total.counts.length === 0) return null;
  if (open.length > 1)
    notices.push({ code: 'spread-not-known', at: total.at, host: name, gpus: open.length });
  const wanted = countsByName(total);
  const alike = like === null ? null : sharesAs(like, open, board.id, wanted);
  const key = `${board.id} ${open.length} ${JSON.stringify([...wanted])}`;
  const shares = alike ?? spread.of(key, () => spreadCounts(board, wanted, open.length));
  const ats = new Map(total.counts.map(({ at, profile }) => [instanceName(profile) ?? profile, at]));
  const given = new Map<string, number>();
  const made = new Map<PictureGpu, PictureGpu>();
  for (const [n, { seen }] of open.entries()) {
    const share = [...(shares[n] ?? [])];
    for (const [profile, count] of share) given.set(profile, (given.get(profile) ?? 0) + count);
    // What has no room anywhere, and what is no profile of the board, is asked of the first, which says so.
    const rest =
      n > 0
        ? []
        : total.counts.filter(
            ({ profile }) => !board.profiles.some((one) => one.name === instanceName(profile)),
          );
    const counts = share.map(([profile, count]) => ({ at: ats.get(profile) ?? total.at, profile, count }));
    made.set(seen, {
      ...seen,
      mode: 'on',
      isSaid: true,
      isWhole: total.isWhole,
      counts: [...counts, ...rest],
    });
  }
  const first = open[0]?.seen;
  for (const [profile, count] of wanted) {
    const more = count - (given.get(profile) ?? 0);
    const known = first === undefined ? undefined : made.get(first);
    if (
      more <= 0 ||
      first === undefined ||
      known === undefined ||
      !board.profiles.some((one) => one.name === profile)
    )
      continue;
    const at = ats.get(profile) ?? total.at;
    made.set(first, { ...known, counts: [...(known.counts ?? []), { at, profile, count: more }] });
  }
  return made;
}

/** What is counted, dealt out as the host of a plan has it; null where that has no place for all of it. */
function sharesAs(
  like: Host,
  open: readonly OpenGpu[],
  board: BoardId,
  wanted: ReadonlyMap<string, number>,
): ReadonlyMap<string, number>[] | null {
  const left = new Map(wanted);
  const shares = open.map(({ name: { index } }) => {
    const share = new Map<string, number>();
    const gpu = like.gpus.find((one) => one.index === index && one.board === board);
    for (const { profile } of gpu?.instances ?? []) {
      const more = left.get(profile) ?? 0;
      if (more === 0) continue;
      left.set(profile, more - 1);
      share.set(profile, (share.get(profile) ?? 0) + 1);
    }
    return share;
  });
  return [...left.values()].every((count) => count === 0) ? shares : null;
}

/** Which GPU has which instance is the planner's choice, so no start is known, however few ways there are on one GPU. */
export function withoutStarts(placed: PlacedGpu): PlacedGpu {
  return { ...placed, instances: placed.instances.map((one) => ({ ...one, isStartUnknown: true })) };
}

function unseen(
  of: { readonly at: At } & Partial<Pick<SeenGpu, 'mode' | 'pendingMode'>>,
  index: number,
): PictureGpu {
  const { at, mode = null, pendingMode = null } = of;
  return {
    at,
    index,
    uuid: null,
    pciId: null,
    product: null,
    boards: [],
    boardsDiffer: null,
    kind: null,
    mode,
    pendingMode,
    isWhole: true,
    isSaid: false,
    instances: [],
    counts: null,
    requests: [],
    cuts: [],
  };
}
