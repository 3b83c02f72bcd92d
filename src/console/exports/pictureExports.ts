/** Pictures of the drawing, as SVG and as PNG: of the plan, of a host, of a GPU. They show what is there, legal or not. */
import { ok, type Result } from '../../model/result.ts';
import type { Host } from '../../model/plan.ts';
import { makeSvg } from '../../formats/drawing/svg.ts';
import { drawHosts, planFigures, waitingVms } from './drawnHosts.ts';
import type { ExportContext, ExportDefinition, Written } from './exportDefinition.ts';
import { PICTURE_ROWS } from './rows/pictureRows.ts';

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

const write = (context: ExportContext): Result<Written, never> => ok(drawn(context));

export const PICTURE_EXPORTS = {
  svg: { ...PICTURE_ROWS.svg, needsValid: false, write },
  'svg-host': { ...PICTURE_ROWS['svg-host'], needsValid: false, write },
  'svg-gpu': { ...PICTURE_ROWS['svg-gpu'], needsValid: false, write },
  png: { ...PICTURE_ROWS.png, needsValid: false, write },
  'png-host': { ...PICTURE_ROWS['png-host'], needsValid: false, write },
  'png-gpu': { ...PICTURE_ROWS['png-gpu'], needsValid: false, write },
} as const satisfies Record<string, ExportDefinition>;
