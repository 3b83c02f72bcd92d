import type { ChangeKind } from '../../placement/changes/change.ts';

const GLYPH: Record<ChangeKind, string> = { added: '+', removed: '−', moved: '→', changed: '≠' };

/** Told by its shape and its glyph: filled for what is there afterwards, white and dashed for what goes. */
export function ChangeSign({
  kind,
  isAway = false,
}: {
  readonly kind: ChangeKind;
  readonly isAway?: boolean;
}) {
  return (
    <span aria-hidden="true" data-kind={kind} data-away={isAway || undefined} className="change-sign">
      {GLYPH[kind]}
    </span>
  );
}
