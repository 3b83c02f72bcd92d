/**
 * A plan that came by a link or a file, open to be read: nothing of it is kept, and nothing of one's own is touched, until
 * "Make it mine". A reload shows it again: a link stays in the address, a file in what belongs to this tab.
 */
import { createStore, useStore } from 'zustand';
import { makePlanJson, parsePlanJson } from '../formats/planJson.ts';
import { freeName } from '../model/name.ts';
import { isBlank, type Plan } from '../model/plan.ts';
import { checkPlan } from '../placement/check.ts';
import { gestures, planStore, uiStore } from './app.ts';
import { hasSameIds } from './library/planIds.ts';
import { browserSessionStorage } from './persist.ts';
import { makePiecemeal } from './piecemeal.ts';
import { clearFragment, putFragment, sharedFragment } from './url.ts';

export type ReviewFrom = 'link' | 'file';

export interface ReviewState {
  readonly from: ReviewFrom;
  /** What is wrong with the plan, in how many places. */
  readonly violations: number;
  /** The plan that was put aside, by its name; null where there was nothing to put aside. */
  readonly mine: string | null;
}

/** Of the plan that is open to be read; of the last one where none is. */
export const reviewStore = createStore<ReviewState>()(() => ({ from: 'link', violations: 0, mine: null }));

export function useReview<T>(selector: (state: ReviewState) => T): T {
  return useStore(reviewStore, selector);
}

/** Of the link that is open to be read; null: it is a file. */
let fragment: string | null = null;

/** Another link could not be read: a reload is to show what is open, not to complain once more. */
export function putBackAddress(): void {
  if (fragment === null) clearFragment();
  else putFragment(fragment);
}

/** Of this tab's storage. boot.ts looks for it before any of this is loaded. */
const KEY = 'mig-planner.review';

/**
 * Opens a plan to be read, in the place of the one that is open, which comes back when it is closed. `isKept`: it comes of what
 * a reload has found.
 */
export async function startReview(plan: Plan, from: ReviewFrom, isKept = false): Promise<void> {
  const { session } = await import('./library/page.ts');
  if (!planStore.getState().isReadOnly) {
    const { plan: own } = planStore.getState();
    reviewStore.setState({ mine: isBlank(own) ? null : own.name });
  }
  const violations = checkPlan(plan).length;
  await session.review(plan);
  reviewStore.setState({ from, violations });
  fragment = from === 'link' ? sharedFragment() : null;
  if (from === 'link') forgetKept();
  else if (!isKept) {
    // A link that was open before is none of this.
    clearFragment();
    // Beside the first look at it: the text of a large plan takes a moment.
    void keepForReload(plan);
  }
  const wrong = violations === 0 ? '' : ` It has ${violations} problem${violations === 1 ? '' : 's'}.`;
  gestures.say(`${plan.name} is open read-only.${wrong}`, 'done');
}

/**
 * The very same plan as one of one's own, in the library, with everything shown as it was. Where one's own is the same already,
 * that one is opened.
 */
export async function makeItMine(): Promise<void> {
  const { session, library } = await import('./library/page.ts');
  const { plan, isReadOnly } = planStore.getState();
  if (!isReadOnly) return;
  const all = await library.list();
  const names = new Set(all.ok ? all.value.plans.map(({ name }) => name) : []);
  const name = freeName(plan.name, names);
  const twin = name === plan.name ? null : await library.twinOf(plan);
  // It may have been closed, or made mine by another click, while the names were fetched.
  const now = planStore.getState();
  if (!now.isReadOnly || now.plan !== plan) return;
  if (twin !== null && (await openTwin(twin.id))) return;
  const saving = session.takeReview(name, `Make ${name} mine`);
  const { mine } = reviewStore.getState();
  const others = mine === null ? '' : ` ${mine} is among your plans.`;
  // Not after the save: it would talk over what is said of the next edit.
  gestures.say(`${name} is yours now, and can be changed.${others}`, 'done');
  await saving;
}

/** True where there is nothing left to do: it is open, or it was said why nothing is opened now. */
async function openTwin(id: string): Promise<boolean> {
  const { session } = await import('./library/page.ts');
  const { plan: theirs } = planStore.getState();
  const { mine } = reviewStore.getState();
  const isMine = session.mine()?.id === id;
  const { selection, view, shown } = uiStore.getState();
  const opened = await session.open(id);
  if (!opened.ok) return opened.error.code === 'unsaved';
  // The same texts may stand for other ids: after steps that were undone, say.
  if (hasSameIds(opened.value.plan, theirs)) uiStore.setState({ selection, view, shown });
  const others = mine === null || isMine ? '' : ` ${mine} is among them too.`;
  gestures.say(
    `${theirs.name} is among your plans already, the very same: that one is open.${others}`,
    'done',
  );
  return true;
}

/** Back to one's own plan; nothing of the other is kept. */
export async function closeReview(): Promise<void> {
  const { session } = await import('./library/page.ts');
  const { name } = planStore.getState().plan;
  const gone = await session.endReview();
  const { plan } = planStore.getState();
  if (gone !== null) gestures.say(`${name} was closed. ${gone} was deleted meanwhile: see Plans.`);
  else if (isBlank(plan)) gestures.say(`${name} was closed. Nothing of it was kept.`);
  else gestures.say(`${name} was closed. ${plan.name} is open as you left it.`);
}

/** The file that this tab was reading when it was loaded again; null: none, or nothing that can be read. */
export async function keptReview(): Promise<Plan | null> {
  try {
    const kept = browserSessionStorage()?.getItem(KEY) ?? null;
    const reading = kept === null ? null : parsePlanJson(await unpacked(kept));
    return reading?.ok === true ? reading.value.plan : null;
  } catch {
    return null;
  }
}

/** Where the browser has no room for it a reload says so. */
async function keepForReload(plan: Plan): Promise<void> {
  forgetKept();
  await makePiecemeal(plan, () => new Promise((resolve) => setTimeout(resolve)));
  const text = await packed(makePlanJson(plan));
  const { plan: now, isReadOnly } = planStore.getState();
  if (now !== plan || !isReadOnly) return;
  try {
    browserSessionStorage()?.setItem(KEY, text);
  } catch {
    try {
      // So little that there is room: a reload knows that there was a file.
      browserSessionStorage()?.setItem(KEY, '');
    } catch {
      forgetKept();
    }
  }
}

/** Compressed by the browser itself, beside the page, to a twentieth; where it cannot, as it is. */
async function packed(text: string): Promise<string> {
  if (!('CompressionStream' in globalThis)) return text;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let chars = '';
  // In parts: as many arguments as a large plan has bytes are more than a call takes.
  for (let at = 0; at < bytes.length; at += PART)
    chars += String.fromCharCode(...bytes.subarray(at, at + PART));
  return PACKED + btoa(chars);
}

async function unpacked(kept: string): Promise<string> {
  if (!kept.startsWith(PACKED)) return kept;
  const bytes = Uint8Array.from(atob(kept.slice(PACKED.length)), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return await new Response(stream).text();
}

const PART = 8192;
/** No plan begins so. */
const PACKED = 'deflated:';

function forgetKept(): void {
  try {
    browserSessionStorage()?.removeItem(KEY);
  } catch {
    // Storage that is forbidden holds nothing.
  }
}

// However the reading ends, a reload is not to begin with it again.
planStore.subscribe((state, before) => {
  if (!before.isReadOnly || state.isReadOnly) return;
  clearFragment();
  forgetKept();
});
