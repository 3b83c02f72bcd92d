/** `models --name TEXT`: what a name is on each board, and its other names there. */
import { findNames } from '../../placement/names/findNames.ts';
import { nameAnswerMessage } from '../../placement/names/nameMessages.ts';
import { printJson, type ExitCode, type Io } from '../io.ts';

/** Status 1 where the text is no name of any board with MIG. */
export function names(io: Io, text: string, options: { readonly json: boolean }): ExitCode {
  const answer = findNames(text);
  const rows =
    answer.kind !== 'found'
      ? []
      : answer.boards.flatMap(({ board, rows: own }) =>
          own.map(({ profile, facts, types, kubernetes, migDevice }) => ({
            board: board.id,
            inCatalogue: board.board !== null,
            products: board.productNames,
            pciDeviceIds: board.pciDeviceIds,
            profile,
            profileId: facts?.id ?? null,
            kubernetes,
            migDevice,
            vgpuTypes: types.map(({ type, variants }) => ({
              type: type.type,
              vgpuBoards: variants.map(({ id }) => id),
              esxiName: type.esxiName,
              esxiNameStatus: type.esxiNameStatus,
              mdevType: type.mdevType,
            })),
          })),
        );
  if (options.json) {
    printJson(io, { kind: answer.kind, message: nameAnswerMessage(answer, []), rows });
  } else {
    io.stdout(`${nameAnswerMessage(answer, [])}\n`);
    for (const { board, profile, profileId, kubernetes, vgpuTypes } of rows) {
      const types = vgpuTypes.map(({ type, esxiName, mdevType }) =>
        [type, esxiName, mdevType].filter((name) => name !== null).join(' '),
      );
      const cells = [board, profile ?? 'unknown', `ID ${profileId ?? 'unknown'}`, kubernetes ?? 'unknown'];
      io.stdout(`${[...cells, ...types].join('  ')}\n`);
    }
  }
  return answer.kind === 'found' ? 0 : 1;
}
