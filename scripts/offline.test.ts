import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawIcons, ICONS } from './icons.ts';
import { listOffline, serviceWorkerText } from './offline.ts';

const PAGE = '<link href="./assets/b.css"><script type="module" crossorigin src="./assets/a.js"></script>';
const FILES = ['assets/b.css', 'assets/a.js'];
const LOOSE = new Map([['icon.svg', '<svg/>']]);

test('a list says with which script the page begins, and sums up what has no hash in its name', () => {
  const list = listOffline(PAGE, FILES, LOOSE);
  expect(list).toMatchObject({ entry: 'assets/a.js', files: ['assets/a.js', 'assets/b.css'] });
  // printf '<svg/>' | openssl dgst -sha256 -binary | base64
  expect(list.loose).toEqual({ 'icon.svg': 'sha256-1NxWZpFDA08xqjCWNdQRPZrXagKxc52iLJZe0gSb6eY=' });
});

test('the version is the same for the same files, and another one for any other', () => {
  const { version } = listOffline(PAGE, FILES, LOOSE);
  expect(listOffline(PAGE, FILES.toReversed(), new Map(LOOSE)).version).toBe(version);
  expect(listOffline(`${PAGE} `, FILES, LOOSE).version).not.toBe(version);
  expect(listOffline(PAGE, [...FILES, 'assets/c.js'], LOOSE).version).not.toBe(version);
  expect(listOffline(PAGE, FILES, new Map([['icon.svg', '<svg />']])).version).not.toBe(version);
});

test('a page that begins with a script of another build is refused', () => {
  expect(() => listOffline(PAGE, ['assets/b.css'], LOOSE)).toThrow(/begins with no script/);
});

test('the list stands in the first line of the script', () => {
  const list = listOffline(PAGE, FILES, LOOSE);
  const [first, second] = serviceWorkerText(list, 'start();').split('\n');
  expect(JSON.parse(first?.replace(/^self\.OFFLINE=|;$/g, '') ?? '')).toEqual(list);
  expect(second).toBe('start();');
});

test('icons are PNG of the size that the manifest says, the same each time', async () => {
  const svg = readFileSync(new URL('../public/favicon.svg', import.meta.url), 'utf8');
  const icons = await drawIcons(svg);
  for (const { file, size } of ICONS) {
    const png = Buffer.from(icons.get(file) ?? []);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
  expect(await drawIcons(svg)).toEqual(icons);
});
