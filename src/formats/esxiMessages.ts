/** The sentences of the readers of ESXi and vSphere texts. */
import { assertNever } from '../model/assert.ts';
import type { EsxiNotice } from './esxi/notices.ts';
import { capital, place, quoted } from './messageWords.ts';

const MAX_TYPES = 6;

export function esxiMessage(notice: EsxiNotice): string {
  const line = capital(place(notice.at));
  switch (notice.code) {
    case 'driver-without-mig':
      return `${line}: the driver ${quoted(notice.driver)} of ${quoted(notice.name)} has no MIG, which came with R450; it has to be replaced.`;
    case 'no-nvidia-vib':
      return `${line}: the list of VIBs has none of NVIDIA's, so no driver of the host is known.`;
    case 'types-unknown': {
      const more = notice.types.length - MAX_TYPES;
      const names = notice.types.slice(0, MAX_TYPES).map(quoted).join(', ');
      return `${line}: no table has these vGPU types, so they say nothing of the board: ${names}${more > 0 ? ` and ${more} more` : ''}.`;
    }
    case 'vm-row-passed-over':
      return notice.why === 'template'
        ? `${line} is a template and no VM, so it is left out: ${quoted(notice.excerpt)}.`
        : `${line} has no name of a VM, so it is left out: ${quoted(notice.excerpt)}.`;
    case 'vm-type-unknown':
      return `${line}: ${quoted(notice.type)} is no known vGPU type or profile, so ${quoted(notice.vm)} is taken without it.`;
    default:
      return assertNever(notice);
  }
}
