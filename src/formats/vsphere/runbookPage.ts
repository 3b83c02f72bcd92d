/** The parts a runbook is made of, as Markdown: steps with commands to copy, what to expect, boxes to tick. */
import { CARRIER } from '../carrier.ts';
import { markdownCode, markdownFence, markdownText } from '../encode/markdown.ts';
import { markdownTable } from '../markdownTable.ts';

/** Text of our own, in which only what `name` and `said` give is not ours. */
export type MarkdownLine = string;

export function name(text: string): MarkdownLine {
  return markdownCode(text);
}

/** A sentence that was made elsewhere, with names of the plan in it. */
export function said(sentence: string): MarkdownLine {
  return markdownText(sentence);
}

export function heading(level: 1 | 2 | 3, text: MarkdownLine): string[] {
  return [`${'#'.repeat(level)} ${text}`, ''];
}

export function paragraph(...sentences: MarkdownLine[]): string[] {
  return sentences.length === 0 ? [] : [sentences.join(' '), ''];
}

/** Boxes to tick, one for each thing to see to. */
export function boxes(...items: MarkdownLine[]): string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- [ ] ${item}`), ''];
}

export function bullets(...items: MarkdownLine[]): string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- ${item}`), ''];
}

/** Lines to be typed or seen. */
export function block(lines: readonly string[], language: 'sh' | 'text' = 'sh'): string[] {
  return [markdownFence(lines, language), ''];
}

/** Cells are Markdown; names in them are made by `cell`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [...markdownTable(head, rows), ''];
}

/** A name in a cell of a table. */
export function cell(text: string): MarkdownLine {
  return markdownCode(text, { inTable: true });
}

/** What carries the plan: a definition that no reader of Markdown shows, and that the planner finds. */
export function planLine(sharedPlan: string | null): string[] {
  return sharedPlan === null ? [] : [`[${CARRIER}]: #${sharedPlan}`, ''];
}
