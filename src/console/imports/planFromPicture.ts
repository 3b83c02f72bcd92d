/** The picture that texts give as a plan: what was seen is observed and planned alike, what is only wanted is planned. */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard, typesNamed } from '../../model/catalogue/catalogue.ts';
import { freeStarts, geometryOf, occupancyOf } from '../../model/geometry.ts';
import { IdSource, type AnyId, type GiId, type HostId } from '../../model/ids.ts';
import { checkName, cleanName, cleanNotes, FreeNames, MAX_NAME_LENGTH } from '../../model/name.ts';
import { Remembered } from '../../model/remembered.ts';
import { EMPTY_PLAN, type Gpu, type GpuInstance, type Host, type Plan, type Vm } from '../../model/plan.ts';
import type { At } from '../../model/source.ts';
import type { SeenGpu, SeenTotal, SeenVm } from '../../formats/evidence/evidence.ts';
import { countWords } from '../../formats/evidence/gpuPicture.ts';
import type { Picture, PictureGpu, PictureHost } from '../../formats/evidence/picture.ts';
import { MAX_INDEX } from '../../formats/documentShape.ts';
import { sortedByLine, type Notice, type Reading } from '../../formats/reading.ts';
import { createNearestName } from '../../formats/vmTypeNames.ts';
import { spreadCounts } from '../../placement/layouts/placeCounts.ts';
import { counted, makeShortList } from '../../placement/messages.ts';
import { fewestGpus } from '../../placement/solver/pack.ts';
import { candidatesFor, chooseBoards, instanceName } from './boardCandidates.ts';
import { placeSeen, type PlacedGpu, type PlacedInstance } from './placeSeen.ts';
import {
  answerOf,
  MAX_GPUS_ASKED,
  type CountQuestion,
  type GpuName,
  type ImportAnswers,
  type ImportQuestion,
  type KindQuestion,
} from './questions.ts';

/** Something that no text says where it is, or that found no room. */
export interface Unplaced {
  readonly host: string;
  /** Null: of the host as a whole. */
  readonly gpuIndex: number | null;
  readonly at: At;
  /** As written; null where the text does not say it. */
  readonly profile: string | null;
  readonly count: number;
}

export interface PlanFromTexts {
  readonly reading: Reading;
  readonly questions: readonly ImportQuestion[];
  /** Planned instances whose starts are the planner's, for the text only counts them. */
  readonly startUnknown: ReadonlySet<GiId>;
  readonly unplaced: readonly Unplaced[];
  /** Hosts of which no text says anything of instances, not even that there is none. */
  readonly untold: ReadonlySet<HostId>;
  /** Hosts with instances that commands ask for and nobody has seen. */
  readonly askedOf: ReadonlySet<PictureHost>;
}

export interface PictureOptions extends ImportAnswers {
  /** Name of a host that the text does not name. */
  readonly hostName: string;
  /** Where the planner may put what a text only counts, as far as it can be there. */
  readonly like: Plan | null;
}

interface OpenGpu {
  readonly name: GpuName;
  readonly seen: PictureGpu;
  readonly candidates: readonly BoardId[];
}

