/** Lists of hosts as Slurm writes them: "gpu-[01-04,07],login". */

const MAX_HOSTS = 1000;

/** Every host of the list; null where it is none, or holds more than a thousand. */
export function expandHosts(list: string): string[] | null {
  const hosts: string[] = [];
  for (const part of list.match(/(?:[^,[\]]|\[[^[\]]*\])+/g) ?? []) {
    const [, head = '', ranges, tail = ''] = /^([^[\]]*)(?:\[([^[\]]*)\])?([^[\]]*)$/.exec(part) ?? [];
    if (head === '' && ranges === undefined) return null;
    if (ranges === undefined) hosts.push(head);
    else {
      for (const range of ranges.split(',')) {
        const numbers = numbersIn(range);
        if (numbers === null || hosts.length + numbers.length > MAX_HOSTS) return null;
        hosts.push(...numbers.map((number) => `${head}${number}${tail}`));
      }
    }
  }
  return hosts.length === 0 || hosts.length > MAX_HOSTS ? null : hosts;
}

/** "01-04" keeps its zeros. */
function numbersIn(range: string): string[] | null {
  const [, first, last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range) ?? [];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [Number(first), Number(last)];
  if (to < from || to - from >= MAX_HOSTS) return null;
  return Array.from({ length: to - from + 1 }, (_, n) => String(from + n).padStart(first.length, '0'));
}
