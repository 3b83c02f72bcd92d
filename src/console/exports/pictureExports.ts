/** Pictures of the drawing, as SVG and as PNG: of the plan, of a host, of a GPU. They show what is there, legal or not. */
import { ok } from '../../model/result.ts';
import type { Host } from '../../model/plan.ts';
import { makeSvg } from '../../formats/drawing/svg.ts';
import { drawHosts, planFigures, waitingVms } from './drawnHosts.ts';
import type { ExportContext, ExportDefinition, ExportScope, Written } from './exportDefinition.ts';

/** The plan, or the part of it that the picture is of. */
function drawn({ plan, whole, host, gpu, options, sharedPlan }: ExportContext): Written {
  const hosts: readonly Host[] =
    host === null ? plan.hosts : [gpu === null ? host : { ...host, gpus: [gpu] }];
  const title = [
    whole.name,
    ...(host === null ? [] : [host.name]),
    ...(gpu === null ? [] : [`GPU ${gpu.index}`]),
  ];
  const svg = makeSvg({
    theme: options.theme ?? 'light',
    title: title.join(' · '),
    heading: whole.name,
    about: host === null ? planFigures(plan) : '',
    hosts: drawHosts(plan, hosts),
    waiting: host === null ? waitingVms(plan) : [],
    sharedPlan: sharedPlan(),
  });
  return { text: svg, title: title.join(' ') };
}

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
    needsValid: false,
    scope,
    extension: 'svg',
    uses: ['theme'],
    carriesPlan: true,
    write: (context: ExportContext) => ok(drawn(context)),
  } as const satisfies Omit<ExportDefinition, 'aliases'>;
}

function pngOf<S extends keyof typeof OF>(scope: S) {
  return {
    ...svgOf(scope),
    name: `PNG picture of ${OF[scope]}`,
    about: 'the drawing for chats and slides',
    extension: 'png',
    file: 'png',
  } as const satisfies Omit<ExportDefinition, 'aliases'>;
}

export const PICTURE_EXPORTS = {
  svg: { ...svgOf('plan'), aliases: [] },
  'svg-host': { ...svgOf('host'), aliases: ['host-svg'] },
  'svg-gpu': { ...svgOf('gpu'), aliases: ['gpu-svg'] },
  png: { ...pngOf('plan'), aliases: [] },
  'png-host': { ...pngOf('host'), aliases: ['host-png'] },
  'png-gpu': { ...pngOf('gpu'), aliases: ['gpu-png'] },
} as const satisfies Record<string, ExportDefinition>;
