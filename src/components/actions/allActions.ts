/** All that can be done on the page, in the order of the list of commands. What is about one thing: thingActions.ts. */
import { isBlank, type Plan } from '../../model/plan.ts';
import { isWaiting } from '../../placement/vms/assign.ts';
import { gestures, planStore, uiStore } from '../../state/app.ts';
import { placeMany } from '../../state/placeMany.ts';
import { selectPalette, selectViolations } from '../../state/selectors.ts';
import { showPart } from '../../state/shown.ts';
import { DENSITIES, THEMES, VM_LISTS } from '../../state/uiStore.ts';
import { selectWarnings } from '../../state/warnings.ts';
import { fitsInPlan } from '../../placement/fits.ts';
import { makeLift } from '../dnd/liftable.ts';
import { goToPane } from '../shell/usePaneKeys.ts';
import { unlessReadOnly, type Action } from './action.ts';
import { BAR } from './barActions.ts';
import { KEYS } from './keys.ts';

/** An action of the list. */
export interface Listed extends Action {
  /** Stays the same from plan to plan: by it the last ones are remembered. */
  readonly id: string;
  /** The heading it stands under. */
  readonly group: string;
  /** Other words for it. */
  readonly words?: string;
  /** There are too many of its kind to list them unasked. */
  readonly isAsked?: true;
}

const whyNoHosts = ({ hosts }: Plan): string | null => (hosts.length === 0 ? 'no host yet' : null);
const whyNoVms = ({ vms }: Plan): string | null => (vms.length === 0 ? 'no VM yet' : null);
const waiting = ({ vms }: Plan) => vms.filter(isWaiting).map(({ id }) => id);

function toBoard(): void {
  if (uiStore.getState().view !== null) gestures.closeView();
}

/** What needs the panes around the board, which a task hides. */
const onBoard = (run: () => void) => (): void => {
  toBoard();
  run();
};

