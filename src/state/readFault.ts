/** Says why a text could not be read. The sentences are many and seldom said, so this loads when one is needed. */
import { formatErrorMessage } from '../formats/messages.ts';
import type { FormatError } from '../formats/reading.ts';
import { gestures } from './app.ts';

export function sayReadFault(error: FormatError, sentence: (why: string) => string): void {
  gestures.say(sentence(formatErrorMessage(error)), 'refused');
}
