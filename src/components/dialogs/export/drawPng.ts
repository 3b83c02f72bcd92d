import { pngZoom } from '../../../formats/drawing/pngZoom.ts';
import { withPlanInPng } from '../../../formats/pngPlan.ts';

/** An SVG as an address that the policy of the page lets an image have. */
export function svgAddress(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** The PNG of a picture, the plan in it ("p=1...."); null where the browser does not draw it. */
export async function drawPng(svg: string, plan: string): Promise<Blob | null> {
  try {
    const image = new Image();
    image.src = svgAddress(svg);
    await image.decode();
    const zoom = pngZoom(image.naturalWidth, image.naturalHeight);
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * zoom);
    canvas.height = Math.round(image.naturalHeight * zoom);
    const context = canvas.getContext('2d');
    if (context === null) return null;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (drawn === null) return null;
    const png = withPlanInPng(new Uint8Array(await drawn.arrayBuffer()), plan);
    return png === null ? null : new Blob([png], { type: 'image/png' });
  } catch {
    return null;
  }
}
