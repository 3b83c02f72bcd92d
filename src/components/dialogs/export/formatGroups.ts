/** The formats as the Export dialog lists them. The link has a dialog of its own, Share. */
import type { Audience } from '../../../console/exports/exportDefinition.ts';
import {
  EXPORT_GROUPS,
  EXPORT_ROWS,
  type ExportFormat,
  type ExportGroup,
} from '../../../console/exports/exportRows.ts';
import type { Platform } from '../../../model/plan.ts';

/** The trades that whoever runs such a host has to do with, the nearest first. */
const TRADES_OF: Readonly<Record<Platform, readonly Audience[]>> = {
  esxi: ['vsphere', 'bare-metal'],
  kvm: ['kvm', 'bare-metal'],
  kubernetes: ['kubernetes', 'bare-metal', 'slurm-containers'],
  'bare-metal': ['bare-metal', 'slurm-containers'],
};
/** After those: every plan is for people, and is kept. */
const FOR_ALL: readonly Audience[] = ['people', 'keep'];

/** All groups: the trades of the platform first, then what is for all, then the other trades. */
export function groupsFor(platform: Platform | null): readonly ExportGroup[] {
  const first = platform === null ? [] : [...TRADES_OF[platform], ...FOR_ALL];
  const rank = ({ audience }: ExportGroup): number => {
    const at = first.indexOf(audience);
    return at === -1 ? first.length : at;
  };
  return EXPORT_GROUPS.map((group) => ({
    ...group,
    formats: group.formats.filter((format) => format !== 'share-link'),
  })).sort((a, b) => rank(a) - rank(b));
}

/** What is left of the groups when every word that was typed has to be in a format's name, use, extension or trade. */
export function foundIn(groups: readonly ExportGroup[], typed: string): readonly ExportGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups
    .map((group) => ({
      ...group,
      formats: group.formats.filter((format) => {
        const text = wordsOf(format, group);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ formats }) => formats.length > 0);
}

function wordsOf(format: ExportFormat, group: ExportGroup): string {
  const { name, about, extension, aliases } = EXPORT_ROWS[format];
  return [format, name, about, `.${extension}`, ...aliases, group.name].join(' ').toLowerCase();
}
