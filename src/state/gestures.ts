/**
 * What a user does: lift, aim, drop, put back, and every edit. Pointer, keys and buttons all end in these functions, so
 * that one gesture is one command, one step and one sentence, however it was made.
 */
import type { BoardId } from '../model/board.ts';
import type { GpuId, VmId } from '../model/ids.ts';
import { findGpu, findHost, findInstance, findVm, type Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import type { PlanCommand } from '../placement/commands.ts';
import { describeCommand } from '../placement/describeCommand.ts';
import type { CommandError } from '../placement/errors.ts';
import { applyEveryday, type EverydayCommand } from '../placement/everydayCommands.ts';
import { commandMessage } from '../placement/messages.ts';
import { placedMessage } from '../placement/vms/waitMessages.ts';
import { outcomeOf } from './gestureWords.ts';
import { createHand, PUT_DOWN } from './hand.ts';
import type { PlanDocument, PlanStore } from './planStore.ts';
import { suggestedTarget } from './targets.ts';
import type {
  DialogName,
  LeftPane,
  Message,
  Selection,
  UiState,
  UiStore,
  View,
  VmList,
  VmsView,
  WayBack,
} from './uiStore.ts';

/** The stores that a gesture works on. */
export interface Stores {
  readonly planStore: PlanStore;
  readonly uiStore: UiStore;
}

/** Dialogs that are for nothing but an edit. */
const EDITING: ReadonlySet<DialogName> = new Set(['add-host', 'hosts', 'vm-table', 'requests-table']);

/** All gestures over one pair of stores. */
export function createGestures({ planStore, uiStore }: Stores) {
  const plan = (): Plan => planStore.getState().plan;

  const say = (text: string, tone: Message['tone'] = 'info'): void => {
    uiStore.setState((ui) => ({ message: { text, tone, count: ui.message.count + 1 } }));
  };

  const showVms = (change: Partial<VmsView>): void => {
    uiStore.setState((ui) => ({ vms: { ...ui.vms, ...change } }));
  };

  /** Says so, and is true, where the plan is not to be changed. */
  const refuseReadOnly = (): boolean => {
    const { isReadOnly } = planStore.getState();
    if (isReadOnly) say(commandMessage({ code: 'read-only' }, plan()), 'refused');
    return isReadOnly;
  };

  /** Runs a command as one step. Says what was done, or why not; nothing is lost on an error. */
  const run = (command: EverydayCommand, note = ''): boolean =>
    settle(command, note, applyEveryday(plan(), command));

  /** The same of any command, with what it comes to on this very plan. */
  const settle = (command: PlanCommand, note: string, result: Result<Plan, CommandError>): boolean => {
    const before = plan();
    if (refuseReadOnly()) return false;
    const label = describeCommand(command, before);
    planStore.getState().settle(command, result);
    if (result.ok && result.value === before && command.type === 'vm/place') {
      // Nothing was done, and there is no step: only the reason is left to say.
      say(placedMessage(before, command.vmIds), 'refused');
      return false;
    }
    if (result.ok) {
      uiStore.setState({ refusal: null });
      if (result.value === before) {
        say(`${label}: it is so already.`);
        return true;
      }
      forgetGone(
        command.type === 'plan/replace',
        command.type === 'plan/replace' && command.origin === 'tab',
      );
      const outcome = outcomeOf(command, before, result.value);
      say([`${label}.`, note, outcome].filter((part) => part !== '').join(' '), 'done');
      return true;
    }
    say(commandMessage(result.error, before), 'refused');
    return false;
  };

  /** Selection and hand may name something that an edit, undo or import took away; in another document they name nothing. */
  const forgetGone = (isOtherDocument: boolean, isFromTab = false): void => {
    if (isOtherDocument) {
      uiStore.setState((ui) => ({
        ...{ ...PUT_DOWN, selection: null, left: 'profiles', requestsOf: null, shown: null },
        // What another tab does is nothing to somebody in the lab.
        view: isFromTab && ui.view?.kind === 'lab' ? ui.view : null,
      }));
      showVms({ picked: new Set(), sought: null });
    }
    const now = plan();
    const { selection, lifted, view } = uiStore.getState();
    if (view !== null && 'hostId' in view && findHost(now, view.hostId) === undefined)
      uiStore.setState({ view: null });
    if (selection !== null && !isThere(now, selection)) uiStore.setState({ selection: null });
    if (lifted?.kind === 'instance' && findInstance(now, lifted.giId) === undefined)
      uiStore.setState(PUT_DOWN);
    if (lifted?.kind === 'vm' && findVm(now, lifted.vmId) === undefined) uiStore.setState(PUT_DOWN);
    if (uiStore.getState().lifted !== null) uiStore.setState({ suggested: suggestedTarget(now, lifted) });
  };

  return {
    ...createHand({ planStore, uiStore, say, refuseReadOnly }),
    say,
    run,
    settle,

    /** `isNotesAsked`: and goes to its notes. */
    select: (selection: Selection | null, isNotesAsked = false): void => {
      uiStore.setState({ selection, isNotesAsked, refusal: null });
    },

    openDialog: (dialog: DialogName, importText = ''): void => {
      if (EDITING.has(dialog) && refuseReadOnly()) return;
      uiStore.setState({ dialog, importText, ...PUT_DOWN, refusal: null });
    },

    /** The layouts of one GPU's board, to cut it anew. */
    openLayouts: (layoutsOf: GpuId): void => {
      if (refuseReadOnly()) return;
      uiStore.setState({ dialog: 'layouts', layoutsOf, ...PUT_DOWN, refusal: null });
    },

    /** Where the facts of a board are from; without one, of the first board of the plan. */
    openTrust: (trustOf: BoardId | null = null): void => {
      uiStore.setState({ dialog: 'trust', trustOf, ...PUT_DOWN, refusal: null });
    },

    closeDialog: (): void => {
      uiStore.setState({ dialog: null, importText: '', layoutsOf: null, trustOf: null });
    },

    /** How dense the board is, and which part of the plan it shows. */
    showBoard: (change: Partial<Pick<UiState, 'density' | 'shown'>>): void => uiStore.setState(change),

    showConsole: (isConsoleOpen: boolean): void => uiStore.setState({ isConsoleOpen }),
    openView: (view: View): void => {
      uiStore.setState({ view, ...PUT_DOWN, refusal: null });
    },

    closeView: (): void => {
      uiStore.setState({ view: null });
    },

    showVms,

    /** Profiles to place one by one, or requests to be planned. */
    showLeft: (left: LeftPane): void => {
      uiStore.setState({ left });
    },

    /** The VMs of one kind, from elsewhere on the page; `sought` is the one that is to be in sight. */
    listVms: (list: VmList, sought: VmId | null = null): void => {
      showVms({ list, isFolded: false, asked: uiStore.getState().vms.asked + 1, sought });
    },

    /** Another plan takes the place of the one that is open. Not a step; `wayBack` is what Undo does before the first. */
    open: (document: PlanDocument, wayBack: WayBack | null = null, isReadOnly = false): void => {
      planStore.getState().open(document, isReadOnly);
      uiStore.setState({ refusal: null, wayBack });
      forgetGone(true);
    },

    undo: (): void => {
      const { past } = planStore.getState();
      const { wayBack, taskHistory } = uiStore.getState();
      if (taskHistory !== null) {
        taskHistory.undo();
        return;
      }
      if (refuseReadOnly()) return;
      if (past.length === 0 && wayBack !== null) {
        wayBack.take();
        return;
      }
      const isReplacement = past.at(-1)?.origin != null;
      const label = planStore.getState().undo();
      uiStore.setState({ refusal: null });
      forgetGone(isReplacement);
      say(label === null ? 'Nothing to undo.' : `Undone: ${label}.`, label === null ? 'info' : 'done');
    },

    redo: (): void => {
      const { taskHistory } = uiStore.getState();
      if (taskHistory !== null) {
        taskHistory.redo();
        return;
      }
      if (refuseReadOnly()) return;
      const isReplacement = planStore.getState().future[0]?.origin != null;
      const label = planStore.getState().redo();
      uiStore.setState({ refusal: null });
      forgetGone(isReplacement);
      say(label === null ? 'Nothing to redo.' : `Redone: ${label}.`, label === null ? 'info' : 'done');
    },
  };
}

export type Gestures = ReturnType<typeof createGestures>;

function isThere(plan: Plan, selection: Selection): boolean {
  switch (selection.kind) {
    case 'host':
      return plan.hosts.some((host) => host.id === selection.id);
    case 'gpu':
      return findGpu(plan, selection.id) !== undefined;
    case 'instance':
      return findInstance(plan, selection.id) !== undefined;
    case 'vm':
      return findVm(plan, selection.id) !== undefined;
  }
}
