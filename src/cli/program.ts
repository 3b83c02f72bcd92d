/** The commands, their arguments and their help. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import type { Result } from '../model/result.ts';
import { admit } from './commands/admit.ts';
import { check } from './commands/check.ts';
import { compare } from './commands/compare.ts';
import { EXPORT_FORMATS, exportName } from '../console/exports/exportRows.ts';
import { convert } from './commands/convert.ts';
import { diff } from './commands/diff.ts';
import { fits } from './commands/fits.ts';
import { layouts } from './commands/layouts.ts';
import { models } from './commands/models.ts';
import { names } from './commands/names.ts';
import { MACHINE_STATES, nvidiaSmi } from './commands/nvidiaSmi.ts';
import { pack } from './commands/pack.ts';
import { packFleet } from './commands/packFleet.ts';
import { simulate } from './commands/simulate.ts';
import { site } from './commands/site.ts';
import { summary } from './commands/summary.ts';
import { POLICIES } from '../placement/solver/policies.ts';
import { compact, retarget } from './commands/retarget.ts';
import { why } from './commands/why.ts';
import { READABLE_NAMES, type TextFlags } from './textFlags.ts';
import { printable, unusable, type Io, type Unusable } from './io.ts';

const FROM = `what the text is, told by looking at it unless given: ${READABLE_NAMES.join(', ')}`;

/** What every command takes that reads a text: how it is to be read, and what it leaves open. */
function textOptions(command: Command): Command {
  return command
    .option('--from <format>', FROM)
    .option('--config <name>', 'of a text that holds several configurations, the one of that name')
    .option('--kind <kind>', 'straight or mirrored, where the IDs of a text fit both')
    .option('--gpus-per-host <n>', 'how many GPUs, where a text speaks of all of a host');
}

interface Flags {
  readonly png?: boolean;
  readonly json?: boolean;
  readonly name?: string;
  readonly gpu?: string;
  readonly profiles?: string;
  readonly maximal?: boolean;
  readonly sets?: boolean;
  readonly count?: boolean;
  readonly to?: string;
  readonly from?: string;
  readonly host?: string;
  readonly weights?: string;
  readonly starts?: string;
  readonly theme?: string;
  readonly page?: string;
  readonly gpuIndex?: string;
  readonly vm?: string;
  readonly vibs?: string;
  readonly output?: string;
  readonly mix?: string;
  readonly gpus?: string;
  readonly load?: string;
  readonly seed?: string;
  readonly seeds?: string;
  readonly arrivals?: string;
  readonly policies?: string;
  readonly budget?: string;
  readonly place?: string;
  readonly onto?: string;
  readonly fleet?: string;
  readonly apart?: string;
  readonly config?: string;
  readonly kind?: string;
  readonly gpusPerHost?: string;
  readonly state?: string;
  readonly title?: string;
}

