import { expect, test } from 'vitest';
import { decodeText } from './io.ts';

const TEXT = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0="ä"\r\n';

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16, as Windows PowerShell writes it', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16, high bytes first', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
])('reads %s', (_what, bytes) => {
  expect(decodeText(bytes)).toBe(TEXT);
});
