/** The ash of BusyBox, the shell of ESXi. */
import { runsIn } from './runsIn.ts';

runsIn('busybox');
