import type { Confidence } from '../../model/platform.ts';
import type { RuleSource } from '../../model/ruleSources.ts';
import { CONFIDENCE_WORDS } from '../../placement/rules/rules.ts';
import { capital } from '../ui/capital.ts';

interface WrittenProps {
  readonly confidence: Confidence;
  readonly sources: readonly RuleSource[];
}

/** How sure a rule is and where it is written, in small print below it. */
export function Written({ confidence, sources }: WrittenProps) {
  const words = CONFIDENCE_WORDS[confidence];
  return (
    <p className="text-note text-ink3">
      {capital(words)}
      {sources.map(({ what, url }, index) => (
        <span key={what}>
          {index === 0 ? ': ' : '; '}
          {url === null ? (
            what
          ) : (
            <a href={url} target="_blank" rel="noreferrer" className="text-ink2 underline underline-offset-2">
              {what}
            </a>
          )}
        </span>
      ))}
      .
    </p>
  );
}