/** As the plan and the page stand now. */
export function allActions(): readonly Listed[] {
  const { view, isConsoleOpen, shown } = uiStore.getState();
  const whyNoTask = (): string | null => (view === null ? 'the board is in sight' : null);
  const bar = (id: keyof typeof BAR, group: string, more: Partial<Listed> = {}): Listed => ({
    ...(BAR[id] as Action),
    ...more,
    id,
    group,
  });
  const { isReadOnly } = planStore.getState();
  const listed: readonly Listed[] = [
    ...[
      bar('undo', 'Edit', { why: () => whyNoStep('undo') }),
      bar('redo', 'Edit', { why: () => whyNoStep('redo') }),
    ],
    { id: 'add-host', group: 'Edit', name: 'Add host', run: () => gestures.openDialog('add-host') },
    {
      ...{ id: 'hosts', group: 'Edit', name: 'Edit hosts', about: 'Many at once', why: whyNoHosts },
      run: () => gestures.openDialog('hosts'),
    },
    {
      ...{ id: 'vm-table', group: 'Edit', name: 'Paste VMs', about: 'Add many VMs from a table' },
      run: () => gestures.openDialog('vm-table'),
    },
    {
      ...{ id: 'place-waiting', group: 'Edit', name: 'Place all waiting VMs', words: 'assign' },
      why: (plan) => (waiting(plan).length === 0 ? 'no VM waits' : null),
      run: () => void placeMany({ type: 'vm/place', vmIds: waiting(planStore.getState().plan) }),
    },
    ...placings(),

    bar('import', 'Plan', { words: 'paste open file nvidia-smi' }),
    bar('export', 'Plan', { words: 'download save script yaml print' }),
    bar('share', 'Plan', { words: 'link url' }),
    bar('compare', 'Plan', { words: 'reality observed receipt' }),
    {
      ...{ id: 'compare-plans', group: 'Plan', name: 'Compare plans' },
      ...{ about: 'With another plan, or as it was before a step', words: 'diff review change record' },
      why: (plan) => (isBlank(plan) ? 'the plan is empty' : null),
      run: () => gestures.openDialog('compare-plans'),
    },
    bar('repack', 'Plan', { words: 'compact fewest gpus' }),
    {
      ...{ id: 'requests', group: 'Plan', name: 'Requests', about: 'How many GPUs do I need?' },
      words: 'pack size',
      run: onBoard(() => gestures.showLeft('requests')),
    },
    {
      ...{ id: 'simulate', group: 'Plan', name: 'Simulate', about: 'Placement policies under arrivals' },
      run: () => gestures.openDialog('simulate'),
    },
    {
      ...{
        id: 'problems',
        group: 'Plan',
        name: 'Problems',
        about: 'What is wrong or in doubt, and by which rule',
      },
      words: 'rules warnings check',
      why: (plan) =>
        selectViolations({ plan }).length + selectWarnings({ plan }).length === 0 ? 'none found' : null,
      run: () => gestures.openDialog('problems'),
    },
    {
      ...{ id: 'rename', group: 'Plan', name: 'Rename the plan', edits: true },
      run: () => document.querySelector<HTMLElement>('.top-bar [title="Rename the plan"]')?.click(),
    },
    bar('plans', 'Plan', { words: 'library versions open' }),
    bar('newPlan', 'Plan', { words: 'empty create' }),

    bar('search', 'Go to'),
    {
      ...{ id: 'board', group: 'Go to', name: 'Close the task', about: 'Back to the board', why: whyNoTask },
      keys: KEYS.putBack,
      run: gestures.closeView,
    },
    {
      ...{ id: 'profiles', group: 'Go to', name: 'Profiles', about: 'To place instances one by one' },
      run: onBoard(() => gestures.showLeft('profiles')),
    },
    ...VM_LISTS.map((list): Listed => ({
      id: `vms-${list}`,
      group: 'Go to',
      name: { all: 'All VMs', waiting: 'VMs that wait', placed: 'VMs with an instance' }[list],
      why: whyNoVms,
      run: onBoard(() => gestures.listVms(list)),
    })),
    {
      ...{ id: 'console', group: 'Go to', name: isConsoleOpen ? 'Close the console' : 'Console' },
      ...{ about: 'The simulated terminal', words: 'terminal nvidia-smi', why: whyNoHosts },
      run: onBoard(() => gestures.showConsole(!isConsoleOpen)),
    },
    {
      ...{ id: 'summary', group: 'Go to', name: 'Summary', about: 'The plan in figures and charts' },
      words: 'use utilisation stranded report fewest print',
      why: whyNoHosts,
      run: () => gestures.openView({ kind: 'summary' }),
    },
    bar('lab', 'Go to', { words: 'learn tutorial article' }),
    ...(
      [
        ['next-pane', 'Next pane', KEYS.nextPane, 1],
        ['previous-pane', 'Previous pane', KEYS.previousPane, -1],
      ] as const
    ).map(([id, name, keys, step]): Listed => ({
      id,
      group: 'Go to',
      name,
      keys,
      run: () => goToPane(step),
    })),

    ...DENSITIES.map((density): Listed => ({
      id: `density-${density}`,
      group: 'Show',
      name: `GPUs as ${{ grid: 'a grid', strips: 'strips', map: 'a map' }[density]}`,
      words: 'draw density view',
      why: whyNoHosts,
      run: onBoard(() => gestures.showBoard({ density })),
    })),
    ...(
      [
        ['stranded', 'Only GPUs with stranded slices'],
        ['differs', 'Only GPUs where observed differs'],
        ['no-vm', 'Only GPUs with instances without a VM'],
      ] as const
    ).map(([kind, name]): Listed => ({
      ...{ id: `show-${kind}`, group: 'Show', name, words: 'filter', why: whyNoHosts },
      run: () => showPart({ planStore, uiStore, gestures }, { kind }),
    })),
    {
      ...{ id: 'show-all', group: 'Show', name: 'All GPUs' },
      why: () => (shown === null ? 'all are shown' : null),
      run: () => gestures.showBoard({ shown: null }),
    },
    ...THEMES.map((theme): Listed => ({
      id: `theme-${theme}`,
      group: 'Show',
      name: `Theme: ${theme === 'system' ? 'as the system' : theme}`,
      words: 'colours dark light mode',
      why: () => (uiStore.getState().theme === theme ? 'as it is' : null),
      run: () => uiStore.setState({ theme }),
    })),

    bar('keys', 'Help', { words: 'shortcuts keys help' }),
    bar('glossary', 'Help', { words: 'words terms help' }),
    bar('trust', 'Help', { words: 'sources facts evidence' }),
  ];
  return listed.map((one) =>
    unlessReadOnly(one.group === 'Edit' ? { ...one, edits: true } : one, isReadOnly),
  );
}

/** Of the plan, or of the task that has a history of its own. */
function whyNoStep(way: 'undo' | 'redo'): string | null {
  const { taskHistory, wayBack } = uiStore.getState();
  const { past, future } = planStore.getState();
  const isThere =
    taskHistory === null
      ? way === 'undo'
        ? past.length > 0 || wayBack !== null
        : future.length > 0
      : (way === 'undo' ? taskHistory.undoLabel : taskHistory.redoLabel) !== null;
  return isThere ? null : `nothing to ${way}`;
}

/** Each profile of the plan, lifted as by its own button. */
function placings(): readonly Listed[] {
  const { plan } = planStore.getState();
  return selectPalette({ plan }).flatMap(({ board, boards, title, profiles }) =>
    profiles
      .filter(({ starts }) => starts !== null)
      .map(({ name: profile }): Listed => {
        const lifted = { kind: 'profile', profile, board: board.id } as const;
        const fits = fitsInPlan(plan, profile, boards);
        return {
          id: `place-${board.id}-${profile}`,
          group: 'Edit',
          name: `Place ${profile}`,
          about: title,
          figure: `${fits} more fit${fits === 1 ? 's' : ''}`,
          isAsked: true,
          run: onBoard(() => {
            gestures.lift(lifted, 'choice');
            document
              .querySelector<HTMLElement>(`button[data-lift="${CSS.escape(makeLift(lifted))}"]`)
              ?.focus();
          }),
        };
      }),
  );
}
