/** In which order the instances of one GPU are created where the driver picks the starts. Placement finds it. */
import type { DriverModel } from './driverStart.ts';
import type { GiId } from './ids.ts';

export type CreationOrder =
  /** In this order every modelled driver puts each instance where it is drawn. */
  | { readonly kind: 'as-drawn'; readonly instances: readonly GiId[] }
  /** All are created, but at these starts (memory slices, in the order of `instances`), model by model. */
  | {
      readonly kind: 'elsewhere';
      readonly instances: readonly GiId[];
      readonly expected: readonly { readonly model: DriverModel; readonly starts: readonly number[] }[];
    }
  /** No order creates all of them under every model; these models refuse. */
  | { readonly kind: 'none'; readonly refusedBy: readonly DriverModel[] };