export function planFromPicture(picture: Picture, options: PictureOptions): PlanFromTexts {
  const notices: Notice[] = [...picture.notices];
  const questions: ImportQuestion[] = [];
  const hosts = picture.hosts.map((host) => ({
    host,
    gpus: withIndexes(host, gpusOf(host, options, questions), notices),
  }));
  const boards = chooseBoards(
    hosts.flatMap(({ gpus }) => gpus),
    options,
  );
  questions.push(...boards.questions);
  const names = hostNames(picture.hosts, options.hostName, notices);
  const ids = new IdSource();
  const places = new Map<AnyId, At>();
  const startUnknown = new Set<GiId>();
  const unplaced: Unplaced[] = [];
  const untold = new Set<HostId>();
  const askedOf = new Set<PictureHost>();

  const made = hosts.map(({ host, gpus }, hostAt): Host => {
    const id = ids.host();
    places.set(id, host.at);
    if (!tellsInstances(host)) untold.add(id);
    const name = names[hostAt] ?? options.hostName;
    const like = options.like?.hosts.find((one) => one.name === name) ?? null;
    const { total } = host;
    if (total?.withoutProfile != null && total.withoutProfile > 0) {
      unplaced.push({ host: name, gpuIndex: null, at: total.at, profile: null, count: total.withoutProfile });
    }
    const shares = sharesOf(host, gpus, boards.boardOf, { name, like, notices });
    const placed = gpus.map((gpu) => {
      const board = boards.boardOf(gpu.candidates);
      const share = shares?.get(gpu.seen);
      const seen = share === undefined ? withTemplate(gpu.seen, host.every, board) : share;
      if (share === undefined) notices.push(...templateNotices(gpu.seen, gpu.name.index, host.every, board));
      const key = `kind ${gpu.name.host ?? ''} ${gpu.name.index}`;
      const answer = answerOf(key, ['straight', 'mirrored'], options, options.gpuKind);
      const found = placeSeen(seen, findBoard(board), {
        gpuIndex: gpu.name.index,
        kind: answer,
        like: like?.gpus.find((one) => one.index === gpu.name.index)?.instances ?? [],
      });
      const result = share !== undefined && gpus.length > 1 ? withoutStarts(found) : found;
      notices.push(...result.notices, ...gpuNotices(seen, gpu.name.index, result, board));
      if (result.choices.length > 0) questions.push(kindQuestion(key, gpu.name, result, answer));
      for (const left of result.left) unplaced.push({ host: name, gpuIndex: gpu.name.index, ...left });
      return { index: gpu.name.index, seen, board, result };
    });
    if (placed.some(({ seen }) => seen.requests.length > 0)) askedOf.add(host);
    const makeGpus = (isObserved: boolean): Gpu[] =>
      placed.map(({ index, seen, board, result }): Gpu => {
        const gpuId = ids.gpu();
        places.set(gpuId, seen.at);
        const instances = result.instances.map((one): GpuInstance => {
          const giId = ids.gi();
          places.set(giId, one.at);
          if (one.isStartUnknown && !isObserved) startUnknown.add(giId);
          return {
            id: giId,
            profile: one.profile,
            start: one.start,
            pinned: false,
            reportedId: isObserved ? one.reportedId : null,
            computeInstances: one.computeInstances,
            extra: [],
          };
        });
        const isOff = seen.mode === 'off' && instances.length === 0;
        const { uuid, pciId } = seen;
        const { kind } = result;
        const use = isOff ? 'off' : 'mig';
        return {
          ...{ id: gpuId, index, notes: '', board, variant: null, uuid, pciId, kind, use, instances },
          extra: [],
        };
      });
    const planned = makeGpus(false);
    // What nobody saw is not observed: a start of the planner's is none that the host reported.
    const isSeen =
      !host.isWanted &&
      // A list of drivers tells of no GPU, which is not the same as that there is none.
      (placed.length > 0 || host.saysNone) &&
      !askedOf.has(host) &&
      placed.every(({ result }) => result.instances.every((one) => !one.isStartUnknown));
    return {
      id,
      name,
      notes: cleanNotes(host.notes.join('\n')),
      platform: host.platform,
      release: host.release,
      driver: host.driver,
      creation: null,
      // In this order: ids count through the target first.
      gpus: planned,
      observed: isSeen ? makeGpus(true) : null,
      extra: [],
    };
  });
  const vms = makeVms(picture.vms, made, ids, places, notices);
  const plan: Plan = { ...EMPTY_PLAN, name: planName(made), hosts: made, vms, nextId: ids.next };
  return {
    reading: { plan, notices: sortedByLine(onceEach(notices)), places },
    questions,
    startUnknown,
    unplaced,
    untold,
    askedOf,
  };
}

/** No text of others names a plan: it is called as its hosts are. */
function planName(hosts: readonly Host[]): string {
  const names = makeShortList(hosts.map((host) => host.name));
  if (names === '') return 'VMs';
  return names.length <= MAX_NAME_LENGTH ? names : counted(hosts.length, 'host');
}

/**
 * Whether a host says what is on its GPUs, be it that there is nothing: a list of boards, of drivers or of profiles does not, nor a
 * summary without its table of MIG devices.
 */
export function tellsInstances({ saysNone, total, every, gpus }: PictureHost): boolean {
  return (
    saysNone ||
    (total !== null && (total.counts.length > 0 || total.withoutProfile !== null || total.isWhole)) ||
    every.some((gpu) => (gpu.layout !== null && gpu.layout.kind !== 'requests') || gpu.mode === 'off') ||
    gpus.some((gpu) => gpu.isSaid || gpu.mode === 'off')
  );
}

/** A wrong ID is wrong by its name alone and on the board that was chosen: it is said once. */
function onceEach(notices: readonly Notice[]): Notice[] {
  const seen = new Set<number>();
  return notices.filter((notice) => {
    if (notice.code !== 'profile-id-differs' || !('line' in notice.at)) return true;
    const isNew = !seen.has(notice.at.line);
    seen.add(notice.at.line);
    return isNew;
  });
}

