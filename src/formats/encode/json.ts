/** The JSON encoder: text that means the same to every JSON parser and hides nothing from whoever looks at the file. */
import type { Json } from '../../model/plan.ts';

/**
 * What `JSON.stringify` lets through raw although it can mislead a terminal or a page: DEL and C1 controls, zero-width
 * and bidirectional characters, line separators, byte-order marks. (C0 controls and lone surrogates it escapes itself.)
 */
const HIDDEN = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/g;

function escapeHidden(json: string): string {
  return json.replace(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One JSON string with its quotes, always on one line. */
export function encodeJsonString(text: string): string {
  return escapeHidden(JSON.stringify(text));
}

/** A whole value, indented by two spaces, with a line end after it. */
export function encodeJson(value: Json): string {
  return `${escapeHidden(JSON.stringify(value, null, 2))}\n`;
}
