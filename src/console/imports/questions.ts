/** What a text leaves open, each with its choices and, once somebody has said, the answer. */
import type { BoardId } from '../../model/board.ts';
import type { At } from '../../model/source.ts';
import type { GpuKind } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';

/** A GPU as the text names it. */
export interface GpuName {
  /** Null where the text does not name its host. */
  readonly host: string | null;
  readonly index: number;
}

/** One board has to be named for these GPUs: they have the same candidates. */
export interface BoardQuestion {
  readonly kind: 'board';
  /** Identifies it among the questions of a text, also after others were answered. */
  readonly key: string;
  /** Candidates in catalogue order: every board that has all the profiles the text names; all boards if none has. */
  readonly boards: readonly BoardId[];
  /** Two lines that name different boards; null: no line names one. */
  readonly differ: { readonly at: At; readonly other: At } | null;
  readonly gpus: readonly GpuName[];
  readonly answer: BoardId | null;
}

/** What is drawn for a kind: "1g.5gb@0, 3g.20gb@4", and the same as places. */
export interface KindChoice {
  readonly kind: GpuKind;
  readonly layout: string;
  readonly places: readonly { readonly profile: ProfileName; readonly start: number }[];
}

/** The IDs of this GPU's instances fit a straight and a mirrored GPU, which are drawn differently. */
export interface KindQuestion {
  readonly kind: 'kind';
  readonly key: string;
  readonly gpu: GpuName;
  readonly choices: readonly KindChoice[];
  readonly answer: GpuKind | null;
}

/** The text holds several configurations. */
export interface ConfigurationQuestion {
  readonly kind: 'configuration';
  readonly key: string;
  readonly line: number | null;
  /** In the order of the text. */
  readonly names: readonly string[];
  readonly answer: string | null;
}

/** The text speaks of every GPU of a host and does not say how many there are. */
export interface CountQuestion {
  readonly kind: 'gpu-count';
  readonly key: string;
  readonly host: string | null;
  readonly max: number;
  readonly answer: number | null;
}

export type ImportQuestion = BoardQuestion | KindQuestion | ConfigurationQuestion | CountQuestion;

export interface ImportAnswers {
  /**
   * Boards to take where the text does not say: one for each board question, in their order. Fewer answer them all: each GPU gets the
   * first that is among its candidates.
   */
  readonly boards?: readonly BoardId[];
  /** For every GPU that may be either. */
  readonly gpuKind?: GpuKind;
  /** Of the configurations of a text, the one of that name. */
  readonly configuration?: string;
  /** For every host of which the text does not say how many GPUs it has. */
  readonly gpuCount?: number;
  /** Answers to single questions, by `key`; they come before the others. */
  readonly byKey?: ReadonlyMap<string, string>;
}

/** GPUs that may be said for a host: more than any holds. */
export const MAX_GPUS_ASKED = 64;

export function answerOf<T extends string>(
  key: string,
  choices: readonly T[],
  answers: ImportAnswers,
  general: T | undefined,
): T | null {
  const own = choices.find((choice) => choice === answers.byKey?.get(key));
  return own ?? choices.find((choice) => choice === general) ?? null;
}
