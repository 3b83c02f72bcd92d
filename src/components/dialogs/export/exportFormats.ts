/** The formats as the Export dialog lists them: by trade. The link has a dialog of its own, Share. */
import { EXPORT_GROUPS, type ExportFormat } from '../../../console/exports/exportFormats.ts';

export const FORMAT_GROUPS = EXPORT_GROUPS.map((group) => ({
  ...group,
  formats: group.formats.filter((format) => format !== 'share-link'),
}));

export const FORMAT_CHOICES: readonly ExportFormat[] = FORMAT_GROUPS.flatMap((group) => group.formats);
