import { MAX_DOCUMENT_LENGTH } from '../../formats/reading.ts';
import { err, ok, type Result } from '../../model/result.ts';

/** A character is at most four bytes; a file beyond that cannot hold a text that is read, and is not opened. */
const MAX_BYTES = 4 * MAX_DOCUMENT_LENGTH;

/** The text of a file, or one sentence why not. */
export async function readTextFile(file: File): Promise<Result<string, string>> {
  if (file.size > MAX_BYTES) {
    const most = (MAX_DOCUMENT_LENGTH / 1e6).toLocaleString('en-GB');
    const has = (file.size / 1e6).toLocaleString('en-GB', { maximumFractionDigits: 1 });
    return err(`${file.name} has ${has} MB and was not opened: a text to import has at most ${most} MB.`);
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === PNG_START && bytes[1] === 0x50) return await readPng(bytes, file.name);
    return ok(new TextDecoder(encodingOf(bytes)).decode(bytes));
  } catch {
    return err(`${file.name} could not be read: it was moved, or it is not a file.`);
  }
}

/** No text begins with it. */
const PNG_START = 0x89;

/** The link that a picture of ours carries. */
async function readPng(bytes: Uint8Array, name: string): Promise<Result<string, string>> {
  const { planInPng } = await import('../../formats/pngPlan.ts');
  const plan = planInPng(bytes);
  return plan === null
    ? err(
        `${name} is a picture that carries no plan. Only PNG files that were exported here do, as long as no program rewrote them.`,
      )
    : ok(`#${plan}`);
}

/** PowerShell's ">" writes UTF-16, and says so in the first two bytes. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
