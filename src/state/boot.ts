/** What happens when the page opens: theme, the plan that was open last, a plan in the link. */
import { gestures, planStore, uiStore } from './app.ts';
import { isFirstVisit } from './firstVisit.ts';
import { libraryStore } from './library/libraryStore.ts';
import { browserSessionStorage, browserStorage, loadTheme, saveTheme } from './persist.ts';
import { clearFragment, onFragment, sharedFragment } from './url.ts';

/** A browser that does not answer for so long is not waited for: what it has is shown when it comes. */
const PATIENCE_MS = 3000;

let opening: Promise<void> = Promise.resolve();

/** Resolves when the stored plans have been opened, or could not be, and what there is to say about it has been said. */
export const plansOpened = (): Promise<void> => opening;

/** Runs once, before the first render. What is stored is read after it: readers and writers load meanwhile. */
export function boot(): void {
  const storage = browserStorage();
  uiStore.setState({ theme: loadTheme(storage) });
  uiStore.subscribe((ui, before) => {
    if (ui.theme !== before.theme) saveTheme(storage, ui.theme);
  });
  // Nothing can be open here yet: the start is shown before it has been asked.
  if (isFirstVisit(storage)) libraryStore.setState({ isReady: true });
  void openPlans();
}

async function openPlans(): Promise<void> {
  opening = startOrSay();
  await Promise.race([opening, patience()]);
  if (!(await openKept())) await openFragment();
  onFragment(() => void openFragment());
}

async function startOrSay(): Promise<void> {
  try {
    const { startLibrary } = await import('./library/page.ts');
    await startLibrary();
  } catch (error) {
    // A part of the page that did not come over the network: the rest of it works, and says what does not.
    libraryStore.setState({ isReady: true, saving: { kind: 'unsaved', fault: faultOf(error) } });
    gestures.say('Stored plans could not be opened, and nothing is saved: load the page again.', 'refused');
  }
}

async function patience(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  if (libraryStore.getState().isReady) return;
  libraryStore.setState({ isReady: true });
  gestures.say('The browser has not opened the stored plans yet. They are shown when it does.');
}

function faultOf(error: unknown) {
  return { code: 'failed', detail: error instanceof Error ? error.message : String(error) } as const;
}

/** The file that was open to be read before a reload. A link goes before it. */
async function openKept(): Promise<boolean> {
  if (sharedFragment() !== null || !hasKept()) return false;
  const { keptReview, startReview } = await import('./review.ts');
  const plan = await keptReview();
  if (plan === null)
    gestures.say('The file that was open read-only did not stay through the reload: open it again.');
  else await startReview(plan, 'file', true);
  return true;
}

function hasKept(): boolean {
  try {
    return browserSessionStorage()?.getItem('mig-planner.review') != null;
  } catch {
    return false;
  }
}

/** Opens the plan of the link. */
async function openFragment(): Promise<void> {
  const fragment = sharedFragment();
  if (fragment === null) return;
  const { readLink } = await import('./readLink.ts');
  const { plan, isReadOnly } = planStore.getState();
  const reading = readLink(fragment, plan);
  if (!reading.ok) {
    if (isReadOnly) (await import('./review.ts')).putBackAddress();
    const left = isReadOnly ? `${plan.name} is still open.` : 'Your plan is as it was.';
    gestures.say(`${reading.error} ${left}`, 'refused');
    return;
  }
  if (reading.value.isOpen) {
    if (!isReadOnly) clearFragment();
    gestures.say(`The link holds ${plan.name}, which is open already.`);
    return;
  }
  const { startReview } = await import('./review.ts');
  await startReview(reading.value.plan, 'link');
}
