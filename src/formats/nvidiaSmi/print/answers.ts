/** The lines with which nvidia-smi answers changes: what was done, and why something was not. */
import { two } from './cells.ts';

/** NVML's words for what went wrong, with the number that nvidia-smi ends with. */
export const NVML = {
  'invalid-argument': { words: 'Invalid Argument', status: 2 },
  'not-supported': { words: 'Not Supported', status: 3 },
  'no-permission': { words: 'Insufficient Permissions', status: 4 },
  'not-found': { words: 'Not Found', status: 6 },
  'in-use': { words: 'In use by another client', status: 19 },
  'no-resources': { words: 'Insufficient Resources', status: 23 },
} as const;
export type NvmlError = keyof typeof NVML;

/** The manual of nvidia-smi lists the others; these are numbers of NVML that no public shell was seen to get. */
export const STATUS_NOT_SEEN: readonly number[] = [NVML['in-use'].status, NVML['no-resources'].status];

export function giCreated(gpu: number, gi: number, profile: string, profileId: number): string {
  return `Successfully created GPU instance ID ${two(gi)} on GPU ${two(gpu)} using profile MIG ${profile} (ID ${two(profileId)})`;
}

/** `ci` null: R450's first releases left the ID out. */
export function ciCreated(at: CiPlace, ci: number | null, profile: string, profileId: number): string {
  const id = ci === null ? '' : ` ID ${two(ci)}`;
  return `Successfully created compute instance${id} on ${placeOf(at)} using profile MIG ${profile} (ID ${two(profileId)})`;
}

interface CiPlace {
  readonly gpu: number;
  readonly gi: number;
}

function placeOf({ gpu, gi }: CiPlace): string {
  return `GPU ${two(gpu)} GPU instance ID ${two(gi)}`;
}

/** `typed`: the profile as it was given. */
export function giNotCreated(gpu: number, typed: string, error: NvmlError): string[] {
  const { words } = NVML[error];
  return [
    `Unable to create a GPU instance on GPU ${two(gpu)} using profile ${typed}: ${words}`,
    `Failed to create GPU instances: ${words}`,
  ];
}

export function ciNotCreated(at: CiPlace, typed: string, error: NvmlError): string[] {
  const { words } = NVML[error];
  return [
    `Unable to create a compute instance on ${placeOf(at)} using profile ${typed}: ${words}`,
    `Failed to create compute instances: ${words}`,
  ];
}

export function giDestroyed(gpu: number, gi: number): string {
  return `Successfully destroyed GPU instance ID ${two(gi)} from GPU ${two(gpu)}`;
}

export function giNotDestroyed(gpu: number, gi: number, error: NvmlError): string[] {
  const { words } = NVML[error];
  return [
    `Unable to destroy GPU instance ID ${two(gi)} from GPU ${two(gpu)}: ${words}`,
    `Failed to destroy GPU instances: ${words}`,
  ];
}

export function ciDestroyed(at: CiPlace, ci: number): string {
  return `Successfully destroyed compute instance ID ${two(ci)} from ${placeOf(at)}`;
}

export function ciNotDestroyed(at: CiPlace, ci: number, error: NvmlError): string[] {
  const { words } = NVML[error];
  return [
    `Unable to destroy compute instance ID ${two(ci)} from ${placeOf(at)}: ${words}`,
    `Failed to destroy compute instances: ${words}`,
  ];
}

export const NO_MIG_SUPPORTED = 'No MIG-supported devices found.';
export const NO_MIG_ENABLED = 'No MIG-enabled devices found.';
export const NO_GIS = 'No GPU instances found: Not Found';
export const NO_CIS = 'No compute instances found: Not Found';
export const BAD_ARGUMENTS = "Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.";
export const ALL_DONE = 'All done.';

const stateWord = (isOn: boolean): string => (isOn ? 'enable' : 'disable');

export function modeSet(pciId: string, isOn: boolean): string {
  return `${isOn ? 'Enabled' : 'Disabled'} MIG Mode for GPU ${pciId}`;
}

export function modeNotSupported(pciId: string, isOn: boolean): string[] {
  return [
    `Unable to ${stateWord(isOn)} MIG Mode for GPU ${pciId}: Not Supported`,
    'Treating as warning and moving on.',
  ];
}

/** The mode will change with the next reset or reboot. */
export function modePending(pciId: string, isOn: boolean, why: 'not-supported' | 'in-use'): string[] {
  const warning = `Warning: MIG mode is in pending ${stateWord(isOn)} state for GPU ${pciId}:${NVML[why].words}`;
  return why === 'in-use'
    ? [
        warning,
        `${pciId} is currently being used by one or more other processes (e.g. CUDA application or a monitoring application such as another instance of nvidia-smi). Please first kill all processes using the device and retry the command or reboot the system to make MIG mode effective.`,
      ]
    : [warning, `Reboot the system or try nvidia-smi --gpu-reset to make MIG mode effective on GPU ${pciId}`];
}

export function persistenceWarning(pciId: string): string {
  return `Warning: persistence mode is disabled on device ${pciId}. See the Known Issues section of the nvidia-smi(1) man page for more information. Run with [--help | -h] switch to get more information on how to enable persistence mode.`;
}

export function wasReset(pciId: string): string {
  return `GPU ${pciId} was successfully reset.`;
}

export function notReset(pciId: string): string {
  return `Resetting GPU ${pciId} is not supported.`;
}

export function persistenceSet(pciId: string, isOn: boolean): string {
  return `${isOn ? 'Enabled' : 'Disabled'} persistence mode for GPU ${pciId}.`;
}

export function fieldUnknown(field: string): string {
  return `Field "${field}" is not a valid field to query.`;
}

/** Ends with status 255, as the journal of a public service shows. */
export function resetInUse(pciIds: readonly string[]): string[] {
  const [are, these] =
    pciIds.length === 1 ? ['1 device is', 'this device'] : [`${pciIds.length} devices are`, 'these devices'];
  return [
    'The following GPUs could not be reset:',
    ...pciIds.map((pciId) => `  GPU ${pciId}: ${NVML['in-use'].words}`),
    '',
    `${are} currently being used by one or more other processes (e.g., Fabric Manager, CUDA application, graphics application such as an X server, or a monitoring application such as another instance of nvidia-smi). Please first kill all processes using ${these} and all compute applications running in the system.`,
  ];
}
