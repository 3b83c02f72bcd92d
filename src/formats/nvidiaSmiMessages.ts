/** The sentences of the readers of nvidia-smi. */
import { assertNever } from '../model/assert.ts';
import { capital, place, quoted, visible } from './messageWords.ts';
import type { FailureCause, NvidiaSmiNotice } from './nvidiaSmi/notices.ts';

export function nvidiaSmiMessage(notice: NvidiaSmiNotice): string {
  switch (notice.code) {
    case 'tool-failed':
      if (notice.saysNone === true)
        return `${capital(place(notice.at))} says that there is no GPU instance: ${quoted(notice.excerpt)}.`;
      return `${capital(place(notice.at))} says that it failed, and nothing is taken from it: ${quoted(notice.excerpt)}. ${capital(causeWords(notice.cause))}.`;
    case 'tool-warned':
      return `${capital(place(notice.at))}: ${quoted(notice.excerpt)}. ${
        notice.about === 'pending'
          ? 'The change of MIG mode waits for a reset or reboot'
          : 'Without persistence mode the MIG mode is lost when the driver unloads (Hopper and later)'
      }.`;
    case 'gpu-without-mig':
      return `${capital(place(notice.at))} names ${quoted(notice.product)}, a product without MIG, and it is left out: ${notice.why}.`;
    case 'not-applied':
      return `${capital(place(notice.at))} is of a log that does not say that the change succeeded, so it is left out: ${quoted(notice.excerpt)}.`;
    case 'xml-faulty':
      return `${capital(place(notice.at))}: the XML is faulty or cut here (${visible(notice.detail)}), so what follows is not read.`;
    case 'profiles-only':
      return `${capital(place(notice.at))} lists what GPU ${notice.gpuIndex} could hold and not what it holds; paste nvidia-smi mig -lgi for that.`;
    default:
      return assertNever(notice);
  }
}

/** What such a refusal means, as nvidia-smi.md section 7 has it. */
export function causeWords(cause: FailureCause): string {
  switch (cause) {
    case 'insufficient-resources':
      return 'no legal start was free for the profile, or the order of creation left none';
    case 'invalid-argument':
      return 'the GPU does not know a profile of that name or ID';
    case 'in-use':
      return 'a compute instance or a process still holds it';
    case 'not-supported':
      return 'the GPU or where it runs does not allow it';
    case 'no-permission':
      return 'the command needs root';
    case 'not-found':
      return 'there is none of what was asked for';
    case 'mig-off':
      return 'MIG mode is off on every GPU';
    case 'no-mig-gpu':
      return 'no GPU of the host has MIG';
    case 'no-driver':
      return 'the tool does not reach the driver: it is not installed or not loaded';
    case 'bad-call':
      return 'the driver knows no MIG, or these options do not go together';
    case 'unknown-error':
      return 'the driver did not say why';
    default:
      return assertNever(cause);
  }
}
