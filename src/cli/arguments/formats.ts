/** Any format in, any format out. */
import { EXPORT_FORMATS, exportName } from '../../console/exports/exportRows.ts';
import { convert } from '../commands/convert.ts';
import { textOptions, textsOf, type Flags, type Line } from './flags.ts';

export function formatCommands({ program, io, finish }: Line): void {
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
}
