/** What the readers of nvidia-smi remark, with what it means. */
import { findWithoutMig } from '../../model/catalogue/withoutMig.ts';
import type { At } from '../../model/source.ts';

/** Why nvidia-smi refused, in its own words and by NVML's names. */
export const FAILURE_CAUSES = [
  'insufficient-resources',
  'invalid-argument',
  'in-use',
  'not-supported',
  'no-permission',
  'not-found',
  'mig-off',
  'no-mig-gpu',
  'no-driver',
  'bad-call',
  'unknown-error',
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

export type NvidiaSmiNotice =
  /** The tool says that something was not done; nothing of the line is taken over. */
  | {
      readonly code: 'tool-failed';
      readonly at: At;
      readonly excerpt: string;
      readonly cause: FailureCause;
      /** True: it did not fail but says that there is no GPU instance, which is taken. */
      readonly saysNone?: boolean;
    }
  /** The tool warns of something that decides how long the state lasts or when it begins. */
  | {
      readonly code: 'tool-warned';
      readonly at: At;
      readonly excerpt: string;
      readonly about: 'pending' | 'persistence';
    }
  | { readonly code: 'gpu-without-mig'; readonly at: At; readonly product: string; readonly why: string }
  /** A log of a change that it does not say succeeded. */
  | { readonly code: 'not-applied'; readonly at: At; readonly excerpt: string }
  /** The XML is faulty or cut from here on; the GPUs before are read. */
  | { readonly code: 'xml-faulty'; readonly at: At; readonly detail: string }
  /** A list of what may be created says nothing of what is there. */
  | { readonly code: 'profiles-only'; readonly at: At; readonly gpuIndex: number };

export function withoutMigNotice(at: At, product: string): NvidiaSmiNotice | null {
  const without = findWithoutMig(product);
  return without === null ? null : { code: 'gpu-without-mig', at, product, why: without.why };
}
