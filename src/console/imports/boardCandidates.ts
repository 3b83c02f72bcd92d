/** Which boards a GPU of the picture can be, and which of them the answers choose. */
import { profileOf, type Board, type BoardId, type GiProfile } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { hasNvmlProfiles } from './nvmlNames.ts';
import { Remembered } from '../../model/remembered.ts';
import {
  makeProfileName,
  parseProfileName,
  type ParsedProfileName,
  type ProfileName,
} from '../../model/profile.ts';
import type { SeenRequest } from '../../formats/evidence/evidence.ts';
import type { PictureGpu } from '../../formats/evidence/picture.ts';
import { readingsById } from '../../formats/evidence/placeByIds.ts';
import type { BoardQuestion, GpuName, ImportAnswers } from './questions.ts';

/** Kubernetes has no plus sign in its names: "1g.5gb.me" is "1g.5gb+me". */
function withPlus(text: string): string {
  return text.replace(/(gb)\.(?=[a-z])/i, '$1+');
}

const parsedNames = new Remembered<ParsedProfileName | null>();

/** A profile name in any of its spellings, read; null for what is none. */
export function parsedName(text: string): ParsedProfileName | null {
  return parsedNames.of(text, () => parseProfileName(withPlus(text)));
}

const names = new Remembered<ProfileName | null>();

/** The GPU instance that a name means, as the catalogue writes it: "3g.20gb" for "1c.3g.20gb"; null for what is no profile name. */
export function instanceName(text: string): ProfileName | null {
  return names.of(text, () => {
    const parsed = parsedName(text);
    return parsed === null ? null : makeProfileName({ ...parsed, ciSlices: null });
  });
}

/**
 * In catalogue order: of the boards that the texts name those that have every profile they name, and on which the IDs can stand. Where
 * none has, those that are named; all boards where nothing tells. Where lines name different boards, the boards of all of them.
 */
export function candidatesFor(
  gpu: Pick<PictureGpu, 'boards' | 'boardsDiffer' | 'instances' | 'counts' | 'kind' | 'requests'>,
): BoardId[] {
  let boards = gpu.boards.length === 0 ? BOARDS : BOARDS.filter((board) => gpu.boards.includes(board.id));
  if (gpu.boardsDiffer !== null) return boards.map((board) => board.id);
  if (boards.length > 1) boards = narrowed(boards, (board) => hasProfiles(board, gpu));
  if (boards.length > 1)
    boards = narrowed(boards, (board) => gpu.requests.every((one) => requestedProfile(board, one) !== null));
  if (boards.length > 1) boards = narrowed(boards, (board) => hasIds(board, gpu));
  if (boards.length > 1) boards = narrowed(boards, (board) => hasNvmlProfiles(board, gpu.instances));
  const ids = gpu.instances.filter((one) => one.start === null && one.instanceId !== null);
  if (boards.length > 1 && ids.length > 0)
    boards = narrowed(boards, (board) => readingsById(board, ids, { kind: gpu.kind }).length > 0);
  return boards.map((board) => board.id);
}

/** The profile of the board that a command means; null where the board has none such. */
export function requestedProfile(
  board: Board,
  { profile, profileId }: Pick<SeenRequest, 'profile' | 'profileId'>,
): GiProfile | null {
  const name = profile === null ? null : instanceName(profile);
  return board.profiles.find((one) => (profile === null ? one.id === profileId : one.name === name)) ?? null;
}

function narrowed(boards: readonly Board[], isFit: (board: Board) => boolean): readonly Board[] {
  const fit = boards.filter(isFit);
  return fit.length > 0 ? fit : boards;
}

function hasProfiles(board: Board, { instances, counts }: Pick<PictureGpu, 'instances' | 'counts'>): boolean {
  const has = ({ profile }: { readonly profile: string | null }): boolean => {
    const name = profile === null ? null : instanceName(profile);
    return name === null || profileOf(board, name) !== undefined;
  };
  return instances.every(has) && (counts ?? []).every(has);
}

function hasIds(board: Board, { instances }: Pick<PictureGpu, 'instances'>): boolean {
  return instances.every(({ profile, profileId, size }) => {
    const name = profile === null ? null : instanceName(profile);
    const known = board.profiles.filter((one) => one.name === name);
    return (
      known.length === 0 ||
      known.some(
        (one) =>
          (profileId === null || one.id === null || one.id === profileId) &&
          (size === null || one.memorySlices === null || one.memorySlices === size),
      )
    );
  });
}

export interface OpenGpu {
  readonly name: GpuName;
  readonly candidates: readonly BoardId[];
  readonly seen: Pick<PictureGpu, 'boardsDiffer'>;
}

export interface ChosenBoards {
  /** GPUs with the same candidates share a question; a GPU with one candidate asks nothing. */
  readonly questions: readonly BoardQuestion[];
  /** The board of a GPU with these candidates; while nobody has said, the first of them. */
  readonly boardOf: (candidates: readonly BoardId[]) => BoardId;
}

export function chooseBoards(gpus: readonly OpenGpu[], answers: ImportAnswers): ChosenBoards {
  const open = new Map<
    string,
    { boards: readonly BoardId[]; gpus: GpuName[]; differ: PictureGpu['boardsDiffer'] }
  >();
  for (const { name, candidates, seen } of gpus) {
    if (candidates.length === 1) continue;
    const key = candidates.join();
    const question = open.get(key) ?? { boards: candidates, gpus: [], differ: null };
    question.differ ??= seen.boardsDiffer;
    question.gpus.push(name);
    open.set(key, question);
  }
  const chosen = answers.boards ?? [];
  const keys = [...open.keys()];
  // Candidates of two questions may overlap, so the answer to one must not be taken for the other's.
  const own = new Map(chosen.length === keys.length ? keys.map((key, n) => [key, chosen[n]] as const) : []);
  // A board that was named outright is taken even where the text names profiles it does not have: the check then says so.
  const forced = chosen.length === 1 && findBoard(chosen[0] ?? '') !== undefined ? chosen[0] : undefined;
  const answerTo = (candidates: readonly BoardId[]): BoardId | null => {
    const key = candidates.join();
    const said = [answers.byKey?.get(key), own.get(key), ...chosen].find(
      (board) => board !== undefined && candidates.includes(board),
    );
    return said ?? forced ?? null;
  };
  return {
    questions: [...open].map(([key, question]) => ({
      kind: 'board',
      key,
      ...question,
      answer: answerTo(question.boards),
    })),
    boardOf: (candidates) =>
      (candidates.length === 1 ? candidates[0] : answerTo(candidates)) ?? candidates[0] ?? '',
  };
}
