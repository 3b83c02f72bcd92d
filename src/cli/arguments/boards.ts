/** Of boards alone: which there are, and how each can be cut. */
import { ok } from '../../model/result.ts';
import { layouts } from '../commands/layouts.ts';
import { models } from '../commands/models.ts';
import { names } from '../commands/names.ts';
import type { Flags, Line } from './flags.ts';

export function boardCommands({ program, io, finish }: Line): void {
  program
    .command('models')
    .description('the boards with MIG, their profiles and vGPU variants, and how sure each fact is')
    .option(
      '--name <text>',
      'only what has this name: a profile, its ID, a vGPU or mdev type, a PCI device, a product',
    )
    .option('--json', 'everything, as JSON')
    .action(async (flags: Flags) => {
      const json = flags.json === true;
      finish(ok(flags.name === undefined ? await models(io, { json }) : names(io, flags.name, { json })));
    });

  program
    .command('layouts')
    .description('every legal layout of one GPU; the empty one is not counted')
    .argument('<model>', 'a board of "models"')
    .option('--profiles <names>', 'only these profiles, separated by commas')
    .option('--maximal', 'only layouts to which nothing can be added')
    .option('--sets', 'each multiset of profiles once')
    .option('--count', 'only how many')
    .option('--json', 'as JSON')
    .action((model: string, flags: Flags) => {
      finish(
        layouts(io, model, {
          profiles: flags.profiles ?? null,
          maximal: flags.maximal === true,
          sets: flags.sets === true,
          count: flags.count === true,
          json: flags.json === true,
        }),
      );
    });
}
