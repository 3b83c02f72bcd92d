/** How many seeds a run of the tests asks. */

/** All of them: in continuous integration, for mutants and by `npm run oracle`. `npm test` has five minutes. */
const isAll = process.env['TEST_SEEDS'] === 'all';

/**
 * How many of so many seeds, or of so many runs of one seed, are asked, or characters of a text that would take for ever: the first quarter, or all. Of what a test counts on
 * the way as many are asked for.
 */
export function seedsOf(all: number): number {
  return isAll ? all : Math.ceil(all / 4);
}
