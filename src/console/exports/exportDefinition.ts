/** What a format out is: who it is for, what it needs, what it can carry, and how it is written. */
import type { GpuId, HostId, VmId } from '../../model/ids.ts';
import type { Gpu, Host, Plan, Platform, ValidPlan, Vm } from '../../model/plan.ts';
import type { Result } from '../../model/result.ts';
import type { Violation } from '../../placement/check.ts';
import type { LibvirtNameFault } from '../../formats/encode/libvirt.ts';
import type { MigScriptError } from '../../formats/migScript/migScript.ts';
import type { CheckpointError } from '../../formats/parted/writeCheckpoint.ts';
import type { Table } from '../../formats/tableText.ts';

export const AUDIENCES = [
  'bare-metal',
  'vsphere',
  'kvm',
  'kubernetes',
  'slurm-containers',
  'people',
  'keep',
] as const;
/** The trade that a text is for; the lists of formats are grouped by it. */
export type Audience = (typeof AUDIENCES)[number];

export const EXPORT_SCOPES = ['plan', 'host', 'gpu', 'vm'] as const;
/** What one text speaks of. */
export type ExportScope = (typeof EXPORT_SCOPES)[number];

export interface ExportOptions {
  /** For the formats that speak of one host; may be left out where the plan has one. */
  readonly hostId: HostId | null;
  /** For the formats that speak of one GPU or one VM; may be left out where there is one. */
  readonly gpuId?: GpuId | null;
  readonly vmId?: VmId | null;
  /** `explicit`: `-cgi profile:start`. `driver`: for drivers that do not take starts (R450 era). */
  readonly starts: 'explicit' | 'driver';
  /** Colours of a drawing; light unless said. */
  readonly theme?: 'light' | 'dark';
  /** The address of the page, for the link in texts that people read; null or left out: the fragment alone. */
  readonly pageUrl?: string | null;
}

/** What a writer gets. Pure data: the same context gives the same text. */
export interface ExportContext {
  /** Without what is not known, where the format needs a legal plan; the plan as it is otherwise. */
  readonly plan: Plan;
  /** The plan with what was left out. */
  readonly whole: Plan;
  /** For `scope` host, gpu and vm (there null where the VM is on none); of `plan`. */
  readonly host: Host | null;
  readonly gpu: Gpu | null;
  readonly vm: Vm | null;
  readonly leftOut: readonly Violation[];
  readonly options: ExportOptions;
  /** The fragment of the link that holds `whole`, "p=1....", made when it is first asked for. */
  readonly sharedPlan: () => string;
}

/** The context of a format that has `needsValid`. */
export type ValidContext = ExportContext & { readonly plan: ValidPlan };

export interface Written {
  /** Of a PNG the SVG that it is made of. */
  readonly text: string;
  /** What the file is called without its extension, before it is made a slug. */
  readonly title: string;
  /** Sentences on what this text cannot carry (starts, the plan itself) and what will come of it. */
  readonly remarks?: readonly string[];
  /** What a copy puts on the clipboard instead of `text`: a table goes there as cells, for spreadsheets and for mail. */
  readonly clipboard?: TableOnClipboard;
}

/** The same table twice: a paste takes what it understands best. And as it is, to be looked at. */
export interface TableOnClipboard {
  /** Tabs between cells. */
  readonly text: string;
  readonly html: string;
  readonly cells: Table;
}

/** Why a writer has nothing to write. Sentences are made in messages.ts. */
export type WriteError =
  | { readonly code: 'script'; readonly error: MigScriptError }
  | { readonly code: 'checkpoint'; readonly error: CheckpointError }
  /** vSphere makes the instances of this host itself: there is nothing to make at boot. */
  | { readonly code: 'made-at-power-on'; readonly host: string }
  /** The text is for hosts of another platform than this one is of. */
  | { readonly code: 'other-platform'; readonly host: string; readonly needs: Platform }
  /** No VM has its place on a host of the platform that the text is for, or those that have are left out: `why`, a sentence. */
  | { readonly code: 'no-vms'; readonly platform: Platform; readonly why?: string }
  | { readonly code: 'libvirt-name'; readonly vm: string; readonly fault: LibvirtNameFault }
  /** Which virtual function a VM gets is known only when its vGPU is made. */
  | { readonly code: 'function-unknown'; readonly vm: string };

export type ExportError =
  | WriteError
  | { readonly code: 'plan-illegal'; readonly violations: readonly Violation[] }
  | { readonly code: 'host-needed'; readonly hosts: readonly string[] }
  | { readonly code: 'gpu-needed'; readonly gpus: readonly string[] }
  | { readonly code: 'vm-needed'; readonly vms: readonly string[] };

export const STARTS_HELD = ['exact', 'creation', 'script', 'order', 'counts', 'none'] as const;
/**
 * What a text says of where instances are. `exact`: each start. `creation`: each start where they are created before, and
 * the order of power-on where the hypervisor creates them. `script`: the nvidia-smi script, which has to run beside it, holds
 * them. `order`: the order of power-on that leads there. `counts`: how many of each profile. `none`: nothing of instances.
 */
export type StartsHeld = (typeof STARTS_HELD)[number];

/** A format as lists show it, without what writes it. */
export interface ExportRow {
  readonly audience: Audience;
  /** As lists show it: "nvidia-smi script". */
  readonly name: string;
  /** What it is good for, a few words. */
  readonly about: string;
  readonly scope: ExportScope;
  readonly extension: string;
  /** What `--to` takes beside the id; the first is the one that is documented, where there is any. */
  readonly aliases: readonly string[];
  /** The options, beside host, GPU and VM, that the writer looks at. */
  readonly uses: readonly ('starts' | 'theme' | 'pageUrl')[];
  /** The text holds the whole plan, and reading it again brings it back. */
  readonly carriesPlan: boolean;
  readonly starts: StartsHeld;
  /** `png`: whoever has a canvas makes the file of the SVG in `text`, and puts the plan into it (formats/pngPlan.ts). */
  readonly file?: 'text' | 'png';
}

/** Runbooks and tables for others take only a legal plan; what keeps a plan takes any, so that nothing is lost. */
export type ExportDefinition =
  | (ExportRow & {
      readonly needsValid: true;
      readonly write: (context: ValidContext) => Result<Written, WriteError>;
    })
  | (ExportRow & {
      readonly needsValid: false;
      readonly write: (context: ExportContext) => Result<Written, WriteError>;
    });
