/** What a command needs of the world, passed in, so that tests run commands in process. */
import { isPng, planInPng } from '../formats/pngPlan.ts';
import { err, ok, type Result } from '../model/result.ts';

export interface Io {
  /** Contents of a file, or why it cannot be read. */
  readonly readFile: (path: string) => Result<string, string>;
  readonly writeFile: (path: string, content: string | Uint8Array) => Result<null, string>;
  /** The same, and makes the folders on the way. */
  readonly writeInFolder: Io['writeFile'];
  /** Everything below a folder, "/" between its parts, in no order; null where there is no such folder. */
  readonly listFolder: (path: string) => Result<readonly FoundFile[] | null, string>;
  /** And its folder, where nothing else is in it. A file that is not there is as good as removed. */
  readonly removeFile: (path: string) => Result<null, string>;
  /** The built page, file by file, as `listFolder` names them. */
  readonly readPage: () => Result<ReadonlyMap<string, Uint8Array>, string>;
  readonly readStdin: () => Result<string, string>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

export interface FoundFile {
  readonly path: string;
  /** A link is not followed: where it leads is not for the folder to say. */
  readonly kind: 'file' | 'link' | 'other';
}

/** 0: yes or done. 1: the answer is no. 2: input or arguments cannot be used. */
export type ExitCode = 0 | 1 | 2;

/** Unusable input or arguments: one line that says what and where. */
export interface Unusable {
  readonly message: string;
}

export function unusable(message: string): { readonly ok: false; readonly error: Unusable } {
  return err({ message });
}

/**
 * Text for a terminal: what could move the cursor, colour the line or reorder it is shown as U+FFFD. Files and pasted
 * text are quoted in messages, and a message must not be able to forge another.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\n\t]/gu, '\ufffd');
}

/** The text of a file: UTF-8, or UTF-16 where its first bytes say so, as ">" writes it in Windows PowerShell. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes);
}

/** What a file says: its text, or the link that a picture of ours carries. */
export function textOfFile(bytes: Uint8Array): Result<string, string> {
  if (!isPng(bytes)) return ok(decodeText(bytes));
  const plan = planInPng(bytes);
  return plan === null ? err('a PNG picture that carries no plan') : ok(`#${plan}`);
}

/** The text of FILE; "-" is standard input. */
export function readInput(io: Io, file: string): Result<string, Unusable> {
  const text = file === '-' ? io.readStdin() : io.readFile(file);
  return text.ok
    ? ok(text.value)
    : unusable(`cannot read ${file === '-' ? 'standard input' : file}: ${text.error}`);
}

export function printJson(io: Io, value: unknown): void {
  io.stdout(`${JSON.stringify(value, null, 2)}\n`);
}
