/**
 * What every reader of this room answers. A reader never throws, never repairs in silence and always says where: a
 * fatal fault is a `FormatError`, everything that was passed over or changed is a `Notice`.
 */
import type { ProfileName } from '../model/profile.ts';
import type { NameError } from '../model/name.ts';
import type { Plan } from '../model/plan.ts';
import type { EvidenceNotice } from './evidence/notices.ts';
import type { ConfigurationNotice } from './kubernetes/notices.ts';
import type { EsxiNotice } from './esxi/notices.ts';
import type { FailureCause, NvidiaSmiNotice } from './nvidiaSmi/notices.ts';
import type { YamlError } from './yaml/yamlNode.ts';
import type { At, Places } from '../model/source.ts';

/** Characters of a pasted text; a larger one is refused before it is looked at. */
export const MAX_TEXT_LENGTH = 1_000_000;
/** Hosts, GPUs, instances, compute instances, counts and VMs of one pasted text. */
export const MAX_ROWS = 10_000;

/** Characters of a plan in a format of our own: a fleet of some thousand GPUs with its VMs. */
export const MAX_DOCUMENT_LENGTH = 64_000_000;
/** Hosts + GPUs + instances + VMs of one document: 10,000 GPUs with a VM on each of five instances are half of it. */
export const MAX_ITEMS = 250_000;

export interface Reading {
  readonly plan: Plan;
  readonly notices: readonly Notice[];
  readonly places: Places;
}

/** Why a text gave no plan at all. */
export type FormatError =
  | { readonly code: 'empty-text' }
  | { readonly code: 'text-too-long'; readonly length: number; readonly max: number }
  /** A plan of ours that is longer than any that is read. */
  | {
      readonly code: 'plan-too-large';
      readonly length: number;
      readonly max: number;
      readonly maxItems: number;
    }
  | { readonly code: 'too-many-items'; readonly count: number; readonly max: number }
  /** More rows than are read of somebody else's text; `at` is the first beyond. */
  | { readonly code: 'too-many-rows'; readonly at: At; readonly excerpt: string; readonly max: number }
  | { readonly code: 'format-unknown' }
  | { readonly code: 'not-json'; readonly at: At; readonly detail: string }
  | { readonly code: 'not-xml'; readonly at: At; readonly detail: string }
  | { readonly code: 'not-a-plan'; readonly found: string | null }
  | { readonly code: 'too-new'; readonly version: number; readonly newest: number }
  | { readonly code: 'bad-shape'; readonly at: At; readonly expected: string; readonly found: string }
  | { readonly code: 'layout-line'; readonly at: At; readonly excerpt: string; readonly expected: string }
  | { readonly code: 'link-not-ours' }
  | { readonly code: 'link-cut'; readonly expected: number; readonly found: number }
  | { readonly code: 'link-damaged' }
  /** `notRead`: the first line of it that is cut off or not understood. */
  | {
      readonly code: 'no-instances-listed';
      readonly notRead?: { readonly at: At; readonly excerpt: string; readonly meant?: string };
    }
  /** Of a call there is only what it refused. */
  | { readonly code: 'only-failed'; readonly at: At; readonly said: string; readonly cause: FailureCause }
  /** An output of the tool that is recognised and not read; `instead` says the same and is. */
  | {
      readonly code: 'output-not-read';
      readonly at: At;
      readonly what: string;
      readonly instead: readonly string[];
    }
  /** Nothing that is read, and known all the same: `what` it is, `why` it does not say what a host holds, and what does. */
  | {
      readonly code: 'says-no-layout';
      readonly at: At;
      readonly excerpt: string;
      readonly what: string;
      readonly why: string;
      readonly instead: string;
    }
  /** A command that was typed, and nothing that it printed. */
  | { readonly code: 'only-commands'; readonly at: At; readonly excerpt: string }
  /** Held against a plan it answers nothing; `formats` are what its lines are. */
  | { readonly code: 'tells-no-instances'; readonly formats: readonly string[] }
  | { readonly code: 'only-without-mig'; readonly at: At; readonly product: string; readonly why: string }
  | YamlError;

/** What was understood only in part; the reading stands. */
export type Notice =
  | { readonly code: 'line-not-understood'; readonly at: At; readonly excerpt: string }
  | { readonly code: 'row-cut'; readonly at: At; readonly excerpt: string }
  /** Letters stand where digits are, as after reading from a picture; `meant` is the row with digits. */
  | { readonly code: 'row-misspelt'; readonly at: At; readonly excerpt: string; readonly meant: string }
  /** A row that a narrow terminal had broken in two was put together again; `excerpt` is the whole row. */
  | { readonly code: 'row-joined'; readonly at: At; readonly excerpt: string }
  | {
      readonly code: 'name-cleaned';
      readonly at: At;
      readonly from: string;
      readonly to: string;
      readonly why: NameError;
    }
  | { readonly code: 'notes-cleaned'; readonly at: At }
  | { readonly code: 'board-unknown'; readonly at: At; readonly board: string }
  | { readonly code: 'instance-not-found'; readonly at: At; readonly wanted: string }
  | {
      readonly code: 'profile-id-differs';
      readonly at: At;
      readonly profile: ProfileName;
      readonly printed: number;
      readonly known: readonly number[];
    }
  | {
      readonly code: 'size-differs';
      readonly at: At;
      readonly profile: ProfileName;
      readonly printed: number;
      readonly known: readonly number[];
    }
  | { readonly code: 'ids-explain-nothing'; readonly at: At; readonly gpuIndex: number }
  | { readonly code: 'listed-again'; readonly at: At; readonly gpuIndex: number }
  /** A later listing of the host shows that the instances listed before are gone. */
  | { readonly code: 'listed-empty'; readonly at: At; readonly gpuIndex: number }
  | { readonly code: 'older-version'; readonly version: number }
  /** Lines of a format that cannot be read as such, among others that can. */
  | { readonly code: 'part-unreadable'; readonly at: At; readonly error: FormatError }
  | NvidiaSmiNotice
  | EsxiNotice
  | EvidenceNotice
  | ConfigurationNotice;

/** The line that a notice points at; 0 when it points at none. */
export function lineOf(notice: Notice): number {
  return 'at' in notice && 'line' in notice.at ? notice.at.line : 0;
}

export function sortedByLine(notices: readonly Notice[]): Notice[] {
  return [...notices].sort((a, b) => lineOf(a) - lineOf(b));
}
