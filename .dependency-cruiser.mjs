// The directions in which imports may point. `npm run check` holds the tree to them; why they are so
// stands in docs/decisions. Types count as imports: who names a thing depends on it.

const TESTS = String.raw`\.test\.tsx?$|/testing/`;

/** The floors of the server, from above; rooms that share a floor do not import one another. */
const FLOORS = [
  ['commands'],
  ['process'],
  ['keyring'],
  ['http'],
  ['api'],
  ['vault'],
  ['auth', 'ai', 'backup'],
  ['audit', 'events'],
  ['db'],
  ['entities', 'dotenv'],
  ['crypto'],
];

/** Files of the server's root that anyone may import; the rest of the root is the top floor. */
const CONFIG = String.raw`^server/(config|settings|setting-values)\.ts$`;

const folder = (...names) => `^server/(${names.join('|')})/`;

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

const floors = FLOORS.flatMap((rooms, depth) =>
  rooms.map((room) => {
    const above = [...FLOORS.slice(0, depth).flat(), ...rooms.filter((other) => other !== room)];
    return forbid(
      `${room}-points-down`,
      { path: folder(room), pathNot: TESTS },
      { path: [...(above.length > 0 ? [folder(...above)] : []), String.raw`^server/[^/]+\.ts$`], pathNot: CONFIG },
    );
  }),
);

const source = (path) => ({ path, pathNot: TESTS });
const modules = (...names) => `(^|/)node_modules/(${names.join('|')})/`;

export default {
  forbidden: [
    forbid('no-circle', {}, { circular: true }),
    forbid('no-unknown-import', {}, { couldNotResolve: true }),
    forbid('no-undeclared-package', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    forbid('no-development-package-in-the-product', source('^(server|shared|cli)/'), {
      dependencyTypes: ['npm-dev'],
      pathNot: modules('vite'),
    }),
    ...floors,
    forbid('config-stands-on-crypto', source(CONFIG), {
      path: '^(server|web|cli|e2e)/',
      pathNot: [CONFIG, folder('crypto')],
    }),
    forbid('shared-knows-zod-alone', source('^shared/'), { pathNot: ['^shared/', modules('zod')] }),
    forbid(
      'clients-name-the-router-alone',
      { path: '^(web|cli)/' },
      {
        path: '^server/',
        pathNot: String.raw`^server/api/router\.ts$`,
      },
    ),
    forbid(
      'clients-take-its-type-alone',
      { path: '^(web|cli)/' },
      {
        path: '^server/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'web-names-the-server-in-one-file',
      { path: '^web/', pathNot: String.raw`^web/trpc\.ts$` },
      { path: '^server/' },
    ),
    forbid('server-knows-no-client', { path: '^(server|shared)/' }, { path: '^(web|cli|e2e|bench)/' }),
    forbid('api-leaves-bytes-and-rows-alone', source(folder('api')), {
      path: folder('crypto', 'entities', 'db', 'http'),
    }),
    forbid('vault-knows-no-wire', source(folder('vault')), { path: modules('@trpc', 'fastify') }),
    forbid('crypto-knows-node-alone', source(folder('crypto')), {
      pathNot: folder('crypto'),
      dependencyTypesNot: ['core'],
    }),
    forbid('entities-know-the-orm-alone', source(folder('entities')), {
      pathNot: [folder('entities'), modules('@mikro-orm/core')],
    }),
    forbid(
      'arctic-in-one-file',
      { path: '^(server|shared|web|cli)/', pathNot: String.raw`^server/auth/keycloak\.ts$` },
      {
        path: modules('arctic'),
      },
    ),
    forbid(
      'node-crypto-in-crypto-alone',
      { path: '^(server|cli)/', pathNot: [folder('crypto'), TESTS] },
      {
        path: '^(node:)?crypto$',
        dependencyTypes: ['core'],
      },
    ),
    forbid('e2e-stands-outside', { path: '^e2e/' }, { path: '^(server|web|cli)/' }),
    forbid('testing-is-for-tests', { pathNot: [TESTS, '^bench/'] }, { path: '/testing/', pathNot: 'node_modules' }),
    // How an import was spelt is not seen here, only whether it was an alias.
    forbid(
      'alias-across-folders',
      { path: '^(.+)/[^/]+$' },
      {
        pathNot: '^$1/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-subpath-import'],
      },
    ),
    forbid(
      'no-alias-within-a-folder',
      { path: '^(.+)/[^/]+$' },
      {
        path: '^$1/[^/]+$',
        dependencyTypes: ['aliased-subpath-import'],
      },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Not ours, not in the repository, or loaded by a browser from where it is served.
    exclude: { path: '^(data|dist|coverage|server/http/openapi/docs|server/http/openapi/testing)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
