/** dash, the `sh` of Debian and Ubuntu. */
import { runsIn } from './runsIn.ts';

runsIn('dash');
