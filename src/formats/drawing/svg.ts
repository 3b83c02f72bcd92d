/**
 * The drawing as a picture of its own: a GPU, a host or the whole plan as one SVG file. It has no script, no style sheet and
 * refers to nothing outside itself; colours are attributes, so that a page with a strict policy may show it. The plan is in
 * its metadata.
 */
import { encodeXml } from '../encode/xml.ts';
import { isSharedPlan } from '../carrier.ts';
import type { DrawnGpu, DrawnHost } from './drawn.ts';
import { GPU_HEIGHT, gpuPicture, gpuWidth, legendOf, NOTE_SPARE, patterns, type Pen } from './gpuPicture.ts';
import { PALETTES, type Theme } from './palette.ts';
import { num, rect, text } from './shapes.ts';
import { fitted, type Face } from './textWidth.ts';

export interface SvgOptions {
  readonly theme: Theme;
  /** What the picture is of, for whoever hears it or points at it: "Rack B · esx-01 · GPU 0". */
  readonly title: string;
  /** What stands over it. */
  readonly heading: string;
  /** One line under the title; empty: none. */
  readonly about: string;
  readonly hosts: readonly DrawnHost[];
  /** What is not on any GPU, a line each. */
  readonly waiting: readonly string[];
  /** The fragment of the link that holds the plan, "p=1...."; null: the picture is part of a page that holds it. */
  readonly sharedPlan: string | null;
}

const MARGIN = 24;
/** Four GPUs of eight columns and what is between them. */
const LINE_WIDTH = 900;
const GAP_X = 20;
const GAP_Y = 12;
const TITLE: Face = { sizePx: 20, isBold: true };
const HEADING: Face = { sizePx: 15, isBold: true };
const BODY: Face = { sizePx: 13 };
const LEGEND: Face = { sizePx: 11 };
const FONTS = 'Inter, &quot;Inter Variable&quot;, system-ui, &quot;Segoe UI&quot;, Roboto, Arial, sans-serif';

/** The whole file, one line of it per GPU. Deterministic: text is measured by a table (textWidth.ts). */
export function makeSvg(options: SvgOptions): string {
  const pen: Pen = { palette: PALETTES[options.theme], idPrefix: 'mig-', grounds: new Map() };
  const { neutral } = pen.palette;
  const flow = new Flow(pen);
  flow.line(options.heading, TITLE, neutral.ink, 28);
  flow.line(options.about, BODY, neutral.ink2, 20);
  for (const host of options.hosts) {
    flow.space(14);
    flow.line(host.name, HEADING, neutral.ink, 20);
    flow.line(host.about, BODY, neutral.ink2, 20);
    flow.space(4);
    flow.gpus(host.gpus);
  }
  if (options.waiting.length > 0) {
    flow.space(14);
    flow.line('Waiting', HEADING, neutral.ink, 20);
    for (const words of options.waiting) flow.line(words, BODY, neutral.ink2, 18);
  }
  flow.space(10);
  flow.line(legendOf(options.hosts), LEGEND, neutral.ink2, 16);
  const [width, height] = [num(flow.width), num(flow.height)];
  const opened = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="mig-title mig-desc" font-family="${FONTS}">`,
    `<title id="mig-title">${encodeXml(options.title)}</title>`,
    `<desc id="mig-desc">${encodeXml(describeHosts(options.hosts).join(' '))}</desc>`,
  ];
  return [
    ...opened,
    ...(options.sharedPlan === null ? [] : [metadata(options.sharedPlan)]),
    `<defs>${patterns(pen)}</defs>`,
    rect({ x: 0, y: 0, width: flow.width, height: flow.height }, { fill: neutral.ground }),
    ...flow.parts,
    '</svg>\n',
  ].join('\n');
}

/** formats/carrier.ts finds it there. */
function metadata(sharedPlan: string): string {
  return isSharedPlan(sharedPlan) ? `<metadata id="mig-planner-plan">${sharedPlan}</metadata>` : '';
}

/** One host as a picture inside a page that has its name and its words already. */
export function makeHostSvg(host: DrawnHost, theme: Theme, idPrefix: string): string {
  const pen: Pen = { palette: PALETTES[theme], idPrefix, grounds: new Map() };
  const flow = new Flow(pen, 0);
  flow.gpus(host.gpus);
  const [width, height] = [num(flow.width), num(flow.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${encodeXml(`Drawing of ${host.name}`)}" font-family="${FONTS}">`,
    `<defs>${patterns(pen)}</defs>`,
    ...flow.parts,
    '</svg>',
  ].join('\n');
}

/** Things one under the other; GPUs beside each other as far as a line goes. */
class Flow {
  readonly parts: string[] = [];
  width: number;
  #y: number;
  readonly #pen: Pen;
  readonly #margin: number;

  constructor(pen: Pen, margin = MARGIN) {
    this.#pen = pen;
    this.#margin = margin;
    this.#y = margin;
    this.width = margin === 0 ? 1 : 2 * margin + 320;
  }

  get height(): number {
    return Math.max(1, this.#y + this.#margin);
  }

  space(height: number): void {
    this.#y += height;
  }

  line(words: string, face: Face, fill: string, height: number): void {
    if (words === '') return;
    const shown = fitted(words, LINE_WIDTH, face);
    this.parts.push(text(shown, { x: this.#margin, y: this.#y + height - 7, fill }, face));
    this.#y += height;
    this.#widen(this.#margin + Math.min(LINE_WIDTH, shown.length * face.sizePx * 0.62));
  }

  gpus(gpus: readonly DrawnGpu[]): void {
    let x = 0;
    gpus.forEach((gpu, n) => {
      const width = gpuWidth(gpu);
      if (x > 0 && x + width > LINE_WIDTH) {
        x = 0;
        this.#y += GPU_HEIGHT + GAP_Y;
      }
      this.parts.push(
        `<g transform="translate(${num(this.#margin + x)} ${num(this.#y)})">${gpuPicture(gpu, this.#pen)}</g>`,
      );
      x += width + GAP_X;
      this.#widen(this.#margin + x - GAP_X);
      if (n === gpus.length - 1) this.#y += GPU_HEIGHT;
    });
  }

  #widen(right: number): void {
    this.width = Math.max(this.width, Math.ceil(right + Math.max(this.#margin, NOTE_SPARE)));
  }
}

/** More words than this would be listened to by nobody. */
const MOST_DESCRIBED = 64;

/** A sentence for each GPU, for whoever cannot see the picture. */
export function describeHosts(hosts: readonly DrawnHost[]): string[] {
  const sentences = hosts.flatMap((host) => host.gpus.map((gpu) => describeGpu(gpu, host.name)));
  const more = sentences.length - MOST_DESCRIBED;
  return more > 0 ? [...sentences.slice(0, MOST_DESCRIBED), `And ${more} more GPUs.`] : sentences;
}

function describeGpu({ gpu, instances, note }: DrawnGpu, host: string): string {
  const words = instances.map((one) => one.words).join('; ');
  const rest = note === '' ? '' : ` ${note}.`;
  return `GPU ${gpu.index} on ${host}: ${words === '' ? 'no instance' : words}.${rest}`;
}
