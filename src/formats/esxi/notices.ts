/** What the readers of ESXi and vSphere texts remark. */
import type { At } from '../../model/source.ts';

export type EsxiNotice =
  /** The host driver is of before R450. */
  | { readonly code: 'driver-without-mig'; readonly at: At; readonly name: string; readonly driver: string }
  /** A list of VIBs without one of NVIDIA's: the host has no driver, as far as the list goes. */
  | { readonly code: 'no-nvidia-vib'; readonly at: At; readonly excerpt: string }
  /** Types of which no table says whose they are. */
  | { readonly code: 'types-unknown'; readonly at: At; readonly types: readonly string[] }
  /** Rows of a table of VMs that give none. */
  | {
      readonly code: 'vm-row-passed-over';
      readonly at: At;
      readonly excerpt: string;
      readonly why: 'no-name' | 'template';
    }
  | { readonly code: 'vm-type-unknown'; readonly at: At; readonly vm: string; readonly type: string };
