/** Command lines run in process, on files that exist only in the test. */
import { err, ok } from '../model/result.ts';
import type { FoundFile, Io } from './io.ts';
import { main } from './program.ts';

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly written: Map<string, string>;
  /** Files that are no text. */
  readonly binary: Map<string, Uint8Array>;
  readonly removed: Set<string>;
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
  const removed = new Set<string>();
  const write: Io['writeFile'] = (path, content) => {
    if (typeof content === 'string') written.set(path, content);
    else binary.set(path, content);
    return ok(null);
  };
  const io: Io = {
    readFile: read,
    readStdin: () => read('-'),
    writeFile: write,
    writeInFolder: write,
    listFolder: (folder) => {
      const found = [...known.keys()].flatMap((path): FoundFile[] =>
        path.startsWith(`${folder}/`) ? [{ path: path.slice(folder.length + 1), kind: 'file' }] : [],
      );
      return ok(found.length === 0 ? null : found);
    },
    removeFile: (path) => {
      removed.add(path);
      return ok(null);
    },
    readPage: () => ok(new Map([['index.html', new TextEncoder().encode('<head>\n</head>the page')]])),
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
  };
  const status = await main(argv, io);
  return { status, stdout, stderr, written, binary, removed };
}
