import { err, type Result } from '../../../model/result.ts';
import { readTextFile } from '../readTextFile.ts';
import { joinTexts, type NamedText } from './joinTexts.ts';

/** The text with those of the files below it, or one sentence why not. */
export async function readFiles(before: string, files: readonly File[]): Promise<Result<string, string>> {
  const texts: NamedText[] = [];
  const reads = await Promise.all(files.map(async (file) => ({ file, read: await readTextFile(file) })));
  for (const { file, read } of reads) {
    if (!read.ok) return err(read.error);
    texts.push({ name: file.name, text: read.value });
  }
  return joinTexts(before, texts);
}
