/** Command lines run in process, on files that exist only in the test. */
import { err, ok } from '../model/result.ts';
import type { Io } from './io.ts';
import { main } from './program.ts';

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly written: Map<string, string>;
  /** Files that are no text. */
  readonly binary: Map<string, Uint8Array>;
}

/** Runs a command line on files that exist only here. */
export async function run(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Run> {
  let stdout = '';
  let stderr = '';
  const written = new Map<string, string>();
  const binary = new Map<string, Uint8Array>();
  const known = new Map(Object.entries(files));
  const read = (path: string) => {
    const text = known.get(path);
    return text === undefined ? err('no such file') : ok(text);
  };
  const io: Io = {
    readFile: read,
    readStdin: () => read('-'),
    writeFile: (path, content) => {
      if (typeof content === 'string') written.set(path, content);
      else binary.set(path, content);
      return ok(null);
    },
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
  };
  const status = await main(argv, io);
  return { status, stdout, stderr, written, binary };
}
