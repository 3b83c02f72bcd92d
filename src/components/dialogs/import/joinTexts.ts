/** Files that come beside each other or beside a text: one text, which adds up to one picture. */
import { fileHeader } from '../../../formats/terminalText.ts';
import { detectOwn } from '../../../formats/detect.ts';
import { err, ok, type Result } from '../../../model/result.ts';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * `before` with the texts below it, each under its name where there are several. A whole plan of ours takes the place of what is there,
 * for it adds up with nothing; that it is not alone is said in one sentence.
 */
export function joinTexts(before: string, texts: readonly NamedText[]): Result<string, string> {
  const [only, second] = texts;
  if (only === undefined) return ok(before);
  const plan = texts.find(({ text }) => isWholePlan(text));
  if (plan !== undefined && second !== undefined) {
    return err(`${plan.name} holds a whole plan, which adds up with nothing: import it alone.`);
  }
  const isFirst = before.trim() === '' || isWholePlan(before);
  if (second === undefined && (isFirst || plan !== undefined)) return ok(only.text);
  const kept = isFirst ? [] : [before];
  const added = texts.map(({ name, text }) => `${fileHeader(name)}\n${text}`);
  return ok([...kept, ...added].map((text) => text.replace(/\n*$/, '\n')).join('\n'));
}

function isWholePlan(text: string): boolean {
  return detectOwn(text)?.isSure === true;
}
