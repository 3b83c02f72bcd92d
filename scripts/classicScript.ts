import { join } from 'node:path';
import { build } from 'vite';

/** What the page is compiled for, as the resolved build has it. */
export type Target = string | string[] | false | undefined;

/**
 * A source as one classic script, for what cannot be a module: a service worker in some browsers, and what has to run before the
 * first paint.
 * @param source from the root of the project
 */
export async function classicScript(root: string, source: string, target: Target): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      minify: true,
      ...(target !== undefined && { target }),
      lib: { entry: join(root, source), formats: ['iife'], name: 'script', fileName: 'script' },
    },
  });
  const [output] = Array.isArray(built) ? built : [];
  const [chunk] = output?.output ?? [];
  if (chunk?.type !== 'chunk') throw new Error(`${source} came out as no script.`);
  return chunk.code;
}
