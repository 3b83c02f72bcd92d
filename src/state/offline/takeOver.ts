/** What the page says to a new version that waits: the user wants it now. */
export const TAKE_OVER = 'mig-planner: take over';
