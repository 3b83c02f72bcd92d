/** The entry of the command line: files, standard input and the exit status. */
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../model/result.ts';
import { textOfFile, type FoundFile, type Io } from './io.ts';
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

/** Without following links: a circle of them has no end. */
function filesBelow(folder: string): FoundFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry): FoundFile[] => {
    if (entry.isDirectory()) return [];
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    return [{ path, kind: entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other' }];
  });
}

function listFolder(path: string): Result<readonly FoundFile[] | null, string> {
  try {
    return { ok: true, value: filesBelow(path) };
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    return fault.code === 'ENOENT'
      ? { ok: true, value: null }
      : { ok: false, error: fault.code === 'ENOTDIR' ? 'it is no folder' : reason(fault, '') };
  }
}

/** Where the built page is: beside this file in the package, elsewhere where it runs from the sources. */
function pageFolder(): string {
  return process.env['MIG_PLANNER_PAGE'] ?? fileURLToPath(new URL('./page', import.meta.url));
}

function removeFile(path: string): void {
  rmSync(path, { force: true });
  try {
    rmdirSync(dirname(path));
  } catch {
    // Other files are in it.
  }
}

const io: Io = {
  readFile: (path) => read(path),
  writeFile: (path, content) =>
    attempt(() => {
      writeFileSync(path, content);
      return null;
    }, 'no such folder'),
  writeInFolder: (path, content) =>
    attempt(() => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return null;
    }),
  listFolder,
  removeFile: (path) =>
    attempt(() => {
      removeFile(path);
      return null;
    }),
  readPage: () =>
    attempt(() => {
      const folder = pageFolder();
      return new Map(filesBelow(folder).map(({ path }) => [path, readFileSync(join(folder, path))]));
    }, 'this copy of the command has none beside it'),
  readStdin: () => read(0),
  stdout: (text) => writeAll(1, text),
  stderr: (text) => writeAll(2, text),
};

process.exitCode = await main(process.argv.slice(2), io);
