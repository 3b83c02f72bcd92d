/** Ways to another plan, and texts that wait in a dialog. Readers and writers are not imported here: they load with their dialogs. */
import { EMPTY_PLAN } from '../model/plan.ts';
import { describeCommand } from '../placement/describeCommand.ts';
import { gestures, planStore } from './app.ts';

/**
 * Starts anew; the plan that was open stays among the plans, and Undo leads back to it. Where it cannot be saved, the new one
 * takes its place as a step that Undo takes back. Nothing is done where it was put aside for a plan that is only read.
 */
export async function startNewPlan(): Promise<void> {
  const { plan: mine, isReadOnly } = planStore.getState();
  const command = { type: 'plan/replace', plan: EMPTY_PLAN, origin: 'new' } as const;
  const label = describeCommand(command, mine);
  const { session } = await import('./library/page.ts');
  if (!(await session.openNew(label))) {
    if (session.mine() === null) gestures.run(command);
  } else gestures.say(isReadOnly ? `${label}.` : `${label}. ${mine.name} is among your plans.`, 'done');
}

// What was typed and not taken over: a dialog that is closed by mistake loses nothing.
const drafts = { import: '', compare: '', 'compare-plans': '' };
export type PasteDialog = keyof typeof drafts;

export function draftOf(dialog: PasteDialog): string {
  return drafts[dialog];
}

export function keepDraft(dialog: PasteDialog, text: string): void {
  drafts[dialog] = text;
}
