/** Driver versions as people write them: a branch ("R550", "550") or a whole version ("450.80.02"). */

export type DriverAge = 'enough' | 'older' | 'older-branch' | 'unsure';

function partsOf(text: string): number[] | null {
  const found = /^[rR]?(\d{3,4}(?:\.\d{1,4}){0,3})$/.exec(text.trim());
  return found === null ? null : (found[1] ?? '').split('.').map(Number);
}

/** True for a text that names at least a branch. */
export function isDriverVersion(text: string): boolean {
  return partsOf(text) !== null;
}

/**
 * Whether `driver` is at least `least`. `older-branch`: its branch is older; `older`: of the same branch, but an earlier
 * release of it. `unsure`: only the branch is said where the release decides. Null where either says no version.
 */
export function driverAge(driver: string, least: string): DriverAge | null {
  const [has, needs] = [partsOf(driver), partsOf(least)];
  if (has === null || needs === null) return null;
  for (const [index, part] of needs.entries()) {
    const own = has[index];
    if (own === undefined) return 'unsure';
    if (own !== part) return own > part ? 'enough' : index === 0 ? 'older-branch' : 'older';
  }
  return 'enough';
}
