/** The picture that texts give as a plan: what was seen is observed and planned alike, what is only wanted is planned. */
import type { Board, BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { freeStarts, geometryOf, occupancyOf } from '../../model/geometry.ts';
import { IdSource, type AnyId, type GiId, type HostId } from '../../model/ids.ts';
import { cleanNotes } from '../../model/name.ts';
import { EMPTY_PLAN, type Gpu, type GpuInstance, type Host, type Plan } from '../../model/plan.ts';
import type { At } from '../../model/source.ts';
import type { Picture, PictureGpu, PictureHost } from '../../formats/evidence/picture.ts';
import { sortedByLine, type Notice, type Reading } from '../../formats/reading.ts';
import { chooseBoards } from './boardCandidates.ts';
import { gpusOf, sharesOf, withoutStarts } from './countedGpus.ts';
import { templateNotices, withIndexes, withTemplate } from './everyGpu.ts';
import { hostNames, makeVms, planName } from './pictureNames.ts';
import { placeSeen, type PlacedGpu, type PlacedInstance } from './placeSeen.ts';
import {
  answerOf,
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
