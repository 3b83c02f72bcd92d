/** Replaced by the feature that follows. */
export function LayoutPicker() {
  return null;
}
