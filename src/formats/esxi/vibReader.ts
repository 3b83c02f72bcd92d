/** `esxcli software vib list`, whole or only its NVIDIA lines: which driver an ESXi host has, and whether it knows MIG. */
import { evidenceOf, onHost } from '../nvidiaSmi/seen.ts';
import { extentWhile, type TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { hasMig, readVibLine, type Vib } from './vibList.ts';

/** Every row of the list has one of these, whoever made the VIB. */
const ROW =
  /^ *\S{1,100} +\S{1,100} +\S.{0,60} (?:VMwareCertified|VMwareAccepted|PartnerSupported|CommunitySupported)(?: |$)/;
const HEADING = /^ *Name +Version +Vendor +Acceptance Level\b/;
const RULE = /^[ -]*-{4,}[ -]*$/;
/** Typed without a prompt before it. */
const COMMAND = /^ *esxcli software (?:vib|component) list\b/;

function isRow(text: string): boolean {
  return text.length < 400 && (ROW.test(text) || readVibLine(text) !== null);
}

export const VIB_LIST = {
  format: 'vib-list',
  name: 'esxcli software vib list',
  aliases: ['vib', 'esxcli'],
  extent: (segment, at) => {
    const first = segment.lines[at]?.text ?? '';
    if (!isRow(first) && !HEADING.test(first) && !COMMAND.test(first)) return 0;
    return extentWhile(
      segment,
      at,
      ({ text }) => isRow(text) || HEADING.test(text) || RULE.test(text) || COMMAND.test(text),
    );
  },
  read: (segment) => {
    const notices: Notice[] = [];
    const vibs: Vib[] = [];
    for (const { line, text } of segment.lines) {
      const vib = readVibLine(text);
      if (vib === null) continue;
      vibs.push(vib);
      if (vib.kind === 'driver' && !hasMig(vib)) {
        notices.push({ code: 'driver-without-mig', at: { line }, name: vib.name, driver: vib.driver });
      }
    }
    const line = segment.lines[0]?.line ?? 1;
    // A command alone lists nothing.
    const isListed = segment.lines.some(({ text }) => isRow(text) || HEADING.test(text));
    if (vibs.length === 0 && isListed) {
      notices.push({ code: 'no-nvidia-vib', at: { line }, excerpt: excerptOf(segment.lines[0]?.text ?? '') });
    }
    if (!isListed) return evidenceOf([]);
    const driver = vibs.findLast(({ kind }) => kind === 'driver')?.driver ?? null;
    const notes = segment.lines
      .filter(({ text }) => readVibLine(text) !== null)
      .map(({ text }) => printed(text));
    return evidenceOf([onHost(segment, [], { platform: 'esxi', driver, notes })], { notices });
  },
} as const satisfies TextReader;

/** The line as the runbook finds it again, its columns narrowed. */
function printed(text: string): string {
  return text.trim().replace(/ {2,}/g, '  ');
}
