/** What is said about the lines of a text, sorted by whether they gave nothing or were read with a remark. */
import type { Notice } from '../../../formats/reading.ts';

/** Lines that gave nothing; the other notices are about lines that were read. */
const PASSED_OVER: ReadonlySet<Notice['code']> = new Set([
  'line-not-understood',
  'row-cut',
  'row-misspelt',
  'part-unreadable',
]);

export function isPassedOver(notice: Notice): boolean {
  return PASSED_OVER.has(notice.code);
}
