/** The sentences about a table of VMs: which line, what of it was not understood, and what would be. */
import { assertNever } from '../model/assert.ts';
import { capital, count, nameMessage, noticeMessage, place, quoted } from './messages.ts';
import type { VmTableError, VmTableNotice } from './vmTable.ts';

const MAX_COLUMNS = 8;

export function vmTableErrorMessage(error: VmTableError): string {
  switch (error.code) {
    case 'empty-table':
      return 'There is no table to read yet.';
    case 'text-too-long':
      return `The text has ${count(error.length)} characters, and at most ${count(error.max)} are read; split it.`;
    case 'too-many-rows':
      return `The table has more than ${count(error.max)} rows; split it.`;
    case 'too-many-vms':
      return `The table asks for ${count(error.count)} VMs, and at most ${count(error.max)} are added at once; split it.`;
    case 'no-column':
      return error.column === 'name'
        ? `${capital(place(error.at))} has headings and none for the names of the VMs; call one "Name".`
        : `${capital(place(error.at))} has headings and none for the vGPU types; call one "Type".`;
    default:
      return assertNever(error);
  }
}

export function vmTableNoticeMessage(notice: VmTableNotice): string {
  const line = capital(place(notice.at));
  switch (notice.code) {
    case 'row-without-name':
      return `${line} has no name, so it is left out: ${quoted(notice.excerpt)}.`;
    case 'row-without-type':
      return `${line} has no vGPU type or profile, so it is left out: ${quoted(notice.excerpt)}.`;
    case 'type-not-known': {
      const meant = notice.nearest === null ? '' : ` Was ${quoted(notice.nearest)} meant?`;
      return `${line} is left out, for ${quoted(notice.name)} is no known vGPU type or profile.${meant}`;
    }
    case 'bad-count':
      return `${line} is left out, for ${quoted(notice.text)} is no count: a whole number from 1.`;
    case 'too-many-vgpus':
      return `${line} is left out, for it asks for ${count(notice.count)} vGPUs and a VM has at most ${notice.max}.`;
    case 'quote-astray':
      return `${line} is left out, for a quote mark stands where none can: ${quoted(notice.excerpt)}; a quote mark inside quotes is written twice.`;
    case 'quote-not-closed':
      return `${line} opens a quote that is not closed, so nothing from there on was read: ${quoted(notice.excerpt)}.`;
    case 'columns-passed-over': {
      const more = notice.names.length - MAX_COLUMNS;
      const names = notice.names.slice(0, MAX_COLUMNS).map(quoted).join(', ');
      return `${line}: columns that are not read: ${names}${more > 0 ? ` and ${count(more)} more` : ''}.`;
    }
    case 'cells-passed-over':
      return `${line} goes on after its group; that is not read: ${quoted(notice.excerpt)}.`;
    case 'name-cleaned':
      return nameMessage(notice.at, notice.from, notice.to, notice.why);
    case 'notes-cleaned':
      return noticeMessage(notice);
    case 'name-numbered':
      return `${line}: the name ${quoted(notice.from)} is taken, so the VM is ${quoted(notice.to)}.`;
    case 'series-numbered':
      return `${line}: numbers of ${quoted(notice.name)} are taken, so its VMs are ${quoted(notice.names[0] ?? '')} to ${quoted(notice.names.at(-1) ?? '')}.`;
    case 'rows-joined':
      return `${line} is one more vGPU of ${quoted(notice.name)}.`;
    case 'not-on-boards':
      return `${line}: no board of the plan has ${quoted(notice.name)}, so it will wait.`;
    default:
      return assertNever(notice);
  }
}
