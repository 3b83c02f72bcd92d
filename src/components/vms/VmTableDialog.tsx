/** Replaced by the feature that follows. */
export function VmTableDialog() {
  return null;
}
