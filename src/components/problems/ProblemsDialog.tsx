/** Replaced by the feature that follows. */
export function ProblemsDialog() {
  return null;
}
