import type { RestPlan } from '#server/http/rest/plan.ts';
import type { PARAMETERS } from './components.ts';
import { responsesOf } from './responses.ts';
import { isSchema, partOf, type Schema } from './schema.ts';

/** An operation as the contract means it, made of what was generated and of what its procedure says besides. */
export function operationOf(plan: RestPlan, generated: Schema): Schema {
  const { access, openapi } = plan;
  const answer = partOf(generated, 'responses', '200', 'content', 'application/json', 'schema');
  const parameters = [...parametersOf(plan, generated), ...headersOf(plan)];
  const body = partOf(generated, 'requestBody', 'content', 'application/json', 'schema');
  return {
    operationId: plan.name.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase()),
    summary: openapi.summary,
    description: [openapi.description, accessSentence(plan)].filter((part) => part !== undefined).join('\n\n'),
    tags: openapi.tags,
    security: securityOf(plan),
    ...(access.kind === 'scoped' ? { 'x-required-scope': access.scope } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...('properties' in body ? { requestBody: bodyOf(plan, body) } : {}),
    responses: responsesOf(plan, answer),
  };
}

function securityOf({ access }: RestPlan): Schema[] {
  if (access.kind === 'open') return [];
  return access.kind === 'session' ? [{ session: [] }] : [{ accessKey: [access.scope] }, { session: [] }];
}

function accessSentence({ access }: RestPlan): string {
  if (access.kind === 'open') return 'For anyone.';
  if (access.kind === 'scoped') return `Needs the scope \`${access.scope}\`; a session needs none.`;
  const admin = access.admin ? ' Of the admin alone.' : '';
  const fresh = access.fresh ? ' It must have signed in within the last ten minutes.' : '';
  return `For a session; no access key may.${admin}${fresh}`;
}

function parametersOf(plan: RestPlan, generated: Schema): Schema[] {
  const { parameters } = generated;
  const examples = exampleFields(plan);
  return (Array.isArray(parameters) ? parameters : []).filter(isSchema).map((parameter) => {
    const name = String(parameter.name);
    return name in examples ? { ...parameter, example: examples[name] } : parameter;
  });
}

function headersOf({ method, rest }: RestPlan): Schema[] {
  const names: (keyof typeof PARAMETERS)[] = [];
  if (rest.idempotent === true) names.push('IdempotencyKey');
  if (rest.conditional === true) names.push('IfMatch');
  if (rest.conditional === true && method === 'POST') names.push('IfNoneMatch');
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

/** Every input is strict; the generator forgets it where a schema has refinements. */
function bodyOf(plan: RestPlan, schema: Schema): Schema {
  const fields = Object.entries(exampleFields(plan)).filter(([name]) => !plan.pathParams.includes(name));
  const content = { schema: { ...schema, additionalProperties: false }, example: Object.fromEntries(fields) };
  const required = Array.isArray(schema.required) && schema.required.length > 0;
  return { required, content: { 'application/json': content } };
}

function exampleFields({ rest }: RestPlan): Schema {
  const request = rest.example?.request;
  return isSchema(request) ? request : {};
}
