/** The clauses of the core begin small, for they stand in sentences: here one begins a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
