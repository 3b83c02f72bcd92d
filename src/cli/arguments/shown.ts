/** A plan as somebody sees it: the simulated tool on a host, and the site with all plans of a folder. */
import { MACHINE_STATES, nvidiaSmi } from '../commands/nvidiaSmi.ts';
import { site } from '../commands/site.ts';
import { FROM, textOptions, textsOf, type Flags, type Line } from './flags.ts';

export function shownCommands({ program, io, finish }: Line): void {
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
}
