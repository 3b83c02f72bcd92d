/** The sentences of this room, for page and command line alike: what happened, where, and what would work. */
import { assertNever } from '../model/assert.ts';
import { findWithoutMig } from '../model/catalogue/withoutMig.ts';
import { makeModelName } from '../model/driverStart.ts';
import { MAX_NAME_LENGTH, MAX_NOTES_LENGTH, type NameError } from '../model/name.ts';
import type { At } from '../model/source.ts';
import type { MigScriptError } from './migScript/migScript.ts';
import { configurationMessage, yamlErrorMessage } from './configurationMessages.ts';
import { evidenceMessage } from './evidenceMessages.ts';
import { capital, count, place, quoted, visible } from './messageWords.ts';
import { esxiMessage } from './esxiMessages.ts';
import { causeWords, nvidiaSmiMessage } from './nvidiaSmiMessages.ts';
import type { FormatError, Notice } from './reading.ts';

export { capital, count, place, quoted };

/** One sentence for why a text gave no plan. */
export function formatErrorMessage(error: FormatError): string {
  switch (error.code) {
    case 'empty-text':
      return 'There is no text to read; paste a plan, a layout, a share link, or what nvidia-smi or another tool prints.';
    case 'text-too-long':
      return `The text has ${count(error.length)} characters, and at most ${count(error.max)} are read; split it.`;
    case 'plan-too-large':
      return `The plan has ${count(error.length)} characters. One plan takes at most ${count(error.max)}, and at most ${itemsWords(error.maxItems)}; split it into several plans.`;
    case 'too-many-items':
      return `The text holds more than ${itemsWords(error.max)}: more than one plan takes; split it.`;
    case 'too-many-rows':
      return `${capital(place(error.at))} is beyond the ${count(error.max)} rows that are read of such a text: ${quoted(error.excerpt)}; split it.`;
    case 'format-unknown':
      return 'The text is not a plan, a layout or a share link, and no line of it is of another format that is read here; check what was copied.';
    case 'not-json':
      return `${capital(place(error.at))}: this is not JSON, ${error.detail}.`;
    case 'not-xml':
      return `${capital(place(error.at))}: this is not the XML of nvidia-smi -q -x, ${visible(error.detail)}.`;
    case 'not-a-plan':
      return error.found === null
        ? 'This JSON is not a plan of ours: its "format" should be "mig-plan".'
        : `This JSON is not a plan of ours: its "format" is ${quoted(error.found)} and should be "mig-plan".`;
    case 'too-new':
      return `The plan is of version ${error.version}, and this planner reads versions up to ${error.newest}; open it with a newer planner.`;
    case 'bad-shape':
      return `${capital(place(error.at))} should be ${error.expected}, and is ${visible(error.found)}.`;
    case 'layout-line':
      return `${capital(place(error.at))} leaves the layout notation at ${quoted(error.excerpt)}: expected ${error.expected}.`;
    case 'link-not-ours':
      return 'This is not a share link of the planner, for it has no "#p=" with a version; copy the whole link.';
    case 'link-cut':
      return cutMessage(error.expected, error.found);
    case 'link-damaged':
      return 'The share link is damaged: something changed it on its way, so nothing of it is used; copy it again or ask for the plan file.';
    case 'no-instances-listed':
      if (error.notRead?.meant !== undefined)
        return `The text lists no GPU instances that are understood; in ${place(error.notRead.at)} letters stand where digits belong: ${quoted(error.notRead.excerpt)}. If ${quoted(error.notRead.meant)} is meant, correct it, or paste the output of nvidia-smi mig -lgi as text.`;
      if (error.notRead !== undefined)
        return `The text lists no GPU instances that are understood; ${place(error.notRead.at)} is cut off or misspelt: ${quoted(error.notRead.excerpt)}. Paste the whole output of nvidia-smi mig -lgi.`;
      return 'The text lists no GPU instances; paste the whole output of nvidia-smi mig -lgi.';
    case 'only-failed':
      return `The text holds nothing to import, for ${place(error.at)} says ${quoted(error.said)}: ${causeWords(error.cause)}.`;
    case 'output-not-read':
      return `${capital(place(error.at))} begins what ${error.what} prints, which is not read here; paste what ${error.instead.join(' or ')} prints.`;
    case 'says-no-layout':
      return `${capital(place(error.at))} is ${error.what}, which ${error.why}: ${quoted(error.excerpt)}; paste ${error.instead}.`;
    case 'only-commands':
      return `${capital(place(error.at))} is a command without what it prints: ${quoted(error.excerpt)}; paste its output.`;
    case 'tells-no-instances':
      return `The text (${error.formats.join(', ')}) does not tell which GPU instances there are, so there is nothing to compare; paste what nvidia-smi mig -lgi prints.`;
    case 'only-without-mig':
      return `The text holds nothing to import, for ${place(error.at)} names ${quoted(error.product)}, a product without MIG: ${error.why}.`;
    case 'not-yaml':
    case 'yaml-refused':
    case 'yaml-too-deep':
      return yamlErrorMessage(error);
    default:
      return assertNever(error);
  }
}

