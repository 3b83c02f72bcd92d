/** The formats as the Export dialog lists them: by purpose, with what each is good for. */
import type { ExportFormat } from '../../../console/exportPlan.ts';

export interface FormatChoice {
  readonly format: ExportFormat;
  readonly name: string;
  readonly about: string;
}

export interface FormatGroup {
  readonly title: string;
  readonly choices: readonly FormatChoice[];
}

/** The link has a dialog of its own, Share. */
export const FORMAT_GROUPS: readonly FormatGroup[] = [
  {
    title: 'Apply',
    choices: [
      { format: 'script', name: 'nvidia-smi script', about: 'creates one host’s instances, checks itself' },
    ],
  },
  {
    title: 'Keep',
    choices: [
      { format: 'plan-json', name: 'Plan JSON', about: 'the whole plan' },
      { format: 'layout', name: 'Layout notation', about: 'one line per GPU' },
      { format: 'mig-lgi', name: 'nvidia-smi mig -lgi', about: 'as the host would print it' },
    ],
  },
  {
    title: 'Tables',
    choices: [{ format: 'vm-csv', name: 'VM table as CSV', about: 'one row per vGPU of a VM' }],
  },
];

export const FORMAT_CHOICES: readonly FormatChoice[] = FORMAT_GROUPS.flatMap((group) => group.choices);
