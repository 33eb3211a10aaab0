/** Addresses that are typed in by people. */

/** Only what leads to a page: a `javascript:` address in a register must not become a link. */
export function safeLink(text: string | null | undefined): string | null {
  if (!text) return null;
  try {
    const address = new URL(text.trim());
    return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : null;
  } catch {
    return null;
  }
}
