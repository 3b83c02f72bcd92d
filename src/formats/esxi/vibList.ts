/**
 * NVIDIA's VIBs in what `esxcli software vib list` prints: name, version, vendor, acceptance level, date. The name is what
 * `vib remove` takes, and the version begins with the driver's.
 */
import { driverAge } from '../../model/driverVersion.ts';

export interface Vib {
  /** "NVIDIA-VMware_ESXi_7.0_Host_Driver". */
  readonly name: string;
  /** "440.107-1OEM.700.0.0.15525992". */
  readonly version: string;
  /** "440.107". */
  readonly driver: string;
  /** The host driver itself (vGPU manager), or what comes with it: the management daemon of NVIDIA AI Enterprise. */
  readonly kind: 'driver' | 'beside';
}

/** Names begin with NVIDIA-, or since NVIDIA AI Enterprise with NVD- or nvd. */
const LINE =
  /^ *((?:NVIDIA|NVD|nvd)[A-Za-z0-9._-]{0,100}) +([0-9]{3}(?:\.[0-9]{1,4}){1,3})-(\S{1,60}) +(?:NVIDIA|NVD)\S{0,20} +[A-Za-z]{1,30}(?: |$)/;

/** The VIB that a line of the list names; null for a line about anything else. */
export function readVibLine(line: string): Vib | null {
  const [, name, driver, build] = LINE.exec(line.replace(/\t/g, ' ')) ?? [];
  if (name === undefined || driver === undefined || build === undefined) return null;
  const isBeside = /daemon|mgmt/i.test(name);
  return { name, version: `${driver}-${build}`, driver, kind: isBeside ? 'beside' : 'driver' };
}

/** The NVIDIA VIBs that a text names, each line once. */
export function findVibs(text: string): Vib[] {
  return text
    .slice(0, 20_000)
    .split(/\r\n|\r|\n/)
    .flatMap((line) => readVibLine(line) ?? []);
}

/** MIG came with R450: an older driver has no MIG row in nvidia-smi at all. */
export function hasMig({ driver }: Pick<Vib, 'driver'>): boolean {
  return driverAge(driver, '450') === 'enough';
}
