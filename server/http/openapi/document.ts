import type { AnyTRPCRouter } from '@trpc/server';
import { generateOpenApiDocument } from 'trpc-to-openapi';
import { API_PREFIX, type RestPlan } from '#server/http/rest/plan.ts';
import { errorBody } from '#shared/errors.ts';
import { DESCRIPTION, HEADERS, PARAMETERS, TAGS } from './components.ts';
import { operationOf } from './operation.ts';
import { failure } from './responses.ts';
import { isSchema, partOf, plain, type Schema } from './schema.ts';

export type DocumentOptions = { version: string; cookieName: string };

/**
 * Writes the OpenAPI document of the REST form. The generator knows schemas and paths; what it does not know
 * (scopes, statuses, errors, headers, examples) is put in from what each procedure says of itself.
 */
export function openApiDocument(router: AnyTRPCRouter, plans: readonly RestPlan[], options: DocumentOptions): Schema {
  const generated = generateOpenApiDocument(router, {
    title: 'Kagi',
    version: options.version,
    baseUrl: API_PREFIX,
    defs: { Error: errorBody },
  });
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Kagi',
      version: options.version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: API_PREFIX, description: 'This server' }],
    tags: tagsOf(plans),
    paths: { ...pathsOf(plans, generated.paths), '/openapi': OWN_PATH },
    components: {
      securitySchemes: securitySchemes(options.cookieName),
      schemas: ownSchemas(generated.components?.schemas),
      parameters: PARAMETERS,
      headers: HEADERS,
    },
  };
  // It went in as an object, and comes out as one.
  return plain(document) as Schema;
}

/** In the order in which a reader meets the nouns; one that is not described yet comes last. */
function tagsOf(plans: readonly RestPlan[]): Schema[] {
  const used = new Set([...plans.flatMap(({ openapi }) => openapi.tags ?? []), 'API']);
  const described = Object.entries(TAGS).filter(([name]) => used.delete(name));
  return [...described.map(([name, description]) => ({ name, description })), ...[...used].map((name) => ({ name }))];
}

function pathsOf(plans: readonly RestPlan[], generated: unknown): Record<string, Schema> {
  const paths: Record<string, Schema> = {};
  for (const plan of plans) {
    const method = plan.method.toLowerCase();
    const operation = operationOf(plan, partOf(generated, plan.path, method));
    paths[plan.path] = { ...paths[plan.path], [method]: operation };
  }
  return paths;
}

/** The generator's own errors do not look like ours. */
function ownSchemas(generated: unknown): Schema {
  const schemas = isSchema(generated) ? generated : {};
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => !name.startsWith('error.')));
}

function securitySchemes(cookieName: string): Schema {
  return {
    accessKey: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'kagi_ and 43 characters',
      description: 'An access key. It reaches what its scopes allow.',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: cookieName,
      description: 'Set at sign-in. It needs no scopes; changes must come from a page of this site.',
    },
  };
}

const OWN_PATH = {
  get: {
    operationId: 'openapi',
    summary: 'Get this document',
    description: 'For anyone. `/api/docs` shows it as a page.',
    tags: ['API'],
    security: [],
    responses: {
      200: {
        description: 'Done.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/RequestId' },
          ETag: { $ref: '#/components/headers/ETag' },
        },
        content: { 'application/json': { schema: { type: 'object' }, example: { openapi: '3.1.0' } } },
      },
      304: { description: 'Not changed since the revision that `If-None-Match` names.' },
      400: failure(400, ['VALIDATION_ERROR']),
    },
  },
};
