export interface EmbedAddress {
  /** The fragment of the plan alone, without "#". */
  readonly plan: string;
  /** Null: as the system has it. */
  readonly theme: 'light' | 'dark' | null;
}

/** Of "#p=...&view=embed" and "&theme=light" or "dark" behind it: what is to be shown in a frame. Null for any other address. */
export function embedOf(hash: string): EmbedAddress | null {
  const [plan = '', ...options] = hash.replace(/^#/, '').split('&');
  if (!options.includes('view=embed')) return null;
  const theme = options.includes('theme=dark') ? 'dark' : options.includes('theme=light') ? 'light' : null;
  return { plan, theme };
}
