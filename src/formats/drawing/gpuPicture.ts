/** One GPU as SVG, drawn as the board of the page draws it: rows are compute slices, columns memory slices. */
import type { Board } from '../../model/board.ts';
import { ciRows, ciSlices, isUndivided } from '../../model/compute.ts';
import {
  columnPitches,
  columnsOf,
  hueOf,
  labelsInside,
  roomierSide,
  smallName,
  standingBlock,
} from '../../model/drawing.ts';
import type { Block } from '../../model/slices.ts';
import { encodeXml } from '../encode/xml.ts';
import type { DrawnGpu, DrawnInstance } from './drawn.ts';
import type { InstanceColours, Palette } from './palette.ts';
import { num, path, rect, text, type Rect } from './shapes.ts';
import { fitted, textWidth, type Face } from './textWidth.ts';

const PITCH = 24;
const GRID_HEIGHT = 7 * PITCH;
const GUTTER = 18;
const HEADER = 24;
const AXIS = 22;
const NOTE = 20;
/** How much wider than its grid a note may be: there is room beside the last one, too. */
export const NOTE_SPARE = 12;
/** A GPU of which no grid is drawn. */
const UNKNOWN_WIDTH = 8 * PITCH;

const NAME: Face = { sizePx: 12, isBold: true };
const SMALL: Face = { sizePx: 11 };
const SMALL_BOLD: Face = { sizePx: 11, isBold: true };
const DIGIT: Face = { sizePx: 10 };

export const GPU_HEIGHT = HEADER + GRID_HEIGHT + AXIS + NOTE;

export function gpuWidth({ board }: DrawnGpu): number {
  return GUTTER + (board === null ? UNKNOWN_WIDTH : columnsOf(board) * columnPitches(board) * PITCH);
}

/** What a picture is drawn with. */
export interface Pen {
  readonly palette: Palette;
  /** Put before the ids of patterns, so that several pictures can stand in one page. */
  readonly idPrefix: string;
  /** Parts that were drawn already, by what they are of. */
  readonly grounds: Map<string, string>;
}

/** The patterns that the drawing of a GPU refers to; once in each picture. */
export function patterns({ palette, idPrefix }: Pen): string {
  const hatch = (id: string, size: number, colour: string, opacity?: number): string =>
    `<pattern id="${idPrefix}${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `${path(`M0.5 0V${size}`, { stroke: colour, 'stroke-width': 1, 'stroke-opacity': opacity })}</pattern>`;
  const { neutral, hues } = palette;
  return (
    hatch('stranded', 5, neutral.hatch) +
    hatch('stranded-rail', 3, neutral.hatch) +
    Object.entries(hues)
      .map(([hue, { edge }]) => hatch(`edge-${hue}`, 5, edge, 0.7))
      .join('')
  );
}

/** The drawing at (0, 0): header, rails, grid, axes and the line under it. Words for each instance are its title. */
export function gpuPicture(drawn: DrawnGpu, pen: Pen): string {
  const { neutral } = pen.palette;
  const width = gpuWidth(drawn);
  const name = `GPU ${drawn.gpu.index}`;
  const figures = figuresIn(width - GUTTER - textWidth(name, NAME) - 8, drawn);
  const head =
    text(name, { x: GUTTER, y: 16, fill: neutral.ink }, NAME) +
    text(figures, { x: width, y: 16, fill: neutral.ink2, anchor: 'end' }, SMALL);
  const body = drawn.board === null ? listOf(drawn, pen) : new GridPicture(drawn, drawn.board, pen).draw();
  const below = { x: GUTTER, y: HEADER + GRID_HEIGHT + AXIS + 14, fill: neutral.ink2 };
  const note = text(fitted(drawn.note, width - GUTTER + NOTE_SPARE, SMALL), below, SMALL);
  return head + body + note;
}

/** The slices that are taken, in words where there is room for them. */
function figuresIn(room: number, { figures }: DrawnGpu): string {
  if (figures === null) return '';
  const words = `compute ${figures.compute}, memory ${figures.memory}`;
  return textWidth(words, SMALL) <= room ? words : `C ${figures.compute}  M ${figures.memory}`;
}

/** What rows, columns and hatching are, for whoever has nothing but the picture. */
export function legendOf(hosts: readonly { readonly gpus: readonly DrawnGpu[] }[]): string {
  const gpus = hosts.flatMap((host) => host.gpus).filter(({ board }) => board !== null);
  if (gpus.length === 0) return '';
  const isStranded = gpus.some(
    ({ strandedCompute, strandedMemory }) => strandedCompute.length + strandedMemory.length > 0,
  );
  return `Rows: compute slices. Columns: memory slices.${isStranded ? ' Hatched: stranded.' : ''}`;
}

/** Nothing is known to draw by: what stands on it, as it was read. */
function listOf({ instances }: DrawnGpu, { palette: { neutral } }: Pen): string {
  const box = rect(
    { x: GUTTER + 0.5, y: HEADER + 0.5, width: UNKNOWN_WIDTH - 1, height: GRID_HEIGHT - 1 },
    { rx: 5, fill: 'none', stroke: neutral.hatch, 'stroke-dasharray': '4 3' },
  );
  const most = 9;
  const lines = instances.map(({ words }) => words);
  const shown =
    lines.length > most ? [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`] : lines;
  return (
    box +
    shown
      .map((line, n) => {
        const at = { x: GUTTER + 10, y: HEADER + 20 + n * 16, fill: neutral.ink2 };
        return text(fitted(line, UNKNOWN_WIDTH - 20, SMALL), at, SMALL);
      })
      .join('')
  );
}

