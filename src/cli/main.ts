/** The entry of the command line: files, standard input and the exit status. */
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import type { Result } from '../model/result.ts';
import { textOfFile, type Io } from './io.ts';
import { main } from './program.ts';

function attempt<T>(action: () => T, missing = 'no such file'): Result<T, string> {
  try {
    return { ok: true, value: action() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? reason(error, missing) : String(error) };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'not allowed',
  ENOTDIR: 'part of the path is no folder',
};

function reason(error: NodeJS.ErrnoException, missing: string): string {
  return error.code === 'ENOENT' ? missing : (REASONS[error.code ?? ''] ?? error.message);
}

function read(path: string | 0): Result<string, string> {
  const bytes = attempt(() => readFileSync(path));
  return bytes.ok ? textOfFile(bytes.value) : bytes;
}

/** Writes all of it, also into a pipe that is slow to read; a reader that has gone away is no error. */
function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text, 'utf8');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
    }
  }
}

const io: Io = {
  readFile: (path) => read(path),
  writeFile: (path, content) =>
    attempt(() => {
      writeFileSync(path, content);
      return null;
    }, 'no such folder'),
  readStdin: () => read(0),
  stdout: (text) => writeAll(1, text),
  stderr: (text) => writeAll(2, text),
};

process.exitCode = await main(process.argv.slice(2), io);
