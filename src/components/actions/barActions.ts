/** What the bar can do, and all that has a key of its own. What else there is comes later: allActions.ts. */
import type { Plan } from '../../model/plan.ts';
import { gestures } from '../../state/app.ts';
import { startNewPlan } from '../../state/exchange.ts';
import type { Action } from './action.ts';
import { KEYS } from './keys.ts';

function whyEmpty({ hosts, vms, requests }: Plan): string | null {
  return hosts.length + vms.length + requests.length === 0 ? 'the plan is empty' : null;
}

function whyNothingStands({ hosts }: Plan): string | null {
  return hosts.every(({ gpus }) => gpus.every(({ instances }) => instances.length === 0))
    ? 'no instance to move'
    : null;
}

export const BAR = {
  commands: {
    name: 'Commands',
    about: 'All that can be done, and any place of the plan',
    keys: KEYS.commands,
    run: () => gestures.openDialog('commands'),
  },
  search: {
    name: 'Search',
    about: 'Hosts, VMs and any name of a profile',
    keys: KEYS.search,
    run: () => {
      const box = document.querySelector<HTMLInputElement>('.search > input');
      box?.focus();
      box?.select();
    },
  },
  keys: {
    name: 'Keyboard',
    about: 'Every key of the page',
    keys: KEYS.keys,
    run: () => gestures.openDialog('keys'),
  },
  undo: { name: 'Undo', keys: KEYS.undo, run: gestures.undo },
  redo: { name: 'Redo', keys: KEYS.redo, run: gestures.redo },
  glossary: { name: 'Glossary', run: () => gestures.openDialog('glossary') },
  trust: { name: 'How do we know?', run: () => gestures.openTrust() },
  plans: { name: 'Plans', about: 'Plans in this browser', run: () => gestures.openDialog('library') },
  newPlan: {
    name: 'New plan',
    about: 'Start an empty plan beside this one',
    why: whyEmpty,
    run: () => void startNewPlan(),
  },
  repack: {
    name: 'Repack',
    about: 'The fewest GPUs, or another mix, with the fewest moves',
    why: whyNothingStands,
    run: () => gestures.openDialog('repack'),
  },
  compare: {
    name: 'Compare',
    about: 'The plan beside what hosts print, or beside another plan',
    why: whyEmpty,
    run: () => gestures.openDialog('compare'),
  },
  lab: {
    name: 'Lab',
    about: 'A walk through MIG on vSphere, on a simulated host',
    run: () => gestures.openView({ kind: 'lab' }),
  },
  import: { name: 'Import', run: () => gestures.openDialog('import') },
  export: { name: 'Export', why: whyEmpty, run: () => gestures.openDialog('export') },
  share: { name: 'Share', why: whyEmpty, run: () => gestures.openDialog('share') },
} as const satisfies Record<string, Action>;
