/** The GPUs of a host one by one: each with an index and the boards that it may be, and with what is said of every GPU at once. */
import type { BoardId } from '../../model/board.ts';
import { MAX_INDEX } from '../../formats/documentShape.ts';
import type { SeenGpu } from '../../formats/evidence/evidence.ts';
import { countWords } from '../../formats/evidence/gpuPicture.ts';
import type { PictureGpu, PictureHost } from '../../formats/evidence/picture.ts';
import type { Notice } from '../../formats/reading.ts';
import { candidatesFor, instanceName } from './boardCandidates.ts';
import type { GpuName } from './questions.ts';

export interface OpenGpu {
  readonly name: GpuName;
  readonly seen: PictureGpu;
  readonly candidates: readonly BoardId[];
}

/** What is said of every GPU is said of this one, as far as it is of its board and nothing is said of this one alone. */
export function withTemplate(gpu: PictureGpu, every: readonly SeenGpu[], board: BoardId): PictureGpu {
  const own = every.findLast((one) => one.boards.length === 0 || one.boards.includes(board));
  if (own === undefined || own.layout === null || gpu.requests.length > 0) return gpu;
  // That nothing is there yet does not speak against what is asked for.
  if (gpu.isSaid && own.layout.kind !== 'requests') return gpu;
  const mode = own.mode ?? gpu.mode;
  switch (own.layout.kind) {
    case 'counts':
      return { ...gpu, mode, isSaid: true, isWhole: own.layout.isWhole, counts: own.layout.counts };
    case 'instances':
      return { ...gpu, mode, isSaid: true, isWhole: own.layout.isWhole, instances: own.layout.instances };
    case 'requests':
      return { ...gpu, mode, requests: onlyRequests(every, gpu), cuts: [own.layout.cuts] };
    case 'changes':
      return gpu;
  }
}

/** A listing of this GPU wins over what is counted for every one, and where the two do not agree that is said. */
export function templateNotices(
  { at, isSaid, isWhole, instances, counts }: PictureGpu,
  gpuIndex: number,
  every: readonly SeenGpu[],
  board: BoardId,
): Notice[] {
  const own = every.findLast((one) => one.boards.length === 0 || one.boards.includes(board));
  if (own?.layout?.kind === 'requests' && instances.length + (counts?.length ?? 0) > 0)
    return [{ code: 'request-left-out', at: own.at, gpuIndex }];
  if (own?.layout?.kind !== 'counts' || !isSaid || !isWhole || counts !== null) return [];
  const now = instances.map(({ profile }) => instanceName(profile ?? '') ?? profile ?? '?');
  const before = own.layout.counts.flatMap(({ profile, count }) =>
    new Array<string>(Math.min(count, 64)).fill(instanceName(profile) ?? profile),
  );
  if (
    countWords(now) === countWords(before) ||
    own.layout.counts.some(({ profile }) => /^[0-9]c\./.test(profile))
  )
    return [];
  const told = { now: countWords(now), before: countWords(before), taken: 'with-starts' } as const;
  return [{ code: 'contradicted', at, other: own.at, gpuIndex, ...told }];
}

/** Every GPU with an index: what the text does not say is counted on, and said. */
export function withIndexes(host: PictureHost, gpus: readonly PictureGpu[], notices: Notice[]): OpenGpu[] {
  const taken = new Set(gpus.flatMap((gpu) => gpu.index ?? []));
  const { total, every } = host;
  const others = [...new Set([...every.flatMap((one) => one.boards), ...(total?.boards ?? [])])];
  const counts = total?.counts ?? onlyCounts(every);
  let ofUnseen: readonly BoardId[] | null = null;
  let next = 0;
  const open = gpus.map((seen): OpenGpu => {
    let { index } = seen;
    if (index === null || index > MAX_INDEX) {
      while (taken.has(next)) next += 1;
      index = next;
      taken.add(index);
      notices.push({ code: 'index-not-said', at: seen.at, gpuIndex: index });
    }
    const boards = seen.boards.length > 0 ? seen.boards : others;
    const requests = seen.requests.length > 0 ? seen.requests : onlyRequests(every, seen);
    const isTold = seen.isSaid || seen.boards.length > 0 || seen.boardsDiffer !== null || requests.length > 0;
    const candidates = isTold
      ? candidatesFor({ ...seen, boards, requests, counts: seen.isSaid ? seen.counts : counts })
      : (ofUnseen ??= candidatesFor({ ...seen, boards, requests, counts }));
    return { name: { host: host.name, index }, seen, candidates };
  });
  return open.sort((a, b) => a.name.index - b.name.index);
}

/** Counts that hold for every GPU whatever its board; those for some boards only tell nothing of which it is. */
function onlyCounts(every: readonly SeenGpu[]): PictureGpu['counts'] {
  const [only, second] = every;
  return only !== undefined && second === undefined && only.layout?.kind === 'counts'
    ? only.layout.counts
    : null;
}

/** What is asked of every GPU, of one that holds nothing. */
function onlyRequests(every: readonly SeenGpu[], { instances, counts }: PictureGpu): PictureGpu['requests'] {
  if (instances.length + (counts?.length ?? 0) > 0) return [];
  return every.flatMap(({ layout }) => (layout?.kind === 'requests' ? layout.requests : []));
}
