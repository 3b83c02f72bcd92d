/** The sentences of what is remarked when pieces of evidence are put together. */
import { assertNever } from '../model/assert.ts';
import { boardLabel, type BoardId } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { EvidenceNotice } from './evidence/notices.ts';
import { capital, place, quoted } from './messageWords.ts';

export function evidenceMessage(notice: EvidenceNotice): string {
  switch (notice.code) {
    case 'contradicted': {
      const gpu = notice.gpuIndex === null ? '' : ` of GPU ${notice.gpuIndex}`;
      return `${capital(place(notice.at))} says ${quoted(notice.now)}${gpu} where ${place(notice.other)} says ${quoted(notice.before)}; the ${notice.taken === 'with-starts' ? 'one with starts' : 'later line'} is taken.`;
    }
    case 'boards-differ': {
      const gpu = notice.gpuIndex === null ? 'the GPU' : `GPU ${notice.gpuIndex}`;
      return `${capital(place(notice.at))} makes ${gpu} ${boardWords(notice.now)}, and ${place(notice.other)} makes it ${boardWords(notice.before)}; only one of the two can be right. If they are of two hosts, paste each with its prompt.`;
    }
    case 'vm-again':
      return `${capital(place(notice.at))} gives ${quoted(notice.name)} ${quoted(notice.now)} where ${place(notice.other)} gives it ${quoted(notice.before)}; the later line is taken.`;
    case 'no-such-profile': {
      const board = findBoard(notice.board);
      const on = board === undefined ? notice.board : boardLabel(board);
      return `${capital(place(notice.at))}: ${quoted(notice.profile)} does not exist on ${on}${meant(notice.nearest)}`;
    }
    case 'no-such-type':
      return `${capital(place(notice.at))}: ${quoted(notice.type)} is no vGPU type of these boards${meant(notice.nearest)}`;
    case 'start-not-known':
      return `${capital(place(notice.at))}: the text does not say where ${list(notice.profiles)} start on GPU ${notice.gpuIndex}; the starts that are drawn are the planner’s. Only nvidia-smi mig -lgi tells them.`;
    case 'not-placed':
      if (notice.why === 'no-such-profile')
        return `${capital(place(notice.at))}: ${notice.count} × ${quoted(notice.profile)} on GPU ${notice.gpuIndex} is left out.`;
      return `${capital(place(notice.at))}: there is no room on GPU ${notice.gpuIndex} for ${notice.count} × ${quoted(notice.profile)}, so that is left out.`;
    case 'cut-not-known':
      return `${capital(place(notice.at))}: ${quoted(notice.profile)} on GPU ${notice.gpuIndex} holds ${notice.count} compute instances of which the text does not say the sizes, so it is drawn undivided; nvidia-smi mig -lci tells them.`;
    case 'spread-not-known':
      return `${capital(place(notice.at))} counts for ${quoted(notice.host)} as a whole; how that is spread over ${notice.gpus === 1 ? 'its GPU' : `its ${notice.gpus} GPUs`} is the planner’s.`;
    case 'part-shown':
      return `${capital(place(notice.at))}: GPU ${notice.gpuIndex} may hold more than the ${notice.shown} that this text tells of; nvidia-smi mig -lgi lists all.`;
    case 'kind-chosen':
      return `${capital(place(notice.at))}: the IDs of GPU ${notice.gpuIndex} fit a straight and a mirrored GPU; it is read as ${notice.kind}.`;
    case 'request-left-out':
      return `${capital(place(notice.at))} asks for instances, and its answer is not in the text: it is left out, for ${notice.gpuIndex === null ? 'the GPU' : `GPU ${notice.gpuIndex}`} is shown as it was listed.`;
    case 'start-by-order':
      return `${capital(place(notice.at))} gives no start for ${list(notice.profiles)}; on GPU ${notice.gpuIndex} they are drawn where the driver is expected to put them in this order.`;
    case 'request-refused':
      return `${capital(place(notice.at))}: in this order the driver is expected to refuse ${notice.profile} on GPU ${notice.gpuIndex} (Insufficient Resources) and to stop there, so ${notice.left === 1 ? 'it is' : `${notice.left} instances are`} left out; ask for the largest first, or give starts.`;
    case 'cuts-left-out':
      return `${capital(place(notice.at))} asks for compute instances that cannot be told apart before the GPU instances of GPU ${notice.gpuIndex} are there, so these are drawn undivided.`;
    case 'index-not-said':
      return `${capital(place(notice.at))} does not say the index of its GPU; it is taken as GPU ${notice.gpuIndex}.`;
    case 'mode-pending':
      return `${capital(place(notice.at))}: MIG mode of GPU ${notice.gpuIndex} is ${notice.to === 'on' ? 'off and will be on' : 'on and will be off'} after the next reset or reboot.`;
    default:
      return assertNever(notice);
  }
}

function meant(nearest: string | null): string {
  return nearest === null ? '.' : `; ${nearest}?`;
}

function list(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(', ');
}

/** "A30", "A100-SXM4-40GB or A100-PCIE-40GB", the first three of many. */
function boardWords(boards: readonly BoardId[]): string {
  const labels = boards.map((id) => {
    const board = findBoard(id);
    return board === undefined ? id : boardLabel(board);
  });
  if (labels.length > 3) return `one of ${labels.slice(0, 3).join(', ')} …`;
  const [last = '', ...others] = [...labels].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
}
