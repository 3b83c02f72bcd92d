/** Where one profile of a board can always stand in for another. */
import type { Board } from '../../model/board.ts';
import { patternsOf } from './patterns.ts';

interface Known {
  readonly keys: ReadonlySet<string>;
  readonly answers: Map<string, boolean>;
}

const kept = new WeakMap<Board, Known>();

/**
 * True when on every GPU of the board that holds one more of `wanted`, one more of `other` can be had in its stead, all
 * else on the GPU being what it was. Both are indexes of `board.profiles`.
 */
export function isExchangeable(board: Board, wanted: number, other: number): boolean {
  const { all } = patternsOf(board);
  let known = kept.get(board);
  if (known === undefined) {
    known = { keys: new Set(all.map(({ counts }) => counts.join())), answers: new Map<string, boolean>() };
    kept.set(board, known);
  }
  const { keys, answers } = known;
  const key = `${wanted} ${other}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = all.every(({ counts }) => {
      if ((counts[wanted] ?? 0) === 0) return true;
      const instead = [...counts];
      instead[wanted] = (instead[wanted] ?? 0) - 1;
      instead[other] = (instead[other] ?? 0) + 1;
      return keys.has(instead.join());
    });
    answers.set(key, answer);
  }
  return answer;
}
