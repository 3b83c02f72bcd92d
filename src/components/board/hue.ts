/** The hue of a profile, which the exported pictures share: `model/drawing.ts`. */
export { hueOf } from '../../model/drawing.ts';
