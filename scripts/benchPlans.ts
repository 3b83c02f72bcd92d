/** Writes the plans that the figures of the page are taken over: `benchPlans.ts FILE GPUS VMS ...`. */
import { writeFileSync } from 'node:fs';
import { makePlanJson } from '../src/formats/planJson.ts';
import { makeLargePlan } from './largePlan.ts';

const [, , ...rest] = process.argv;
for (let at = 0; at + 2 < rest.length; at += 3) {
  const [file = '', gpus = '', vms = ''] = rest.slice(at);
  writeFileSync(file, makePlanJson(makeLargePlan(Number(gpus), Number(vms))));
}
