/** The only reader and writer of the page's address. The plan travels in the fragment, which no server ever sees. */

/** The fragment of the page when it looks like a shared plan, else null. Some chats write "=" as "%3D". */
export function sharedFragment(): string | null {
  const { hash } = window.location;
  return /^#p(?:=|%3D)/i.test(hash) ? hash : null;
}

/** True for "#p=...&view=embed": the plan is to be shown in a frame of somebody else's page. */
export function isEmbed(): boolean {
  return window.location.hash.includes('&view=embed');
}

/** The link that carries a fragment made by `encodeShare`. */
export function shareUrl(fragment: string): string {
  const { href } = window.location;
  const end = href.indexOf('#');
  return `${end === -1 ? href : href.slice(0, end)}#${fragment}`;
}

/** Takes the plan out of the address, so that a reload shows the saved plan and not the link again. */
export function clearFragment(): void {
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
}

/** Puts the plan of a link back into the address. */
export function putFragment(fragment: string): void {
  const { pathname, search } = window.location;
  window.history.replaceState(null, '', pathname + search + fragment);
}

/** Calls back when the user opens another link in the same page. */
export function onFragment(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
