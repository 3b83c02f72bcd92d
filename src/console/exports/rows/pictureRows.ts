/** Pictures of the drawing: the rows of the list; what writes them is in ../pictureExports.ts. */
import type { ExportRow, ExportScope } from '../exportDefinition.ts';

const OF: Readonly<Record<Exclude<ExportScope, 'vm'>, string>> = {
  plan: 'the plan',
  host: 'one host',
  gpu: 'one GPU',
};

function svgOf<S extends keyof typeof OF>(scope: S) {
  return {
    audience: 'people',
    name: `SVG picture of ${OF[scope]}`,
    about: 'the drawing, sharp at any size',
    scope,
    extension: 'svg',
    uses: ['theme'],
    carriesPlan: true,
    starts: 'exact',
  } as const satisfies Omit<ExportRow, 'aliases'>;
}

function pngOf<S extends keyof typeof OF>(scope: S) {
  return {
    ...svgOf(scope),
    name: `PNG picture of ${OF[scope]}`,
    about: 'the drawing for chats and slides',
    extension: 'png',
    file: 'png',
  } as const satisfies Omit<ExportRow, 'aliases'>;
}

export const PICTURE_ROWS = {
  svg: { ...svgOf('plan'), aliases: [] },
  'svg-host': { ...svgOf('host'), aliases: ['host-svg'] },
  'svg-gpu': { ...svgOf('gpu'), aliases: ['gpu-svg'] },
  png: { ...pngOf('plan'), aliases: [] },
  'png-host': { ...pngOf('host'), aliases: ['host-png'] },
  'png-gpu': { ...pngOf('gpu'), aliases: ['gpu-png'] },
} as const satisfies Record<string, ExportRow>;
