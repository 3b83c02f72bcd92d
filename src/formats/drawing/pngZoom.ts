/** How large a picture becomes as PNG: the same in the page and at the command line. */

/** Twice the size of the SVG, so that it is sharp on a dense screen; less where the picture would be too large. */
const ZOOM = 2;
/** What every browser's canvas takes. */
const MAX_SIDE_PX = 16_000;
/** Four bytes of memory each. */
const MAX_PIXELS = 64_000_000;

/** The zoom for an SVG of this size in px; below 1 where even its own size is too large. */
export function pngZoom(width: number, height: number): number {
  return Math.min(ZOOM, MAX_SIDE_PX / width, MAX_SIDE_PX / height, Math.sqrt(MAX_PIXELS / (width * height)));
}
