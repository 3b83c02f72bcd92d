import { expect, test } from 'vitest';
import { BOARDS, VGPU_BOARDS } from './catalogue/catalogue.ts';
import { NAMED_BOARDS, namesOfBoard } from './nameTable.ts';

test('the boards of the catalogue come first, then those of the vGPU tables that join none', () => {
  const alone = VGPU_BOARDS.filter(({ boards }) => boards.length === 0);
  expect(alone.length).toBeGreaterThan(0);
  expect(NAMED_BOARDS.map(({ id }) => id)).toEqual([...BOARDS, ...alone].map(({ id }) => id));
  for (const one of NAMED_BOARDS) expect(namesOfBoard(one.id)).toBe(one);
  expect(namesOfBoard('nobody')).toBeUndefined();
});

test.each(BOARDS.map((board) => [board.id, board] as const))(
  '%s: a row for each profile, every type of its variants once, in the row of its profile',
  (id, board) => {
    const named = namesOfBoard(id)!;
    const variants = VGPU_BOARDS.filter(({ boards }) => boards.includes(id));
    expect(named.board).toBe(board);
    expect(named.variants).toEqual(variants);
    expect(named.rows.slice(0, board.profiles.length).map(({ facts }) => facts)).toEqual(board.profiles);
    const listed = named.rows.flatMap(({ types }) => types.map(({ type }) => type.type));
    expect(listed.toSorted()).toEqual(
      [...new Set(variants.flatMap(({ types }) => types.map(({ type }) => type)))].toSorted(),
    );
    for (const row of named.rows) {
      for (const { type, variants: having } of row.types) {
        expect(type.profile).toBe(row.profile);
        expect(having).toEqual(variants.filter((one) => one.types.some((other) => other.type === type.type)));
      }
      if (row.profile === null)
        expect([row.kubernetes, row.migDevice, row.types.length]).toEqual([null, null, 1]);
      else expect(row.kubernetes).toBe(`nvidia.com/mig-${row.profile.replaceAll('+', '.')}`);
    }
    // Profiles, then types of a profile that the board does not have, then those of none that is public.
    const order = named.rows.map(({ facts, profile }) => (facts !== null ? 0 : profile !== null ? 1 : 2));
    expect(order).toEqual(order.toSorted());
    const others = named.rows.filter(({ facts, profile }) => facts === null && profile !== null);
    expect(new Set(others.map(({ profile }) => profile)).size).toBe(others.length);
  },
);

test('a listed MIG device is known for plain profiles only', () => {
  const rows = namesOfBoard('a100-pcie-40gb')!.rows;
  const device = (profile: string) => rows.find((row) => row.profile === profile)?.migDevice;
  expect(device('3g.20gb')).toBe('MIG 3g.20gb');
  expect(device('1g.5gb+me')).toBeNull();
  const pro = namesOfBoard('rtx-pro-6000-server')!.rows;
  expect(pro.find((row) => row.profile === '2g.48gb-me')?.migDevice).toBeNull();
});

test('products and device IDs are those of the board and of its variants, each once', () => {
  for (const { board, variants, productNames, pciDeviceIds } of NAMED_BOARDS) {
    const products = variants.flatMap(({ product }) => (product === null ? [] : [product]));
    expect(productNames).toEqual([...new Set([...(board?.productNames ?? []), ...products])]);
    const ids = [...(board?.pciDeviceIds ?? []), ...variants.flatMap((one) => one.pciDeviceIds)];
    expect(pciDeviceIds).toEqual([...new Set(ids)]);
  }
});

test('a board of the vGPU tables only has its types, and is called as its product or its family', () => {
  for (const variant of VGPU_BOARDS.filter(({ boards }) => boards.length === 0)) {
    const named = namesOfBoard(variant.id)!;
    expect(named.board).toBeNull();
    expect(named.variants).toEqual([variant]);
    expect(named.label).toBe(variant.product?.replace('NVIDIA ', '') ?? variant.family);
    const types = named.rows.flatMap((row) => row.types.map(({ type }) => type));
    expect(types.toSorted((a, b) => a.type.localeCompare(b.type))).toEqual(
      variant.types.toSorted((a, b) => a.type.localeCompare(b.type)),
    );
  }
});
