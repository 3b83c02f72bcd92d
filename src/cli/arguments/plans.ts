/** Of a plan, and of a plan beside another: is it legal, is it so, and the way from one to the other. */
import { check } from '../commands/check.ts';
import { compare } from '../commands/compare.ts';
import { diff } from '../commands/diff.ts';
import { compact, retarget } from '../commands/retarget.ts';
import { textOptions, textsOf, type Flags, type Line } from './flags.ts';

export function planCommands({ program, io, finish }: Line): void {
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
