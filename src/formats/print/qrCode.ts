/** A link as a QR code, drawn as one path of SVG: no picture has to be loaded, and paper keeps it sharp. */
import { correction, generate } from 'lean-qr';
import { encodeXml } from '../encode/xml.ts';

/** Longer links make dots that a phone does not read off paper. */
export const MAX_QR_LENGTH = 1000;

/** Light modules around the code, as the standard wants them. */
const QUIET = 4;

/** The SVG element; null for a link that is too long. Always dark on light: readers take no other. */
export function makeQrSvg(link: string, label: string): string | null {
  if (link.length >= MAX_QR_LENGTH) return null;
  const code = generate(link, { minCorrectionLevel: correction.M });
  const size = code.size + 2 * QUIET;
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      const start = x;
      while (code.get(x + 1, y)) x++;
      path += `M${start + QUIET} ${y + QUIET}h${x + 1 - start}v1h-${x + 1 - start}z`;
    }
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${encodeXml(label)}" shape-rendering="crispEdges">` +
    `<path fill="#ffffff" d="M0 0h${size}v${size}h-${size}z"/><path fill="#000000" d="${path}"/></svg>`
  );
}
