/** Whatever `sh` is on this machine. */
import { runsIn } from './runsIn.ts';

runsIn('sh');
