/**
 * Opens a page that was written here in a tab of its own, from where it is printed. It stands alone, and forbids itself
 * everything but its own style sheet.
 */
export function openPage(html: string): void {
  const address = URL.createObjectURL(new Blob([html], { type: 'text/html;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener';
  link.click();
  // The tab has read it long before; as long as this it may be loaded anew.
  setTimeout(() => URL.revokeObjectURL(address), 600_000);
}
