/** Which driver a host of a plan runs, and the VIB that it came as. */
import { isDriverVersion } from '../../model/driverVersion.ts';
import type { Host } from '../../model/plan.ts';
import { driverBranch } from '../../formats/nvidiaSmi/print/driverForm.ts';
import type { Vib } from './machine.ts';

/** Drivers whose first release of a branch was seen in a transcript; a plan that names only a branch gets it. */
const RELEASES: Readonly<Record<number, string>> = {
  450: '450.80.02',
  460: '460.91.03',
  510: '510.47.03',
  535: '535.104.12',
  550: '550.54.14',
  560: '560.28.03',
  570: '570.148.08',
  580: '580.65.06',
};

/** The host's driver as a whole version; where only a branch is said, a release of it, and where nothing is, a late one. */
export function driverOf({ driver }: Host): string {
  const said = driver?.trim() ?? '';
  if (!isDriverVersion(said)) return '580.65.06';
  const version = said.replace(/^[rR]/, '');
  return version.includes('.') ? version : (RELEASES[Number(version)] ?? `${version}.00`);
}

/** The VIB of a vGPU manager, named as the releases of its time were. */
export function hostVib(driver: string, release: string | null): Vib {
  const esxi = /^(\d+\.\d+)/.exec(release ?? '')?.[1] ?? '7.0';
  const branch = driverBranch(driver) ?? 0;
  const maker = branch < 525 ? 'NVIDIA' : 'NVD';
  return {
    name: branch < 500 ? `NVIDIA-VMware_ESXi_${esxi}_Host_Driver` : `${maker}-AIE_ESXi_${esxi}.0_Driver`,
    version: `${driver}-1OEM.700.0.0.15525992`,
    vendor: 'NVIDIA',
    acceptance: 'VMwareAccepted',
    installed: '2020-07-27',
  };
}
