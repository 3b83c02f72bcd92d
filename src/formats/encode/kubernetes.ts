/** Names as Kubernetes takes them: of objects and nodes (DNS-1123 subdomains), label values, resources. */
import { makeSlug } from './slug.ts';

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const MAX_SUBDOMAIN = 253;

/**
 * The name of an object that we make. A slug is at once a DNS-1123 subdomain and a label value of at most 63 characters,
 * and the name of a MIG configuration has to be the second.
 */
export function kubernetesObjectName(name: string, taken: ReadonlySet<string> = new Set()): string {
  return makeSlug(name, taken);
}

/** The node that a host is: its own name where a node can have it. Else a slug stands for it, and whoever writes it has to say so. */
export function kubernetesNode(
  name: string,
  taken: ReadonlySet<string> = new Set(),
): { readonly node: string; readonly isOwn: boolean } {
  const isOwn = name.length <= MAX_SUBDOMAIN && SUBDOMAIN.test(name) && !taken.has(name);
  return { node: isOwn ? name : makeSlug(name, taken), isOwn };
}
