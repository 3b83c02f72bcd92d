/**
 * The plan as a JSON file, `{"format": "mig-plan", "version": 1, ...}`. The published schema of the document is
 * public/mig-plan.schema.json.
 */
import type { Json, Plan } from '../model/plan.ts';
import { err, type Result } from '../model/result.ts';
import { findJsonFault } from './jsonFault.ts';
import { makePlanText } from './planText.ts';
import { readDocument } from './readDocument.ts';
import { MAX_DOCUMENT_LENGTH, type FormatError, type Reading } from './reading.ts';
import { readPrompt, terminalLines } from './terminalText.ts';

/**
 * Reads a plan document. A byte-order mark, blank lines, code fences and shell prompts around it do not matter. Unknown
 * fields are kept; GPUs come out sorted by index and instances by start; an attachment whose instance is not there waits
 * and a notice says so. Errors: `text-too-long`, `empty-text`, `not-json` (with a line), and those of `readDocument`.
 */
export function parsePlanJson(text: string): Result<Reading, FormatError> {
  if (text.length > MAX_DOCUMENT_LENGTH) {
    return err({ code: 'text-too-long', length: text.length, max: MAX_DOCUMENT_LENGTH });
  }
  const { body, linesBefore } = unwrapJson(text);
  if (body === '') return err({ code: 'empty-text' });
  const value = parseJson(body);
  return value === undefined ? err(notJson(body, linesBefore)) : readDocument(value);
}

/**
 * Writes the plan as a document that `parsePlanJson` reads back whole, ids aside. Fields in a fixed order, those at
 * their default left out.
 */
export function makePlanJson(plan: Plan): string {
  return makePlanText(plan);
}

/**
 * What is left of a text without the lines that a terminal or a ticket puts around a document. It is looked at line by line from
 * either end: a plan of ten thousand GPUs has seven hundred thousand lines between, and those are left alone.
 */
function unwrapJson(text: string): { readonly body: string; readonly linesBefore: number } {
  let from = 0;
  let linesBefore = 0;
  for (;;) {
    LINE_END.lastIndex = from;
    const found = LINE_END.exec(text);
    if (!isWrapping(text.slice(from, found?.index))) break;
    if (found === null) return { body: '', linesBefore };
    from = LINE_END.lastIndex;
    linesBefore++;
  }
  let to = text.length;
  for (;;) {
    const start = lineStart(text, to);
    if (start <= from || !isWrapping(text.slice(start, to))) break;
    to = start - (text.startsWith('\r\n', start - 2) ? 2 : 1);
  }
  return { body: text.slice(from, to).trim(), linesBefore };
}

const LINE_END = /\r\n|\r|\n/g;

/** Where the line that ends at `to` begins; of one that is longer than any that wraps, a place in it. */
function lineStart(text: string, to: number): number {
  let start = to;
  while (start > 0 && to - start <= LONGEST_WRAPPING && !isLineEnd(text.charCodeAt(start - 1))) start--;
  return start;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** True for lines that a plan may begin with, wrapped or not: it is an object. */
export function beginsAsJson(lines: readonly string[]): boolean {
  const first = firstOfDocument(lines);
  const said = lines.find((line, n) => n >= first && line.trim() !== '');
  return said?.trimStart().startsWith('{') === true;
}

/** Index of the first line that nothing but the document can have. */
function firstOfDocument(lines: readonly string[]): number {
  let first = 0;
  while (first < lines.length && isWrapping(lines[first])) first++;
  return first;
}

const LONGEST_WRAPPING = 1000;

function isWrapping(line = ''): boolean {
  // No document has such a line at its ends, and the long ones need no look.
  if (line.length > LONGEST_WRAPPING) return false;
  const text = terminalLines(line)[0]?.text ?? '';
  return text === '' || readPrompt(text) !== null;
}

/** Undefined when it is not JSON. */
function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A syntax error, or in some engines a stack that ran out on nested brackets.
    return undefined;
  }
}

function notJson(body: string, linesBefore: number): FormatError {
  const fault = findJsonFault(body);
  if (fault === null) return { code: 'not-json', at: { pointer: '' }, detail: 'brackets nested too deep' };
  const line = linesBefore + body.slice(0, fault.offset).split(LINE_END).length;
  return { code: 'not-json', at: { line }, detail: `expected ${fault.expected}` };
}
