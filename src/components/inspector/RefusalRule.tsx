import type { CommandError } from '../../placement/errors.ts';
import { isRuled, ruleOf } from '../../placement/rules/rules.ts';
import { Written } from '../problems/Written.tsx';
import { Part } from './Panel.tsx';

/** The rule behind a refusal, and where it is written. */
export function RefusalRule({ error }: { readonly error: CommandError }) {
  if (!isRuled(error)) return null;
  const { title, says, confidence, sources } = ruleOf(error);
  return (
    <Part title={`The rule: ${title}`}>
      <p className="text-table text-ink2">{says}</p>
      {sources.length > 0 && <Written confidence={confidence} sources={sources} />}
    </Part>
  );
}
