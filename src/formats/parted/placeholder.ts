/** What stands in a checkpoint where the plan knows no UUID: no file with it can be restored before it is filled in. */

export function uuidPlaceholder(gpuIndex: number): string {
  return `UUID-OF-GPU-${gpuIndex}`;
}

/** The index in such a placeholder; null for anything else. */
export function placeholderIndex(text: string): number | null {
  const found = /^UUID-OF-GPU-(\d{1,4})$/.exec(text);
  return found === null ? null : Number(found[1]);
}
