/** The lab in the browser's small storage: read when it is opened, written after each thing done. Whoever writes last has the last word. */
import {
  labTextErrorMessage,
  makeLabText,
  makeMarksText,
  parseLabText,
  parseMarksText,
  type LabMarks,
  type LabState,
} from '../../console/lab/lab.ts';
import type { KeyValueStore } from '../persist.ts';

const KEY = 'mig-planner.lab';
/** A text that could not be read is not lost: a later page may understand it. */
const ASIDE_KEY = 'mig-planner.lab.unreadable';

export interface KeptLab {
  /** Null: nothing is kept, or nothing of it could be read. */
  readonly lab: LabState | null;
  readonly marks: LabMarks;
  /** What went wrong, as a sentence; null where nothing did. */
  readonly trouble: string | null;
}

const NOTHING: KeptLab = { lab: null, marks: new Set(), trouble: null };

/** What was kept. A text that is damaged or too new is put aside and said; the lab then begins anew. */
export function loadLab(storage: KeyValueStore | null): KeptLab {
  let text: string | null;
  try {
    text = storage?.getItem(KEY) ?? null;
  } catch {
    return { ...NOTHING, trouble: notKept('This browser keeps no data for the page.') };
  }
  if (storage === null) return { ...NOTHING, trouble: notKept('This browser keeps no data for the page.') };
  if (text === null) return NOTHING;
  // The lab is one line of JSON; below it are the marks.
  const [line = '', marks = ''] = text.split('\n');
  const reading = parseLabText(line);
  if (reading.ok) return { lab: reading.value, marks: parseMarksText(marks), trouble: null };
  const sentence = labTextErrorMessage(reading.error);
  try {
    storage.setItem(ASIDE_KEY, text);
    storage.removeItem(KEY);
    return { ...NOTHING, trouble: `${sentence} What was saved is put aside, not deleted.` };
  } catch (error) {
    return { ...NOTHING, trouble: `${sentence} ${notKept(reasonOf(error))}` };
  }
}

/** Why the lab is not kept, as a sentence; null where it is. What was kept before stays. */
export function saveLab(storage: KeyValueStore | null, lab: LabState, marks: LabMarks): string | null {
  if (storage === null) return notKept('This browser keeps no data for the page.');
  const text = makeLabText(lab);
  if (text === null) return notKept('More was done in the lab than is kept.');
  try {
    storage.setItem(KEY, `${text}\n${makeMarksText(marks)}`);
    return null;
  } catch (error) {
    return notKept(reasonOf(error));
  }
}

function notKept(why: string): string {
  return `${why} The lab goes on, and its progress stays as long as this tab is open.`;
}

function reasonOf(error: unknown): string {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
    ? 'The browser’s storage for the page is full.'
    : 'This browser keeps no data for the page.';
}
