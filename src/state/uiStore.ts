/** What the page shows beside the plan: selection, what is in the hand, dialogs, the message, the theme. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BoardId } from '../model/board.ts';
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import type { ProfileName } from '../model/profile.ts';
import type { CommandError } from '../placement/errors.ts';
import type { CopiedGpu } from '../placement/layouts/pasteLayout.ts';

/** What is in the hand, or chosen to be placed. */
export type Lifted =
  /** `board`: the one it was taken from. Where two boards use one name, it decides which of them is explained. */
  | { readonly kind: 'profile'; readonly profile: ProfileName; readonly board?: BoardId }
  | { readonly kind: 'instance'; readonly giId: GiId }
  | { readonly kind: 'vm'; readonly vmId: VmId };

/**
 * How it was lifted. `pointer`: dragged, ends with the button. `keys`: arrows step through the legal starts. `choice`: clicked
 * or tapped, the legal starts wait as buttons until one is taken or the choice is put back.
 */
export type LiftedBy = 'pointer' | 'keys' | 'choice';

/** Where it would go. `giId` only for a VM. */
export interface Target {
  readonly gpuId: GpuId;
  readonly start: number;
  readonly giId: GiId | null;
}

/** A placement that was refused, drawn until the next gesture. */
export interface Refusal {
  readonly gpuId: GpuId;
  /** Null when it was a VM that was refused. */
  readonly profile: ProfileName | null;
  /** The start that was wanted; null when the whole GPU refuses. */
  readonly start: number | null;
  /** The instance that was to be moved there; null when something new was to be placed, or a VM. */
  readonly moving: GiId | null;
  /** The VM that was refused, and the instance that was meant for it, if one was; null when it was no VM. */
  readonly vm: { readonly vmId: VmId; readonly giId: GiId | null } | null;
  /** What is in the way; for a VM the instance that was meant. */
  readonly blockedBy: readonly GiId[];
  readonly error: CommandError;
}

export type Selection =
  | { readonly kind: 'instance'; readonly id: GiId }
  | { readonly kind: 'gpu'; readonly id: GpuId }
  | { readonly kind: 'host'; readonly id: HostId }
  | { readonly kind: 'vm'; readonly id: VmId };

export type DialogName =
  | 'import'
  | 'compare'
  | 'compare-plans'
  | 'export'
  | 'share'
  | 'add-host'
  | 'hosts'
  | 'library'
  | 'layouts'
  | 'vm-table'
  | 'requests-table'
  | 'simulate'
  | 'repack'
  | 'saving'
  | 'problems'
  | 'glossary'
  | 'trust'
  | 'commands'
  | 'keys';

/** What takes the place of the board until it is closed: a task about one host, the lab, the summary. Undo and the status line stay. */
export type View =
  | { readonly kind: 'power-on' | 'observed'; readonly hostId: HostId }
  | { readonly kind: 'lab' | 'summary' };

