/** The gallery of a team's plans as files of a static site: pure data in, files out, in one order and always the same. */
import { makeGalleryPage, type GalleryEntry, type UnreadFile } from '../../formats/gallery/galleryPage.ts';
import { makeGalleryStyle } from '../../formats/gallery/galleryStyle.ts';
import { makeFolderName } from '../../formats/encode/slug.ts';
import { planFigures } from '../exports/drawnHosts.ts';
import { planFiles, type PlanOfSite, type SiteFile } from './planFiles.ts';

export interface SiteOptions {
  readonly title: string;
  readonly plans: readonly PlanOfSite[];
  /** Files of the folder that gave no plan. */
  readonly unread: readonly UnreadFile[];
  /** Where the site will be, "https://.../"; null: not known. */
  readonly siteUrl: string | null;
  /** With each drawing as PNG, too. */
  readonly hasPng: boolean;
}

/** The folder of the gallery in the site; the planner itself is above it. */
export const GALLERY = 'plans';

/** One file after the other, so that no more than one plan is held as files. */
export function* writeSite({ title, plans, unread, siteUrl, hasPng }: SiteOptions): Generator<SiteFile> {
  // What stands beside the folders: a plan file may be called the same.
  const taken = new Set(['index.html', 'gallery.css', 'plans.json']);
  const entries: GalleryEntry[] = [];
  for (const plan of plans) {
    const name = makeFolderName(plan.path, taken);
    taken.add(name);
    entries.push({
      folder: name,
      name: plan.reading.plan.name,
      path: plan.path,
      figures: planFigures(plan.reading.plan),
      violations: plan.violations.length,
      warnings: plan.warnings.length,
    });
    yield* planFiles(plan, { folder: `${GALLERY}/${name}`, siteUrl, hasPng });
  }
  yield { path: `${GALLERY}/gallery.css`, content: makeGalleryStyle() };
  yield {
    path: `${GALLERY}/plans.json`,
    content: `${JSON.stringify({ plans: entries, unread }, null, 2)}\n`,
  };
  yield {
    path: `${GALLERY}/index.html`,
    content: makeGalleryPage({ title, plans: entries, unread, planner: '../index.html' }),
  };
}
