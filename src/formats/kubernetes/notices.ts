/** What the readers of configurations and of Kubernetes remark. */
import type { At } from '../../model/source.ts';

export type ConfigurationNotice =
  | { readonly code: 'duplicate-key'; readonly at: At; readonly key: string }
  /** The text says "..." where somebody left something out. */
  | { readonly code: 'text-cut'; readonly at: At }
  /** mig-parted refuses such a key. */
  | { readonly code: 'unknown-key'; readonly at: At; readonly key: string }
  /** mig-parted or the GPU Operator would refuse it. */
  | { readonly code: 'not-as-expected'; readonly at: At; readonly expected: string; readonly found: string }
  | { readonly code: 'devices-without-profile'; readonly at: At; readonly count: number }
  | {
      readonly code: 'labels-differ';
      readonly at: At;
      readonly profile: string;
      readonly labelled: number;
      readonly allocatable: number;
    }
  | { readonly code: 'config-state'; readonly at: At; readonly state: string; readonly config: string | null }
  /** A list of what may be created says nothing of what is there. */
  | { readonly code: 'possible-only'; readonly at: At; readonly count: number }
  /** The minor number of a device file is taken for the index. */
  | { readonly code: 'minor-as-index'; readonly at: At }
  | {
      readonly code: 'instance-without-profile';
      readonly at: At;
      readonly start: number;
      readonly size: number;
    };
