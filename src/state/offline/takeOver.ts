/** What the page says to a new version that waits: the user wants it now. */
export const TAKE_OVER = 'mig-planner: take over';

/** What it answers: whoever opens the page from now on has that version, whether the browser has let the one before go or not. */
export const TAKEN_OVER = 'mig-planner: taken over';
