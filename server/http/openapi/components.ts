import { API_PREFIX } from '#server/http/rest/plan.ts';

/** Parts of the document that many operations name. */

export const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key with the same request, within 24 hours, answers what the first one answered.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
    example: 'import-2026-11-24',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` that was read: the change is made only if nobody changed it since.',
    schema: { type: 'string' },
    example: '*',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: '`*`: only if there is none yet. Anything else is not heeded.',
    schema: { type: 'string' },
    example: '*',
  },
} as const;

export const HEADERS = {
  RequestId: {
    description: 'The id of this request, in the log and in the audit log.',
    schema: { type: 'string', format: 'uuid' },
  },
  ETag: { description: 'Names this revision, for `If-Match`.', schema: { type: 'string' } },
  Link: {
    description: `Where the list goes on, if \`limit\` was given and reached: \`<${API_PREFIX}/…>; rel="next"\`.`,
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds to wait before the next try.', schema: { type: 'integer' } },
  Authenticate: { description: 'Always `Bearer`.', schema: { type: 'string' } },
} as const;

/** What the document says of each noun. */
export const TAGS: Readonly<Record<string, string>> = {
  Categories: 'The kinds of secrets: name, form, variable.',
  Entries: 'Secrets: one instance of a category, for one project in one environment.',
  Projects: 'A project seen whole: variables by environments.',
  Search: 'Names across the whole vault.',
  'Two-factor tokens': 'One-time codes and recovery codes.',
  'Env projects': 'Projects whose dotenv files are kept whole.',
  'Env files': 'The dotenv files of a project.',
  Stats: 'How many of what there are.',
  Export: 'Every value at once.',
  AI: 'From a description to a dotenv file. A model sees names only.',
  Audit: 'Who did what, when, from where.',
  'Access keys': 'Keys of programs, limited by scopes.',
  Sessions: 'Sign-ins.',
  Account: 'The person whose vault this is.',
  Invitations: 'How others come in.',
  Encryption: 'How the keys that seal the vault stand.',
  API: 'This document.',
};

export const DESCRIPTION = [
  'A vault for the secrets of developers.',
  'Send an access key (`Authorization: Bearer kagi_…`), or the cookie of a session. Each operation names the scope that a key needs; a session needs none, but its changes must come from a page of this site.',
  'Bodies are JSON in UTF-8. Unknown fields and unknown query parameters are refused. Lists are bare arrays, the newest first, and complete unless `limit` is given.',
  'Every failure has the same body: `error` is a sentence for people, `code` is for programs.',
].join('\n\n');
