/** The way into a terminal from anywhere on the page: the simulator is fetched with the first. */
import { gestures } from '../app.ts';
import type { TerminalId } from './terminals.ts';

/** Opens the console on a terminal, ready to type in. */
export async function openTerminal(id: TerminalId): Promise<void> {
  const { askForTerminal } = await import('./consoleStore.ts');
  askForTerminal(id);
  // Open or not: on a narrow page the sheet that was in its place goes.
  gestures.showConsole(false);
  gestures.showConsole(true);
}
