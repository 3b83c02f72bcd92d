/** Whether anything can be open here. The page asks it twice: before its first paint (showStill.ts), and when it begins. */
import { isEmbed, sharedFragment } from './url.ts';

/** True where nothing was ever kept and no plan is in the address. A browser that does not say is taken to hold plans. */
export function isFirstVisit(storage: Storage | null): boolean {
  try {
    return storage !== null && holdsNothing(storage) && sharedFragment() === null && !isEmbed();
  } catch {
    return false;
  }
}

function holdsNothing(storage: Storage): boolean {
  return !Object.keys(storage).some((key) => key.startsWith('mig-planner.'));
}
