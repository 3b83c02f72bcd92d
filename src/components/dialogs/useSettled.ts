import { useDeferredValue, useEffect, useState } from 'react';

/** Beyond this many characters a text is read once the typing has paused: a megabyte takes most of a second. */
const LARGE = 50_000;
const PAUSE_MS = 400;

/** The text to read while it is being typed: reading follows the typing and never holds it up. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useDeferredValue(text.length > LARGE ? settled : text);
}
