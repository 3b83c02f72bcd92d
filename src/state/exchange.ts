/**
 * Plans that come in from outside: the plan of a link that waits for the user's word. Readers and writers are
 * not imported here: they load with their dialogs.
 */
import { createStore, useStore } from 'zustand';
import type { Reading } from '../formats/reading.ts';
import { EMPTY_PLAN, isBlank, type Plan } from '../model/plan.ts';
import { checkPlan, type Violation } from '../placement/check.ts';
import { describeCommand } from '../placement/describeCommand.ts';
import { gestures, planStore } from './app.ts';

/** The plan of a link, read and held against the rules, not yet opened. */
export interface PendingLink {
  readonly reading: Reading;
  readonly violations: readonly Violation[];
}

interface LinkState {
  readonly pendingLink: PendingLink | null;
}

export const linkStore = createStore<LinkState>()(() => ({ pendingLink: null }));

export function usePendingLink(): PendingLink | null {
  return useStore(linkStore, (state) => state.pendingLink);
}

/** The plan of a link that was followed. A plan of the user's own is never replaced without asking. */
export function takeLink({ isOpen, ...reading }: Reading & { readonly isOpen: boolean }): void {
  const { plan } = planStore.getState();
  if (isOpen) gestures.say(`The link holds ${plan.name}, which is open already.`);
  else if (isBlank(plan)) gestures.run({ type: 'plan/replace', plan: reading.plan, origin: 'link' });
  else offerLink(reading);
}

/** A link was opened while a plan of the user's own is open: asks which of the two to show. */
export function offerLink(reading: Reading): void {
  linkStore.setState({ pendingLink: { reading, violations: checkPlan(reading.plan) } });
  gestures.openDialog('link');
}

/**
 * Shows the link's plan as one of its own; the one that was open stays among the plans, and Undo leads back to it. Where it
 * cannot be saved, the link's plan takes its place as a step that Undo takes back.
 */
export async function openLinkPlan(): Promise<void> {
  const { pendingLink } = linkStore.getState();
  letGo();
  if (pendingLink !== null) await openBeside(pendingLink.reading.plan, 'link');
}

/** Starts anew, with the plan that was open as above. */
export async function startNewPlan(): Promise<void> {
  await openBeside(EMPTY_PLAN, 'new');
}

async function openBeside(plan: Plan, origin: 'link' | 'new'): Promise<void> {
  const mine = planStore.getState().plan;
  const command = { type: 'plan/replace', plan, origin } as const;
  const label = describeCommand(command, mine);
  const { session } = await import('./library/page.ts');
  if (await session.openNew(label, plan)) gestures.say(`${label}. ${mine.name} is among your plans.`, 'done');
  else gestures.run(command);
}

/** Keeps the plan that is open; the link stays as good as it was. */
export function keepMine(): void {
  if (linkStore.getState().pendingLink !== null) gestures.say('Kept your plan. The link was not opened.');
  letGo();
}

function letGo(): void {
  linkStore.setState({ pendingLink: null });
  gestures.closeDialog();
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