/** Runs one command line (without node and script). Never throws for bad input; the exit status says how it went. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let status = 0;
  const finish = (result: Result<number, Unusable>): void => {
    if (result.ok) {
      status = result.value;
    } else {
      io.stderr(`mig-planner: ${printable(result.error.message.replace(/\s+/g, ' '))}\n`);
      status = 2;
    }
  };
  const program = new Command('mig-planner')
    .description('Plans NVIDIA MIG partitions: what fits, where it goes and how to get there.')
    .version(version, '--version', 'the version of this command')
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      // One line, as for every other unusable argument.
      outputError: (text, write) => {
        const line = text
          .replace(/^error: /, '')
          .trim()
          .replace(/\s+/g, ' ');
        write(`mig-planner: ${printable(line)}\n`);
      },
    })
    .addHelpText(
      'after',
      '\nExit status: 0 yes or done; 1 the answer is no; 2 unusable input or arguments; of nvidia-smi its own.',
    );

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
      status = flags.name === undefined ? await models(io, { json }) : names(io, flags.name, { json });
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

  textOptions(
    program
      .command('check')
      .description('is the plan legal, and if not, what is wrong and where')
      .argument('<file>', 'a plan in any format that can be read; - is standard input')
      .option('--gpu <model>', 'the board, where the text does not name it'),
  )
    .option('--json', 'as JSON')
    .action((file: string, flags: Flags) => {
      finish(check(io, file, { texts: textsOf(flags), gpu: flags.gpu ?? null, json: flags.json === true }));
    });

  textOptions(
    program
      .command('compare')
      .description('the receipt: is REALITY as PLAN has it, and what is missing, extra or moved')
      .argument('<plan>', 'a plan in any format that can be read; - is standard input')
      .argument('<reality>', 'what the hosts report, in any format that can be read; - is standard input')
      .option('--host <name>', 'only this host of the plan; also where the text does not name its host')
      .option('--gpu <model>', 'the board, where neither text nor plan name it'),
  )
    .option('--to <form>', 'a receipt for the ticket, with drawings: text or markdown')
    .option('--json', 'as JSON')
    .action((plan: string, reality: string, flags: Flags) => {
      finish(
        compare(io, plan, reality, {
          texts: textsOf(flags),
          gpu: flags.gpu ?? null,
          host: flags.host ?? null,
          to: flags.to ?? null,
          json: flags.json === true,
        }),
      );
    });

  textOptions(
    program
      .command('diff')
      .description('the ordered steps from CURRENT to TARGET, and what each interrupts')
      .argument('<current>', 'what there is, in any format that can be read; - is standard input')
      .argument('<target>', 'what is to be, in any format that can be read; - is standard input')
      .option('--host <name>', 'only this host of the target; also where CURRENT does not name its host')
      .option('--gpu <model>', 'the board, where neither text names it')
      .option('--to <form>', 'what differs instead of the steps: text, or markdown for a change record')
      .option('--budget <work>', 'stop after so much work, with the best so far'),
  )
    .option('--json', 'as JSON')
    .action((current: string, target: string, flags: Flags) => {
      finish(
        diff(io, current, target, {
          texts: textsOf(flags),
          gpu: flags.gpu ?? null,
          host: flags.host ?? null,
          budget: flags.budget ?? null,
          to: flags.to ?? null,
          json: flags.json === true,
        }),
      );
    });

  textOptions(
    program
      .command('retarget')
      .description(
        'the target nearest to PLAN with the wanted instances: what is kept, destroyed and created',
      )
      .argument('<plan>', 'a plan in any format that can be read; - is standard input')
      .requiredOption(
        '--to <requests>',
        'all that is wanted: a file (CSV or JSON), or "3g.20gb=40,2g.10gb=7"',
      )
      .option('--weights <what>', 'what counts as lost: instances, or vms', 'instances')
      .option('--gpu <model>', 'the board, where the text does not name it')
      .option('--budget <work>', 'stop after so much work, with the best so far'),
  )
    .option('--json', 'as JSON, with the plan')
    .action((plan: string, flags: Flags) => {
      finish(retarget(io, plan, retargetOptions(flags)));
    });

  textOptions(
    program
      .command('compact')
      .description('the instances of PLAN on the fewest GPUs, with the fewest of them destroyed')
      .argument('<plan>', 'a plan in any format that can be read; - is standard input')
      .option('--weights <what>', 'what counts as lost: instances, or vms', 'instances')
      .option('--gpu <model>', 'the board, where the text does not name it')
      .option('--budget <work>', 'stop after so much work, with the best so far'),
  )
    .option('--json', 'as JSON, with the plan')
    .action((plan: string, flags: Flags) => {
      finish(compact(io, plan, retargetOptions(flags)));
    });

  textOptions(
    program
      .command('convert')
      .description('reads any format, writes any format')
      .argument('<file>', 'a plan in any format that can be read; - is standard input')
      .requiredOption('--to <format>', EXPORT_FORMATS.map(exportName).join(', '))
      .option('--gpu <model>', 'the board, where the text does not name it')
      .option('--host <name>', 'the host, for script and mig-lgi, where the plan has several')
      .option('--starts <how>', 'script: explicit, or driver for drivers that take no starts', 'explicit')
      .option('--gpu-index <n>', 'the GPU, for a picture of one, where there are several')
      .option('--vm <name>', 'the VM, for libvirt, where there are several')
      .option('--vibs <file>', 'what esxcli software vib list prints on --host: its driver and VIBs')
      .option('--theme <theme>', 'colours of a picture: light or dark', 'light')
      .option('--page <address>', 'where the planner is, for links in texts that people read')
      .option('-o, --output <file>', 'write there instead of standard output'),
  )
    .option('--json', 'the text and what was noticed, as JSON')
    .action(async (file: string, flags: Flags) => {
      finish(
        await convert(io, file, {
          to: flags.to ?? '',
          texts: textsOf(flags),
          gpu: flags.gpu ?? null,
          host: flags.host ?? null,
          starts: flags.starts ?? 'explicit',
          theme: flags.theme ?? 'light',
          page: flags.page ?? null,
          gpuIndex: flags.gpuIndex ?? null,
          vm: flags.vm ?? null,
          vibs: flags.vibs ?? null,
          output: flags.output ?? null,
          json: flags.json === true,
        }),
      );
    });

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

  program
    .command('nvidia-smi')
    .description('what the simulated tool prints on a host of the plan or in a VM, with its exit status')
    .argument('<plan>', 'a plan in any format that can be read; - is standard input')
    .argument('[args...]', 'behind --: the arguments of nvidia-smi, "mig -lgi"')
    .option('--host <name>', 'the host, where the plan has several')
    .option(
      '--vm <name>',
      'what a VM of the host sees in its guest; of several of one name "web#2" is the second',
    )
    .option(
      '--state <what>',
      `what its GPUs hold: ${MACHINE_STATES.join(', ')}; unless given what was observed, or where nothing was, what is planned`,
    )
    .option('--gpu <model>', 'the board, where the text does not name it')
    .option('--from <format>', FROM)
    .option('--json', 'as JSON, with the lines of which no public output shows the wording')
    .action((plan: string, args: string[], flags: Flags) => {
      finish(
        nvidiaSmi(io, plan, args, {
          gpu: flags.gpu ?? null,
          host: flags.host ?? null,
          vm: flags.vm ?? null,
          state: flags.state ?? null,
          texts: textsOf(flags),
          json: flags.json === true,
        }),
      );
    });

  textOptions(
    program
      .command('site')
      .description('the static site: the page, and a gallery of all plans in a folder, each of them checked')
      .argument('<dir>', 'a folder of plans in any format that can be read')
      .option('-o, --output <folder>', 'where the site is written: empty, or a site of this command')
      .option('--title <text>', 'what the gallery is called', 'Plans')
      .option('--gpu <model>', 'the board, where a text does not name it')
      .option('--page <address>', 'where the site will be, for the code that embeds a drawing')
      .option('--png', 'each drawing as PNG, too, for tickets and slides; a second or more for each plan'),
  )
    .option('--json', 'what was found, as JSON')
    .action(async (dir: string, flags: Flags) => {
      finish(
        await site(io, dir, {
          output: flags.output ?? null,
          texts: textsOf(flags),
          gpu: flags.gpu ?? null,
          title: flags.title ?? 'Plans',
          page: flags.page ?? null,
          png: flags.png === true,
          json: flags.json === true,
        }),
      );
    });

  if (argv.length === 0) {
    finish(unusable('no command given; --help lists them'));
    return status;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Asked-for help is an answer; everything else is unusable arguments.
    return error.exitCode === 0 ? 0 : 2;
  }
  return status;
}

function retargetOptions(flags: Flags): Parameters<typeof retarget>[2] {
  return {
    texts: textsOf(flags),
    gpu: flags.gpu ?? null,
    to: flags.to ?? null,
    weights: flags.weights ?? 'instances',
    budget: flags.budget ?? null,
    json: flags.json === true,
  };
}

function textsOf(flags: Flags): TextFlags {
  return {
    from: flags.from ?? null,
    config: flags.config ?? null,
    kind: flags.kind ?? null,
    gpusPerHost: flags.gpusPerHost ?? null,
  };
}
