/**
 * Names of GPU-instance and compute-instance profiles.
 * Grammar: `[Cc.]Gg.Mgb[+attr[,attr]|-attr]`, as nvidia-smi prints them. The name alone never says which board: the
 * same "1g.10gb" is profile ID 15 on an A100 40GB and ID 19 on an A100 80GB.
 */

/** A profile name as nvidia-smi prints it without its "MIG " prefix, for instance "3g.20gb" or "1g.5gb+me". */
export type ProfileName = string;

export interface ParsedProfileName {
  /** Set for a compute-instance profile that does not span its GPU instance: 1 in "1c.3g.20gb". */
  readonly ciSlices: number | null;
  readonly computeSlices: number;
  /** The nominal gigabytes in the name; a label, never a key: drivers print other figures. */
  readonly memoryGB: number;
  /** "+me" gives ["me"], "-me" gives ["-me"]. */
  readonly attributes: readonly string[];
}

const PROFILE =
  /^(?:([1-9])c\.)?([1-9])g\.([1-9][0-9]{0,3})gb(?:\+([a-z][a-z0-9.]*(?:,[a-z][a-z0-9.]*)*)|(-[a-z][a-z0-9.]*))?$/;

/** Reads a profile name; null when it is not one. Case and a leading "MIG " do not matter. */
export function parseProfileName(text: string): ParsedProfileName | null {
  const match = PROFILE.exec(
    text
      .trim()
      .toLowerCase()
      .replace(/^mig\s+/, ''),
  );
  if (!match) return null;
  const [, ciSlices, computeSlices, memoryGB, plus, minus] = match;
  return {
    ciSlices: ciSlices === undefined ? null : Number(ciSlices),
    computeSlices: Number(computeSlices),
    memoryGB: Number(memoryGB),
    attributes: plus !== undefined ? plus.split(',') : minus !== undefined ? [minus] : [],
  };
}

/** Writes a profile name. Inverse of `parseProfileName` for every name of the catalogue. */
export function makeProfileName(parsed: ParsedProfileName): ProfileName {
  const ci = parsed.ciSlices === null ? '' : `${parsed.ciSlices}c.`;
  const [first] = parsed.attributes;
  const attributes =
    first === undefined ? '' : first.startsWith('-') ? first : `+${parsed.attributes.join(',')}`;
  return `${ci}${parsed.computeSlices}g.${parsed.memoryGB}gb${attributes}`;
}

/** "3g" of "3g.20gb", for where there is no room for the whole name; attributes stay, as in "1g+me". */
export function shortProfileName(name: ProfileName): string {
  return name.replace(/\.[0-9]+gb/, '');
}

/** The resource that a pod asks for under the mixed strategy. Kubernetes has no plus sign in its names: "nvidia.com/mig-1g.5gb.me". */
export function kubernetesName(name: ProfileName): string {
  return `nvidia.com/mig-${name.replaceAll('+', '.')}`;
}
