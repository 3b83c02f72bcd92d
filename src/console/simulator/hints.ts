/** What the terminal says beside the text of a tool, in our own words. */
import { assertNever } from '../../model/assert.ts';
import { makeShortList } from '../../placement/messages.ts';
import type { Machine } from './machine.ts';
import type { ProfileName } from '../../model/profile.ts';

export type Hint =
  /** Dashes of a word processor were read as what was meant. */
  | { readonly code: 'dashes-read'; readonly typed: string; readonly meant: string }
  /** Without -i the command meant every GPU. */
  | { readonly code: 'every-gpu'; readonly gpus: number }
  | { readonly code: 'reboot-needed'; readonly gpus: readonly number[] }
  | { readonly code: 'instances-lost'; readonly count: number; readonly by: 'reboot' | 'reset' | 'mode' }
  | { readonly code: 'mode-lost'; readonly gpus: readonly number[] }
  /** ESXi prints 0 free before anything was created. */
  | { readonly code: 'free-is-zero' }
  | { readonly code: 'did-you-mean'; readonly typed: string; readonly names: readonly ProfileName[] }
  /** The counts allow it, and what is there is in the way. */
  | { readonly code: 'order-matters'; readonly profile: ProfileName }
  | { readonly code: 'no-compute-instance'; readonly gpus: number }
  | { readonly code: 'destroy-inside-first'; readonly gi: number }
  | { readonly code: 'starts-unknown'; readonly board: string }
  | { readonly code: 'driver-too-old'; readonly profile: ProfileName; readonly needs: string }
  | { readonly code: 'no-sudo' }
  | { readonly code: 'guest-mig-mode' }
  | { readonly code: 'reboot-after-vib' }
  | { readonly code: 'driver-assumed'; readonly host: string; readonly driver: string };

export function hintMessage(hint: Hint): string {
  switch (hint.code) {
    case 'dashes-read':
      return `"${hint.typed}" was read as "${hint.meant}": pages and word processors make other dashes of hyphens.`;
    case 'every-gpu':
      return `Without -i this ran on all ${hint.gpus} GPUs.`;
    case 'reboot-needed':
      return `The change is pending on GPU ${makeShortList(hint.gpus.map(String))}: reboot the host to make it effective.`;
    case 'instances-lost': {
      const what = hint.count === 1 ? 'One GPU instance is' : `${hint.count} GPU instances are`;
      const by = { reboot: 'a reboot', reset: 'a GPU reset', mode: 'a change of MIG mode' }[hint.by];
      return `${what} gone: none survives ${by}. The plan keeps what is planned.`;
    }
    case 'mode-lost':
      return `MIG mode is off on GPU ${makeShortList(hint.gpus.map(String))}: from Hopper on it does not survive a reboot.`;
    case 'free-is-zero':
      return 'On ESXi 0 are free before the first instance exists; -cgi works all the same. See -lgi for what is there.';
    case 'did-you-mean':
      return `No profile is called "${hint.typed}"; near it: ${makeShortList(hint.names)}.`;
    case 'order-matters':
      return `${hint.profile} would fit this GPU beside what is on it at other starts: create the largest first, or give starts.`;
    case 'no-compute-instance':
      return 'GPU instances without a compute instance are no MIG devices: -C or -cci makes one.';
    case 'destroy-inside-first':
      return `GPU instance ${hint.gi} still holds compute instances or is in use: -dci first, with no VM or process on it.`;
    case 'starts-unknown':
      return `No public source gives the starts of ${hint.board}, so nothing is created on it here.`;
    case 'driver-too-old':
      return `${hint.profile} needs driver ${hint.needs} or later.`;
    case 'no-sudo':
      return 'ESXi has no sudo: its shell runs as root.';
    case 'guest-mig-mode':
      return 'A guest does not switch MIG mode and makes no GPU instances: it has the one of its vGPU.';
    case 'reboot-after-vib':
      return 'Reboot after changing the driver, even where the installer says that it is not needed.';
    case 'driver-assumed':
      return `The plan does not say the driver of ${hint.host} in full: it prints as ${hint.driver} does.`;
    default:
      return assertNever(hint);
  }
}

/** What a machine takes for granted because its plan does not say it; to be told once, where its terminal begins. */
export function assumptions(machine: Pick<Machine, 'name' | 'driver' | 'isDriverAssumed'>): readonly Hint[] {
  return machine.isDriverAssumed && machine.driver !== null
    ? [{ code: 'driver-assumed', host: machine.name, driver: machine.driver }]
    : [];
}
