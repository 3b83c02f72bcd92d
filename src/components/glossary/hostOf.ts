/** What is drawn for a word goes to the dialog that the word stands in, for the page behind that is out of reach. */
export function hostOf(word: Element | null): Element {
  return word?.closest('dialog') ?? document.body;
}
