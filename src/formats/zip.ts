/** Several files as one: a ZIP archive that is made file by file, so that whoever makes it can rest in between. */
import { strToU8, Zip, ZipDeflate } from 'fflate';

export interface ZipWriter {
  /** `path`: folders and a file name, "/" between them, made of what `makeFileName` gives; each once. */
  readonly add: (path: string, text: string) => void;
  /** The whole archive; nothing can be added after that. */
  readonly end: () => Uint8Array<ArrayBuffer>;
}

/** The first day that the format knows: the same files give the same archive. */
const MTIME = '1980-01-01T00:00:00';

export function startZip(): ZipWriter {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    chunks.push(chunk);
  });
  return {
    add: (path, text) => {
      const file = new ZipDeflate(path, { level: 6 });
      file.mtime = MTIME;
      zip.add(file);
      file.push(strToU8(text), true);
    },
    end: () => {
      zip.end();
      const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      return bytes;
    },
  };
}
