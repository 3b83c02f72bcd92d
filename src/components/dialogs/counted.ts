/** "1 GPU", "3 GPUs", "1,024 GPUs". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** Made once: a map of hosts asks for hundreds of figures at a time. */
const FIGURES = new Intl.NumberFormat('en-GB');

/** A whole number as this page writes it, "1,024". */
export function figure(count: number): string {
  return FIGURES.format(count);
}
