/** How large a plan of a picture would be: a text of few rows may count instances by the million. */
import type { Picture, PictureHost } from '../../formats/evidence/picture.ts';
import type { SeenCount } from '../../formats/evidence/evidence.ts';
import { MAX_GPUS_ASKED } from './questions.ts';

/** No board has room for more. */
const MOST_ON_GPU = 7;

/** Hosts, GPUs, instances and VMs, at most: what has no room where it is counted is in it. Linear in the picture. */
export function pictureItems({ hosts, vms }: Picture): number {
  return hosts.reduce((sum, host) => sum + itemsOn(host), vms.length);
}

function itemsOn({ gpus, total }: PictureHost): number {
  let items = 1;
  for (const { instances, counts, requests } of gpus)
    items += 1 + instances.length + requests.length + placed(counts ?? [], 1);
  if (total === null) return items;
  const more = gpus.length > 0 ? gpus.length : Math.min(total.gpus ?? MAX_GPUS_ASKED, MAX_GPUS_ASKED);
  const instances = placed(total.counts, more);
  // Where the number of GPUs is not said, there are no more than have something on them.
  const open = gpus.length > 0 ? 0 : total.gpus === null ? Math.ceil(instances / MOST_ON_GPU) : more;
  return items + open + instances;
}

function placed(counts: readonly SeenCount[], gpus: number): number {
  return Math.min(
    counts.reduce((sum, { count }) => sum + count, 0),
    gpus * MOST_ON_GPU,
  );
}