/** One sentence for what was changed, passed over or not believed; the rest of the text was read. */
export function noticeMessage(notice: Notice): string {
  switch (notice.code) {
    case 'line-not-understood':
      return `${capital(place(notice.at))} was passed over, for it is nothing that is read here: ${quoted(notice.excerpt)}.`;
    case 'row-cut':
      return `${capital(place(notice.at))} was passed over, for the row is cut off: ${quoted(notice.excerpt)}; paste it whole.`;
    case 'row-misspelt':
      return `${capital(place(notice.at))} was passed over, for letters stand where digits belong: ${quoted(notice.excerpt)}; if ${quoted(notice.meant)} is meant, correct it.`;
    case 'row-joined':
      return `${capital(place(notice.at))} and the next were read as one row that the terminal had broken: ${quoted(notice.excerpt)}.`;
    case 'name-cleaned':
      return nameMessage(notice.at, notice.from, notice.to, notice.why);
    case 'notes-cleaned':
      return `${capital(place(notice.at))}: hidden characters were taken out of the notes, or what is beyond ${count(MAX_NOTES_LENGTH)} characters.`;
    case 'board-unknown':
      return `${capital(place(notice.at))}: the board ${quoted(notice.board)} ${whyUnknown(notice.board)}, so its GPUs are kept and not checked; choose a board to plan them.`;
    case 'instance-not-found':
      return `${capital(place(notice.at))} points at ${quoted(notice.wanted)}, where there is no planned instance, so the VM waits.`;
    case 'profile-id-differs':
      return `${capital(place(notice.at))} prints profile ID ${notice.printed} for ${quoted(notice.profile)}, which is known with ${either(notice.known)}; check the board.`;
    case 'size-differs':
      return `${capital(place(notice.at))} prints size ${notice.printed} for ${quoted(notice.profile)}, which is known with ${either(notice.known)}; check the board.`;
    case 'ids-explain-nothing':
      return `${capital(place(notice.at))}: the instance IDs of GPU ${notice.gpuIndex} fit neither kind of GPU, so the text may be damaged or put together by hand.`;
    case 'listed-again':
      return `${capital(place(notice.at))} lists GPU ${notice.gpuIndex} again; this later listing is the one that is used.`;
    case 'listed-empty':
      return `${capital(place(notice.at))} shows that GPU ${notice.gpuIndex} holds no instance any more, so what was listed before is left out.`;
    case 'older-version':
      return `The plan was written as version ${notice.version} and was brought up to date; saving it writes the present version.`;
    case 'part-unreadable':
      return `${capital(place(notice.at))} and what belongs to it is left out. ${formatErrorMessage(notice.error)}`;
    case 'contradicted':
    case 'boards-differ':
    case 'vm-again':
    case 'no-such-profile':
    case 'no-such-type':
    case 'start-not-known':
    case 'not-placed':
    case 'cut-not-known':
    case 'spread-not-known':
    case 'part-shown':
    case 'kind-chosen':
    case 'index-not-said':
    case 'request-left-out':
    case 'start-by-order':
    case 'request-refused':
    case 'cuts-left-out':
    case 'mode-pending':
      return evidenceMessage(notice);
    case 'tool-failed':
    case 'tool-warned':
    case 'gpu-without-mig':
    case 'profiles-only':
    case 'not-applied':
    case 'xml-faulty':
      return nvidiaSmiMessage(notice);
    case 'duplicate-key':
    case 'text-cut':
    case 'unknown-key':
    case 'not-as-expected':
    case 'devices-without-profile':
    case 'labels-differ':
    case 'config-state':
    case 'possible-only':
    case 'minor-as-index':
    case 'instance-without-profile':
      return configurationMessage(notice);
    case 'driver-without-mig':
    case 'no-nvidia-vib':
    case 'types-unknown':
    case 'vm-row-passed-over':
    case 'vm-type-unknown':
      return esxiMessage(notice);
    default:
      return assertNever(notice);
  }
}

