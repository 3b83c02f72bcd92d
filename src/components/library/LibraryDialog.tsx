/** Replaced by the feature that follows. */
export function LibraryDialog() {
  return null;
}