/** Undo and Redo of a task that does not work on the plan. */
export interface TaskHistory {
  /** Null: there is none. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** A layout that was copied, to be pasted on another GPU or host. */
export interface CopiedLayout {
  readonly kind: 'gpu' | 'host';
  /** Of what it was copied from: "GPU 0 on esx-01". */
  readonly name: string;
  readonly gpus: readonly CopiedGpu[];
  /** In the layout notation, and whether the system clipboard took it: there it may be replaced by something else. */
  readonly text: string;
  readonly isOnClipboard: boolean;
}

/** The way back to the plan that another one was opened over: Undo's last step. */
export interface WayBack {
  /** What opened the other one, "Start a new plan". */
  readonly label: string;
  readonly take: () => void;
}

/** What the pane beside the board is for: one thing is placed by hand, or many are asked for. */
export type LeftPane = 'profiles' | 'requests';

/** What is typed about a board that may be had: text, so that what is no number yet stays as it is typed. */
export interface BoardTerms {
  readonly cost: string;
  /** Empty: as many as it takes. */
  readonly atMost: string;
  readonly perHost: string;
}

/** Which boards the requests may go to, and what they cost. */
export interface RequestsFleet {
  /** Of the board that the profiles are listed for. */
  readonly terms: BoardTerms;
  readonly more: readonly (BoardTerms & { readonly board: BoardId })[];
  /** What members of a group do not share. */
  readonly apart: 'gpu' | 'host';
}

/** As many in a host as usual servers have. */
export const USUAL_TERMS: BoardTerms = { cost: '1', atMost: '', perHost: '8' };

export const VM_LISTS = ['all', 'waiting', 'placed'] as const;
export type VmList = (typeof VM_LISTS)[number];

/** How the dock shows the VMs. */
export interface VmsView {
  readonly list: VmList;
  /** Those that are ticked for an edit of many. Ids, so that sorting, filtering and undo pick no other. */
  readonly picked: ReadonlySet<VmId>;
  readonly isFolded: boolean;
  /** In the place of the board, for a long table. */
  readonly isLarge: boolean;
  /** Goes up when something else on the page asks for the list. */
  readonly asked: number;
  /** The VM it was asked for, which the table is to show however far down it is; null: none, the table begins at its top. */
  readonly sought: VmId | null;
}

/** How much the board draws of a GPU: its grid, one line of its memory slices, or beside these lines a map of tiles. */
export const DENSITIES = ['grid', 'strips', 'map'] as const;
export type Density = (typeof DENSITIES)[number];

/** A part of the plan that the board shows alone. */
export interface Shown {
  /** Those whose heading is shown, if need be without a GPU. */
  readonly hosts: ReadonlySet<HostId>;
  readonly gpus: ReadonlySet<GpuId>;
  /** What they have in common, "room for 3g.20gb". */
  readonly label: string;
}

/** An edit that is being worked out beside the page. */
export interface Work {
  /** "Placing 10,000 VMs". */
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly cancel: () => void;
}

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Message {
  readonly text: string;
  readonly tone: 'done' | 'refused' | 'info';
  /** Goes up with each message, so that the same sentence twice is spoken twice. */
  readonly count: number;
}

export interface UiState {
  readonly lifted: Lifted | null;
  readonly liftedBy: LiftedBy | null;
  readonly target: Target | null;
  /** Where the profile in the hand is best put; null for anything else, and where there is no choice. */
  readonly suggested: Target | null;
  readonly refusal: Refusal | null;
  readonly selection: Selection | null;
  /** Its notes are asked for: their field takes the focus. */
  readonly isNotesAsked: boolean;
  readonly dialog: DialogName | null;
  /** Null: the board. */
  readonly view: View | null;
  /** What Undo and Redo are about in place of the plan; null: the plan. */
  readonly taskHistory: TaskHistory | null;
  /** The simulated terminal below the board. */
  readonly isConsoleOpen: boolean;
  /** Null: as the number of GPUs has it. */
  readonly density: Density | null;
  /** Null: the whole plan. */
  readonly shown: Shown | null;
  readonly left: LeftPane;
  /** The board that the requests are planned for; null: the one that suits them. */
  readonly requestsOf: BoardId | null;
  readonly requestsFleet: RequestsFleet;
  readonly vms: VmsView;
  /** Text the import dialog opens with: pasted or dropped on the page. */
  readonly importText: string;
  /** The GPU that the dialog of layouts was opened from; null: the selected one, or the first. */
  readonly layoutsOf: GpuId | null;
  /** The board that the dialog of sources opens with; null: the first of the plan, or of the catalogue. */
  readonly trustOf: BoardId | null;
  readonly copied: CopiedLayout | null;
  /** Null: nothing lies before the first step of this plan. */
  readonly wayBack: WayBack | null;
  /** Null: none; the plan can be edited meanwhile, but then nothing comes of it. */
  readonly work: Work | null;
  readonly message: Message;
  readonly theme: Theme;
}

export type UiStore = StoreApi<UiState>;

export function createUiStore(theme: Theme = 'system'): UiStore {
  return createStore<UiState>()(() => ({
    lifted: null,
    liftedBy: null,
    target: null,
    suggested: null,
    refusal: null,
    selection: null,
    isNotesAsked: false,
    dialog: null,
    view: null,
    taskHistory: null,
    isConsoleOpen: false,
    density: null,
    shown: null,
    left: 'profiles',
    requestsOf: null,
    requestsFleet: { terms: USUAL_TERMS, more: [], apart: 'gpu' },
    vms: { list: 'all', picked: new Set(), isFolded: false, isLarge: false, asked: 0, sought: null },
    importText: '',
    layoutsOf: null,
    trustOf: null,
    copied: null,
    wayBack: null,
    work: null,
    message: { text: '', tone: 'info', count: 0 },
    theme,
  }));
}
