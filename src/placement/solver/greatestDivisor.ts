/** The greatest whole number that divides both, which are whole and not negative; of a number and 0 it is the number. */
export function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
