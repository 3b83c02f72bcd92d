/**
 * The start in the page itself: whoever comes for the first time sees it as soon as the style sheet is there, and the
 * planner takes its place. It is what the planner's own components draw, so there is no second start to keep.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { runnerImport, type Plugin } from 'vite';
import { STILL_ID, STYLE } from '../src/state/still.ts';
import { classicScript, type Target } from './classicScript.ts';

/** The picture as HTML. The policy allows no styles in attributes of a page: the script sets them. */
async function draw(root: string): Promise<string> {
  const { module } = await runnerImport<{ stillStart: () => string }>(
    join(root, 'src/components/start/stillStart.tsx'),
    { configFile: false, root, logLevel: 'warn' },
  );
  return module.stillStart().replaceAll(' style="', ` ${STYLE}="`);
}

export function still(): Plugin {
  let root = '';
  let target: Target;
  let script = '';
  let fileName = '';
  return {
    name: 'still',
    // The page as one file has its script in it.
    apply: ({ publicDir }, { command }) => command === 'build' && publicDir !== false,
    configResolved: (config) => {
      ({ root } = config);
      target = config.build.target;
    },
    async buildStart() {
      script = await classicScript(root, 'src/state/showStill.ts', target);
      const hash = createHash('sha256').update(script).digest('base64url').slice(0, 8);
      fileName = `assets/still-${hash}.js`;
    },
    transformIndexHtml: {
      order: 'post',
      handler: async (html) => ({
        // The style sheet comes first; then the picture can be seen, and the planner is what is waited for.
        html: html.replaceAll(/<(script type="module"|link rel="modulepreload")/g, '<$1 fetchpriority="low"'),
        tags: [
          {
            tag: 'template',
            attrs: { id: STILL_ID },
            children: await draw(root),
            injectTo: 'body',
          },
          { tag: 'script', attrs: { src: `./${fileName}` }, injectTo: 'body' },
        ],
      }),
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: script });
    },
  };
}
