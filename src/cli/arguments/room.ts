/** What a plan has room for, and how many GPUs requests take. */
import { POLICIES } from '../../placement/solver/policies.ts';
import { admit } from '../commands/admit.ts';
import { fits } from '../commands/fits.ts';
import { pack } from '../commands/pack.ts';
import { packFleet } from '../commands/packFleet.ts';
import { simulate } from '../commands/simulate.ts';
import { summary } from '../commands/summary.ts';
import { why } from '../commands/why.ts';
import { unusable } from '../io.ts';
import { textOptions, textsOf, type Flags, type Line } from './flags.ts';

export function roomCommands({ program, io, finish }: Line): void {
  textOptions(
    program
      .command('fits')
      .description('how many more of each profile fit: now, and after repacking; per plan, host and GPU')
      .argument('<plan>', 'a plan in any format that can be read; - is standard input')
      .option('--gpu <model>', 'the board, where the text does not name it'),
  )
    .option('--json', 'as JSON')
    .action((plan: string, flags: Flags) => {
      finish(fits(io, plan, { texts: textsOf(flags), gpu: flags.gpu ?? null, json: flags.json === true }));
    });

  textOptions(
    program
      .command('summary')
      .description(
        'the plan in figures: use, what is stranded and why, who waits and why, what fits, whether fewer GPUs would do',
      )
      .argument('<plan>', 'a plan in any format that can be read; - is standard input')
      .option('--gpu <model>', 'the board, where the text does not name it'),
  )
    .option('--json', 'as JSON')
    .action((plan: string, flags: Flags) => {
      finish(summary(io, plan, { texts: textsOf(flags), gpu: flags.gpu ?? null, json: flags.json === true }));
    });

  textOptions(
    program
      .command('why')
      .description('can this be placed there, and if not, why not and what is the cheapest way out')
      .argument('<plan>', 'a plan in any format that can be read; - is standard input')
      .option('--place <what>', 'PROFILE@HOST/GPU, or PROFILE@HOST/GPU:START')
      .option(
        '--vm <what>',
        'a VM of the plan: NAME for anywhere, NAME@HOST/GPU, NAME@HOST/GPU:START for that instance',
      )
      .option('--gpu <model>', 'the board, where the text does not name it'),
  )
    .option('--json', 'as JSON')
    .action((plan: string, flags: Flags) => {
      finish(
        why(io, plan, {
          texts: textsOf(flags),
          gpu: flags.gpu ?? null,
          place: flags.place ?? null,
          vm: flags.vm ?? null,
          json: flags.json === true,
        }),
      );
    });

  textOptions(
    program
      .command('pack')
      .description(
        'the fewest GPUs that hold the requests, why it cannot be fewer, and a plan of them; with --gpus or --onto: who is let in',
      )
      .argument('<requests>', 'a file (CSV or JSON), - for standard input, or "3g.20gb=40,2g.10gb=7"')
      .option('--gpu <model>', 'the board, as "models" lists it')
      .option('--gpus <count>', 'so many empty GPUs of the board: the most valuable requests that they hold')
      .option('--onto <plan>', 'the same into the free room of a plan, moving nothing')
      .option('--weights <weights>', 'what a request of each profile is worth: "3g.20gb=4,2g.10gb=1.5"')
      .option(
        '--fleet <file>',
        'boards and their costs, as a file or "a100-pcie-40gb=5,a30-24gb=2": the cheapest of them, also for requests that name what they need',
      )
      .option('--apart <what>', 'with --fleet: what members of a group do not share, gpu or host')
      .option('--budget <work>', 'stop after so much work, with the best so far'),
  )
    .option('--json', 'as JSON, with the proof and the plan')
    .action((requests: string, flags: Flags) => {
      const { gpus, onto, weights, fleet, apart, budget } = flags;
      const options = { gpu: flags.gpu ?? null, budget: budget ?? null, json: flags.json === true };
      const isOther = [gpus, onto, weights, flags.gpu].some((flag) => flag !== undefined);
      if (fleet !== undefined && isOther)
        finish(
          unusable('--fleet names its boards itself, and goes with none of --gpu, --gpus, --onto, --weights'),
        );
      else if (fleet !== undefined)
        finish(
          packFleet(io, requests, {
            ...{ fleet, apart: apart ?? 'gpu', budget: options.budget, json: options.json },
          }),
        );
      else if (apart !== undefined) finish(unusable('--apart goes with --fleet'));
      else if (gpus === undefined && onto === undefined && weights === undefined)
        finish(pack(io, requests, options));
      else
        finish(
          admit(io, requests, {
            ...{
              ...options,
              gpus: gpus ?? null,
              onto: onto ?? null,
              weights: weights ?? null,
              texts: textsOf(flags),
            },
          }),
        );
    });

  program
    .command('simulate')
    .description('what placement policies admit of a mix under arrivals and departures, on GPUs of one board')
    .requiredOption('--mix <mix>', 'requests, as a file or 3g.20gb=40,2g.10gb=7; or uniform')
    .requiredOption('--gpus <n>', 'how many GPUs')
    .option('--gpu <model>', 'the board, where the profiles do not say it')
    .option('--load <load>', '1: just full if instances could be cut in parts', '1')
    .option('--seed <seed>', 'the first seed', '1')
    .option('--seeds <n>', 'how many seeds, one after the other', '5')
    .option('--arrivals <n>', 'arrivals of each seed; the first fifth is not counted', '20000')
    .option('--policies <names>', `only these, separated by commas: ${POLICIES.join(', ')}`)
    .option('--budget <n>', 'stop after so many arrivals in all, and say what there is by then')
    .option('--json', 'as JSON')
    .action((flags: Flags) => {
      finish(
        simulate(io, {
          mix: flags.mix ?? '',
          gpus: flags.gpus ?? '',
          gpu: flags.gpu ?? null,
          load: flags.load ?? '',
          seed: flags.seed ?? '',
          seeds: flags.seeds ?? '',
          arrivals: flags.arrivals ?? '',
          policies: flags.policies ?? null,
          budget: flags.budget ?? null,
          json: flags.json === true,
        }),
      );
    });
}
