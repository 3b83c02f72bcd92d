/** The table of readers of other people's formats. A line is offered to them in this order. */
import { LIST_GPUS } from '../nvidiaSmi/listGpus.ts';
import type { TextReader } from './textReader.ts';

export const READERS = [LIST_GPUS] as const satisfies readonly TextReader[];

export type ForeignFormat = (typeof READERS)[number]['format'];
