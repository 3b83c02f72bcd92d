// Who may import whom. components -> state -> console -> { placement, formats } -> model, and
// cli -> console -> ..., each free to skip a level downwards. tests/layering.test.ts proves that every rule bites.

/** Each room, and the rooms it may import from. */
const ROOMS = {
  model: [],
  placement: ['model'],
  formats: ['model'],
  console: ['placement', 'formats', 'model'],
  state: ['console', 'placement', 'formats', 'model'],
  components: ['state', 'console', 'placement', 'formats', 'model'],
  cli: ['console', 'placement', 'formats', 'model'],
};

/** What a room's tests may look at besides: placement and formats stand side by side. */
const BESIDE = { placement: ['formats'], formats: ['placement'] };

/** Packages that have one home, so that each can be replaced in one place. */
const HOMES = [
  { packages: ['react', 'react-dom'], home: '^src/(components/|main\\.tsx$)' },
  { packages: ['@dnd-kit/[^/]+'], home: '^src/components/dnd/' },
  { packages: ['zustand'], home: '^src/state/' },
  { packages: ['idb'], home: '^src/state/library/' },
  { packages: ['papaparse', 'fflate', 'js-yaml', 'yaml', 'saxes', 'lean-qr'], home: '^src/formats/' },
  { packages: ['commander', '@resvg/resvg-wasm'], home: '^src/cli/' },
  // The oracle of the solver's tests. It never ships.
  { packages: ['highs'], home: '\\.testing\\.ts$' },
];

const TEST = '\\.(test|testing)\\.tsx?$';
const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];

const folders = (rooms) => `^src/(${rooms.join('|')})/`;

const directionRules = Object.entries(ROOMS).flatMap(([room, below]) => [
  {
    name: `${room}-looks-down`,
    comment: `${room} may import from: ${below.join(', ') || 'nothing of ours'}.`,
    severity: 'error',
    from: { path: `^src/${room}/`, pathNot: TEST },
    to: { path: '^src/', pathNot: folders([room, ...below]) },
  },
  {
    name: `${room}-tests-look-down`,
    comment: `Tests in ${room} may look below and beside, not above.`,
    severity: 'error',
    from: { path: `^src/${room}/.*${TEST}` },
    to: { path: '^src/', pathNot: folders([room, ...below, ...(BESIDE[room] ?? [])]) },
  },
]);

const homeRules = HOMES.map(({ packages, home }) => ({
  name: `home-of-${packages[0].replace(/[^a-z-].*/, '') || 'dnd-kit'}`,
  comment: `${packages.join(', ')}: only in ${home}`,
  severity: 'error',
  from: { path: '^src/', pathNot: [home, TEST] },
  // A package that cannot be resolved is reported under its bare name.
  to: { path: `(^|node_modules/)(@types/)?(${packages.join('|')})(/|$)`, pathNot: '^src/' },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...directionRules,
    ...homeRules,
    {
      name: 'known-rooms-only',
      comment: 'A new folder in src needs a place in ROOMS first.',
      severity: 'error',
      from: { path: '^src/', pathNot: [folders(Object.keys(ROOMS)), '^src/main\\.tsx$'] },
      to: {},
    },
    {
      name: 'no-utils',
      comment: 'A function lives with the noun it serves: no utils, helpers or common.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '/(utils|helpers|common)[/.]', pathNot: 'node_modules/' },
    },
    {
      name: 'core-without-packages',
      comment: 'model and placement use no package.',
      severity: 'error',
      from: { path: '^src/(model|placement)/', pathNot: TEST },
      to: { dependencyTypes: NPM },
    },
    {
      name: 'node-in-cli-only',
      comment: 'Everything but the command line also runs in a page.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli/', TEST] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tests-stay-apart',
      comment: 'What ships does not import tests or their fixtures.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: [TEST, '^tests/', '^e2e/', '^scripts/'] },
    },
    {
      name: 'no-circles',
      comment: 'Types may refer to each other in a circle, code may not.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a type from above is still a dependency on what is above.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
