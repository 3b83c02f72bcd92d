/** Where each fact comes from and how sure it is. Some 20 KB, so it is loaded only when somebody asks. */
import type { BoardId } from '../board.ts';

export interface ProfileEvidence {
  readonly name: string;
  readonly confidence: string;
  readonly sources: readonly string[];
  /** Set where the starts rest on less than the rest of the row. */
  readonly startsConfidence: string | null;
  /** What other drivers print as the memory of the same profile. */
  readonly memoryGiBOtherDrivers: readonly number[];
  readonly notes: readonly string[];
  /** How sure each compute-instance profile is, in the order of `GiProfile.computeInstances`. */
  readonly computeInstances: readonly string[];
}

export interface BoardEvidence {
  readonly board: BoardId;
  readonly confidence: string;
  readonly sources: readonly string[];
  readonly notes: readonly string[];
  readonly profiles: readonly ProfileEvidence[];
}

export interface VgpuEvidence {
  readonly board: string;
  readonly source: string;
  readonly note: string | null;
  readonly types: readonly {
    readonly type: string;
    readonly source: string;
    readonly profileBasis: string | null;
    /** Who printed a name with this prefix for the family; empty where it is by pattern or not known. */
    readonly esxiNameEvidence: readonly string[];
    readonly esxiMinReleaseSource: string | null;
    readonly mdevTypeSource: string | null;
  }[];
}

export interface Evidence {
  readonly boards: ReadonlyMap<BoardId, BoardEvidence>;
  readonly vgpuBoards: ReadonlyMap<string, VgpuEvidence>;
  /** The short source names of the vGPU tables, spelled out. */
  readonly vgpuSources: ReadonlyMap<string, { what: string; url: string | null; howRead: string }>;
}

/** Loads the evidence. Every text in it is the text of the facts, unchanged. */
export async function loadEvidence(): Promise<Evidence> {
  const { EVIDENCE } = await import('./evidence.generated.ts');
  const text = (index: number): string => EVIDENCE.texts[index] ?? '';
  const textOrNull = (index: number | null): string | null => (index === null ? null : text(index));
  return {
    boards: new Map(
      EVIDENCE.boards.map(([board, confidence, sources, notes, profiles]) => [
        board,
        {
          board,
          confidence: text(confidence),
          sources: sources.map(text),
          notes: notes.map(text),
          profiles: profiles.map(
            ([name, profileConfidence, profileSources, starts, memory, own, computeInstances]) => ({
              name,
              confidence: text(profileConfidence),
              sources: profileSources.map(text),
              startsConfidence: textOrNull(starts),
              memoryGiBOtherDrivers: memory,
              notes: own.map(text),
              computeInstances: computeInstances.map(text),
            }),
          ),
        },
      ]),
    ),
    vgpuBoards: new Map(
      EVIDENCE.vgpuBoards.map(([board, source, note, types]) => [
        board,
        {
          board,
          source: text(source),
          note: textOrNull(note),
          types: types.map(([type, typeSource, basis, esxiNames, esxiRelease, mdev]) => ({
            type,
            source: text(typeSource),
            profileBasis: textOrNull(basis),
            esxiNameEvidence: esxiNames.map(text),
            esxiMinReleaseSource: textOrNull(esxiRelease),
            mdevTypeSource: textOrNull(mdev),
          })),
        },
      ]),
    ),
    vgpuSources: new Map(
      EVIDENCE.vgpuSources.map(([id, what, url, howRead]) => [id, { what, url, howRead }]),
    ),
  };
}