class GridPicture {
  readonly #drawn: DrawnGpu;
  readonly #board: Board;
  readonly #palette: Palette;
  readonly #prefix: string;
  readonly #grounds: Map<string, string>;
  readonly #row: number;
  readonly #col: number;
  readonly #width: number;

  constructor(drawn: DrawnGpu, board: Board, pen: Pen) {
    this.#drawn = drawn;
    this.#board = board;
    this.#palette = pen.palette;
    this.#prefix = pen.idPrefix;
    this.#grounds = pen.grounds;
    this.#row = GRID_HEIGHT / board.computeSlices;
    this.#col = PITCH * columnPitches(board);
    this.#width = this.#col * columnsOf(board);
  }

  draw(): string {
    return (
      this.#ground() +
      this.#rails() +
      this.#stranded() +
      this.#drawn.instances.map((one) => this.#instance(one)).join('')
    );
  }

  /** Grid, axes and empty rails: the same for all GPUs of a board, so made once in a picture. */
  #ground(): string {
    const isOn = this.#drawn.gpu.use === 'mig';
    const key = `${this.#board.id} ${isOn}`;
    let ground = this.#grounds.get(key);
    if (ground === undefined) {
      const rows = { start: 0, count: this.#board.computeSlices };
      const columns = { start: 0, count: columnsOf(this.#board) };
      ground = this.#grid(isOn) + this.#axes() + this.#rail(rows, columns, this.#palette.neutral.line);
      this.#grounds.set(key, ground);
    }
    return ground;
  }

  #grid(isOn: boolean): string {
    const { neutral } = this.#palette;
    const lines: string[] = [];
    for (let column = 1; column < columnsOf(this.#board); column++) {
      lines.push(`M${num(GUTTER + column * this.#col - 0.5)} ${HEADER}v${GRID_HEIGHT}`);
    }
    for (let row = 1; row < this.#board.computeSlices; row++) {
      lines.push(`M${GUTTER} ${num(HEADER + row * this.#row - 0.5)}h${num(this.#width)}`);
    }
    const frame = { x: GUTTER + 0.5, y: HEADER + 0.5, width: this.#width - 1, height: GRID_HEIGHT - 1 };
    return (
      rect(frame, { rx: 5, fill: isOn ? neutral.surface : neutral.sunken }) +
      (isOn ? path(lines.join(''), { fill: 'none', stroke: neutral.cell }) : '') +
      rect(frame, { rx: 5, fill: 'none', stroke: neutral.line })
    );
  }

  #axes(): string {
    const { ink3 } = this.#palette.neutral;
    let digits = '';
    for (let row = 0; row < this.#board.computeSlices; row++) {
      const y = HEADER + (row + 0.5) * this.#row + 3.5;
      digits += text(String(row), { x: GUTTER - 9, y, fill: ink3, anchor: 'end' }, DIGIT);
    }
    for (let column = 0; column < columnsOf(this.#board); column++) {
      const x = GUTTER + (column + 0.5) * this.#col;
      const y = HEADER + GRID_HEIGHT + 19;
      digits += text(String(column), { x, y, fill: ink3, anchor: 'middle' }, DIGIT);
    }
    return digits;
  }

  /** Who owns each compute slice (left) and each memory slice (below). */
  #rails(): string {
    const { hues } = this.#palette;
    let parts = '';
    for (const { gi } of this.#drawn.instances) {
      const { compute, memory } = standingBlock(this.#board, gi.profile, gi.start);
      parts += this.#rail(compute, memory, hues[hueOf(this.#board, gi.profile)].edge);
    }
    for (const row of this.#drawn.strandedCompute) {
      parts += this.#strandedRail({
        x: GUTTER - 6,
        y: HEADER + row * this.#row,
        width: 4,
        height: this.#row,
      });
    }
    for (const column of this.#drawn.strandedMemory) {
      const at = { x: GUTTER + column * this.#col, y: HEADER + GRID_HEIGHT + 3, width: this.#col, height: 4 };
      parts += this.#strandedRail(at);
    }
    return parts;
  }

  /** A dash to a slice, along both sides. */
  #rail(compute: Block['compute'], memory: Block['memory'], stroke: string): string {
    const [row, col] = [this.#row, this.#col];
    const left = `M${GUTTER - 4} ${num(HEADER + compute.start * row + 1)}v${num(compute.count * row - 2)}`;
    const below = `M${num(GUTTER + memory.start * col + 1)} ${HEADER + GRID_HEIGHT + 5}h${num(memory.count * col - 2)}`;
    const dashed = (d: string, length: number): string =>
      path(d, { stroke, 'stroke-width': 4, 'stroke-dasharray': `${num(length - 2)} 2` });
    return dashed(left, row) + dashed(below, col);
  }

  #strandedRail(at: Rect): string {
    return (
      rect(at, { fill: this.#palette.neutral.ground }) +
      rect(at, { fill: `url(#${this.#prefix}stranded-rail)` })
    );
  }

  #stranded(): string {
    const fill = `url(#${this.#prefix}stranded)`;
    const rows = this.#drawn.strandedCompute.map((row) =>
      rect({ x: GUTTER, y: HEADER + row * this.#row, width: this.#width, height: this.#row }, { fill }),
    );
    const columns = this.#drawn.strandedMemory.map((column) =>
      rect({ x: GUTTER + column * this.#col, y: HEADER, width: this.#col, height: GRID_HEIGHT }, { fill }),
    );
    return [...rows, ...columns].join('');
  }

  #instance(one: DrawnInstance): string {
    const { gi } = one;
    const block = standingBlock(this.#board, gi.profile, gi.start);
    const hue = hueOf(this.#board, gi.profile);
    const colours = this.#palette.hues[hue];
    const at: Rect = {
      x: GUTTER + block.memory.start * this.#col,
      y: HEADER + block.compute.start * this.#row,
      width: block.memory.count * this.#col,
      height: block.compute.count * this.#row,
    };
    const half = { ...at, x: at.x + at.width / 2, width: at.width / 2 };
    const texture =
      hue === 'wide-1g' ? rect(inset(half, 1), { fill: `url(#${this.#prefix}edge-${hue})` }) : '';
    const pin = gi.pinned
      ? path('M6 2h4v4l1.5 2.5h-7L6 6V2ZM8 8.5V14', {
          ...{ fill: 'none', stroke: colours.on, 'stroke-width': 1.5, 'stroke-linejoin': 'round' },
          transform: `translate(${num(at.x + at.width - 13)} ${num(at.y + 2)}) scale(0.75)`,
        })
      : '';
    const illegal = one.isIllegal
      ? rect(inset(at, -2), {
          ...{ rx: 6, fill: 'none', stroke: this.#palette.neutral.ink },
          ...{ 'stroke-width': 2, 'stroke-dasharray': '5 3' },
        })
      : '';
    return (
      `<g><title>${encodeXml(one.words)}</title>` +
      rect(inset(at, 0.75), { rx: 4.5, fill: colours.fill, stroke: colours.edge, 'stroke-width': 1.5 }) +
      texture +
      (isUndivided(gi)
        ? this.#labels(one, block, at, colours, hue === 'wide-1g')
        : this.#cuts(one, block, at, hue)) +
      pin +
      illegal +
      '</g>'
    );
  }

  /** Name and VM inside, or a short name inside and the VM beside the block, where nobody else owns these rows. */
  #labels(one: DrawnInstance, block: Block, at: Rect, { on }: InstanceColours, isWideOne: boolean): string {
    const { gi, vms } = one;
    const middle = at.y + at.height / 2;
    if (!labelsInside(this.#board, block)) {
      // The second half of a wide 1g is hatched.
      const x = at.x + (isWideOne ? at.width / 4 : at.width / 2);
      return (
        text(smallName(gi.profile), { x, y: middle + 4, fill: on, anchor: 'middle' }, NAME) +
        this.#beside([{ words: this.#besideSmall(one, block, at), face: SMALL }], block, at)
      );
    }
    const x = at.x + at.width / 2;
    const isRoomy = block.memory.count * columnPitches(this.#board) >= 3.5;
    const attributes = isRoomy ? -1 : gi.profile.search(/[+-]/);
    const first = attributes < 0 ? gi.profile : gi.profile.slice(0, attributes);
    const second = attributes < 0 ? vms : gi.profile.slice(attributes);
    const name = (y: number): string =>
      text(fitted(first, at.width - 6, NAME), { x, y, fill: on, anchor: 'middle' }, NAME);
    const below = fitted(second, at.width - 8, SMALL);
    return (
      (second === ''
        ? name(middle + 4)
        : name(middle - 3) + text(below, { x, y: middle + 12, fill: on, anchor: 'middle' }, SMALL)) +
      (attributes < 0 ? '' : this.#beside([{ words: vms, face: SMALL }], block, at))
    );
  }

  /** What stands beside a block in which there is room for "1g" alone: the whole name and the VM, or the VM alone. */
  #besideSmall({ gi, vms }: DrawnInstance, block: Block, at: Rect): string {
    const all = vms === '' ? gi.profile : `${gi.profile} ${vms}`;
    return textWidth(all, SMALL) <= this.#roomBeside(block, at) ? all : vms;
  }

  #roomBeside(block: Block, at: Rect): number {
    const isLeft = roomierSide(this.#board, block) === 'left';
    return (isLeft ? at.x - GUTTER : GUTTER + this.#width - at.x - at.width) - 12;
  }

  /** Lines of text beside a block, cut before they leave the grid. */
  #beside(all: readonly { readonly words: string; readonly face: Face }[], block: Block, at: Rect): string {
    const isLeft = roomierSide(this.#board, block) === 'left';
    const room = this.#roomBeside(block, at);
    const lines = all.filter(({ words }) => words !== '');
    const { surface, ink, ink2 } = this.#palette.neutral;
    const height = 14;
    const top = at.y + at.height / 2 - (lines.length * height) / 2;
    return lines
      .map(({ words, face }, n) => {
        const shown = fitted(words, room, face);
        if (shown === '') return '';
        const width = textWidth(shown, face) + 6;
        const x = isLeft ? at.x - 4 - width : at.x + at.width + 4;
        const y = top + n * height;
        const place = {
          ...{ x: isLeft ? x + width - 3 : x + 3, y: y + 10.5 },
          ...{ fill: face.isBold === true ? ink : ink2, anchor: isLeft ? ('end' as const) : undefined },
        };
        return rect({ x, y, width, height }, { rx: 2, fill: surface }) + text(shown, place, face);
      })
      .join('');
  }

  /** Solid lines between compute instances; rows that nobody has are hatched. The name stands beside. */
  #cuts({ gi, vms }: DrawnInstance, block: Block, at: Rect, hue: ReturnType<typeof hueOf>): string {
    const { edge, on } = this.#palette.hues[hue];
    const total = block.compute.count;
    const drawn = ciRows(gi, total);
    const isFull = block.memory.count >= columnsOf(this.#board);
    const parts: string[] = [];
    for (let row = 0; row < total; row++) {
      if (drawn.some(({ rows }) => row >= rows.start && row < rows.start + rows.count)) continue;
      const left = {
        x: at.x + 1.5,
        y: at.y + row * this.#row + 1,
        width: at.width - 3,
        height: this.#row - 2,
      };
      parts.push(rect(left, { fill: `url(#${this.#prefix}edge-${hue})` }));
    }
    for (const { profile, rows } of drawn) {
      const top = at.y + rows.start * this.#row;
      const bottom = top + rows.count * this.#row;
      const line = (y: number): string =>
        path(`M${num(at.x + 0.75)} ${num(y)}h${num(at.width - 1.5)}`, { stroke: edge, 'stroke-width': 1.5 });
      if (rows.start > 0) parts.push(line(top));
      if (rows.start + rows.count < total) parts.push(line(bottom));
      const slices = ciSlices(profile);
      const place = {
        ...{ x: isFull ? at.x + at.width - 8 : at.x + at.width / 2, y: (top + bottom) / 2 + 4 },
        ...{ fill: on, anchor: isFull ? ('end' as const) : ('middle' as const) },
      };
      parts.push(text(slices === null ? profile : `${slices}c`, place, SMALL_BOLD));
    }
    if (!isFull) {
      const lines = [
        { words: gi.profile, face: SMALL_BOLD },
        { words: vms, face: SMALL },
      ];
      return parts.join('') + this.#beside(lines, block, at);
    }
    const x = at.x + 8;
    const name = text(gi.profile, { x, y: at.y + 15, fill: on }, SMALL_BOLD);
    const vm = text(fitted(vms, at.width - 60, SMALL), { x, y: at.y + 29, fill: on }, SMALL);
    return parts.join('') + name + vm;
  }
}

function inset({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}
