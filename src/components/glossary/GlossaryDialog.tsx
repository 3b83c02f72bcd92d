/** Replaced by the feature that follows. */
export function GlossaryDialog() {
  return null;
}
