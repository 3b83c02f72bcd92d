/** The sheet of keys: every key of the page by where it means something. */
import { BAR } from './barActions.ts';
import { KEYS } from './keys.ts';
import { LATER_KEYS } from './laterKeys.ts';

export interface KeyRow {
  readonly does: string;
  readonly keys: readonly string[];
}

export interface KeyGroup {
  readonly where: string;
  readonly rows: readonly KeyRow[];
}

const row = (does: string, keys: readonly string[]): KeyRow => ({ does, keys });

export const KEY_SHEET: readonly KeyGroup[] = [
  {
    where: 'Anywhere',
    rows: [
      row(`${BAR.commands.name}: ${BAR.commands.about.toLowerCase()}`, BAR.commands.keys),
      row(`${BAR.search.name}: hosts, VMs and any name of a profile, drawn or not`, BAR.search.keys),
      row(
        'The same, of a plan that is too large to be drawn whole; again: the browser’s own',
        LATER_KEYS.find,
      ),
      row('This sheet', BAR.keys.keys),
      row(BAR.undo.name, BAR.undo.keys),
      row(BAR.redo.name, BAR.redo.keys),
      row('To the next pane, where the focus was there last', KEYS.nextPane),
      row('To the pane before', KEYS.previousPane),
      row('Import what was copied', LATER_KEYS.paste),
      row('Close a dialog, a menu or a task; clear a refusal', KEYS.putBack),
    ],
  },
  {
    where: 'On a profile, an instance or a VM',
    rows: [row('Lift it', KEYS.lift)],
  },
  {
    where: 'While it is lifted',
    rows: [
      row('Next legal start, also on the next GPU', KEYS.next),
      row('The one before', KEYS.previous),
      row('Next GPU', KEYS.nextGpu),
      row('GPU before', KEYS.previousGpu),
      row('Place it; a profile goes to the suggested start unless another is aimed at', KEYS.place),
      row('Put it back', KEYS.putBack),
    ],
  },
  {
    where: 'On an instance',
    rows: [row('Remove it; its VMs wait', KEYS.remove), row('Its menu', LATER_KEYS.menu)],
  },
  {
    where: 'On the name of a GPU',
    rows: [row('Copy its layout', KEYS.copy), row('Paste a layout', LATER_KEYS.paste)],
  },
  {
    where: 'In Import, Paste VMs and Requests',
    rows: [row('Take over what is pasted', LATER_KEYS.confirm)],
  },
  {
    where: 'In Compare plans',
    rows: [row('Next change', LATER_KEYS.nextChange), row('Change before', LATER_KEYS.previousChange)],
  },
  {
    where: 'In a terminal of the console or the lab',
    rows: [
      row('Run the line', LATER_KEYS.run),
      row('The line before', LATER_KEYS.earlierLine),
      row('The line after', LATER_KEYS.laterLine),
      row('Complete a word', LATER_KEYS.complete),
    ],
  },
  {
    where: 'In the power-on order',
    rows: [
      row('Next step', LATER_KEYS.stepOn),
      row('Step before', LATER_KEYS.stepBack),
      row('First step', LATER_KEYS.firstStep),
      row('Last step', LATER_KEYS.lastStep),
    ],
  },
];
