import type { ImportFormat } from '../../../console/importText.ts';

/** What the formats are called on the page. */
export const FORMAT_NAME: Readonly<Record<ImportFormat, string>> = {
  'plan-json': 'plan JSON',
  layout: 'layout notation',
  'mig-lgi': 'nvidia-smi mig -lgi',
  'share-link': 'a share link',
};