/** One sentence for why a plan gives no script. */
export function migScriptErrorMessage(error: MigScriptError): string {
  switch (error.code) {
    case 'host-not-found':
      return 'The plan does not have this host any more; choose another.';
    case 'nothing-to-create':
      return `${quoted(error.host)} has no planned GPU instances, so there is nothing to create; place one first.`;
    case 'no-order': {
      const models = error.refusedBy.map(makeModelName).join(', ');
      return `GPU ${error.gpuIndex}: no order creates all instances where the driver picks the starts${models === '' ? '' : ` (model: ${models})`}; give the starts, or plan other profiles.`;
    }
    case 'profile-id-unknown':
      return `GPU ${error.gpuIndex}: the ID of ${quoted(error.profile)} on this board is not public, and nvidia-smi mig -cgi needs it; plan another profile.`;
    case 'bad-uuid':
      return `GPU ${error.gpuIndex}: ${quoted(error.uuid)} is not a GPU UUID as nvidia-smi -L prints it; correct it, or leave it out to go by index.`;
    case 'compute-id-unknown':
      return `GPU ${error.gpuIndex}: the ID of the compute instance ${quoted(error.profile)} in ${quoted(error.inside)} is not public, and nvidia-smi mig -cci needs it; leave ${quoted(error.inside)} undivided.`;
    case 'bad-shared-plan':
      return 'What should be the share link of the plan is none, so it is not written into a script; leave it out.';
    default:
      return assertNever(error);
  }
}

/** What became of a name that could not stay as it was. */
export function nameMessage(at: At, from: string, to: string, why: NameError): string {
  const now = to === '' ? 'is left out' : `is now ${quoted(to)}`;
  return `${capital(place(at))}: the name ${quoted(from)} ${now}, for ${nameReason(why)}.`;
}

function nameReason(why: NameError): string {
  switch (why.code) {
    case 'name-empty':
      return 'a name cannot be empty';
    case 'name-too-long':
      return `it has ${count(why.length)} characters, and a name has at most ${MAX_NAME_LENGTH}`;
    case 'name-has-control':
      return `it holds the hidden character U+${why.codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
    default:
      return assertNever(why);
  }
}

function cutMessage(expected: number, found: number): string {
  if (found > expected && expected > 0) {
    return `The share link has ${count(found)} characters of plan and should have ${count(expected)}; copy it again without what follows it.`;
  }
  const missing =
    expected === 0 ? '' : `: ${count(found)} of its ${count(expected)} characters of plan are there`;
  return `The share link was cut${missing}; copy it again or ask for the plan file.`;
}

/** With a fleet of five instances and VMs to a GPU as the measure: eleven things for each, and its part of a host. */
function itemsWords(max: number): string {
  const gpus = Math.floor(max / 11.2 / 1000) * 1000;
  return `${count(max)} hosts, GPUs, instances and VMs together (about ${count(gpus)} GPUs with five VMs each)`;
}

/** What is a product without MIG is not merely missing from the catalogue. */
function whyUnknown(board: string): string {
  return findWithoutMig(board) === null ? 'is not in the catalogue' : 'is a product without MIG';
}

/** "9", "9 or 14", "9, 14 or 19". */
function either(numbers: readonly number[]): string {
  const [last = '', ...others] = [...numbers].reverse();
  return others.length === 0 ? String(last) : `${others.reverse().join(', ')} or ${last}`;
}
