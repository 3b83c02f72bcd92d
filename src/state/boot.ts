/** What happens when the page opens: theme, the saved plan, a plan in the link, and saving from then on. */
import { makePlanJson } from '../formats/planJson.ts';
import type { FormatError } from '../formats/reading.ts';
import { decodeShare } from '../formats/share.ts';
import { gestures, planStore, uiStore } from './app.ts';
import { offerLink } from './exchange.ts';
import { browserStorage, keepSaved, loadPlan, loadTheme, saveTheme } from './persist.ts';
import { clearFragment, onFragment, sharedFragment } from './url.ts';

/** Runs once, before the first render, so that the page opens as it was left. */
export function boot(): void {
  const storage = browserStorage();
  uiStore.setState({ theme: loadTheme(storage) });
  uiStore.subscribe((ui, before) => {
    if (ui.theme !== before.theme) saveTheme(storage, ui.theme);
  });

  const stored = loadPlan(storage);
  if (stored.kind === 'plan') planStore.setState({ plan: stored.reading.plan });
  if (stored.kind === 'blocked') {
    gestures.say('This browser keeps no data for the page: download the plan before you leave.', 'refused');
  }
  if (stored.kind === 'unreadable') {
    sayWhy(stored.error, (why) => `The saved plan could not be read and was put aside. ${why}`);
  }
  keepSaved(planStore, storage, (isSaving) =>
    gestures.say(
      isSaving
        ? 'The plan is saved again.'
        : 'The plan could not be saved in this browser: download it before you leave.',
      isSaving ? 'done' : 'refused',
    ),
  );

  openFragment();
  onFragment(openFragment);
}

function sayWhy(error: FormatError, sentence: (why: string) => string): void {
  void import('./readFault.ts').then(({ sayReadFault }) => sayReadFault(error, sentence));
}

/** Opens the plan of the link. A plan of the user's own is never replaced without asking. */
function openFragment(): void {
  const fragment = sharedFragment();
  if (fragment === null) return;
  const reading = decodeShare(fragment);
  if (!reading.ok) {
    sayWhy(reading.error, (why) => `${why} Your plan is as it was.`);
    return;
  }
  clearFragment();
  const { plan } = planStore.getState();
  const isSame = makePlanJson(plan) === makePlanJson(reading.value.plan);
  if (plan.hosts.length === 0 && plan.vms.length === 0) {
    gestures.run({ type: 'plan/replace', plan: reading.value.plan, origin: 'link' });
  } else if (isSame) {
    gestures.say(`The link holds ${plan.name}, which is open already.`);
  } else {
    offerLink(reading.value);
  }
}
