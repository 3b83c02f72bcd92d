/** Where the script that makes a layout goes on a host, and what calls it at boot. Slugs: no name is in a path. */
import { makeSlug } from '../encode/slug.ts';
import { systemdUnit } from '../encode/systemd.ts';

export interface BootPaths {
  /** "/usr/local/sbin/mig-rack-c.sh". */
  readonly script: string;
  /** "/usr/local/sbin/mig-rack-c-vgpus.sh": the vGPU recipe of a KVM host. */
  readonly recipe: string;
  /** "mig-rack-c.service". */
  readonly unit: string;
  readonly unitFile: string;
}

const FOLDER = '/usr/local/sbin';

/** By the name of the plan: a host has one layout, and its unit is found by the name that people know. */
export function bootPaths(planName: string): BootPaths {
  const unit = systemdUnit(planName);
  return {
    script: `${FOLDER}/${scriptFile(planName)}`,
    recipe: `${FOLDER}/${scriptFile(`${planName} vgpus`)}`,
    unit,
    unitFile: `/etc/systemd/system/${unit}`,
  };
}

/** "mig-rack-c.sh". */
export function scriptFile(planName: string): string {
  return `mig-${makeSlug(planName)}.sh`;
}