/** The GPUs of a host; of one of which the text only says "every GPU", as many as are answered. */
function gpusOf(host: PictureHost, options: PictureOptions, questions: ImportQuestion[]): PictureGpu[] {
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
function sharesOf(
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
function withoutStarts(placed: PlacedGpu): PlacedGpu {
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

/** What is said of every GPU is said of this one, as far as it is of its board and nothing is said of this one alone. */
function withTemplate(gpu: PictureGpu, every: readonly SeenGpu[], board: BoardId): PictureGpu {
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
function templateNotices(
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
function withIndexes(host: PictureHost, gpus: readonly PictureGpu[], notices: Notice[]): OpenGpu[] {
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

function kindQuestion(
  key: string,
  gpu: GpuName,
  { choices }: PlacedGpu,
  answer: KindQuestion['answer'],
): KindQuestion {
  return { kind: 'kind', key, gpu, choices, answer };
}

function gpuNotices(seen: PictureGpu, gpuIndex: number, { instances }: PlacedGpu, board: BoardId): Notice[] {
  const notices: Notice[] = [];
  const { at, mode, pendingMode } = seen;
  const known = findBoard(board);
  if (known === undefined) notices.push({ code: 'board-unknown', at, board });
  const isPart = seen.isSaid && !seen.isWhole && mode !== 'off';
  if (isPart && !(known !== undefined && isFull(known, instances))) {
    notices.push({ code: 'part-shown', at, gpuIndex, shown: instances.length });
  }
  if (mode !== null && pendingMode !== null && mode !== pendingMode) {
    notices.push({ code: 'mode-pending', at, gpuIndex, to: pendingMode });
  }
  return notices;
}

function isFull(board: Board, instances: readonly PlacedInstance[]): boolean {
  if (instances.length === 0) return false;
  const geometry = geometryOf(board);
  const occupancy = occupancyOf(geometry, instances);
  return board.profiles.every((_, index) => freeStarts(geometry, occupancy, index) === 0);
}

/** Names that are each other's equal nowhere. What a text says comes first, so that a made-up name gives way. */
function hostNames(hosts: readonly PictureHost[], fallback: string, notices: Notice[]): string[] {
  const free = new FreeNames([]);
  const names = new Map<PictureHost, string>();
  const spare = cleanName(fallback, 'host');
  for (const host of hosts) {
    if (host.name === null) continue;
    const checked = checkName(host.name);
    const name = free.take(checked.ok ? checked.value : cleanName(host.name, spare));
    names.set(host, name);
    if (!checked.ok)
      notices.push({ code: 'name-cleaned', at: host.at, from: host.name, to: name, why: checked.error });
  }
  for (const host of hosts) if (host.name === null) names.set(host, free.take(spare));
  return hosts.map((host) => names.get(host) ?? spare);
}

const GUEST = 'vm';

/** VMs wait: which instance they have, no text of the guest says. */
function makeVms(
  seen: readonly SeenVm[],
  hosts: readonly Host[],
  ids: IdSource,
  places: Map<AnyId, At>,
  notices: Notice[],
): Vm[] {
  if (seen.length === 0) return [];
  const free = new FreeNames([]);
  const gpus = hosts.flatMap((host) => host.gpus);
  const nearest = createNearestName(gpus);
  const boards = [...new Set(gpus.map((gpu) => gpu.board))];
  return seen.map(({ at, name: said, host, group, wants }): Vm => {
    const checked = checkName(said);
    const name = free.take(checked.ok ? checked.value : cleanName(said, GUEST));
    if (!checked.ok && said !== '')
      notices.push({ code: 'name-cleaned', at, from: said, to: name, why: checked.error });
    const groupName = group === null ? null : cleanName(group, '') || null;
    for (const want of wants) {
      if (want.kind !== 'type' || boards.length === 0 || typesNamed(want.type, boards).length > 0) continue;
      notices.push({ code: 'no-such-type', at, type: want.type, nearest: nearest(want.type) });
    }
    const id = ids.vm();
    places.set(id, at);
    const attachments = wants.map((want) => ({ wants: want, instance: null, extra: [] }));
    // Where it runs decides nothing: a place in the plan is an instance.
    const notes = host === null ? '' : cleanNotes(`Runs on ${host}.`);
    return { id, name, notes, group: groupName, attachments, extra: [] };
  });
}
